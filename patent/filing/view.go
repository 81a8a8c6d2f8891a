package filing

import "image/color"

// A block is one storey of a product. Lengths are parts of the product's greatest extent.
type block struct {
	w, d, h  float64
	round    bool // a cylinder, or a prism with an elliptic plan
	ornament int  // what the front shows
}

// blocks gives the product of a seed, from the bottom up. Every view of one seed shows the same
// product, so that heights and widths agree between the views.
func (s *sheet) blocks() []block {
	out := make([]block, 1+s.rng.IntN(4))
	sum := 0.0
	for i := range out {
		out[i] = block{
			w:        0.15 + 0.8*s.rng.Float64(),
			d:        0.15 + 0.6*s.rng.Float64(),
			h:        0.08 + s.rng.Float64()*s.rng.Float64(),
			round:    s.rng.IntN(3) == 0,
			ornament: s.rng.IntN(7),
		}
		sum += out[i].h
	}
	// Flat products and tall ones.
	total := 0.3 + 0.7*s.rng.Float64()
	for i := range out {
		out[i].h *= total / sum
	}
	return out
}

// view draws one face of the product, all at one scale.
func (s *sheet) view(a Art) {
	list := s.blocks()
	unit := float64(min(s.w, s.h)) * 0.8
	switch a.Face {
	case "top", "bottom":
		s.plan(list, unit, a.Face == "bottom")
	case "oblique":
		s.oblique(list, unit*0.7, a.Colour)
	default:
		s.elevation(list, unit, a)
	}
}

// elevation draws a side: the storeys one on the other.
func (s *sheet) elevation(list []block, unit float64, a Art) {
	total := 0.0
	for _, b := range list {
		total += b.h
	}
	y := s.h/2 + int(total*unit/2)
	for _, b := range list {
		w, h := int(b.w*unit), int(b.h*unit)
		if a.Face == "left" || a.Face == "right" {
			w = int(b.d * unit)
		}
		x := (s.w - w) / 2
		if a.Colour {
			s.fill(x, y-h, x+w, y, color.RGBA{70, 120, 200, 255})
		}
		s.rect(x, y-h, x+w, y)
		switch a.Face {
		case "front", "":
			s.ornament(b.ornament, x, y-h, w, h)
		case "back":
			s.rect(x+w/8, y-h+h/8, x+w-w/8, y-h/8)
		case "right":
			s.line(x+w/4, y-h, x+w/4, y)
		}
		y -= h
	}
}

// ornament draws what distinguishes a front.
func (s *sheet) ornament(kind, x, y, w, h int) {
	switch kind {
	case 0:
		s.circle(x+w/2, y+h/2, max(2, min(w, h)/4))
	case 1:
		for i := 1; i < 6; i++ {
			s.line(x+w*i/6, y+h/6, x+w*i/6, y+h*5/6)
		}
	case 2:
		for i := 1; i < 5; i++ {
			s.line(x+w/6, y+h*i/5, x+w*5/6, y+h*i/5)
		}
	case 3:
		s.rect(x+w/5, y+h/5, x+w*4/5, y+h*4/5)
	case 4:
		s.line(x, y, x+w, y+h)
		s.line(x+w, y, x, y+h)
	case 5:
		for i := range 3 {
			s.circle(x+w*(2*i+1)/6, y+h/2, max(2, min(w/8, h/3)))
		}
	}
}

// plan draws the outlines as seen from above, or from below with the feet.
func (s *sheet) plan(list []block, unit float64, below bool) {
	cx, cy := s.w/2, s.h/2
	wide, deep := 0.0, 0.0
	for _, b := range list {
		// From below, a storey is seen as far as it stands out over those under it.
		if below && b.w <= wide && b.d <= deep {
			continue
		}
		wide, deep = max(wide, b.w), max(deep, b.d)
		w, d := int(b.w*unit), int(b.d*unit)
		if b.round {
			s.ellipse(cx, cy, w/2, d/2)
		} else {
			s.rect(cx-w/2, cy-d/2, cx+w/2, cy+d/2)
		}
	}
	if below {
		w, d := int(list[0].w*unit), int(list[0].d*unit)
		for _, p := range [][2]int{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
			s.circle(cx+p[0]*w/4, cy+p[1]*d/4, max(3, min(w, d)/16))
		}
	}
}

// oblique draws the product from the front, the top and the right.
func (s *sheet) oblique(list []block, unit float64, colour bool) {
	y := s.h - s.h/8
	for _, b := range list {
		// Depth runs up to the right at half its length; white hides what lies behind.
		w, h, d := int(b.w*unit), int(b.h*unit), int(b.d*unit/2)
		x := (s.w-w)/2 - d/2
		s.fill(x, y-h, x+w, y, color.White)
		if colour {
			s.fill(x, y-h, x+w, y, color.RGBA{70, 120, 200, 255})
		}
		s.rect(x, y-h, x+w, y)
		s.ornament(b.ornament, x, y-h, w, h)
		if b.round {
			s.ellipse(x+w/2, y-h, w/2, max(2, d/3))
		} else {
			s.line(x, y-h, x+d, y-h-d*2/3)
			s.line(x+d, y-h-d*2/3, x+w+d, y-h-d*2/3)
			s.line(x+w, y-h, x+w+d, y-h-d*2/3)
			s.line(x+w+d, y-h-d*2/3, x+w+d, y-d*2/3)
			s.line(x+w, y, x+w+d, y-d*2/3)
		}
		y -= h
	}
}
