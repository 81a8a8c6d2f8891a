package clm

import (
	"strings"

	"zhibao/patent/claim"
	"zhibao/patent/noun"
)

// mentions finds what the body of a claim refers back to, outside of references to claims:
// 权利要求1所述的 points at a claim, not at a thing. Places are those of the claims part.
func mentions(s *claim.Set, c *claim.Claim) (out []noun.Mention) {
	for _, m := range noun.Mentions(s.Body(c)) {
		m.Start, m.End = m.Start+c.Body.Start, m.End+c.Body.Start
		if !within(c, m.Start) {
			out = append(out, m)
		}
	}
	return out
}

// within reports an offset inside a reference to a claim.
func within(c *claim.Claim, offset int) bool {
	for i := range c.References {
		if c.References[i].Has(offset) {
			return true
		}
	}
	return false
}

// astray reports a claim that opens like a dependent one and names none that can be read, as
// 根据权利要82所述的: on what it builds nobody can say, and another rule reports it.
func astray(s *claim.Set, c *claim.Claim) bool {
	if len(c.References) > 0 && c.References[0].Opening {
		return false
	}
	opening := s.Body(c)
	if i := strings.IndexAny(opening, "，,：:；;。\n"); i >= 0 {
		opening = opening[:i]
	}
	return (strings.Contains(opening, "权利") || strings.Contains(opening, "利要求")) && strings.Contains(opening, "所述") && len(c.References) == 0
}
