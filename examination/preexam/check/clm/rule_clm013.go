package clm

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm013: the dependent claims stand behind their independent claim and before the next one. A
// claim that may rest on several independent claims stands well if the nearest of them is
// among those. Claims with references that are reported elsewhere are left out.
func clm013() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-013", Title: "从属权利要求应当排在其独立权利要求之后、下一独立权利要求之前",
			English: "Dependent claims stand between their independent claim and the next one",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.3.2", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			roots := map[int][]int{} // independent claims that each claim rests on, by index
			last := -1
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Independent() {
					roots[i], last = []int{i}, i
					continue
				}
				whole := true
				for _, n := range c.References[0].Numbers {
					k := s.Index(n)
					if k < 0 || k >= i {
						whole = false // CLM-008 and CLM-043 speak of that
						continue
					}
					for _, r := range roots[k] {
						if !slices.Contains(roots[i], r) {
							roots[i] = append(roots[i], r)
						}
					}
				}
				if whole && last >= 0 && len(roots[i]) > 0 && !slices.Contains(roots[i], last) {
					misplaced(p, s, c, &s.Claims[roots[i][0]], &s.Claims[last])
				}
			}
		},
	}
}

// misplaced says where the claim belongs. Moving it changes numbers, which the suggestion says too.
func misplaced(p *check.Pass, s *claim.Set, c, root, next *claim.Claim) {
	at(p, c.References[0].List, fmt.Sprintf("%s从属于独立%s，却排在另一项独立%s之后", number(c), number(root), number(next)),
		fmt.Sprintf("将本项移到%s之前，并相应修改编号和引用关系", number(next)))
}
