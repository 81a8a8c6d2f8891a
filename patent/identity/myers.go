package identity

import (
	"context"
	"slices"
)

// A region is one place where two sequences differ: a[aLo:aHi] became b[bLo:bHi].
type region struct{ aLo, aHi, bLo, bHi int }

// regions compares two sequences by Myers' algorithm. It looks for at most limit insertions and
// deletions; where there are more, what lies between the common ends is one region.
func regions[T comparable](ctx context.Context, a, b []T, limit int) []region {
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		lo++
	}
	hi := 0
	for hi < len(a)-lo && hi < len(b)-lo && a[len(a)-1-hi] == b[len(b)-1-hi] {
		hi++
	}
	x, y := a[lo:len(a)-hi], b[lo:len(b)-hi]
	if len(x) == 0 && len(y) == 0 {
		return nil
	}
	whole := []region{{lo, len(a) - hi, lo, len(b) - hi}}
	if len(x) == 0 || len(y) == 0 {
		return whole
	}
	out, ok := script(ctx, x, y, limit)
	if !ok {
		return whole
	}
	for i := range out {
		out[i].aLo, out[i].aHi, out[i].bLo, out[i].bHi = out[i].aLo+lo, out[i].aHi+lo, out[i].bLo+lo, out[i].bHi+lo
	}
	return out
}

// script runs the greedy forward search and keeps the furthest points of each round.
func script[T comparable](ctx context.Context, a, b []T, limit int) ([]region, bool) {
	n, m := len(a), len(b)
	limit = min(limit, n+m)
	v := make([]int32, 2*limit+3)
	off := limit + 1
	var trace [][]int32
	for d := 0; d <= limit; d++ {
		if d%64 == 0 && ctx.Err() != nil {
			return nil, false
		}
		for k := -d; k <= d; k += 2 {
			var x int32
			if k == -d || k != d && v[off+k-1] < v[off+k+1] {
				x = v[off+k+1]
			} else {
				x = v[off+k-1] + 1
			}
			for int(x) < n && int(x)-k < m && int(x)-k >= 0 && a[x] == b[int(x)-k] {
				x++
			}
			v[off+k] = x
			if int(x) >= n && int(x)-k >= m {
				trace = append(trace, append([]int32(nil), v[off-d:off+d+1]...))
				return walk(trace, n, m), true
			}
		}
		trace = append(trace, append([]int32(nil), v[off-d:off+d+1]...))
	}
	return nil, false
}

// walk goes back along the trace and gathers the regions.
func walk(trace [][]int32, n, m int) []region {
	var out []region
	x, y := n, m
	note := func(aLo, aHi, bLo, bHi int) {
		if k := len(out); k > 0 && out[k-1].aLo == aHi && out[k-1].bLo == bHi {
			out[k-1].aLo, out[k-1].bLo = aLo, bLo
			return
		}
		out = append(out, region{aLo, aHi, bLo, bHi})
	}
	for d := len(trace) - 1; d > 0; d-- {
		prev := trace[d-1]
		at := func(k int) int {
			if i := k + d - 1; i >= 0 && i < len(prev) {
				return int(prev[i])
			}
			return -1
		}
		k := x - y
		down := k == -d || k != d && at(k-1) < at(k+1)
		pk := k - 1
		if down {
			pk = k + 1
		}
		px := at(pk)
		py := px - pk
		if down {
			note(px, px, py, py+1)
		} else {
			note(px, px+1, py, py)
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}
