package drw

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/lettering"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw012 holds the numbers that an engine read against the signs of the description. That a sign of the
// description is in no drawing it cannot say, because an engine misses one in five: those are named in the
// question of DRW-011.
func drw012() check.Rule {
	r := about(rule.Meta{
		ID: "DRW-012", Title: "附图中的附图标记在说明书文字部分都有提及",
		English: "Every sign in the drawings is mentioned in the description",
		Basis:   []rule.Cite{cite.Rules("第二十一条第二款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		signs := signs012(p)
		if len(signs) < 2 {
			return
		}
		text, d := p.Text(patent.Description).Text, p.Prose()
		for i := range p.App.Figures {
			f := &p.App.Figures[i]
			// A value on an axis is no sign, and neither is the number of a step.
			if says(wordsOf(d, *f), valued...) {
				continue
			}
			var strange []string
			for _, n := range lettering.Numerals(f) {
				if !slices.Contains(signs, n) && !mentioned(text, n) {
					strange = append(strange, n)
				}
			}
			if len(strange) > 0 {
				report(p, *f, fmt.Sprintf("中识别到标记“%s”，说明书没有提及（本机文字识别，可能有误）", strings.Join(strange, "”“")),
					"核对该标记：在说明书中写明它表示的部件，或者从图中删去")
			}
		}
		partly(p)
	})
	r.Needs = []check.Need{check.Reading}
	return r
}

// valued are words of drawings in which numbers are values and steps and no signs.
var valued = []string{"流程", "曲线", "时序", "波形", "照片", "对比", "结果", "界面", "光谱", "图谱", "数据", "坐标", "截图", "分布", "统计"}

// signs012 returns the signs of the description that are numbers, as an engine may read them.
func signs012(p *check.Pass) (out []string) {
	for _, s := range p.Prose().Signs {
		if s.Settled && s.Sign != "" && s.Sign[0] >= '0' && s.Sign[0] <= '9' && !slices.Contains(out, s.Sign) {
			out = append(out, s.Sign)
		}
	}
	return out
}

// mentioned reports whether the number stands in the text by itself and not inside another.
func mentioned(text, number string) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	for at := 0; ; {
		i := strings.Index(text[at:], number)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(number)
		if (start == 0 || !digit(text[start-1])) && (end == len(text) || !digit(text[end])) {
			return true
		}
		at = end
	}
}
