package imagery

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
)

// A Likeness says in what two views are alike, each from 0, as strangers are, to 1.
type Likeness struct{ Shape, Contour, Pattern, Colour float64 }

// Weights of the likeness as a whole.
const (
	shapeWeight   = 0.25
	contourWeight = 0.35
	patternWeight = 0.30
	colourWeight  = 0.10
)

// Whole is the likeness as one number, by which candidates are put in order. What it means for the law is
// for people to judge.
func (l Likeness) Whole() float64 {
	return shapeWeight*l.Shape + contourWeight*l.Contour + patternWeight*l.Pattern + colourWeight*l.Colour
}

// Like compares two views.
func (v *View) Like(w *View) Likeness {
	both, either := 0, 0
	for i := range v.Shape {
		both += bits.OnesCount64(v.Shape[i] & w.Shape[i])
		either += bits.OnesCount64(v.Shape[i] | w.Shape[i])
	}
	sides := bySides[max(v.Ratio, w.Ratio)-min(v.Ratio, w.Ratio)]
	var dot, a, b int
	for i, x := range v.Edges {
		y := int(w.Edges[i])
		dot, a, b = dot+int(x)*y, a+int(x)*int(x), b+y*y
	}
	common := 0
	for i, x := range v.Colours {
		common += int(min(x, w.Colours[i]))
	}
	edges := float64(dot) / math.Sqrt(float64(max(a, 1))*float64(max(b, 1)))
	return Likeness{
		Shape:   float64(both) / float64(max(either, 1)) * sides,
		Contour: (max(0, (edges-strangeEdges)/(1-strangeEdges)) + near128(v.Contour.Apart(w.Contour))) / 2,
		Pattern: near128(v.Pattern.Apart(w.Pattern)),
		Colour:  min(1, float64(common)/255),
	}
}

// AtMost is as much as two views can be alike as a whole, of one of which only pattern, contour and the
// ratio of the sides are known. It costs a twentieth of Like, so that most of a large collection need not be
// looked at closely.
func (v *View) AtMost(pattern, contour *Bits256, ratio uint8) float64 {
	sides := bySides[max(v.Ratio, ratio)-min(v.Ratio, ratio)]
	return Likeness{sides, (1 + near128(v.Contour.Apart(*contour))) / 2, near128(v.Pattern.Apart(*pattern)), 1}.Whole() + rounding
}

// rounding is more than two ways of adding the same numbers differ by.
const rounding = 1e-9

// bySides is how much of the likeness of two outlines is left where the steps of their ratios differ so much.
var bySides = func() (out [256]float64) {
	for i := range out {
		out[i] = math.Exp2(-float64(i) / ratioStep)
	}
	return out
}()

// strangeEdges is how alike the edges of strangers are, in the middle.
const strangeEdges = 0.6

// near128 is 1 where no bit differs and 0 where half of them do.
func near128(apart int) float64 { return max(0, 1-float64(apart)/128) }

// viewVersion is the first byte of a stored view. It changes with anything that is measured, because views
// that were measured differently do not compare; the pictures are then looked at again.
const (
	viewVersion = 1
	viewSize    = 1 + 2*32 + 8*shapeWords + edgeCells + colourBins + 2
)

var errView = errors.New("no view of a picture, or one that was measured by another version")

// MarshalBinary returns the view in a form that is stored beside the record of the picture.
func (v *View) MarshalBinary() ([]byte, error) {
	b := append(make([]byte, 0, viewSize), viewVersion)
	for _, words := range [][]uint64{v.Pattern[:], v.Contour[:], v.Shape[:]} {
		for _, w := range words {
			b = binary.LittleEndian.AppendUint64(b, w)
		}
	}
	b = append(append(append(b, v.Edges[:]...), v.Colours[:]...), v.Ratio, 0)
	if v.Ground {
		b[len(b)-1] = 1
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary returned.
func (v *View) UnmarshalBinary(b []byte) error {
	if len(b) != viewSize || b[0] != viewVersion {
		return errView
	}
	b = b[1:]
	for _, words := range [][]uint64{v.Pattern[:], v.Contour[:], v.Shape[:]} {
		for i := range words {
			words[i], b = binary.LittleEndian.Uint64(b), b[8:]
		}
	}
	b = b[copy(v.Edges[:], b):]
	b = b[copy(v.Colours[:], b):]
	v.Ratio, v.Ground = b[0], b[1] == 1
	return nil
}
