package font

import "encoding/binary"

// A point of an outline, by its distance from the one before it.
type point struct {
	on     bool // on the curve
	dx, dy int
}

// A contour is a closed line of points. Many stand in several glyphs: those have a shape, which is a contour that
// begins nowhere, and is packed once.
type contour struct {
	shape  int // its number, from 1; 0 for one of its own
	points []point
}

// An outline is a simple glyph.
type outline []contour

// Flags of a point in the table of glyphs.
const (
	onCurve = 1 << iota
	shortX
	shortY
	repeated
	sameX
	sameY
)

// append adds the glyph as the table of glyphs has it, in the one shortest form.
func (o outline) append(out []byte) []byte {
	word := func(v int) { out = binary.BigEndian.AppendUint16(out, uint16(v)) } //nolint:gosec // coordinates have 16 bits
	var flags, xs, ys []byte
	var ends []int
	x, y, left, low, right, high := 0, 0, 0, 0, 0, 0
	for _, c := range o {
		for _, p := range c.points {
			x, y = x+p.dx, y+p.dy
			if len(flags) == 0 {
				left, low, right, high = x, y, x, y
			}
			left, low, right, high = min(left, x), min(low, y), max(right, x), max(high, y)
			var f byte
			if p.on {
				f |= onCurve
			}
			f |= distance(p.dx, &xs, shortX, sameX)
			f |= distance(p.dy, &ys, shortY, sameY)
			flags = append(flags, f)
		}
		ends = append(ends, len(flags)-1)
	}
	for _, v := range []int{len(ends), left, low, right, high} {
		word(v)
	}
	for _, e := range ends {
		word(e)
	}
	word(0) // instructions
	for i := 0; i < len(flags); {
		n := 1
		for n < 256 && i+n < len(flags) && flags[i+n] == flags[i] {
			n++
		}
		if n > 2 {
			out = append(out, flags[i]|repeated, byte(n-1))
		} else {
			n = 1 // twice the same takes no less as a repetition
			out = append(out, flags[i])
		}
		i += n
	}
	return append(append(out, xs...), ys...)
}

// distance adds a distance in its shortest form and returns the flags that tell which that is.
func distance(v int, out *[]byte, short, same byte) byte {
	switch {
	case v == 0:
		return same
	case v > 0 && v < 256:
		*out = append(*out, byte(v))
		return short | same
	case v < 0 && v > -256:
		*out = append(*out, byte(-v))
		return short
	}
	*out = append(*out, byte(v>>8), byte(v))
	return 0
}
