package imagery

import (
	"image"
	"image/draw"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// lamp draws a product that is neither symmetrical nor square.
func lamp() canvas {
	c := canvas{image.NewGray(image.Rect(0, 0, 900, 700))}
	draw.Draw(c, c.Bounds(), image.White, image.Point{}, draw.Src)
	c.box(250, 150, 550, 250)
	c.fill(380, 250, 400, 500, 60)
	c.box(300, 500, 700, 560)
	c.fill(600, 510, 680, 550, 120)
	return c
}

func TestViewKnowsAgain(t *testing.T) {
	all := []image.Image{lamp(), product()}
	for i, img := range all {
		v := ViewOf(img)
		if l := v.Like(&v); l.Whole() < 0.999 {
			t.Errorf("%d is like itself by %+v", i, l)
		}
		other := ViewOf(all[1-i])
		for name, p := range map[string]Placement{"moved": {X: 8, Y: -5, Size: 100}, "small": {Size: 50}, "turned a little": {Size: 90, Turn: 2}} {
			w := ViewOf(Lay(img, 900, 700, p))
			same, strange := v.Like(&w), other.Like(&w)
			if same.Whole() < 0.7 || strange.Whole() > 0.6 || same.Whole() < strange.Whole()+0.3 {
				t.Errorf("%d %s: %.2f, and to another one %.2f", i, name, same.Whole(), strange.Whole())
			}
		}
	}
}

func TestTurns(t *testing.T) {
	turns := Turns(lamp())
	if turns[0] != ViewOf(lamp()) {
		t.Error("the first is not the picture itself")
	}
	for i, p := range []Placement{{Size: 70}, {Size: 70, Turn: 90}, {Size: 70, Turn: 180}, {Size: 70, Turn: 270}, {Size: 70, Mirror: true}} {
		v := ViewOf(Lay(lamp(), 900, 900, p))
		best, at := 0.0, 0
		for k := range turns {
			if how := v.Like(&turns[k]).Whole(); how > best {
				best, at = how, k
			}
		}
		if at != i || best < 0.8 {
			t.Errorf("laid as %+v it is found as %d, %.2f", p, at, best)
		}
	}
}

func TestViewOfAnything(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(5, 5, 6, 900), image.Rect(0, 0, 3000, 2)} {
		v := ViewOf(image.NewGray(r))
		if v.Like(&v).Whole() > 1.001 {
			t.Errorf("%v: %+v", r, v.Like(&v))
		}
	}
	red, blue := image.NewRGBA(image.Rect(0, 0, 60, 60)), image.NewRGBA(image.Rect(0, 0, 60, 60))
	for i := 0; i < len(red.Pix); i += 4 {
		red.Pix[i], red.Pix[i+3], blue.Pix[i+2], blue.Pix[i+3] = 200, 255, 200, 255
	}
	a, b := ViewOf(red), ViewOf(blue)
	if l := a.Like(&b); l.Colour != 0 || a.Like(&a).Colour < 0.99 {
		t.Errorf("red is like blue by %v and like red by %v", l.Colour, a.Like(&a).Colour)
	}
}

func TestViewStored(t *testing.T) {
	v := ViewOf(lamp())
	b, err := v.MarshalBinary()
	var w View
	if err != nil || w.UnmarshalBinary(b) != nil || w != v {
		t.Fatal("another view", err)
	}
	other := slices.Clone(b)
	other[0]++
	for _, bad := range [][]byte{nil, b[1:], append(b, 0), other} {
		if w.UnmarshalBinary(bad) == nil {
			t.Errorf("%d bytes were taken for a view", len(bad))
		}
	}
}

// TestNearest holds the search against sorting all.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		all := make([]Bits256, rapid.IntRange(0, 200).Draw(rt, "n"))
		for i := range all {
			all[i][r.IntN(4)] = r.Uint64() & r.Uint64() & r.Uint64()
		}
		k, third := rapid.IntRange(0, 30).Draw(rt, "k"), rapid.Bool().Draw(rt, "third")
		skip := func(at int) bool { return third && at%3 == 0 }
		var want []Near
		for i := range all {
			if !skip(i) {
				want = append(want, Near{i, all[i].Apart(Bits256{})})
			}
		}
		slices.SortStableFunc(want, func(a, b Near) int { return a.Apart - b.Apart })
		if got := Nearest(Bits256{}, all, k, skip); !slices.Equal(got, want[:min(k, len(want))]) {
			rt.Fatalf("%v, want %v", got, want)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	all := make([]Bits256, 1_000_000)
	for i := range all {
		for k := range 4 {
			all[i][k] = r.Uint64()
		}
	}
	for b.Loop() {
		Nearest(all[77], all, 20, nil)
	}
}

func BenchmarkViewOf(b *testing.B) {
	img := lamp()
	for b.Loop() {
		ViewOf(img)
	}
}
