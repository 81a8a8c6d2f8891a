package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm009: a multiple dependent claim names its parents as a choice. A range or an enumeration
// without a word of choice (权利要求1-3所述的) is not in the alternative form either. A claim
// of another subject may build on several claims at once and is not judged here.
func clm009() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-009", Title: "多项从属权利要求只能以择一方式引用在前的权利要求", English: "A multiple dependent claim refers in the alternative only",
			Basis: []rule.Cite{cite.Rules("第二十五条第二款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if !c.Multiple() {
					continue
				}
				r := &c.References[0]
				words := s.Words(r.List)
				switch r.Mode {
				case claim.Conjunctive:
					at(p, r.List, fmt.Sprintf("多项从属权利要求以“%s”的方式同时引用多项，不是择一引用", words), "改为"+choice(r.Numbers))
				case claim.Bare:
					at(p, r.List, fmt.Sprintf("“%s”没有写明择一引用", words), "改为"+choice(r.Numbers))
				}
			}
		},
	}
}

// choice writes a list of claims in the alternative form.
func choice(list []int) string {
	last := list[len(list)-1]
	if len(list) > 2 && last-list[0] == len(list)-1 {
		return fmt.Sprintf("“权利要求%d至%d中任一项”", list[0], last)
	}
	return fmt.Sprintf("“权利要求%s或%d”", join(list[:len(list)-1]), last)
}
