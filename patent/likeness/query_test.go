package likeness

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"zhibao/internal/imagery"
)

// seen makes what is kept of a picture, one of so many kinds with some bits changed.
func seen(r *rand.Rand, kinds int) imagery.View {
	kind := rand.New(rand.NewPCG(uint64(r.IntN(kinds)), 7))
	var b []byte
	for range 297 {
		b = append(b, byte(kind.Uint32()))
	}
	for range r.IntN(60) {
		b[1+r.IntN(295)] ^= 1 << r.IntN(8)
	}
	b[0], b[296] = 1, 1
	var v imagery.View
	if v.UnmarshalBinary(b) != nil {
		panic("the size of a view has changed")
	}
	return v
}

// scan compares with everything, as Query promises to.
func scan(c *Collection, asked []Asked, f Filter, k int) (out []Candidate) {
	for i := range c.designs {
		if !f.skips(&c.designs[i], classOf(f.Locarno)) {
			out = append(out, c.candidate(&c.designs[i], asked))
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return out[:min(k, len(out))]
}

// TestExact holds the search against a comparison with every picture, for collections of strangers, of
// copies and of equal pictures.
func TestExact(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		c, kinds := New(), 1+r.IntN(200)
		for n := range 300 {
			for v := range 1 + r.IntN(4) {
				c.AddView(Design{ID: int64(1000 - n), Locarno: fmt.Sprintf("%02d-01", 1+n%5)}, fmt.Sprint(v), seen(r, kinds))
			}
		}
		var asked []Asked
		for range 1 + r.IntN(3) {
			asked = append(asked, Asked{Name: "主视图", Turns: []imagery.View{seen(r, kinds), seen(r, kinds)}})
		}
		for _, k := range []int{1, 7, 50, 1000} {
			for _, f := range []Filter{{}, {Locarno: "03"}, {Locarno: "77"}} {
				got, want := c.Query(asked, f, k), scan(c, asked, f, k)
				if !slices.EqualFunc(got, want, func(a, b Candidate) bool { return a.ID == b.ID && a.Score == b.Score }) {
					t.Fatalf("seed %d, %d best of %+v: %v, a scan gives %v", seed, k, f, ids(got), ids(want))
				}
			}
		}
	}
}

// BenchmarkQuery asks a hundred thousand pictures of strangers for the like of three, which is the worst
// case: nothing is so alike that the rest need not be looked at.
func BenchmarkQuery(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	c := New()
	for n := range 20_000 {
		for v := range 5 {
			c.AddView(Design{ID: int64(n)}, fmt.Sprint(v), seen(r, 100_000))
		}
	}
	var asked []Asked
	for range 3 {
		asked = append(asked, Asked{Turns: []imagery.View{seen(r, 100_000)}})
	}
	for b.Loop() {
		c.Query(asked, Filter{}, 50)
	}
}
