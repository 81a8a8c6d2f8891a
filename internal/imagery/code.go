package imagery

import "math"

// codes counts square codes: three of their corner marks, whose dark and light bars are 1:1:3:1:1 across
// as well as down, at the corners of a right-angled triangle of equal legs.
func codes(s *sheet) (n int) {
	marks := corners(s)
	used := make([]bool, len(marks))
	for i := range marks {
		for j := range marks {
			for k := j + 1; k < len(marks); k++ {
				if i == j || i == k || used[i] || used[j] || used[k] || !square(marks[i], marks[j], marks[k]) ||
					!s.beats(marks[i], marks[j], marks[k]) || !s.beats(marks[i], marks[k], marks[j]) {
					continue
				}
				used[i], used[j], used[k] = true, true, true
				n++
			}
		}
	}
	return n
}

// A corner is one of the three large marks of a code.
type corner struct{ x, y, bar float64 }

// square reports whether a is the right-angled corner between b and c. The sizes of a code are 21 to
// 177 bars, and its corner marks lie seven bars inward.
func square(a, b, c corner) bool {
	big, small := max(a.bar, b.bar, c.bar), min(a.bar, b.bar, c.bar)
	bx, by, cx, cy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	p, q := math.Hypot(bx, by), math.Hypot(cx, cy)
	return big <= 1.3*small && math.Abs(p-q) <= 0.12*max(p, q) && math.Abs(bx*cx+by*cy) <= 0.15*p*q && p >= 12*small && p <= 175*big
}

// beats reports whether dark and light alternate bar by bar between the corners a and b, on the line that
// lies three bars from their middles toward c, as the size of a code is told to its readers.
func (s *sheet) beats(a, b, c corner) bool {
	dx, dy := b.x-a.x, b.y-a.y
	long := math.Hypot(dx, dy)
	bar := (a.bar + b.bar) / 2
	ox, oy := (c.x-a.x)/math.Hypot(c.x-a.x, c.y-a.y)*3*bar, (c.y-a.y)/math.Hypot(c.x-a.x, c.y-a.y)*3*bar
	turns, last, first := 0, false, true
	const around = 3.5 // bars from the middle of a corner mark to its edge
	for d := around * bar; d <= long-around*bar; d++ {
		x, y := int(a.x+ox+dx*d/long+0.5), int(a.y+oy+dy*d/long+0.5)
		if x < 0 || y < 0 || x >= s.w || y >= s.h {
			return false
		}
		dark := s.mean[y*s.w+x] < 128
		if !first && dark != last {
			turns++
		}
		last, first = dark, false
	}
	want := long/bar - 2*around
	return math.Abs(float64(turns)-want) <= 0.3*want+1
}

// mostCorners bounds the search for triangles among them.
const mostCorners = 60

// corners finds the marks in rows and asks the column through the middle of each.
func corners(s *sheet) (out []corner) {
	const dark = 128
	level := func(y int) func(i int) bool { return func(x int) bool { return s.mean[y*s.w+x] < dark } }
	for y := 0; y < s.h; y++ {
		bars(s.w, level(y), func(x, wide float64) {
			// A mark is seven bars high, so no more of the column is looked at.
			from := max(0, y-int(8*wide))
			to := min(s.h, y+int(8*wide))
			bars(to-from, func(i int) bool { return s.mean[(from+i)*s.w+int(x)] < dark }, func(my, high float64) {
				my += float64(from)
				if math.Abs(my-float64(y)) > 2*wide || high > 1.5*wide || wide > 1.5*high {
					return
				}
				if !s.eye(x, my, wide, high) {
					return
				}
				for _, c := range out {
					if math.Hypot(c.x-x, c.y-my) < 4*wide {
						return
					}
				}
				if len(out) < mostCorners {
					out = append(out, corner{x, my, (wide + high) / 2})
				}
			})
		})
	}
	return out
}

// eye reports whether the seven by seven bars around a place are those of a corner mark: a dark square
// in a light ring in a dark ring. A turned mark is not known.
func (s *sheet) eye(x, y, wide, high float64) bool {
	const side, most = 7, 4 // bars, and how many of them may differ
	wrong := 0
	for j := range side {
		for i := range side {
			px, py := int(x+float64(i-3)*wide), int(y+float64(j-3)*high)
			ring := max(abs(i-3), abs(j-3))
			if px < 0 || py < 0 || px >= s.w || py >= s.h || (s.mean[py*s.w+px] < 128) != (ring != 2) {
				wrong++
			}
		}
	}
	return wrong <= most
}

// bars calls found with the middle and the width of a bar wherever dark and light are 1:1:3:1:1.
func bars(n int, dark func(i int) bool, found func(middle, bar float64)) {
	var run [5]int // the last five runs, the newest last
	kept := 0
	for i := 0; i < n; {
		begin, is := i, dark(i)
		for i < n && dark(i) == is {
			i++
		}
		copy(run[:], run[1:])
		run[4] = i - begin
		if kept++; !is || kept < 5 {
			continue
		}
		sum := run[0] + run[1] + run[2] + run[3] + run[4]
		bar := float64(sum) / 7
		if bar < 1.5 {
			continue
		}
		ok := math.Abs(float64(run[2])-3*bar) < 1.5*bar
		for _, k := range []int{0, 1, 3, 4} {
			ok = ok && math.Abs(float64(run[k])-bar) < 0.7*bar
		}
		if ok {
			found(float64(i)-float64(run[4])-float64(run[3])-float64(run[2])/2, bar)
		}
	}
}
