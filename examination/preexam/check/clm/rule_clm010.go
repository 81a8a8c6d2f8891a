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

// clm010: no multiple dependent claim rests on another one, directly or through a chain.
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
				var direct, indirect, good []int
				var chain []int
				for _, n := range c.References[0].Numbers {
					switch q := below.chain(n); {
					case n == c.Number || q == nil:
						good = append(good, n)
					case len(q) == 1:
						direct = append(direct, n)
					default:
						indirect, chain = append(indirect, n), q
					}
				}
				report010(p, c, direct, indirect, good, chain)
			}
		},
	}
}

func report010(p *check.Pass, c *claim.Claim, direct, indirect, good, chain []int) {
	var say string
	switch {
	case len(direct) > 0:
		say = fmt.Sprintf("%s是多项从属权利要求，引用的权利要求%s也是多项从属权利要求", number(c), join(direct))
	case len(indirect) > 0:
		say = fmt.Sprintf("%s是多项从属权利要求，经%s间接引用多项从属权利要求%d", number(c), path(append([]int{c.Number}, chain...)), chain[len(chain)-1])
	default:
		return
	}
	fix := "改为只引用一项权利要求，或者拆分为几项分别引用单项的从属权利要求"
	if len(good) > 0 {
		slices.Sort(good)
		fix = fmt.Sprintf("只保留对权利要求%s的引用，其余内容另写一项从属权利要求", join(good))
	}
	at(p, c.References[0].List, say, fix)
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
