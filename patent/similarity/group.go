package similarity

import (
	"cmp"
	"context"
	"slices"
	"sort"
)

// A Group is texts that hang together by pairs.
type Group struct {
	Members []int // ascending
	Owners  int   // different owners of the members; 0 where nobody asked
}

// Groups puts texts together that are linked by pairs, directly or through others; the largest group
// first. Owner, which may be nil, says to whom a text belongs: a group with several owners is a text that
// went from hand to hand.
func Groups(pairs []Pair, owner func(number int) string) []Group {
	root := map[int]int{}
	find := func(x int) int {
		for {
			up, ok := root[x]
			if !ok || up == x {
				return x
			}
			if next, ok := root[up]; ok {
				root[x] = next
			}
			x = up
		}
	}
	for _, p := range pairs {
		a, b := find(p.A), find(p.B)
		root[max(a, b)] = min(a, b)
		root[min(a, b)] = min(a, b)
	}
	members := map[int][]int{}
	for x := range root {
		r := find(x)
		members[r] = append(members[r], x)
	}
	out := make([]Group, 0, len(members))
	for _, m := range members {
		slices.Sort(m)
		g := Group{Members: m}
		if owner != nil {
			owners := map[string]bool{}
			for _, x := range m {
				owners[owner(x)] = true
			}
			g.Owners = len(owners)
		}
		out = append(out, g)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return cmp.Or(cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(a.Members[0], b.Members[0])) < 0
	})
	return out
}

// mostGroup is up to how many members all pairs of a group are measured: half a million.
const mostGroup = 1000

// Complete measures, in every group that checked pairs make, the pairs that were no candidates: in a batch
// made of one template each text was compared with the first ones alone. It returns all pairs in their
// order, and how many groups have too many members for that.
func Complete(ctx context.Context, pairs []Pair, c Checking) (all []Pair, large int, err error) {
	known := make(map[[2]int]bool, len(pairs))
	for _, p := range pairs {
		known[[2]int{p.A, p.B}] = true
	}
	var rest []Pair
	for _, g := range Groups(pairs, nil) {
		if len(g.Members) > mostGroup {
			large++
			continue
		}
		for i, a := range g.Members {
			for _, b := range g.Members[i+1:] {
				if !known[[2]int{a, b}] {
					rest = append(rest, Pair{A: a, B: b})
				}
			}
		}
	}
	rest, err = Check(ctx, rest, c)
	all = append(slices.Clone(pairs), rest...)
	sort.Slice(all, func(i, j int) bool {
		x, y := all[i], all[j]
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) < 0
	})
	return all, large, err
}
