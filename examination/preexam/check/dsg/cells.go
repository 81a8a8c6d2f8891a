package dsg

import (
	"math"
	"slices"

	"zhibao/patent"
)

const (
	contrast  = 10  // difference of a cell's colour from the ground where a thin line is drawn
	plainMost = 0.1 // share of an uneven border up to which the ground is plain
	leastSide = 8   // cells along an edge below which nothing can be measured
	groundGap = 3   // times the contrast by which a border cell is not ground
	channels  = 3   // red, green, blue
)

// A grid is a picture seen through square cells of mean colour, 48 × 48 from the readers.
type grid struct {
	cells  []byte
	side   int
	ground [channels]byte // median colour of the outermost cells
}

// gridOf returns the cells of a picture; ok is false if it was not decoded.
func gridOf(f *patent.Figure) (g grid, ok bool) {
	g = grid{cells: f.Cells, side: int(math.Sqrt(float64(len(f.Cells) / channels)))}
	if g.side < leastSide || g.side*g.side*channels != len(f.Cells) {
		return g, false
	}
	for c := range channels {
		var all []byte
		for i := range g.side {
			last := g.side - 1
			for _, at := range []int{i, last*g.side + i, i * g.side, i*g.side + last} {
				all = append(all, g.cells[channels*at+c])
			}
		}
		slices.Sort(all)
		g.ground[c] = all[len(all)/2]
	}
	return g, true
}

// drawn reports whether the cell differs from the ground by more than so much.
func (g grid) drawn(x, y, by int) bool {
	for c, v := range g.ground {
		if d := int(g.cells[channels*(y*g.side+x)+c]) - int(v); d > by || d < -by {
			return true
		}
	}
	return false
}

// uneven returns the share of the border cells whose colour is not that of the ground.
func uneven(f *patent.Figure) (share float64, ok bool) {
	g, ok := gridOf(f)
	if !ok {
		return 0, false
	}
	n, other, last := 0, 0, g.side-1
	for y := range g.side {
		for x := range g.side {
			if x > 0 && x < last && y > 0 && y < last {
				continue
			}
			n++
			if g.drawn(x, y, groundGap*contrast) {
				other++
			}
		}
	}
	return float64(other) / float64(n), true
}

// An extent is the size of what is drawn, in millimetres if the picture's size is declared, or
// else in pixels.
type extent struct{ width, height float64 }

// measure returns the extent of what is drawn on a plain ground; ok is false if the picture
// was not decoded, the ground is not plain, or nothing or everything is drawn.
func measure(f *patent.Figure) (e extent, ok bool) {
	share, ok := uneven(f)
	if !ok || share > plainMost {
		return e, false
	}
	g, _ := gridOf(f)
	left, right, top, bottom := g.side, -1, g.side, -1
	for y := range g.side {
		for x := range g.side {
			if g.drawn(x, y, contrast) {
				left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
			}
		}
	}
	if right < left || right-left >= g.side-1 && bottom-top >= g.side-1 {
		return e, false
	}
	w, h := f.MMWidth, f.MMHeight
	if w <= 0 || h <= 0 {
		w, h = float64(f.Width), float64(f.Height)
	}
	cells := float64(g.side)
	return extent{float64(right-left+1) / cells * w, float64(bottom-top+1) / cells * h}, true
}
