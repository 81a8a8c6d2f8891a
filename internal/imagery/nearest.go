package imagery

import "slices"

// A Near is one of many descriptors with how many bits it is apart.
type Near struct{ At, Apart int }

// Nearest returns the k descriptors that are nearest to one, the nearest first and of equal ones the first.
// All are compared, so that none is missed. Of those that would be among them, skip, which may be nil, says
// which are left out.
func Nearest(one Bits256, all []Bits256, k int, skip func(at int) bool) []Near {
	if k <= 0 {
		return nil
	}
	out := make([]Near, 0, k+1)
	bound := 257
	for at := range all {
		d := one.Apart(all[at])
		if d >= bound || skip != nil && skip(at) {
			continue
		}
		i, _ := slices.BinarySearchFunc(out, d, func(n Near, d int) int {
			if n.Apart <= d {
				return -1
			}
			return 1
		})
		out = slices.Insert(out, i, Near{at, d})
		if len(out) > k {
			out = out[:k]
		}
		if len(out) == k {
			bound = out[k-1].Apart
		}
	}
	return out
}
