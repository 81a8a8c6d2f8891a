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
	least := max(s.w, s.h) / shaftShare
	turned := make([]bool, len(s.ink))
	for y := range s.h {
		for x, k := range s.ink[y*s.w : (y+1)*s.w] {
			turned[x*s.h+y] = k
		}
	}
	return arrows(ground{s.ink, s.h, s.w}, least) + arrows(ground{turned, s.w, s.h}, least)
}

// A ground is ink by rows.
type ground struct {
	ink         []bool
	rows, along int
}

func (g ground) at(i, along int) bool { return g.ink[i*g.along+along] }

// arrows goes through the rows (or columns) of ink and looks at the ends of each long stroke once.
func arrows(g ground, least int) (n int) {
	last := map[int]int{} // beginning of a line that was counted, and the row in which it was
	for i := range g.rows {
		row := g.ink[i*g.along : (i+1)*g.along]
		for a := 0; a < len(row); a++ {
			if !row[a] {
				continue
			}
			b := a
			for b+1 < len(row) && row[b+1] {
				b++
			}
			if b-a >= max(least, 3*headReach) && g.shaft(i, a, b) && g.head(i, a, 1) && g.head(i, b, -1) {
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
func (g ground) thick(i, along int) int {
	above, below := g.across(i, along)
	return above + 1 + below
}

// across returns how far the ink reaches to either side of the line.
func (g ground) across(i, along int) (above, below int) {
	const far = 14
	for above < far && i-above-1 >= 0 && g.at(i-above-1, along) {
		above++
	}
	for below < far && i+below+1 < g.rows && g.at(i+below+1, along) {
		below++
	}
	return above, below
}

// shaft reports whether the stroke is a thin line between its ends, crossed at few places.
func (g ground) shaft(i, a, b int) bool {
	thin, all := 0, 0
	for at := a + headReach; at <= b-headReach; at += 2 {
		if all++; g.thick(i, at) <= shaftThick {
			thin++
		}
	}
	return all > 0 && thin*10 >= 8*all
}

// head reports an arrowhead at the end of a line that points outward: behind a cross line, if there is
// one, it widens from the tip to its base and then ends.
func (g ground) head(i, end, step int) bool {
	at, tip := end, 0
	for tip < shaftThick && g.thick(i, at) > headLeast+headLeast {
		at, tip = at+step, tip+1
	}
	first := g.thick(i, at)
	base, wide, narrower := 0, first, 0
	for d := 1; d < headReach; d++ {
		t := g.thick(i, at+step*d)
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
	if above, below := g.across(i, at+step*base); 3*min(above, below) < max(above, below) {
		return false
	}
	half := g.thick(i, at+step*(base/2))
	after := g.thick(i, at+step*min(base+3, headReach))
	return half*4 >= wide && half*4 <= 3*wide+4 && float64(wide) >= headTimes*float64(after)
}
