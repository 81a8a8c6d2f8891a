package imagery

import "slices"

// A Form is the outline of what a picture shows on a plain ground, filled, and stretched to a square,
// with the proportion of its sides.
type Form struct {
	filled [formSide][formSide]bool
	ratio  float64 // width to height
}

const (
	formSide = 24
	formStep = 12 // difference of a cell from the ground where a thin line is drawn
)

// FormOf takes the outline from the cells of a picture of the size; ok is false where nothing stands out
// from the ground, or everything.
func FormOf(cells []byte, width, height int) (f Form, ok bool) {
	if len(cells) != Side*Side*3 || width <= 0 || height <= 0 {
		return f, false
	}
	ground := groundOf(cells)
	var drawn [Side][Side]bool
	x0, y0, x1, y1 := Side, Side, -1, -1
	for y := range Side {
		for x := range Side {
			for c, g := range ground {
				if abs(int(cells[3*(y*Side+x)+c])-int(g)) > formStep {
					drawn[y][x] = true
					x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
				}
			}
		}
	}
	if x1-x0 < 4 && y1-y0 < 4 || x1-x0 == Side-1 && y1-y0 == Side-1 {
		return f, false
	}
	// An outline of lines and the same thing shaded are one form: rows are filled from edge to edge.
	for y := y0; y <= y1; y++ {
		first, last := slices.Index(drawn[y][:], true), Side-1
		for last > first && !drawn[y][last] {
			last--
		}
		for x := max(first, 0); first >= 0 && x <= last; x++ {
			drawn[y][x] = true
		}
	}
	w, h := x1-x0+1, y1-y0+1
	for y := range formSide {
		for x := range formSide {
			f.filled[y][x] = drawn[y0+y*h/formSide][x0+x*w/formSide]
		}
	}
	f.ratio = float64(w*width) / float64(h*height)
	return f, true
}

// groundOf is the median colour of the outermost cells.
func groundOf(cells []byte) (out [3]byte) {
	for c := range out {
		var edge []byte
		for i := range Side {
			for _, at := range []int{i, (Side-1)*Side + i, i * Side, i*Side + Side - 1} {
				edge = append(edge, cells[3*at+c])
			}
		}
		slices.Sort(edge)
		out[c] = edge[len(edge)/2]
	}
	return out
}

// Like returns how alike two forms are, 0 to 1: the common part of both outlines times the ratio of
// their proportions. What stands inside the outline does not count.
func (f *Form) Like(g *Form) float64 {
	both, either := 0, 0
	for y := range f.filled {
		for x := range f.filled[y] {
			a, b := f.filled[y][x], g.filled[y][x]
			if a && b {
				both++
			}
			if a || b {
				either++
			}
		}
	}
	return float64(both) / float64(max(either, 1)) * min(f.ratio, g.ratio) / max(f.ratio, g.ratio)
}
