package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm043: a claim refers to claims that exist. It goes with CLM-002 when a number is missing,
// and both say where.
func clm043() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-043", Title: "引用的权利要求应当存在",
			English: "A claim refers to existing claims",
			Basis:   []rule.Cite{cite.Rules("第二十五条")},
			Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				for _, r := range c.References {
					var none []int
					for _, n := range r.Numbers {
						if s.Claim(n) == nil {
							none = append(none, n)
						}
					}
					if len(none) > 0 {
						at(p, claim.Span(r.List), fmt.Sprintf("%s引用的权利要求%s不存在", number(c), join(none[:min(len(none), 10)])), "更正引用的编号，或者补上缺少的权利要求")
					}
				}
			}
		},
	}
}
