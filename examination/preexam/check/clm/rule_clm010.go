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

// clm010: no multiple dependent claim rests on another one, directly or through a chain. The
// chain matters: a claim on 2或4 is bad when 4 rests on 3 and 3 is itself multiple. Each claim
// is followed upwards once, so that the time is linear in the set.
func clm010() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-010", Title: "多项从属权利要求不得作为另一项多项从属权利要求的基础",
			English: "A multiple dependent claim does not rest on another multiple dependent claim",
			Basis:   []rule.Cite{cite.Rules("第二十五条第二款")},
			Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			below := &multiples{s: s, memo: map[int][]int{}}
			for i := range s.Claims {
				c := &s.Claims[i]
				if !c.Multiple() {
					continue
				}
				v := below.look(c)
				if say := v.say(c); say != "" {
					at(p, c.References[0].List, say, v.fix())
				}
			}
		},
	}
}

// A verdict sorts what a multiple dependent claim refers to.
type verdict struct {
	direct   []int // multiple dependent claims themselves
	indirect []int // claims that rest on one
	good     []int
	chain    []int // from the last of the indirect ones up to the multiple dependent claim
}

// look sorts the claims that c refers to. Numbers that no claim has count as in order: CLM-043
// speaks of them.
func (m *multiples) look(c *claim.Claim) (v verdict) {
	for _, n := range c.References[0].Numbers {
		switch q := m.chain(n); {
		case n == c.Number || q == nil:
			v.good = append(v.good, n)
		case len(q) == 1:
			v.direct = append(v.direct, n)
		default:
			v.indirect, v.chain = append(v.indirect, n), q
		}
	}
	return v
}

// say returns the message, or nothing if the claim is in order.
func (v *verdict) say(c *claim.Claim) string {
	switch {
	case len(v.direct) > 0:
		return fmt.Sprintf("%s是多项从属权利要求，引用的权利要求%s也是多项从属权利要求", number(c), join(v.direct))
	case len(v.indirect) > 0:
		return fmt.Sprintf("%s是多项从属权利要求，经%s间接引用多项从属权利要求%d", number(c), path(append([]int{c.Number}, v.chain...)), v.chain[len(v.chain)-1])
	default:
		return ""
	}
}

// fix proposes to keep the references that are in order.
func (v *verdict) fix() string {
	if len(v.good) == 0 {
		return "改为只引用一项权利要求，或者拆分为几项分别引用单项的从属权利要求"
	}
	slices.Sort(v.good)
	return fmt.Sprintf("只保留对权利要求%s的引用，其余内容另写一项从属权利要求", join(v.good))
}

// multiples finds for each claim the way up to a multiple dependent claim.
type multiples struct {
	s    *claim.Set
	memo map[int][]int
}

// chain returns the claims from n up to a multiple dependent claim, n included, or nil.
func (m *multiples) chain(n int) []int {
	var out []int
	for depth := 0; depth < len(m.s.Claims); depth++ {
		if q, ok := m.memo[n]; ok {
			return m.keep(out, q)
		}
		c := m.s.Claim(n)
		if c == nil || c.Kind != claim.Dependent || slices.Contains(out, n) {
			return m.keep(out, nil)
		}
		out = append(out, n)
		if c.Multiple() {
			return m.keep(out[:len(out)-1], []int{n})
		}
		if len(c.References[0].Numbers) == 0 {
			return m.keep(out, nil)
		}
		n = c.References[0].Numbers[0]
	}
	return nil
}

// keep remembers the answer for every claim that was passed; rest is what lies above them.
func (m *multiples) keep(passed, rest []int) []int {
	for i := len(passed) - 1; i >= 0; i-- {
		if rest != nil {
			rest = append([]int{passed[i]}, rest...)
		}
		m.memo[passed[i]] = rest
	}
	return rest
}
