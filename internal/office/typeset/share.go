package typeset

// Share divides room among columns of which each would like its natural width: short ones get
// what they want, the others the rest in proportion to what they still miss. When there is too
// little even for the short parts, all are squeezed alike. The sum is always room.
func Share(natural []float64, short, room float64) []float64 {
	out := make([]float64, len(natural))
	given, missing := 0.0, 0.0
	for i, n := range natural {
		out[i] = min(n, short)
		given += out[i]
		missing += n - out[i]
	}
	rest := room - given
	for i, n := range natural {
		switch {
		case rest <= 0:
			out[i] *= room / given
		case missing > 0:
			out[i] += rest * (n - out[i]) / missing
		default:
			out[i] += rest / float64(len(out))
		}
	}
	return out
}
