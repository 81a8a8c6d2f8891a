package imagery

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"image"
	"image/color"
	"math"
	"slices"
)

// Side is the number of cells along each side of Figure.Cells.
const Side = 48

// longest is the longer side of the copy on which lines are looked for.
const longest = 1024

// A sheet is a grey copy of a picture, at most longest pixels a side.
type sheet struct {
	w, h  int
	mean  []byte // mean grey of each place
	least []byte // the darkest pixel of each place: a thin line stays black in it
	ink   []bool // made by draw
	tones [256]int
}

// scan goes once over all pixels.
func scan(img image.Image) (f Facts, s *sheet) {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	s = newSheet(w, h)
	row := make([]byte, 3*w)
	sum := sized(w, h)
	var sums [Side * Side * 3]uint64
	var counts [Side * Side]uint64
	var coloured int
	lo, hi := byte(255), byte(0)
	// Which cell and which place of the copy a column belongs to, because a division for each pixel is dear.
	cell, place := make([]int, w), make([]int, w)
	for x := range w {
		cell[x], place[x] = x*Side/w, x*s.w/w
	}
	greys, per := make([]uint32, s.w), make([]uint32, s.w)
	for y := range h {
		fill(img, b.Min.X, b.Min.Y+y, row)
		sum.Write(row)
		cy, sy := y*Side/h*Side, y*s.h/h*s.w
		for x := range w {
			r, g, bl := row[3*x], row[3*x+1], row[3*x+2]
			c := cy + cell[x]
			sums[3*c] += uint64(r)
			sums[3*c+1] += uint64(g)
			sums[3*c+2] += uint64(bl)
			counts[c]++
			// Most pixels of a drawing are grey, and then there is less to do.
			mx, mn, grey := r, r, r
			if g != r || bl != r {
				mx, mn = max(r, g, bl), min(r, g, bl)
				grey = byte((306*uint32(r) + 601*uint32(g) + 117*uint32(bl)) >> 10)
				if mx-mn > 24 {
					coloured++
				}
			}
			lo, hi = min(lo, mn), max(hi, mx)
			s.tones[grey]++
			at := place[x]
			greys[at] += uint32(grey)
			per[at]++
			s.least[sy+at] = min(s.least[sy+at], grey)
		}
		if (y+1)*s.h/h != y*s.h/h || y == h-1 {
			for x := range greys {
				s.mean[sy+x] = byte(greys[x] / max(per[x], 1))
				greys[x], per[x] = 0, 0
			}
		}
	}
	f.Pixels = hex.EncodeToString(sum.Sum(nil))
	// JPEG colours some pixels at the edges of black lines; one in two thousand is no colour picture.
	f.Colour = coloured > w*h/2000
	// The same tolerance as for colour: a scanned empty page is never quite white.
	f.Blank = hi-lo < 24
	f.Cells = cells(&sums, &counts, w, h)
	return f, s
}

// sized begins the hash of a picture with its size: the same bytes in other rows are another picture.
func sized(w, h int) hash.Hash {
	out := sha256.New()
	var size [8]byte
	binary.BigEndian.PutUint32(size[:], uint32(w))
	binary.BigEndian.PutUint32(size[4:], uint32(h))
	out.Write(size[:])
	return out
}

// newSheet makes the copy; a picture that is small already is not enlarged.
func newSheet(w, h int) *sheet {
	s := &sheet{w: w, h: h}
	if side := max(w, h); side > longest {
		s.w, s.h = max(1, w*longest/side), max(1, h*longest/side)
	}
	s.mean, s.least = make([]byte, s.w*s.h), make([]byte, s.w*s.h)
	for i := range s.least {
		s.least[i] = 255
	}
	return s
}

// fill writes one row as RGB.
func fill(img image.Image, x0, y int, row []byte) {
	n := len(row) / 3
	switch m := img.(type) {
	case *image.Gray:
		for x := range n {
			v := m.GrayAt(x0+x, y).Y
			row[3*x], row[3*x+1], row[3*x+2] = v, v, v
		}
	case *image.YCbCr:
		for x := range n {
			c := m.YCbCrAt(x0+x, y)
			row[3*x], row[3*x+1], row[3*x+2] = color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
		}
	case *image.RGBA:
		for x := range n {
			p := m.Pix[m.PixOffset(x0+x, y):]
			fade := 255 - p[3] // colours are premultiplied
			row[3*x], row[3*x+1], row[3*x+2] = p[0]+fade, p[1]+fade, p[2]+fade
		}
	case *image.NRGBA:
		for x := range n {
			p := m.Pix[m.PixOffset(x0+x, y):]
			row[3*x], row[3*x+1], row[3*x+2] = blend(p[0], p[3]), blend(p[1], p[3]), blend(p[2], p[3])
		}
	case *image.Paletted:
		colours := palette(m.Palette)
		for x := range n {
			c := colours[m.ColorIndexAt(x0+x, y)]
			row[3*x], row[3*x+1], row[3*x+2] = c[0], c[1], c[2]
		}
	default:
		for x := range n {
			r, g, b, a := img.At(x0+x, y).RGBA()
			row[3*x], row[3*x+1], row[3*x+2] = over(r, a), over(g, a), over(b, a)
		}
	}
}

// blend puts a colour on white.
func blend(v, a byte) byte {
	if a == 255 {
		return v
	}
	return byte((uint32(v)*uint32(a) + 255*uint32(255-a) + 127) / 255)
}

// palette puts every colour of an indexed picture on white once, not once for each pixel.
func palette(p color.Palette) (out [256][3]byte) {
	for i, c := range p {
		r, g, b, a := c.RGBA()
		out[i&255] = [3]byte{over(r, a), over(g, a), over(b, a)}
	}
	return out
}

// over puts a premultiplied colour on white.
func over(v, a uint32) byte { return byte((v + 0xffff - a) >> 8) }

// cells returns the mean colours; a picture smaller than the grid lends its neighbours' pixels.
func cells(sums *[Side * Side * 3]uint64, counts *[Side * Side]uint64, w, h int) []byte {
	out := make([]byte, Side*Side*3)
	for c := range counts {
		src := c
		if counts[src] == 0 {
			x, y := c%Side, c/Side
			src = cellOf(y, h)*Side + cellOf(x, w)
		}
		for k := range 3 {
			out[3*c+k] = byte((sums[3*src+k] + counts[src]/2) / max(counts[src], 1))
		}
	}
	return out
}

// cellOf returns the cell of the pixel that covers cell i when n pixels are fewer than the cells.
func cellOf(i, n int) int { return min(i*n/Side, n-1) * Side / n }

// perceptual is the DCT hash: the signs of the lowest 64 frequencies about their median.
func perceptual(cells []byte) uint64 {
	const n, low = Side, 8
	var grey [n][n]float64
	for y := range n {
		for x := range n {
			c := cells[3*(y*n+x):]
			grey[y][x] = 0.299*float64(c[0]) + 0.587*float64(c[1]) + 0.114*float64(c[2])
		}
	}
	var cos [low + 1][n]float64
	for k := range cos {
		for x := range n {
			cos[k][x] = math.Cos(math.Pi * float64(k) * (2*float64(x) + 1) / (2 * n))
		}
	}
	var values [low * low]float64
	for v := 1; v <= low; v++ {
		var line [n]float64
		for x := range n {
			for y := range n {
				line[x] += grey[y][x] * cos[v][y]
			}
		}
		for u := 1; u <= low; u++ {
			for x := range n {
				values[(v-1)*low+u-1] += line[x] * cos[u][x]
			}
		}
	}
	// The constant term is left out (u and v begin at 1), so brightness does not count.
	sorted := slices.Sorted(slices.Values(values[:]))
	median := (sorted[31] + sorted[32]) / 2
	var hash uint64
	for i, v := range values {
		if v > median {
			hash |= 1 << i
		}
	}
	return hash
}

// rough compares 16 × 16 areas with their right neighbours: a bit is set where it gets darker by more
// than the noise of a JPEG.
func rough(cells []byte) (out [4]uint64) {
	const n, span, noise = 16, Side / 16, 4 * 3 * 3 * 3
	sum := func(x, y int) (t int) {
		for dy := range span {
			for dx := range 3 * span {
				t += int(cells[3*((y*span+dy)*Side+x*span)+dx])
			}
		}
		return t
	}
	for y := range n {
		for x := range n - 1 {
			if sum(x, y)-sum(x+1, y) > noise {
				out[y/4] |= 1 << (y%4*n + x)
			}
		}
	}
	return out
}
