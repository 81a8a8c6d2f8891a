// Package imagery (图像) says what can be seen in a picture by measuring alone: whether it is blank,
// coloured or a drawing of lines, whether a frame, shading, broken or dimension lines, letters or codes
// stand in it, and by which numbers the same picture is known again after it was scaled or saved anew.
//
// Nothing here reads or understands: what a thing is, and what words say, is beyond it. Every measure
// works on a copy of at most a thousand pixels a side, so that a picture costs a bounded time.
package imagery

import (
	"image"
	"math/bits"
)

// Facts is what one picture shows.
type Facts struct {
	Pixels     string // hash of the decoded picture, equal after re-encoding without loss
	Cells      []byte // mean colour of Side × Side cells as RGB, row by row
	Colour     bool   // more than shades of grey
	Blank      bool   // nothing drawn
	Perceptual uint64 // hash of the lowest frequencies
	Marks
}

// Marks are the things that rules ask about. Of a photograph or rendering only Codes and Rough are
// measured: lines and letters are told from lines and letters of the thing only in a drawing.
type Marks struct {
	Lines      bool      // a drawing of lines: mostly paper, and what is drawn is ink and no tone
	Frame      bool      // a closed line around everything else, along the edge of the picture
	Shade      float64   // share of the area within the outline that is even or fading grey and no line
	Dashes     int       // broken lines of equal strokes
	Chains     int       // broken lines of strokes and dots by turns, as axes are drawn
	Dimensions int       // straight lines with an arrowhead at either end
	Letters    int       // rows of at least three letter-like marks
	Codes      int       // square codes (QR), by their three corners
	Rough      [4]uint64 // which of neighbouring areas is darker, see Print
}

// A Word is what an engine read at one place of a picture, in pixels, and how sure it is of it. This
// package reads nothing.
type Word struct {
	Text       string
	X, Y, W, H int
	Sure       int // percent
}

// A Print is by what a picture is known again.
type Print struct {
	Perceptual uint64
	Rough      [4]uint64
}

// Print returns the numbers by which the picture is known again.
func (f *Facts) Print() Print { return Print{f.Perceptual, f.Rough} }

// Bounds of prints that show the same picture, as measured: of ten photographs scaled by a half and one
// and a half and saved as JPEG of quality 30 to 75 none came further apart than 2 and 6 bits, and
// different photographs no nearer than 22 and 65. Of 19,700 pairs of line drawings of different objects
// four count as one, all of which differ in a detail alone, as a banknote of dollars and one of euros.
const (
	samePerceptual = 6
	sameRough      = 12
)

// Apart returns how many bits of the two hashes differ.
func (p Print) Apart(q Print) (perceptual, rough int) {
	for i := range p.Rough {
		rough += bits.OnesCount64(p.Rough[i] ^ q.Rough[i])
	}
	return bits.OnesCount64(p.Perceptual ^ q.Perceptual), rough
}

// Same reports whether two prints are surely of one picture, scaled or saved anew. A turned, mirrored or
// cropped picture is another one.
func (p Print) Same(q Print) bool {
	a, b := p.Apart(q)
	return a <= samePerceptual && b <= sameRough
}

// Plain reports whether the picture has so little in it that other pictures have the same print: one
// stroke on a sheet is like another.
func (p Print) Plain() bool {
	n := 0
	for _, w := range p.Rough {
		n += bits.OnesCount64(w)
	}
	return n < leastRough
}

// leastRough is the number of steps from light to dark below which a print tells pictures apart badly.
const leastRough = 12

// Look takes the facts of a decoded picture. Transparent is white.
func Look(img image.Image) Facts {
	f, s := scan(img)
	f.Perceptual, f.Rough = perceptual(f.Cells), rough(f.Cells)
	if f.Blank {
		return f
	}
	f.Codes = codes(s)
	if f.Lines, f.Shade = s.lines(); !f.Lines {
		f.Shade = 0
		return f
	}
	s.draw()
	f.Frame = s.frame()
	parts := s.parts()
	f.Dashes, f.Chains = broken(parts, s.w, s.h)
	f.Letters = letters(parts, s.h)
	f.Dimensions = s.dimensions()
	return f
}
