// Package qr draws QR symbols (二维码) for verification pages, receipts and certificates, as
// SVG for the web and as PNG or a grid of modules for papers.
package qr

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"zhibao/internal/fault"
)

// Quiet is the width of the light border that a reader needs, in modules (ISO/IEC 18004).
const Quiet = 4

// MaxText bounds the text of a symbol, in bytes. Longer ones are too fine for paper.
const MaxText = 512

// A Code is an encoded symbol: a square of dark and light modules without the quiet zone.
type Code struct {
	size int
	dark []bool // row by row
}

// Encode returns the symbol of text at error correction level M, which survives the loss of
// about 15 % of its area. The same text always gives the same symbol.
func Encode(text string) (Code, error) {
	if text == "" || len(text) > MaxText {
		return Code{}, fault.New(fault.TooLarge, "qr.length",
			"二维码内容应为 1 至 %d 字节，现为 %d 字节，请改用短网址", MaxText, len(text))
	}
	sym, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Code{}, fmt.Errorf("encode qr: %w", err)
	}
	n := sym.Bounds().Dx()
	c := Code{size: n, dark: make([]bool, n*n)}
	for y := range n {
		for x := range n {
			c.dark[y*n+x] = color.GrayModel.Convert(sym.At(x, y)).(color.Gray).Y < 0x80
		}
	}
	return c, nil
}

// Size returns the modules per side without the quiet zone.
func (c Code) Size() int { return c.size }

// Dark reports whether the module in column x and row y is dark; outside all is light.
func (c Code) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.size && y < c.size && c.dark[y*c.size+x]
}

// Runs yields every horizontal run of dark modules: its column, row and length. Drawing runs
// instead of modules avoids the hairlines that viewers leave between neighbouring squares.
func (c Code) Runs(yield func(x, y, n int) bool) {
	for y := range c.size {
		for x := 0; x < c.size; x++ {
			n := 0
			for c.Dark(x+n, y) {
				n++
			}
			if n > 0 && !yield(x, y, n) {
				return
			}
			x += n
		}
	}
}

// SVG returns the symbol with its quiet zone as an inline image of px pixels a side. Label is
// what a screen reader says in place of the picture.
func (c Code) SVG(label string, px int) template.HTML {
	side := c.size + 2*Quiet
	label = html.EscapeString(strings.ToValidUTF8(label, "\uFFFD"))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="qr" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges">`,
		px, px, side, side, label)
	fmt.Fprintf(&b, `<title>%s</title><rect width="%d" height="%d" fill="#ffffff"/><path fill="#000000" d="`, label, side, side)
	c.Runs(func(x, y, n int) bool {
		b.WriteString("M" + strconv.Itoa(x+Quiet) + " " + strconv.Itoa(y+Quiet) +
			"h" + strconv.Itoa(n) + "v1h-" + strconv.Itoa(n) + "z")
		return true
	})
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}

// PNG returns the symbol with its quiet zone as a two-colour picture with the given number of
// pixels a module (1 to 32).
func (c Code) PNG(module int) ([]byte, error) {
	if module < 1 || module > 32 {
		return nil, fmt.Errorf("qr: %d pixels a module, want 1 to 32", module)
	}
	side := (c.size + 2*Quiet) * module
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	c.Runs(func(x, y, n int) bool {
		for row := (y + Quiet) * module; row < (y+Quiet+1)*module; row++ {
			start := row*img.Stride + (x+Quiet)*module
			for i := range n * module {
				img.Pix[start+i] = 1
			}
		}
		return true
	})
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("encode png: %w", err)
	}
	return out.Bytes(), nil
}
