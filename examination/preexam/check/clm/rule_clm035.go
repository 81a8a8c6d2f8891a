package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// free035 is the number of claims without surcharge.
const free035 = 10

// clm035: from the eleventh claim on there is a surcharge. The amount stands in the table of
// fees, not here.
func clm035() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-035", Title: "权利要求超过10项的，自第11项起每项缴纳附加费",
			English: "Claims beyond ten cost a surcharge each",
			Basis:   []rule.Cite{cite.Rules("第一百一十条")},
			Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			if s := p.Claims(); len(s.Claims) > free035 {
				at(p, whole(s, &s.Claims[free035]), fmt.Sprintf("权利要求共%d项，超出%d项的%d项需缴纳权利要求附加费", len(s.Claims), free035, len(s.Claims)-free035), "缴费时一并缴纳附加费，或者精简权利要求")
			}
		},
	}
}
