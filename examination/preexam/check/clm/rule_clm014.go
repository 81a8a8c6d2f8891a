package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm014: more than one independent claim of a category asks for a look at unity and brevity.
// Systems, storage media and programs are categories of their own here, because sets of
// method, device and medium are usual and say nothing about unity. Claims that refer to others
// are not counted.
func clm014() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-014", Title: "同一类型有两项以上独立权利要求时，应当具有单一性并且简要",
			English: "Several independent claims of one category must share unity and be concise",
			Basis:   []rule.Cite{cite.Act("第三十一条第一款"), cite.Rules("第二十四条第三款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			by := map[claim.Category][]*claim.Claim{}
			var order []claim.Category
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind != claim.Independent || c.Category == "" || headless(s.Body(c)) {
					continue
				}
				if by[c.Category] == nil {
					order = append(order, c.Category)
				}
				by[c.Category] = append(by[c.Category], c)
			}
			for _, k := range order {
				if list := by[k]; len(list) > 1 {
					var numbers []int
					for _, c := range list {
						numbers = append(numbers, c.Number)
					}
					at(p, list[1].SubjectAt, fmt.Sprintf("%s类独立权利要求有%d项（权利要求%s）", k.Title(), len(list), join(numbers)),
						"说明各项属于一个总的发明构思；不具有单一性的分案提出，仅措辞不同的合并为一项，或者改写为从属权利要求")
					for _, c := range list[2:] {
						also(p, c.SubjectAt)
					}
				}
			}
		},
	}
}
