// Package timingtest (用时比较) tells in tests whether two answers take different times (用户枚举).
package timingtest

import (
	"math"
	"slices"
)

// Welch returns how likely two trimmed means differ by chance, and how far apart they are; with dozens of tries
// the distribution is normal.
func Welch(a, b []float64) (p, apart float64) {
	mean := func(x []float64) (m, v float64) {
		x = slices.Sorted(slices.Values(x))
		g := len(x) / 10
		h := float64(len(x) - 2*g)
		for _, y := range x[g : len(x)-g] {
			m += y / h
		}
		// The variance is that of all, with the outliers drawn to the edge (Winsor).
		var sum, all float64
		for _, y := range x {
			all += min(max(y, x[g]), x[len(x)-g-1]) / float64(len(x))
		}
		for _, y := range x {
			d := min(max(y, x[g]), x[len(x)-g-1]) - all
			sum += d * d
		}
		return m, sum / (h * (h - 1))
	}
	ma, va := mean(a)
	mb, vb := mean(b)
	return math.Erfc(math.Abs(ma-mb) / math.Sqrt(va+vb) / math.Sqrt2), ma - mb
}
