package imagery

import (
	"image"
	"math"
	"math/bits"
	"slices"
)

// A View is what is kept of a picture to find others that show the like: its outline filled, its edges,
// its pattern and its colours, each in a form that is compared in nanoseconds. What is shown is cut out of
// a plain ground and stretched to a square first, so that its place and size in the picture do not count;
// without a plain ground the whole picture is taken. No picture can be made of it again.
type View struct {
	Pattern Bits256            // signs of the lowest 16 × 16 frequencies of the greys
	Contour Bits256            // where edges of each of four directions run
	Shape   [shapeWords]uint64 // the filled outline
	Edges   [edgeCells]uint8   // how strong edges of eight directions are in 4 × 4 areas
	Colours [colourBins]uint8  // shares of greys and hues
	Ratio   uint8              // of width to height, see ratioStep
	Ground  bool               // what is shown stands on a plain ground
}

// Bits256 is a descriptor of 256 bits.
type Bits256 [4]uint64

// Apart returns how many bits differ; of strangers it is half of them.
func (b Bits256) Apart(c Bits256) int {
	return bits.OnesCount64(b[0]^c[0]) + bits.OnesCount64(b[1]^c[1]) + bits.OnesCount64(b[2]^c[2]) + bits.OnesCount64(b[3]^c[3])
}

const (
	viewSide   = 64  // of the square to which what is shown is stretched
	scanSide   = 256 // longest side of the copy in which it is looked for
	shapeSide  = 24
	shapeWords = shapeSide * shapeSide / 64
	edgeCells  = 4 * 4 * 8
	greyBins   = 6
	hueBins    = 12
	colourBins = greyBins + 2*hueBins
	groundStep = 24   // difference from the ground at which something stands out
	groundEdge = 0.85 // of the edge of the picture that must be ground
	ratioStep  = 16   // steps of Ratio to each doubling
)

// A patch is what is shown, stretched to a square.
type patch struct {
	rgb  [viewSide * viewSide][3]float64
	grey [viewSide * viewSide]float64
	mask [viewSide * viewSide]bool
}

// ViewOf looks at a picture; transparent is white.
func ViewOf(img image.Image) View {
	v, p := patchOf(img)
	p.describe(&v)
	return v
}

// Turns looks at a picture in the eight ways in which it can be laid down: upright and turned by a
// quarter, a half and three quarters to the right, and the same mirrored. The first is the picture itself.
func Turns(img image.Image) (out [8]View) {
	v, p := patchOf(img)
	q := p.mirrored()
	for i := range 4 {
		w, m := v, v
		p.describe(&w)
		q.describe(&m)
		out[i], out[4+i] = w, m
		p, q = p.turned(), q.turned()
		v.Ratio = -v.Ratio // the sides change places: 128 stands for a square
	}
	return out
}

func (p *patch) mirrored() *patch {
	return p.moved(func(x, y int) (int, int) { return viewSide - 1 - x, y })
}

func (p *patch) turned() *patch {
	return p.moved(func(x, y int) (int, int) { return y, viewSide - 1 - x })
}

func (p *patch) moved(from func(x, y int) (int, int)) *patch {
	out := &patch{}
	for y := range viewSide {
		for x := range viewSide {
			fx, fy := from(x, y)
			to, at := y*viewSide+x, fy*viewSide+fx
			out.rgb[to], out.grey[to], out.mask[to] = p.rgb[at], p.grey[at], p.mask[at]
		}
	}
	return out
}

// A reduced is a small copy of a picture.
type reduced struct {
	w, h int
	rgb  [][3]float64
}

// reduce takes the mean of the pixels of each place, and repeats pixels of a picture that is smaller.
func reduce(img image.Image) *reduced {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	r := &reduced{w: min(w, scanSide), h: min(h, scanSide)}
	if side := max(w, h); side > scanSide {
		r.w, r.h = max(1, w*scanSide/side), max(1, h*scanSide/side)
	}
	r.rgb = make([][3]float64, r.w*r.h)
	counts := make([]float64, r.w*r.h)
	row := make([]byte, 3*w)
	for y := range h {
		fill(img, b.Min.X, b.Min.Y+y, row)
		line := y * r.h / h * r.w
		for x := range w {
			at := line + x*r.w/w
			c := &r.rgb[at]
			c[0], c[1], c[2] = c[0]+float64(row[3*x]), c[1]+float64(row[3*x+1]), c[2]+float64(row[3*x+2])
			counts[at]++
		}
	}
	for i := range r.rgb {
		for c := range 3 {
			r.rgb[i][c] /= max(counts[i], 1)
		}
	}
	return r
}

// ground returns the median colour of the edge, and whether nearly all of the edge has it.
func (r *reduced) ground() (out [3]float64, plain bool) {
	var edge [][3]float64
	for x := range r.w {
		edge = append(edge, r.rgb[x], r.rgb[(r.h-1)*r.w+x])
	}
	for y := range r.h {
		edge = append(edge, r.rgb[y*r.w], r.rgb[y*r.w+r.w-1])
	}
	for c := range out {
		var all []float64
		for _, e := range edge {
			all = append(all, e[c])
		}
		slices.Sort(all)
		out[c] = all[len(all)/2]
	}
	n := 0
	for _, e := range edge {
		if !outstanding(e, out) {
			n++
		}
	}
	return out, float64(n) >= groundEdge*float64(len(edge))
}

func outstanding(c, ground [3]float64) bool {
	return math.Abs(c[0]-ground[0]) > groundStep || math.Abs(c[1]-ground[1]) > groundStep || math.Abs(c[2]-ground[2]) > groundStep
}

// patchOf cuts out what is shown.
func patchOf(img image.Image) (v View, p *patch) {
	p = &patch{}
	b := img.Bounds()
	v.Ratio = 128
	if b.Empty() {
		return v, p
	}
	r := reduce(img)
	x0, y0, x1, y1 := 0, 0, r.w, r.h
	ground, plain := r.ground()
	if plain {
		x0, y0, x1, y1 = r.box(ground)
		if v.Ground = x1 > x0; !v.Ground {
			x0, y0, x1, y1 = 0, 0, r.w, r.h // an empty sheet
		}
	}
	for y := range viewSide {
		for x := range viewSide {
			at := y*viewSide + x
			c := r.mean(share(x0, x1, x), share(y0, y1, y))
			p.rgb[at] = c
			p.grey[at] = 0.299*c[0] + 0.587*c[1] + 0.114*c[2]
			p.mask[at] = !v.Ground || outstanding(c, ground)
		}
	}
	ratio := float64(x1-x0) * float64(b.Dx()) / float64(r.w) / (float64(y1-y0) * float64(b.Dy()) / float64(r.h))
	v.Ratio = uint8(min(max(128+math.Round(ratioStep*math.Log2(ratio)), 1), 255))
	return v, p
}

// box returns the box around what stands out. Rows and columns with a single place are specks.
func (r *reduced) box(ground [3]float64) (x0, y0, x1, y1 int) {
	cols, rows := make([]int, r.w), make([]int, r.h)
	for i, c := range r.rgb {
		if outstanding(c, ground) {
			cols[i%r.w]++
			rows[i/r.w]++
		}
	}
	ends := func(n []int) (from, to int) {
		for to = len(n); to > 0 && n[to-1] < 2; to-- {
		}
		for from < to && n[from] < 2 {
			from++
		}
		return from, to
	}
	x0, x1 = ends(cols)
	y0, y1 = ends(rows)
	if x1-x0 < 4 || y1-y0 < 4 {
		return 0, 0, 0, 0
	}
	return x0, y0, x1, y1
}

// share returns where the ith of the parts of a side of the square begins and ends.
func share(from, to, i int) [2]int {
	a := from + i*(to-from)/viewSide
	return [2]int{a, max(a+1, from+(i+1)*(to-from)/viewSide)}
}

// mean returns the mean colour of some columns and rows.
func (r *reduced) mean(cols, rows [2]int) (out [3]float64) {
	for y := rows[0]; y < rows[1]; y++ {
		for _, c := range r.rgb[y*r.w+cols[0] : y*r.w+cols[1]] {
			out[0], out[1], out[2] = out[0]+c[0], out[1]+c[1], out[2]+c[2]
		}
	}
	n := float64((cols[1] - cols[0]) * (rows[1] - rows[0]))
	return [3]float64{out[0] / n, out[1] / n, out[2] / n}
}
