package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm012: a claim of another subject that refers to a claim is independent, and so it counts.
// Fees and unity count independent claims, and applicants often take such a claim for a
// dependent one.
func clm012() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-012", Title: "引用其他权利要求的独立权利要求，按独立权利要求审查", English: "A claim of another subject that refers to a claim counts as independent",
			Basis: []rule.Cite{cite.Guide("第二部分第二章3.1.2", rule.Known)},
			Level: rule.Guideline, Severity: rule.Info, Auto: rule.Heuristic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind != claim.Referring {
					continue
				}
				at(p, c.References[0].Span, fmt.Sprintf("%s引用权利要求%s，主题是“%s”（%s），按引用其他权利要求的独立权利要求处理", number(c),
					join(c.Parents()[:min(len(c.Parents()), 10)]), clip(c.Subject, 30), c.Category.Title()),
					"确认本项是独立权利要求；若本意是从属权利要求，主题名称应与所引用的权利要求一致")
			}
		},
	}
}
