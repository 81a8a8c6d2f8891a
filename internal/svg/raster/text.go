package raster

import (
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A setting says where words stand: the place of their baseline, its size and which end is meant.
type setting struct {
	x, y, size float64
	anchor     string
}

// write writes words. A character that the font lacks leaves the box that stands for such.
func (s *sheet) write(words string, at setting, src image.Image) error {
	ppem := fixed.Int26_6(at.size * Scale * 64)
	if ppem <= 0 {
		return nil
	}
	// All are measured before the first is drawn: where it stands depends on how long the whole is.
	var glyphs []sfnt.GlyphIndex
	var wide []float64
	total := 0.0
	for _, r := range words {
		g, err := s.pen.font.GlyphIndex(&s.pen.buf, r)
		if err != nil {
			return err
		}
		advance, err := s.pen.font.GlyphAdvance(&s.pen.buf, g, ppem, font.HintingNone)
		if err != nil {
			return err
		}
		glyphs, wide = append(glyphs, g), append(wide, float64(advance)/64/Scale)
		total += wide[len(wide)-1]
	}
	switch at.anchor {
	case "middle":
		at.x -= total / 2
	case "end":
		at.x -= total
	}
	for i, g := range glyphs {
		s.pen.whole.Need(int(g))
		outline, err := s.pen.font.LoadGlyph(&s.pen.buf, g, ppem, nil)
		if err != nil {
			return err
		}
		s.fill(contours(outline, at.x, at.y), src)
		at.x += wide[i]
	}
	return nil
}

// contours are the outlines of a character at a place.
func contours(outline sfnt.Segments, x, y float64) []line {
	r := &reader{}
	for _, seg := range outline {
		var p [3]spot
		for i, a := range seg.Args {
			p[i] = spot{x + float64(a.X)/64/Scale, y + float64(a.Y)/64/Scale}
		}
		// The curves of a TrueType font are square, those of others cubic.
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			r.at = p[0]
			r.lines = append(r.lines, line{at: []spot{r.at}})
		case sfnt.SegmentOpLineTo:
			r.to(p[0])
		case sfnt.SegmentOpQuadTo:
			r.quad(r.at, p[0], p[1])
		case sfnt.SegmentOpCubeTo:
			r.curve(r.at, p[0], p[1], p[2])
		}
	}
	return r.lines
}

// quad goes along a square curve, of which characters are made; they are small.
func (r *reader) quad(a, b, c spot) {
	const parts = 5
	for i := 1; i <= parts; i++ {
		t := float64(i) / parts
		u := 1 - t
		r.to(spot{u*u*a.x + 2*u*t*b.x + t*t*c.x, u*u*a.y + 2*u*t*b.y + t*t*c.y})
	}
}
