package imagery

import (
	"math"
	"slices"
)

// describe measures what is shown.
func (p *patch) describe(v *View) {
	p.pattern(v)
	p.edges(v)
	p.shape(v)
	p.colours(v)
}

// waves are the cosines of the lowest frequencies.
var waves = func() (out [17][viewSide]float64) {
	for k := range out {
		for x := range viewSide {
			out[k][x] = math.Cos(math.Pi * float64(k) * (2*float64(x) + 1) / (2 * viewSide))
		}
	}
	return out
}()

// pattern takes the signs of the lowest frequencies about their median. The first of either direction is
// left out, so that brightness does not count.
func (p *patch) pattern(v *View) {
	var lines [17][viewSide]float64
	for k := 1; k <= 16; k++ {
		for y := range viewSide {
			g, w := waves[k][y], p.grey[y*viewSide:(y+1)*viewSide]
			for x := range viewSide {
				lines[k][x] += g * w[x]
			}
		}
	}
	var all [256]float64
	for k := 1; k <= 16; k++ {
		for u := 1; u <= 16; u++ {
			sum := 0.0
			for x := range viewSide {
				sum += lines[k][x] * waves[u][x]
			}
			all[(k-1)*16+u-1] = sum
		}
	}
	v.Pattern = above(&all, middle(all[:]))
}

func middle(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[len(sorted)/2-1] + sorted[len(sorted)/2]) / 2
}

func above(all *[256]float64, limit float64) (out Bits256) {
	for i, x := range all {
		if x > limit {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// edges gathers the gradients: eight directions in 4 × 4 areas, and four in 8 × 8 ones. Which side of an
// edge is the darker one does not count, so that a drawing and a photograph have the same edges.
func (p *patch) edges(v *View) {
	var coarse [edgeCells]float64
	var fine [256]float64
	grey := p.blurred()
	at := func(x, y int) float64 {
		return grey[min(max(y, 0), viewSide-1)*viewSide+min(max(x, 0), viewSide-1)]
	}
	for y := range viewSide {
		for x := range viewSide {
			dx, dy := at(x+1, y)-at(x-1, y), at(x, y+1)-at(x, y-1)
			force := math.Sqrt(math.Hypot(dx, dy))
			if force < 2 {
				continue
			}
			angle := math.Atan2(dy, dx) / math.Pi
			if angle < 0 {
				angle++
			}
			for _, g := range []grid{{coarse[:], 4, 8}, {fine[:], 8, 4}} {
				g.add(x, y, angle, force)
			}
		}
	}
	most := slices.Max(coarse[:])
	for i, f := range coarse {
		v.Edges[i] = uint8(255 * f / max(most, 1))
	}
	v.Contour = above(&fine, middle(fine[:]))
}

// A grid is n × n areas, in each of which forces are summed by their direction.
type grid struct {
	sums          []float64
	n, directions int
}

// add spreads a force over the four nearest areas, by how near they are.
func (g grid) add(x, y int, angle, force float64) {
	d := int(angle*float64(g.directions)+0.5) % g.directions
	fx, fy := (float64(x)+0.5)*float64(g.n)/viewSide-0.5, (float64(y)+0.5)*float64(g.n)/viewSide-0.5
	ix, iy := int(math.Floor(fx)), int(math.Floor(fy))
	for dy := range 2 {
		for dx := range 2 {
			cx, cy := ix+dx, iy+dy
			if cx >= 0 && cy >= 0 && cx < g.n && cy < g.n {
				g.sums[(cy*g.n+cx)*g.directions+d] += force * (1 - math.Abs(fx-float64(cx))) * (1 - math.Abs(fy-float64(cy)))
			}
		}
	}
}

// blurred takes the mean of each place and its eight neighbours.
func (p *patch) blurred() *[viewSide * viewSide]float64 {
	out := &[viewSide * viewSide]float64{}
	for y := range viewSide {
		for x := range viewSide {
			n := 0.0
			for yy := max(0, y-1); yy <= min(viewSide-1, y+1); yy++ {
				for xx := max(0, x-1); xx <= min(viewSide-1, x+1); xx++ {
					out[y*viewSide+x] += p.grey[yy*viewSide+xx]
					n++
				}
			}
			out[y*viewSide+x] /= n
		}
	}
	return out
}

// shape fills the outline: a place is inside when it lies between marks of its row and of its column.
func (p *patch) shape(v *View) {
	var drawn, inRow, inCol [shapeSide][shapeSide]bool
	for y := range viewSide {
		for x := range viewSide {
			if p.mask[y*viewSide+x] {
				drawn[y*shapeSide/viewSide][x*shapeSide/viewSide] = true
			}
		}
	}
	for i := range shapeSide {
		span(func(k int) bool { return drawn[i][k] }, func(k int) { inRow[i][k] = true })
		span(func(k int) bool { return drawn[k][i] }, func(k int) { inCol[k][i] = true })
	}
	v.Shape = [shapeWords]uint64{}
	for y := range shapeSide {
		for x := range shapeSide {
			if inRow[y][x] && inCol[y][x] {
				i := y*shapeSide + x
				v.Shape[i/64] |= 1 << (i % 64)
			}
		}
	}
}

// span calls set from the first to the last that is drawn.
func span(drawn func(int) bool, set func(int)) {
	first, last := -1, -1
	for k := range shapeSide {
		if drawn(k) {
			if first < 0 {
				first = k
			}
			last = k
		}
	}
	for k := max(first, 0); k <= last; k++ {
		set(k)
	}
}

// colours counts greys by their brightness, and hues, light and dark.
func (p *patch) colours(v *View) {
	var n [colourBins]float64
	all := 0.0
	for i, c := range p.rgb {
		if !p.mask[i] {
			continue
		}
		all++
		hi, lo := max(c[0], c[1], c[2]), min(c[0], c[1], c[2])
		if hi-lo < 32 {
			n[min(int(p.grey[i]*greyBins/256), greyBins-1)]++
			continue
		}
		var hue float64
		switch hi {
		case c[0]:
			hue = (c[1] - c[2]) / (hi - lo)
		case c[1]:
			hue = 2 + (c[2]-c[0])/(hi-lo)
		default:
			hue = 4 + (c[0]-c[1])/(hi-lo)
		}
		at := hue * hueBins / 6
		low := math.Floor(at)
		dark := 0
		if hi < 128 {
			dark = hueBins
		}
		// A hue between two bins is in both, so that a little more red does not change all.
		n[greyBins+dark+(int(low)+hueBins)%hueBins] += 1 - (at - low)
		n[greyBins+dark+(int(low)+1+hueBins)%hueBins] += at - low
	}
	for i := range n {
		v.Colours[i] = uint8(math.Round(255 * n[i] / max(all, 1)))
	}
}
