package indicator

import (
	"maps"
	"slices"
)

// sets joins numbers into groups.
type sets struct{ up map[int64]int64 }

func newSets() *sets { return &sets{map[int64]int64{}} }

func (s *sets) add(x int64) {
	if _, known := s.up[x]; !known {
		s.up[x] = x
	}
}

func (s *sets) root(x int64) int64 {
	for s.up[x] != x {
		s.up[x] = s.up[s.up[x]]
		x = s.up[x]
	}
	return x
}

// union joins two groups; the smaller number stands for both, so that the order of the calls does not
// matter.
func (s *sets) union(a, b int64) {
	s.add(a)
	s.add(b)
	if x, y := s.root(a), s.root(b); x != y {
		s.up[max(x, y)] = min(x, y)
	}
}

// all lists the groups by their smallest number, each sorted.
func (s *sets) all() (out [][]int64) {
	by := map[int64][]int64{}
	for _, x := range slices.Sorted(maps.Keys(s.up)) {
		r := s.root(x)
		by[r] = append(by[r], x)
	}
	for _, r := range slices.Sorted(maps.Keys(by)) {
		out = append(out, by[r])
	}
	return out
}
