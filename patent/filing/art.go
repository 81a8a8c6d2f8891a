package filing

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/tiff"
)

// Style is what a picture shows.
type Style uint8

// The styles of pictures.
const (
	Parts   Style = iota // a machine of boxes with leads and reference signs
	Flow                 // boxes one under the other, joined by arrows, with the steps' signs
	Curve                // axes and curves
	View                 // one face or oblique view of a product
	Blank                // an empty sheet
	Squares              // formula: a line of symbols
)

// An Art describes a picture instead of holding it. The same description always gives the same
// picture.
type Art struct {
	Style  Style
	Seed   uint64   // decides arrangement and proportions
	Signs  []string // reference signs, each drawn once with its lead; ASCII only
	Face   string   // of a View: front, back, left, right, top, bottom, oblique
	Width  int      // millimetres, 0: 120
	Height int      // millimetres, 0: 150
	DPI    int      // 0: 150
	Colour bool     // red and blue areas instead of lines only
	Frame  bool     // a frame around the sheet
	Data   []byte   // a picture that already exists; everything else is then ignored
}

// size gives the defaults: two figures of this size fit on one page.
func (a Art) size() (mmw, mmh, dpi int) {
	mmw, mmh, dpi = a.Width, a.Height, a.DPI
	if mmw == 0 {
		mmw = 120
	}
	if mmh == 0 {
		mmh = 150
	}
	if dpi == 0 {
		dpi = 150
	}
	return mmw, mmh, dpi
}

// Encode returns the picture file. Quality counts for JPEG only.
func (a Art) Encode(c Coding, quality int) ([]byte, error) {
	if a.Data != nil {
		return a.Data, nil
	}
	_, _, dpi := a.size()
	img := a.draw()
	var buf bytes.Buffer
	var err error
	switch c {
	case PNG:
		err = png.Encode(&buf, img)
	case TIFF:
		err = tiff.Encode(&buf, img, &tiff.Options{Compression: tiff.Deflate})
	default:
		if quality == 0 {
			quality = 90
		}
		err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return nil, err
	}
	switch c {
	case PNG:
		return withPhys(buf.Bytes(), dpi), nil
	case TIFF:
		return buf.Bytes(), nil
	default:
		return withJFIF(buf.Bytes(), dpi), nil
	}
}

// withJFIF inserts the segment that states the resolution, which the encoder leaves out.
func withJFIF(b []byte, dpi int) []byte {
	seg := []byte{0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1}
	seg = binary.BigEndian.AppendUint16(seg, uint16(dpi))
	seg = binary.BigEndian.AppendUint16(seg, uint16(dpi))
	seg = append(seg, 0, 0)
	return append(append(bytes.Clone(b[:2]), seg...), b[2:]...)
}

// withPhys inserts the chunk that states pixels per metre, after signature and IHDR.
func withPhys(b []byte, dpi int) []byte {
	const head = 8 + 25
	ppm := uint32(math.Round(float64(dpi) / 0.0254))
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, ppm)
	chunk = binary.BigEndian.AppendUint32(chunk, ppm)
	chunk = append(chunk, 1)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(bytes.Clone(b[:head]), chunk...), b[head:]...)
}

// A sheet is the paper on which a picture is drawn.
type sheet struct {
	img  draw.Image
	rng  *rand.Rand
	ink  color.Color
	w, h int
	pen  int // width of a line in pixels
}

// draw returns the picture before encoding. The seed alone decides what chance decides.
func (a Art) draw() image.Image {
	mmw, mmh, dpi := a.size()
	w, h := mmw*dpi*10/254, mmh*dpi*10/254
	s := &sheet{rng: rand.New(rand.NewPCG(a.Seed, 0x7a68)), ink: color.Black, w: w, h: h, pen: max(2, dpi/60)}
	if a.Colour {
		s.img = image.NewRGBA(image.Rect(0, 0, w, h))
	} else {
		s.img = image.NewGray(image.Rect(0, 0, w, h))
	}
	draw.Draw(s.img, s.img.Bounds(), image.White, image.Point{}, draw.Src)
	if a.Frame {
		s.rect(4, 4, w-5, h-5)
	}
	switch a.Style {
	case Parts:
		s.machine(a)
	case Flow:
		s.flow(a.Signs)
	case Curve:
		s.curves()
	case View:
		s.view(a)
	case Squares:
		s.formula()
	}
	return s.img
}

// dot draws a square of the pen's width.
func (s *sheet) dot(x, y int) {
	draw.Draw(s.img, image.Rect(x, y, x+s.pen, y+s.pen), image.NewUniform(s.ink), image.Point{}, draw.Src)
}

// line draws a straight line.
func (s *sheet) line(x0, y0, x1, y1 int) {
	n := max(abs(x1-x0), abs(y1-y0), 1)
	for i := range n + 1 {
		s.dot(x0+(x1-x0)*i/n, y0+(y1-y0)*i/n)
	}
}

// rect draws an outline.
func (s *sheet) rect(x0, y0, x1, y1 int) {
	s.line(x0, y0, x1, y0)
	s.line(x1, y0, x1, y1)
	s.line(x1, y1, x0, y1)
	s.line(x0, y1, x0, y0)
}

// circle draws an outline.
func (s *sheet) circle(cx, cy, r int) { s.ellipse(cx, cy, r, r) }

// ellipse draws an outline with the half axes rx and ry.
func (s *sheet) ellipse(cx, cy, rx, ry int) {
	n := max(24, 6*max(rx, ry))
	for i := range n {
		t := 2 * math.Pi * float64(i) / float64(n)
		s.dot(cx+int(float64(rx)*math.Cos(t)), cy+int(float64(ry)*math.Sin(t)))
	}
}

// fill paints an area without the last row and column.
func (s *sheet) fill(x0, y0, x1, y1 int, c color.Color) {
	draw.Draw(s.img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

// words writes ASCII text with its left end in the middle at x, y, enlarged to be legible.
func (s *sheet) words(x, y int, text string) {
	face := basicfont.Face7x13
	small := image.NewGray(image.Rect(0, 0, 7*len(text), 13))
	d := font.Drawer{Dst: small, Src: image.White, Face: face, Dot: fixed.P(0, 11)}
	d.DrawString(strings.ToValidUTF8(text, "?"))
	k := max(2, s.pen)
	for sy := range 13 {
		for sx := range 7 * len(text) {
			if small.GrayAt(sx, sy).Y > 127 {
				s.fill(x+sx*k, y+(sy-6)*k, x+(sx+1)*k, y+(sy-5)*k, s.ink)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }
