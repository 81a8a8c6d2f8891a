package dsg

import (
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/lettering"
	"zhibao/law/rule"
	"zhibao/patent"
)

// shaded is the share of grey within the outline from which a drawing is shaded.
const shaded = 0.01

// dsg011 goes by what can be measured in a drawing of lines: level, upright and slanted broken lines,
// level and upright dimension lines, rows of marks that look like letters. Photographs and renderings are
// DSG-012; shading by parallel lines is not told from a pattern. Sections may have axes, partial designs
// broken lines, and prints and interfaces have words of their own.
func dsg011() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-011", Title: "图片中没有阴影线、中心线、尺寸线、虚线（局部外观设计除外）、边框和文字",
		English: "Views have no shading, centre, dimension or dashed lines (but for partial designs), frame or text",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2.2", rule.Known), cite.Guide("第一部分第三章4.2.4", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		views := viewsOf(p.App)
		framed, print := framed(views), isFlat(p) || isInterface(p)
		first, named := map[string]view{}, map[string]string{}
		var order []string
		for i, v := range views {
			if strings.Contains(v.name, "参考图") || strings.Contains(v.name, "界面") {
				continue
			}
			var found []string
			note := func(what string, is bool) {
				if is {
					found = append(found, what)
				}
			}
			m, section := v.Marks, strings.Contains(v.name, "剖") || strings.Contains(v.name, "断面")
			note("边框", m.Frame && framed && !print)
			note("灰度阴影", m.Lines && !v.Colour && m.Shade > shaded && !print)
			note("虚线", m.Dashes > 0 && !partial(p) && !print)
			note("点划线（中心线）", m.Chains > 0 && !partial(p) && !section)
			note("尺寸线", m.Dimensions > 0)
			if words := lettering.Text(v.Figure); !print && len(words) > 0 {
				note("文字“"+strings.Join(words[:min(len(words), most011)], "”“")+"”", true)
			} else {
				note("像是文字的内容", v.Read == "" && m.Letters > 0 && !print)
			}
			if what := strings.Join(found, "、"); named[what] != "" {
				named[what] += "、" + v.title(i)
			} else if what != "" {
				order, first[what], named[what] = append(order, what), v, v.title(i)
			}
		}
		// What stands in every view is told once, with the names of all.
		for _, what := range order {
			about(p, first[what], named[what]+"中疑有"+what, "删去这些线条、边框和文字；产品本身固有的图案、文字和结构线除外，可说明理由")
		}
	})
}

// most011 bounds the words that a finding repeats.
const most011 = 4

// partial reports whether the design is declared or described as that of a part.
func partial(p *check.Pass) bool {
	return p.App.Request != nil && p.App.Request.Partial || partStated.MatchString(p.Text(patent.Brief).Text)
}

// framed reports whether more than half of the drawings, and at least two, have a frame. In one alone a
// closed line along the edge may be the product itself.
func framed(views []view) bool {
	n, all := 0, 0
	for _, v := range views {
		if v.Marks.Lines {
			all++
			if v.Marks.Frame {
				n++
			}
		}
	}
	return n >= 2 && 2*n > all
}
