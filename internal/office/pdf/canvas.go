package pdf

import (
	"fmt"
	"maps"
	"slices"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"zhibao/internal/office/typeset"
)

// A look is the appearance of text: font, size in points, weight and colour.
type look struct {
	role role
	size float64
	bold bool // drawn heavier where the role has no font of its own
	red  bool
	pale uint8 // 0 is black, 255 white
}

// A canvas draws one document, points from the upper left corner. It keeps the first error.
type canvas struct {
	pdf     *gopdf.GoPdf
	set     *fontSet
	looks   [len(looks)]look
	buf     sfnt.Buffer
	used    map[int]bool // faces that are in the document
	missing map[rune]bool
	widths  map[glyph]float64 // in ems; -1 when the face lacks it
	err     error
}

// A glyph is a character in one face, the key of the widths.
type glyph struct {
	r    rune
	face int
}

// newCanvas begins a document. Faces are added when the first text needs them, so that a file
// carries only what it uses, in an order that depends on the text alone.
func newCanvas(set *fontSet) *canvas {
	c := &canvas{pdf: &gopdf.GoPdf{}, set: set, looks: looks, used: map[int]bool{}, missing: map[rune]bool{}, widths: map[glyph]float64{}}
	c.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: pageWidth, H: pageHeight}, Unit: gopdf.UnitPT})
	// Set before any page, because gopdf compresses when it writes.
	c.pdf.SetNoCompression() // finish compresses, after it mended what gopdf writes
	return c
}

// fail keeps the first error; drawing goes on without effect that matters.
func (c *canvas) fail(err error) {
	if c.err == nil && err != nil {
		c.err = err
	}
}

// find returns the face that has a character for a role, and its width in ems.
func (c *canvas) find(r rune, of role) (face int, em float64, ok bool) {
	for _, i := range c.set.chains[of] {
		key := glyph{r, i}
		em, known := c.widths[key]
		if !known {
			em = -1
			f := c.set.faces[i]
			if g, err := f.sfnt.GlyphIndex(&c.buf, r); err == nil && g != 0 {
				if adv, err := f.sfnt.GlyphAdvance(&c.buf, g, fixed.I(1000), font.HintingNone); err == nil {
					em = float64(adv) / 64 / 1000
					f.need(g)
				}
			}
			c.widths[key] = em
		}
		if em >= 0 {
			return i, em, true
		}
	}
	return 0, 1, false
}

// measure is the typeset.Measure of the document. An unknown character takes a full square.
func (c *canvas) measure(r rune, s typeset.Style) float64 {
	l := c.looks[s]
	if typeset.Invisible(r) {
		return 0
	}
	_, em, ok := c.find(r, l.role)
	if !ok && unicode.IsSpace(r) {
		em = 0.5
	}
	return em * l.size
}

// line draws a line of text from x; y is the baseline. stretch widens the spaces that may
// grow.
func (c *canvas) line(l typeset.Line, x, y, stretch float64) {
	for i := 0; i < len(l.Atoms); {
		a := l.Atoms[i]
		n, text := 1, a.Text
		face, ok := c.faceOf(a)
		grow := 0.0
		if a.Grow {
			grow = stretch
		}
		// Atoms of one face, look and spacing are one string in the file.
		width := a.Width + grow
		for ok && i+n < len(l.Atoms) {
			b := l.Atoms[i+n]
			if next, fine := c.faceOf(b); !fine || next != face || b.Style != a.Style || b.Grow != a.Grow || len([]rune(b.Text)) > 1 || len([]rune(l.Atoms[i+n-1].Text)) > 1 {
				break
			}
			text, width = text+b.Text, width+b.Width+grow
			n++
		}
		switch {
		case ok:
			c.text(piece{text, face, a.Style, grow}, x, y)
		case !unicode.IsSpace([]rune(a.Text)[0]) && !typeset.Invisible([]rune(a.Text)[0]):
			c.codeBox([]rune(a.Text)[0], a, x, y)
		}
		x, i = x+width, i+n
	}
}

// faceOf returns the face in which an atom is drawn.
func (c *canvas) faceOf(a typeset.Atom) (int, bool) {
	r := []rune(a.Text)[0]
	if typeset.Invisible(r) {
		return 0, false
	}
	face, _, ok := c.find(r, c.looks[a.Style].role)
	return face, ok
}

// A piece is text that is one string in the file.
type piece struct {
	text  string
	face  int
	style typeset.Style
	space float64 // after every character
}

// text draws a piece from x on the baseline y.
func (c *canvas) text(p piece, x, y float64) {
	face, l := p.face, c.looks[p.style]
	name := c.set.faces[face].name
	if !c.used[face] {
		c.fail(c.pdf.AddTTFFontFromFontContainer(name, c.set.container))
		c.used[face] = true
	}
	c.fail(c.pdf.SetFont(name, "", l.size))
	c.fail(c.pdf.SetCharSpacing(p.space))
	var red, blue uint8
	if l.red {
		red = 212
	}
	// A role that has its own font needs no artificial weight.
	if f := c.set.faces[face]; l.bold && (f.own != nil || f.role != l.role || l.role == fangsong) {
		blue = heavy
	}
	if c.pdf.SetTextColor(red, 0, blue); l.pale > 0 {
		c.pdf.SetTextColor(l.pale, l.pale, l.pale)
	}
	c.pdf.SetXY(x, y)
	drawn := ""
	for _, r := range p.text {
		if typeset.Invisible(r) {
			continue
		}
		if _, _, ok := c.find(r, l.role); ok {
			drawn += string(r)
		}
	}
	c.fail(c.pdf.Text(drawn))
}

// codeBox draws a character that no font has as a square with its code in two rows, and notes
// it.
func (c *canvas) codeBox(r rune, a typeset.Atom, x, y float64) {
	c.missing[r] = true
	l := c.looks[a.Style]
	c.rect(x+0.06*l.size, y-0.84*l.size, 0.88*l.size, 0.96*l.size, 0.4)
	code := fmt.Sprintf("%04X", r)
	half := (len(code) + 1) / 2
	for i, row := range []string{code[:half], code[half:]} {
		keep := c.looks[a.Style]
		c.looks[a.Style] = look{role: song, size: 0.4 * l.size}
		line := typeset.Break([]typeset.Span{{Text: row, Style: a.Style}}, func(int) float64 { return 1e6 }, c.measure)[0]
		c.line(line, x+(l.size-line.Width)/2, y-0.46*l.size+0.44*l.size*float64(i), 0)
		c.looks[a.Style] = keep
	}
}

// rule draws a straight line of a width in points.
func (c *canvas) rule(x1, y1, x2, y2, width float64) {
	c.pdf.SetStrokeColor(0, 0, 0)
	c.pdf.SetLineWidth(width)
	c.pdf.Line(x1, y1, x2, y2)
}

// rect draws the four sides of a rectangle.
func (c *canvas) rect(x, y, w, h, width float64) {
	c.rule(x, y, x+w, y, width)
	c.rule(x, y+h, x+w, y+h, width)
	c.rule(x, y, x, y+h, width)
	c.rule(x+w, y, x+w, y+h, width)
}

// unknown returns the characters that no font had, sorted.
func (c *canvas) unknown() []rune { return slices.Sorted(maps.Keys(c.missing)) }
