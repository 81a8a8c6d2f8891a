// Package timingtest (用时比较) tells in tests whether two answers take different times (用户枚举).
package timingtest

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Same fails where the times of answers tell some kinds of tries apart. Refusals makes what it needs anew and returns
// the times of n tries of each kind. They are compared by Welch's test of means from which the tenth that was fastest
// and the tenth that was slowest are left out (Yuen): other work on the machine makes outliers. A pair that differs is
// measured once more, and counts when it differs again in the same direction: of a hundred pairs that are equal, one
// differs by chance. It measures, so it runs where ZHIBAO_WELCH says how many tries; 500 take two minutes or so. The
// control is a difference of 20 ms, which it must find.
func Same(t *testing.T, refusals func(t *testing.T, n int) map[string][]float64) {
	t.Helper()
	n, _ := strconv.Atoi(os.Getenv("ZHIBAO_WELCH"))
	if n < 20 {
		t.Skip("设 ZHIBAO_WELCH=500 才测量登录拒绝的用时")
	}
	first := refusals(t, n)
	var names []string
	for name := range first {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, x := range names {
		for _, y := range names[i+1:] {
			p, d := Welch(first[x], first[y])
			t.Logf("%s, %s: p = %.3f, %.2f ms apart, %d tries each", x, y, p, 1000*d, n)
			if p >= 0.01 {
				continue
			}
			again := refusals(t, n)
			if q, e := Welch(again[x], again[y]); q < 0.01 && e*d > 0 {
				t.Errorf("the time tells %s from %s: p = %.4f and %.4f, %.2f and %.2f ms apart", x, y, p, q, 1000*d, 1000*e)
			}
		}
	}
	slower := make([]float64, n)
	for i, x := range first[names[0]] {
		slower[i] = x + 0.02
	}
	if p, _ := Welch(slower, first[names[1]]); p > 0.01 {
		t.Errorf("the measurement would not notice 20 ms: p = %.3f", p)
	}
}

// Times are the seconds that n tries of each kind took. One of each are tried at once, begun in an order that changes
// each time, so that what slows one slows all. Ready makes a try ready, of which only the rest is timed, by the clock now.
func Times(n int, kinds []string, now func() time.Time, ready func(kind string) (try func())) map[string][]float64 {
	order, out := slices.Clone(kinds), map[string][]float64{}
	for _, kind := range kinds {
		out[kind] = make([]float64, n)
	}
	for i := range n {
		rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		var all sync.WaitGroup
		for _, kind := range order {
			times, try := out[kind], ready(kind)
			all.Go(func() {
				began := now()
				try()
				times[i] = now().Sub(began).Seconds()
			})
		}
		all.Wait()
	}
	return out
}

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
