package figure

import (
	"math"
	"math/bits"

	"zhibao/internal/imagery"
	"zhibao/patent"
)

// Side is the number of cells along each side of Figure.Cells.
const Side = imagery.Side

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
