package imagery

// Shares by which a drawing of lines is told from a photograph or a rendering.
const (
	paperTone  = 235  // lighter is paper
	inkTone    = 96   // darker is ink
	paperLeast = 0.70 // of all pixels
	inkLeast   = 0.01 // of the area within the outline
	inkMost    = 0.50
	toneMost   = 0.35 // of the area within the outline: a rendering is tone all over
)

// lines reports whether the picture is a drawing of lines, and what share of the area within its outline
// is even grey. A place whose neighbours have nearly its own grey is no edge of a line.
func (s *sheet) lines() (ok bool, shade float64) {
	all, paper := 0, 0
	for tone, n := range s.tones {
		all += n
		if tone >= paperTone {
			paper += n
		}
	}
	if float64(paper) < paperLeast*float64(all) {
		return false, 0
	}
	within, ink, soft := 0, 0, 0
	for y := 1; y < s.h-1; y++ {
		row, first, last := y*s.w, -1, -1
		for x := 1; x < s.w-1; x++ {
			v := s.mean[row+x]
			if v >= paperTone {
				continue
			}
			if first < 0 {
				first = x
			}
			last = x
			switch {
			case v < inkTone && v < 48:
				ink++
			case s.even(row + x):
				soft++
			case v < inkTone:
				ink++
			}
		}
		if first >= 0 {
			within += last - first + 1
		}
	}
	area := float64(max(within, 1))
	shade = float64(soft) / area
	return within > 0 && float64(ink) >= inkLeast*area && float64(ink) <= inkMost*area && shade <= toneMost, shade
}

// even reports a place of grey whose eight neighbours have nearly its own.
func (s *sheet) even(at int) bool {
	const near, lightest = 14, 225
	v := int(s.mean[at])
	if v > lightest {
		return false
	}
	for _, d := range [...]int{-1, 1, -s.w, s.w, -s.w - 1, -s.w + 1, s.w - 1, s.w + 1} {
		if n := int(s.mean[at+d]) - v; n > near || n < -near {
			return false
		}
	}
	return true
}

// draw tells ink from paper. A line thinner than a place of the copy is grey in the mean and black in
// the least, so both are asked.
func (s *sheet) draw() {
	const ink = 2 * 140
	s.ink = make([]bool, len(s.mean))
	for i := range s.ink {
		s.ink[i] = int(s.mean[i])+int(s.least[i]) < ink
	}
}

// A part is one piece of ink that hangs together.
type part struct {
	x0, y0, x1, y1      int
	n                   int // places
	x, y                float64
	length, width       float64
	ux, uy              float64 // unit vector along it
	upper, left, middle int     // places in the upper and left half and in the middle third, by which letters differ
}

// mostParts and mostInk bound the work: what has more is a texture or a tone.
const (
	mostParts = 20_000
	mostInk   = 0.35
)

// parts returns the pieces of ink, none where there are too many.
func (s *sheet) parts() (out []part) {
	inked := 0
	for _, k := range s.ink {
		if k {
			inked++
		}
	}
	if float64(inked) > mostInk*float64(len(s.ink)) {
		return nil
	}
	seen := make([]bool, len(s.ink))
	var piece []int
	for i, k := range s.ink {
		if !k || seen[i] {
			continue
		}
		if len(out) == mostParts {
			return nil
		}
		seen[i], piece = true, append(piece[:0], i)
		for j := 0; j < len(piece); j++ {
			x, y := piece[j]%s.w, piece[j]/s.w
			for ny := max(0, y-1); ny <= min(s.h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(s.w-1, x+1); nx++ {
					if at := ny*s.w + nx; s.ink[at] && !seen[at] {
						seen[at], piece = true, append(piece, at)
					}
				}
			}
		}
		out = append(out, measured(piece, s.w))
	}
	return out
}

// frame reports a closed line along the edge of the picture with nothing close to its inner side.
func (s *sheet) frame() bool {
	const (
		margin  = 0.06 // of a side, outside the frame
		least   = 12   // places
		covered = 0.97
		band    = 4 // places within which the line may waver
	)
	x0, y0, x1, y1 := s.extent()
	if x1-x0 < least || y1-y0 < least || float64(x0) > margin*float64(s.w) || float64(s.w-1-x1) > margin*float64(s.w) ||
		float64(y0) > margin*float64(s.h) || float64(s.h-1-y1) > margin*float64(s.h) {
		return false
	}
	// depth is how thick the line is at most, seen from outside, or 0 where it is broken.
	side := func(n int, at func(i, depth int) bool) (thick int) {
		hit := 0
		for i := range n {
			for d := range band {
				if at(i, d) {
					hit++
					end := d
					for end < 4*band && at(i, end) {
						end++
					}
					// The lines across at the corners are as deep as the picture.
					if end < 4*band {
						thick = max(thick, end)
					}
					break
				}
			}
		}
		if float64(hit) < covered*float64(n) {
			return 0
		}
		return max(thick, 1)
	}
	w, h := x1-x0+1, y1-y0+1
	get := func(x, y int) bool { return x >= x0 && x <= x1 && y >= y0 && y <= y1 && s.ink[y*s.w+x] }
	top := side(w, func(i, d int) bool { return get(x0+i, y0+d) })
	bottom := side(w, func(i, d int) bool { return get(x0+i, y1-d) })
	left := side(h, func(i, d int) bool { return get(x0+d, y0+i) })
	right := side(h, func(i, d int) bool { return get(x1-d, y0+i) })
	if top == 0 || bottom == 0 || left == 0 || right == 0 {
		return false
	}
	return s.moat(x0+left+1, y0+top+1, x1-right-1, y1-bottom-1)
}

// moat reports that something stands in the box and nothing close to its edge.
func (s *sheet) moat(x0, y0, x1, y1 int) bool {
	const (
		wide  = 0.02  // of the shorter side
		clear = 0.004 // of its places may be ink
	)
	m := max(3, int(wide*float64(min(s.w, s.h))))
	ring, dark, inside := 0, 0, 0
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if min(x-x0, x1-x, y-y0, y1-y) >= m {
				if s.ink[y*s.w+x] {
					inside++
				}
				continue
			}
			if ring++; s.ink[y*s.w+x] {
				dark++
			}
		}
	}
	return ring > 0 && inside > 0 && float64(dark) <= clear*float64(ring)
}

// extent returns the box around all ink.
func (s *sheet) extent() (x0, y0, x1, y1 int) {
	x0, y0, x1, y1 = s.w, s.h, -1, -1
	for i, k := range s.ink {
		if k {
			x, y := i%s.w, i/s.w
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	return x0, y0, x1, y1
}
