package measure

import "testing"

// TestQuantile holds the quantiles against numbers that are counted by hand.
func TestQuantile(t *testing.T) {
	of := func(days ...int) (out []Ended) {
		for _, d := range days {
			out = append(out, Ended{Days: d})
		}
		return out
	}
	for _, c := range []struct {
		all   []Ended
		share float64
		want  int
	}{{nil, 0.9, 0}, {of(7), 0.9, 7}, {of(10, 2, 30), 0.5, 10}, {of(1, 2, 3, 4, 5, 6, 7, 8, 9, 100), 0.9, 9}, {of(1, 2, 3, 4, 5, 6, 7, 8, 9, 100), 1, 100}, {of(4, 8), 0.5, 4}} {
		if got := Quantile(c.all, c.share); got != c.want {
			t.Errorf("%v at %v: %d, want %d", c.all, c.share, got, c.want)
		}
	}
}
