package um

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// noShape finds a figure that, by its own description, shows no shape: a photograph, a flow chart, a
// curve.
var noShape = regexp.MustCompile(`照片|流程|时序|曲线|波形|效果对比|数据|统计`)

// um005: where the description of the drawings names nothing but photographs, flow charts and curves,
// the examiner is asked whether any figure shows shape or structure.
func um005() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-005", Title: "实用新型的附图应当有表示产品形状、构造的图，不能只有照片、流程图", English: "The drawings of a utility model show shape or structure, not only photographs and flow charts",
			Basis: []rule.Cite{cite.Rules("第二十条第五款")},
			Level: rule.Law, Severity: rule.Warning, Auto: rule.Manual, Version: 1},
		For: utilityModel(), Part: patent.Description,
		Run: func(p *check.Pass) {
			var found []check.Passage
			d := p.Prose()
			for _, e := range d.Figures {
				if !noShape.MatchString(e.Words.Of(d.Text.Text)) {
					return
				}
				found = append(found, p.Passage(patent.Description, e.Start, e.End))
			}
			if len(found) > 0 {
				p.Ask(patent.Description, "附图说明中只有照片、流程图或者曲线图，是否没有一幅图表示产品的形状、构造？", "补充表示产品形状、构造的附图", found...)
			}
		},
	}
}
