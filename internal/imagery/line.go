package imagery

import (
	"cmp"
	"math"
	"slices"

	"zhibao/internal/sorting"
)

// measured takes the size and direction of a piece from its second moments.
func measured(piece []int, w int) part {
	p := part{x0: w, y0: math.MaxInt32, x1: -1, y1: -1, n: len(piece)}
	var sx, sy float64
	for _, at := range piece {
		x, y := at%w, at/w
		p.x0, p.y0, p.x1, p.y1 = min(p.x0, x), min(p.y0, y), max(p.x1, x), max(p.y1, y)
		sx, sy = sx+float64(x), sy+float64(y)
	}
	n := float64(p.n)
	p.x, p.y = sx/n, sy/n
	var xx, yy, xy float64
	for _, at := range piece {
		dx, dy := float64(at%w)-p.x, float64(at/w)-p.y
		xx, yy, xy = xx+dx*dx/n, yy+dy*dy/n, xy+dx*dy/n
		if 2*(at/w) < p.y0+p.y1 {
			p.upper++
		}
		if 2*(at%w) < p.x0+p.x1 {
			p.left++
		}
		if y := at/w - p.y0; 3*y >= p.y1-p.y0 && 3*y <= 2*(p.y1-p.y0) {
			p.middle++
		}
	}
	root := math.Sqrt((xx-yy)*(xx-yy)/4 + xy*xy)
	long, short := (xx+yy)/2+root, max(0, (xx+yy)/2-root)
	// Twelve times its variance is the square of the length of an even stroke.
	p.length, p.width = math.Sqrt(12*long+1), math.Sqrt(12*short+1)
	angle := math.Atan2(2*xy, xx-yy) / 2
	p.ux, p.uy = math.Cos(angle), math.Sin(angle)
	return p
}

// Strokes of broken lines, in places of the copy.
const (
	strokeWide = 7.0  // a stroke is not wider
	strokeLong = 0.12 // of the longer side, the longest stroke
	stretched  = 1.7  // as long as wide, at least
	solid      = 0.75 // of its length times width is ink, at least
	aside      = 2.5  // places by which the next stroke may lie off the line
	mostGap    = 2.0  // times the longer of two strokes
	leastRun   = 6    // strokes of a line of equal ones
	leastChain = 5    // strokes and dots of an axis
)

// broken counts lines of equal strokes and lines of strokes and dots. Short strokes that do not lie on
// a line are hatching or texture.
func broken(parts []part, w, h int) (dashes, chains int) {
	most := strokeLong * float64(max(w, h))
	var strokes []part
	for _, p := range parts {
		small := p.length <= strokeWide && p.width <= strokeWide
		if p.width <= strokeWide && p.length <= most && float64(p.n) >= solid*p.length*p.width && (small || p.length >= stretched*p.width) {
			strokes = append(strokes, p)
		}
	}
	sorting.By(strokes, func(a, b part) int { return cmp.Compare(b.length, a.length) })
	grid := map[[2]int][]int{}
	cell := max(8, int(most))
	for i, p := range strokes {
		k := [2]int{int(p.x) / cell, int(p.y) / cell}
		grid[k] = append(grid[k], i)
	}
	used := make([]bool, len(strokes))
	r := &runner{strokes, grid, cell, used}
	for i, p := range strokes {
		if used[i] || p.length < stretched*p.width || p.length < 5 {
			continue
		}
		line := r.run(i)
		switch kind := kindOf(line); kind {
		case "dashes":
			dashes++
		case "chain":
			chains++
		default:
			continue
		}
		for _, q := range line {
			used[q.at] = true
		}
	}
	return dashes, chains
}

// A runner follows broken lines from stroke to stroke.
type runner struct {
	strokes []part
	grid    map[[2]int][]int
	cell    int
	used    []bool
}

// A step is a stroke of a line and the gap before it.
type step struct {
	part
	at  int
	gap float64
}

// run returns the strokes that lie on the line of stroke i, in order.
func (r *runner) run(i int) []step {
	back := r.follow(i, -1)
	slices.Reverse(back)
	// Reversed, each gap belongs to the stroke behind it.
	line := make([]step, 0, len(back)+1)
	gap := 0.0
	for _, s := range back {
		line = append(line, step{s.part, s.at, gap})
		gap = s.gap
	}
	line = append(line, step{r.strokes[i], i, gap})
	return append(line, r.follow(i, 1)...)
}

// follow goes on from stroke i along its direction, or against it.
func (r *runner) follow(i int, sign float64) (out []step) {
	const most = 200
	here := r.strokes[i]
	ux, uy := sign*here.ux, sign*here.uy
	seen := map[int]bool{i: true}
	for len(out) < most {
		best, gap := -1, math.Inf(1)
		cx, cy := int(here.x)/r.cell, int(here.y)/r.cell
		for gy := cy - 1; gy <= cy+1; gy++ {
			for gx := cx - 1; gx <= cx+1; gx++ {
				for _, j := range r.grid[[2]int{gx, gy}] {
					q := r.strokes[j]
					dx, dy := q.x-here.x, q.y-here.y
					along, off := dx*ux+dy*uy, math.Abs(dx*uy-dy*ux)
					g := along - (here.length+q.length)/2
					dot := q.length < stretched*q.width
					if seen[j] || r.used[j] || off > aside || g < 1 || g > mostGap*max(here.length, q.length) || g >= gap || !dot && math.Abs(q.ux*ux+q.uy*uy) < 0.98 {
						continue
					}
					best, gap = j, g
				}
			}
		}
		if best < 0 {
			break
		}
		seen[best] = true
		here = r.strokes[best]
		out = append(out, step{here, best, gap})
	}
	return out
}

// kindOf tells a line of equal strokes from one of strokes and dots by turns.
func kindOf(line []step) string {
	if len(line) < leastChain {
		return ""
	}
	lengths, gaps := make([]float64, len(line)), []float64{}
	for i, s := range line {
		lengths[i] = s.length
		if i > 0 {
			gaps = append(gaps, s.gap)
		}
	}
	middle := func(v []float64) float64 { return slices.Sorted(slices.Values(v))[len(v)/2] }
	longest, shortest, usual := slices.Max(lengths), slices.Min(lengths), middle(gaps)
	even := 0
	for _, g := range gaps {
		if g >= usual/2.5 && g <= usual*2.5 {
			even++
		}
	}
	// The first and last stroke end where the line does and may be cut.
	if even*10 < 8*len(gaps) {
		return ""
	}
	if longest >= 3*shortest {
		turns, longs := 0, 0
		for i := range lengths {
			if lengths[i] >= longest/2 {
				longs++
			}
			if i > 0 && (lengths[i] >= longest/2) != (lengths[i-1] >= longest/2) {
				turns++
			}
		}
		if longs >= 2 && turns >= 4 && turns*2 >= len(lengths) {
			return "chain"
		}
	}
	m := middle(lengths)
	same := 0
	for _, l := range lengths {
		if l >= m/1.6 && l <= m*1.6 {
			same++
		}
	}
	if len(line) >= leastRun && same*10 >= 8*len(line) && usual <= 1.5*m {
		return "dashes"
	}
	return ""
}
