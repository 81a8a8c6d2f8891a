package um

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// um001: a utility model without drawings is not accepted. Only a whole package shows that there
// are none; of a loose text nobody can say.
func um001() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-001", Title: "实用新型应当有说明书附图，表示产品的形状、构造或者其结合",
			English: "A utility model has drawings that show shape, structure or both",
			Basis:   []rule.Cite{cite.Rules("第二十条第五款"), cite.Rules("第四十四条第一款第（一）项")},
			Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1},
		For: utilityModel(), Needs: []check.Need{check.Bundle},
		Run: func(p *check.Pass) {
			if len(p.App.Figures) == 0 && !p.App.Has(patent.Drawings) {
				p.Whole(patent.Drawings, "实用新型专利申请没有说明书附图", "补交表示产品形状、构造的说明书附图；没有附图的实用新型申请不予受理")
			}
		},
	}
}
