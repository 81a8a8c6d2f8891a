package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm003: the first claim stands on its own. Whatever the first claim refers to, nothing
// stands before it.
func clm003() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-003", Title: "第一项权利要求应当是独立权利要求", English: "Claim 1 is an independent claim",
			Basis: []rule.Cite{cite.Rules("第二十四条第三款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			if len(s.Claims) == 0 || s.Claims[0].Kind != claim.Dependent {
				return
			}
			c := &s.Claims[0]
			r := c.References[0]
			at(p, r.Span, fmt.Sprintf("第一项权利要求以“%s”引用其他权利要求，不是独立权利要求", s.Words(r.Span)),
				"第一项写成独立权利要求（“一种……，其特征在于，……”），从属权利要求排在其后")
		},
	}
}
