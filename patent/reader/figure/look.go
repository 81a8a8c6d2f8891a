package figure

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color"
	"math"
	"math/bits"
	"slices"

	"zhibao/patent"
)

// Side is the number of cells along each side of Figure.Cells.
const Side = 48

// look fills in what can be said only after decoding. Transparent is white.
func look(img image.Image, f *patent.Figure) {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	row := make([]byte, 3*w)
	hash := sha256.New()
	// The size is part of the hash: the same bytes in other rows are another picture.
	var size [8]byte
	binary.BigEndian.PutUint32(size[:], uint32(w))
	binary.BigEndian.PutUint32(size[4:], uint32(h))
	hash.Write(size[:])
	var sums [Side * Side * 3]uint64
	var counts [Side * Side]uint64
	var coloured int
	lo, hi := byte(255), byte(0)
	for y := range h {
		fill(img, b.Min.X, b.Min.Y+y, row)
		hash.Write(row)
		cy := y * Side / h
		for x := range w {
			r, g, bl := row[3*x], row[3*x+1], row[3*x+2]
			c := cy*Side + x*Side/w
			sums[3*c] += uint64(r)
			sums[3*c+1] += uint64(g)
			sums[3*c+2] += uint64(bl)
			counts[c]++
			mx, mn := max(r, g, bl), min(r, g, bl)
			if mx-mn > 24 {
				coloured++
			}
			lo, hi = min(lo, mn), max(hi, mx)
		}
	}
	f.Pixels = hex.EncodeToString(hash.Sum(nil))
	// JPEG colours some pixels at the edges of black lines; one in two thousand is no colour picture.
	f.Colour = coloured > w*h/2000
	// The same tolerance as for colour: a scanned empty page is never quite white.
	f.Blank = hi-lo < 24
	f.Cells = cells(&sums, &counts, w, h)
	f.Perceptual = perceptual(f.Cells)
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

// Distance returns how many bits of two perceptual hashes differ.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// Apart returns the mean and the greatest difference between the cells of two pictures, in
// levels of 255; ok is false if one was not decoded.
func Apart(a, b *patent.Figure) (mean, most float64, ok bool) {
	if len(a.Cells) != Side*Side*3 || len(b.Cells) != len(a.Cells) {
		return 0, 0, false
	}
	var sum float64
	for i := range a.Cells {
		d := math.Abs(float64(a.Cells[i]) - float64(b.Cells[i]))
		sum += d
		most = max(most, d)
	}
	return sum / float64(len(a.Cells)), most, true
}
