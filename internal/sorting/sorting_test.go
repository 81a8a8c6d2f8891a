package sorting

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type pair struct{ key, place int }

func byKey(a, b pair) int { return cmp.Compare(a.key, b.key) }

// Both give what the standard library gives, equal elements included.
func TestSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 300).Draw(t, "keys")
		var list []pair
		for i, k := range keys {
			list = append(list, pair{k, i})
		}
		want, got := slices.Clone(list), slices.Clone(list)
		slices.SortStableFunc(want, byKey)
		Stable(got, byKey)
		if !slices.Equal(got, want) {
			t.Errorf("stable: %v, want %v", got, want)
		}
		want, got = slices.Clone(list), slices.Clone(list)
		slices.SortFunc(want, byKey)
		By(got, byKey)
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}
