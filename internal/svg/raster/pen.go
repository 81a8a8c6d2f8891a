package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"

	"zhibao/internal/office/font"
)

// Scale is how many pixels of the picture one of the drawing is: printed in the width of a page a chart then
// has some 230 pixels an inch.
const Scale = 2

// maxSide bounds width and height of a drawing, in its own pixels.
const maxSide = 4000

// A Pen draws charts. One pen draws all charts of a paper; it must not be used by two at once.
type Pen struct {
	whole *font.Font // unpacks the glyphs that are drawn
	font  *sfnt.Font
	buf   sfnt.Buffer
}

// New returns a pen that writes with the font of the program.
func New() (*Pen, error) {
	whole, err := font.WenKai()
	if err != nil {
		return nil, err
	}
	f, err := sfnt.Parse(whole.Data())
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &Pen{whole: whole, font: f}, nil
}

// A tile is the pattern of a paint, repeated.
type tile struct {
	image.Image // one of them
}

// Bounds says that it is found everywhere.
func (t tile) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

// At repeats the one tile.
func (t tile) At(x, y int) color.Color {
	b := t.Image.Bounds()
	return t.Image.At((x%b.Dx()+b.Dx())%b.Dx(), (y%b.Dy()+b.Dy())%b.Dy())
}

// A sheet is what is drawn on, with what the drawing has defined so far.
type sheet struct {
	pen    *Pen
	img    draw.Image
	size   float64 // of the text, where it says nothing of it
	ink    string  // paint of the text, likewise
	paints map[string]image.Image
	kept   *sheet // the picture, while a pattern is drawn
	id     string // of that pattern
}

// PNG draws a chart on white.
func (p *Pen) PNG(drawing string) ([]byte, error) {
	d := xml.NewDecoder(strings.NewReader(drawing))
	s := &sheet{pen: p, size: 12, ink: "#000000", paints: map[string]image.Image{}}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the chart is no XML: %w", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if err := s.element(d, tok); err != nil {
				return nil, fmt.Errorf("draw %s: %w", tok.Name.Local, err)
			}
		case xml.EndElement:
			if tok.Name.Local == "pattern" && s.kept != nil {
				s.kept.paints["url(#"+s.id+")"] = tile{s.img}
				s.img, s.kept = s.kept.img, nil
			}
		}
	}
	if s.img == nil {
		return nil, errors.New("there is no chart")
	}
	var b bytes.Buffer
	err := png.Encode(&b, s.img)
	return b.Bytes(), err
}

// attributes of an element, by name.
type attributes map[string]string

// number is an attribute as a number, 0 where there is none.
func (a attributes) number(name string) float64 {
	v, err := strconv.ParseFloat(a[name], 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e5 {
		return 0
	}
	return v
}

// blank makes a white picture of a size.
func blank(a attributes) (draw.Image, error) {
	w, h := a.number("width"), a.number("height")
	if w <= 0 || h <= 0 || w > maxSide || h > maxSide {
		return nil, fmt.Errorf("the size %g × %g is none", w, h)
	}
	// White, because a picture without ground is black in some programs that open papers.
	img := image.NewRGBA(image.Rect(0, 0, int(w*Scale), int(h*Scale)))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	return img, nil
}

// element draws one element; those within it follow.
func (s *sheet) element(d *xml.Decoder, el xml.StartElement) (err error) {
	a := attributes{}
	// Charts have attributes of no other name space.
	for _, x := range el.Attr {
		a[x.Name.Local] = x.Value
	}
	name := el.Name.Local
	if s.img == nil && name != "svg" {
		return errors.New("it stands outside of a chart")
	}
	switch name {
	case "svg":
		if s.img, err = blank(a); err != nil {
			return err
		}
		if a["font-size"] != "" {
			s.size = a.number("font-size")
		}
		if a["fill"] != "" {
			s.ink = a["fill"]
		}
	case "title", "desc":
		return d.Skip()
	case "a", "defs": // what is within them is drawn
	case "pattern":
		if s.kept != nil {
			return errors.New("a pattern within a pattern")
		}
		// Until it ends what follows is drawn on the tile instead of the picture.
		kept := *s
		s.kept, s.id = &kept, a["id"]
		s.img, err = blank(a)
	case "rect":
		x, y, w, h := a.number("x"), a.number("y"), a.number("width"), a.number("height")
		return s.shape([]line{{[]spot{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true}}, a)
	case "circle":
		return s.shape([]line{circle(a.number("cx"), a.number("cy"), a.number("r"))}, a)
	case "path":
		lines, err := parse(a["d"])
		if err != nil {
			return err
		}
		return s.shape(lines, a)
	case "text":
		return s.text(d, a)
	default:
		return errors.New("no chart has such an element")
	}
	return err
}

// paint is the colour or pattern of an attribute; nil for none.
func (s *sheet) paint(value, otherwise string) (image.Image, error) {
	if value == "" {
		value = otherwise
	}
	if value == "none" {
		return nil, nil
	}
	if p, ok := s.paints[value]; ok {
		return p, nil
	}
	// Colours by name are refused: the charts write them as six digits.
	n, err := strconv.ParseUint(strings.TrimPrefix(value, "#"), 16, 32)
	if err != nil || len(value) != 7 {
		return nil, fmt.Errorf("the paint %q is unknown", value)
	}
	return image.NewUniform(color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}), nil //nolint:gosec // the bytes of a colour
}

// text writes the words of a text element; a title within it is no part of them.
func (s *sheet) text(d *xml.Decoder, a attributes) error {
	var words strings.Builder
	for {
		tok, err := d.Token()
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.CharData:
			words.Write(tok)
		case xml.StartElement:
			if tok.Name.Local != "title" {
				return fmt.Errorf("%s within a text", tok.Name.Local)
			}
			if err := d.Skip(); err != nil {
				return err
			}
		case xml.EndElement:
			src, err := s.paint(a["fill"], s.ink)
			if err != nil || src == nil {
				return err
			}
			size := s.size
			if a["font-size"] != "" {
				size = a.number("font-size")
			}
			return s.write(words.String(), setting{a.number("x"), a.number("y"), size, a["text-anchor"]}, src)
		}
	}
}
