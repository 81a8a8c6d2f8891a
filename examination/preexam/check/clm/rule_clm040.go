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

// clm040: medium and program carry the method of the set. A claim to a medium that leaves out
// some of the method claims is often a slip after claims were added.
func clm040() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-040", Title: "存储介质、程序产品权利要求应当与方法权利要求相对应",
			English: "Medium and program claims correspond to the method claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第九章", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Info, Auto: rule.Heuristic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			methods := map[int]bool{}
			for i := range s.Claims {
				if s.Claims[i].Category == claim.Method {
					methods[s.Claims[i].Number] = true
				}
			}
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind == claim.Dependent || c.Category != claim.Medium && c.Category != claim.Program {
					continue
				}
				if len(methods) == 0 {
					at(p, c.SubjectAt, fmt.Sprintf("%s要求保护%s，而权利要求书中没有方法权利要求", number(c), c.Category.Title()), "补充相应的方法权利要求，或者确认无需")
					continue
				}
				if left := uncovered(c, methods); len(left) > 0 {
					at(p, c.References[0].List, fmt.Sprintf("%s引用的方法权利要求不包括权利要求%s", number(c), join(left)), "确认引用范围；需要覆盖全部方法的，写作“权利要求X至Y中任一项”")
				}
			}
		},
	}
}

// uncovered returns the method claims that a claim which refers to methods leaves out, if they
// stand between or right behind those that it names.
func uncovered(c *claim.Claim, methods map[int]bool) (out []int) {
	named := c.Parents()
	if len(named) == 0 || !methods[named[0]] {
		return nil
	}
	slices.Sort(named)
	for n := named[0]; n < c.Number && methods[n]; n++ {
		if !slices.Contains(named, n) && len(named) > 1 {
			out = append(out, n)
		}
	}
	return out
}
