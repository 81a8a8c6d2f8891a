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

// clm008: a claim refers to earlier claims only. Order is that of the numbers. A number that
// no claim has is for CLM-043. An independent claim of another subject that refers forward is
// a warning only, because the article speaks of dependent claims.
func clm008() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-008", Title: "只能引用在前的权利要求，不得引用自身或在后的权利要求", English: "A claim refers to earlier claims only",
			Basis: []rule.Cite{cite.Rules("第二十五条第二款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				for k := range c.References {
					forward(p, s, c, &c.References[k])
				}
			}
		},
	}
}

// forward judges one reference. A claim that names itself within a range, 1至5 in claim 5, has usually
// lost its place when claims were moved.
func forward(p *check.Pass, s *claim.Set, c *claim.Claim, r *claim.Reference) {
	if c.Number == 0 {
		return
	}
	var later []int
	self := slices.Contains(r.Numbers, c.Number)
	for _, n := range r.Numbers {
		if n > c.Number && s.Claim(n) != nil {
			later = append(later, n)
		}
	}
	var say string
	switch {
	case self && len(later) > 0:
		say = fmt.Sprintf("%s引用了自身和在后的权利要求%s", number(c), join(later))
	case self:
		say = fmt.Sprintf("%s引用了自身", number(c))
	case len(later) > 0:
		say = fmt.Sprintf("%s引用了在后的权利要求%s", number(c), join(later))
	default:
		return
	}
	f := at(p, r.List, say, fmt.Sprintf("改为引用编号小于%d的权利要求，或者调整各项的次序", c.Number))
	if c.Kind == claim.Referring && !self {
		f.Severity = rule.Warning
	}
}
