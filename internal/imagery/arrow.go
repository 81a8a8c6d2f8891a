package imagery

// Arrowheads of dimension lines, in places of the copy.
const (
	headReach  = 26  // along the line, within which a head ends
	headLeast  = 5   // places wide at its base
	headTimes  = 2.5 // times the line, at least
	shaftShare = 16  // the line is at least the longer side divided by this
	shaftThick = 4
)

// dimensions counts upright and level lines with an arrowhead at either end that points outward, as
// sizes are given. Slanted ones are not seen.
func (s *sheet) dimensions() (n int) {
	level := func(i, along int) bool { return s.ink[i*s.w+along] }
	upright := func(i, along int) bool { return s.ink[along*s.w+i] }
	return arrows(s.h, s.w, max(s.w, s.h)/shaftShare, level) + arrows(s.w, s.h, max(s.w, s.h)/shaftShare, upright)
}

// arrows goes through the rows (or columns) of ink and looks at the ends of each long stroke once.
func arrows(rows, along, least int, ink func(i, along int) bool) (n int) {
	last := map[int]int{} // beginning of a line that was counted, and the row in which it was
	for i := range rows {
		for a := 0; a < along; a++ {
			if !ink(i, a) {
				continue
			}
			b := a
			for b+1 < along && ink(i, b+1) {
				b++
			}
			if b-a >= max(least, 3*headReach) && shaft(rows, i, a, b, ink) && head(rows, i, a, 1, ink) && head(rows, i, b, -1, ink) {
				near := false
				for at, row := range last {
					near = near || abs(at-a) < 6 && i-row < 6
				}
				if !near {
					n++
				}
				last[a] = i
			}
			a = b
		}
	}
	return n
}

// thick returns how many places of ink lie across the line at one place.
func thick(rows, i, along int, ink func(i, along int) bool) int {
	above, below := across(rows, i, along, ink)
	return above + 1 + below
}

// across returns how far the ink reaches to either side of the line.
func across(rows, i, along int, ink func(i, along int) bool) (above, below int) {
	const far = 14
	for above < far && i-above-1 >= 0 && ink(i-above-1, along) {
		above++
	}
	for below < far && i+below+1 < rows && ink(i+below+1, along) {
		below++
	}
	return above, below
}

// shaft reports whether the stroke is a thin line between its ends, crossed at few places.
func shaft(rows, i, a, b int, ink func(i, along int) bool) bool {
	thin, all := 0, 0
	for at := a + headReach; at <= b-headReach; at += 2 {
		if all++; thick(rows, i, at, ink) <= shaftThick {
			thin++
		}
	}
	return all > 0 && thin*10 >= 8*all
}

// head reports an arrowhead at the end of a line that points outward: behind a cross line, if there is
// one, it widens from the tip to its base and then ends.
func head(rows, i, end, step int, ink func(i, along int) bool) bool {
	at, tip := end, 0
	for tip < shaftThick && thick(rows, i, at, ink) > headLeast+headLeast {
		at, tip = at+step, tip+1
	}
	first := thick(rows, i, at, ink)
	base, wide, narrower := 0, first, 0
	for d := 1; d < headReach; d++ {
		t := thick(rows, i, at+step*d, ink)
		if t > wide {
			base, wide = d, t
		}
		if t+2 < wide && base == 0 {
			narrower++
		}
	}
	if wide < headLeast || base < 4 || first*2 > wide || narrower > 0 {
		return false
	}
	// Where an edge and a slanted line meet in a corner, the ink lies on one side.
	if above, below := across(rows, i, at+step*base, ink); 3*min(above, below) < max(above, below) {
		return false
	}
	half := thick(rows, i, at+step*(base/2), ink)
	after := thick(rows, i, at+step*min(base+3, headReach), ink)
	return half*4 >= wide && half*4 <= 3*wide+4 && float64(wide) >= headTimes*float64(after)
}
