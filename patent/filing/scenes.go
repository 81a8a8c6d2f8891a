package filing

import (
	"image/color"
	"math"
)

// machine draws an outline, one part for each sign inside it, and the leads to the signs on the
// left and right margins.
func (s *sheet) machine(a Art) {
	left, right := s.w/6+s.rng.IntN(s.w/20), s.w*5/6-s.rng.IntN(s.w/20)
	top, bottom := s.h/12+s.rng.IntN(s.h/8), s.h*11/12-s.rng.IntN(s.h/8)
	s.housing(left, top, right, bottom)
	n := max(len(a.Signs), 3)
	rows := (n + 1) / 2
	ch := (bottom - top) / rows
	cw := (right - left) / 2
	for i := range n {
		x := left + (i%2)*cw
		y := top + (i/2)*ch
		mx, my := cw/8+s.rng.IntN(cw/6), ch/8+s.rng.IntN(max(1, ch/6))
		x0, y0, x1, y1 := x+mx, y+my, x+cw-mx, y+ch-my
		s.part(x0, y0, x1, y1)
		if a.Colour && i == 0 {
			s.fill(x0+8, y0+8, x1-8, y1-8, color.RGBA{200, 40, 40, 255})
		}
		if i < len(a.Signs) {
			s.lead(i%2 == 0, (x0+x1)/2, (y0+y1)/2, a.Signs[i])
		}
	}
	// Short strokes across the middle stand for what joins the two sides.
	for range n / 2 {
		y := top + s.rng.IntN(bottom-top)
		s.line(left+cw-cw/10, y, left+cw+cw/10, y)
	}
}

// housing draws what holds the parts: a closed box, a frame on feet, a hopper, or nothing but a
// base plate.
func (s *sheet) housing(x0, y0, x1, y1 int) {
	switch s.rng.IntN(4) {
	case 0:
		s.rect(x0, y0, x1, y1)
	case 1:
		s.rect(x0, y0, x1, y1)
		for _, x := range []int{x0 + s.w/12, x1 - s.w/12} {
			s.rect(x-s.w/40, y1, x+s.w/40, min(s.h-8, y1+s.h/20))
		}
	case 2:
		s.line(x0, y0, x0+s.w/12, y0+s.h/10)
		s.line(x1, y0, x1-s.w/12, y0+s.h/10)
		s.rect(x0, y0+s.h/10, x1, y1)
	default:
		s.rect(x0, y1-s.h/60, x1, y1)
		s.line((x0+x1)/2, y0, (x0+x1)/2, y1)
	}
}

// part draws one of several outlines of a component.
func (s *sheet) part(x0, y0, x1, y1 int) {
	cx, cy := (x0+x1)/2, (y0+y1)/2
	r := min(x1-x0, y1-y0) / 2
	switch s.rng.IntN(5) {
	case 0:
		s.rect(x0, y0, x1, y1)
	case 1:
		s.circle(cx, cy, r)
		s.circle(cx, cy, r*2/3)
	case 2:
		s.rect(x0, y0, x1, y1)
		for x := x0 + r/3; x < x1; x += max(6, r/3) {
			s.line(x, y0, x, y1)
		}
	case 3:
		s.rect(x0, y0, x1, y1)
		s.line(x0, y0, x1, y1)
		s.circle(cx, cy, r/3)
	default:
		s.line(x0, y1, cx, y0)
		s.line(cx, y0, x1, y1)
		s.line(x1, y1, x0, y1)
	}
}

// lead draws the line from a part to its sign outside the outline.
func (s *sheet) lead(toLeft bool, x, y int, sign string) {
	dy := s.rng.IntN(s.h/40+1) - s.h/80
	if toLeft {
		end := s.w/6 - s.w/40
		s.line(x, y, end, y+dy)
		s.words(max(4, end-7*max(2, s.pen)*len(sign)-6), y+dy, sign)
		return
	}
	end := s.w*5/6 + s.w/40
	s.line(x, y, end, y+dy)
	s.words(end+6, y+dy, sign)
}

// flow draws a chain of boxes, one for each step, now and then with a branch.
func (s *sheet) flow(signs []string) {
	n := max(len(signs), 2)
	step := s.h * 9 / 10 / n
	bw, bh := s.w/2+s.rng.IntN(s.w/8), step*11/20
	x := (s.w - bw) / 2
	for i := range n {
		y := s.h/20 + i*step
		s.rect(x, y, x+bw, y+bh)
		if i < len(signs) {
			s.words(x+bw/2-7*s.pen*len(signs[i])/2, y+bh/2, signs[i])
		}
		if i == n-1 {
			break
		}
		cx := x + bw/2
		s.line(cx, y+bh, cx, y+step)
		s.line(cx-8, y+step-12, cx, y+step)
		s.line(cx+8, y+step-12, cx, y+step)
	}
}

// curves draws two axes and a few measured lines.
func (s *sheet) curves() {
	x0, y0, x1, y1 := s.w/8, s.h*7/8, s.w*7/8, s.h/8
	s.line(x0, y0, x1, y0)
	s.line(x0, y0, x0, y1)
	for k := range 3 {
		amp := 0.3 + 0.2*float64(k) + 0.1*s.rng.Float64()
		bend := 1 + 3*s.rng.Float64()
		px, py := x0, y0
		for i := 1; i <= 40; i++ {
			t := float64(i) / 40
			x := x0 + int(t*float64(x1-x0))
			y := y0 - int(amp*(1-math.Exp(-bend*t))*float64(y0-y1))
			s.line(px, py, x, y)
			px, py = x, y
		}
	}
}

// formula draws a row of strokes that stands for symbols.
func (s *sheet) formula() {
	for i := range 6 {
		x := s.w/10 + i*s.w/7
		s.line(x, s.h/2, x+s.w/14, s.h/2)
		if s.rng.IntN(2) == 0 {
			s.line(x+s.w/28, s.h/4, x+s.w/28, s.h*3/4)
		}
	}
}
