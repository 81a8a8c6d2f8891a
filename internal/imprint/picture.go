package imprint

import (
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	program "zhibao/internal/office/font"
)

// The margin below a picture, in pixels: the words in lines, and bars below them.
const (
	size            = 13.0 // of the words
	pitch           = 18   // from line to line
	module          = 4    // width of a bar
	high            = 10   // height of the bars
	quiet           = 4
	between, across = 170, 60 // from one faint line in the picture to the next, and how far each begins to the right of the one above
)

// Bars: dark ones at both ends, each edge and a light one, and between them the number and a check.
const (
	edge  = 4
	inner = 5*symbols + 16
	bars  = 2*(edge+1) + inner
)

// letters is the font of the program, read once.
var letters = sync.OnceValues(func() (*sfnt.Font, error) {
	f, err := program.WenKai()
	if err != nil {
		return nil, err
	}
	return opentype.Parse(f.Data())
})

// Stamp returns a picture with the mark: faint words over it, and in a margin below it the words and bars. The picture
// keeps its place at the upper left corner, so that positions in it stay what they were.
func Stamp(img image.Image, m Mark) (image.Image, error) {
	if m.None() {
		return img, nil
	}
	face, done, err := faceFor(m.Text())
	if err != nil {
		return nil, err
	}
	defer done()
	b := img.Bounds()
	w := max(b.Dx(), bars*module+2*quiet)
	lines := fold(face, m.Text(), w-2*quiet)
	out := image.NewRGBA(image.Rect(0, 0, w, b.Dy()+len(lines)*pitch+high+3*quiet))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(0, 0, b.Dx(), b.Dy()), img, b.Min, draw.Over)
	// Faint enough that no line of a drawing is hidden, and over light and dark.
	over := font.Drawer{Dst: out.SubImage(image.Rect(0, 0, b.Dx(), b.Dy())).(draw.Image), Src: image.NewUniform(color.NRGBA{R: 90, G: 110, B: 160, A: 70}), Face: face}
	for i, y := 0, min(between/2, b.Dy()*2/3); y < b.Dy(); i, y = i+1, y+between {
		over.Dot = fixed.P(quiet+i*across%max(b.Dx()/2, 1), y)
		over.DrawString(m.Text())
	}
	below := font.Drawer{Dst: out, Src: image.Black, Face: face}
	for i, line := range lines {
		below.Dot = fixed.P(quiet, b.Dy()+quiet+(i+1)*pitch-5)
		below.DrawString(line)
	}
	top := b.Dy() + len(lines)*pitch + 2*quiet
	for i, dark := range pattern(m.ID) {
		if dark {
			draw.Draw(out, image.Rect(quiet+i*module, top, quiet+(i+1)*module, top+high), image.Black, image.Point{}, draw.Src)
		}
	}
	return out, nil
}

// faceFor is the font in the size of the words. A face is no thing for many at once, so each picture has its own.
func faceFor(text string) (font.Face, func(), error) {
	f, err := letters()
	if err != nil {
		return nil, nil, err
	}
	own, err := program.WenKai()
	if err != nil {
		return nil, nil, err
	}
	var buf sfnt.Buffer
	for _, r := range text {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil {
			return nil, nil, err
		}
		own.Need(int(g))
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, nil, err
	}
	return face, func() { _ = face.Close() }, nil // closes nothing outside of memory
}

// fold breaks a text into lines that are not wider than the margin.
func fold(face font.Face, text string, width int) (out []string) {
	line := ""
	for _, r := range text {
		if line != "" && font.MeasureString(face, line+string(r)).Ceil() > width {
			out, line = append(out, line), ""
		}
		line += string(r)
	}
	return append(out, line)
}

// pattern is which bars are dark.
func pattern(id string) []bool {
	out := []bool{true, true, true, true, false}
	add := func(n uint32, bits int) {
		for i := bits - 1; i >= 0; i-- {
			out = append(out, n>>i&1 == 1)
		}
	}
	plain := strings.ReplaceAll(id, "-", "")
	for i := range len(plain) {
		add(uint32(strings.IndexByte(alphabet, plain[i])), 5)
	}
	add(crc32.ChecksumIEEE([]byte(plain))>>16, 16)
	return append(out, false, true, true, true, true)
}

// Read returns the number that the bars in a picture say, also when it was made smaller or compressed.
func Read(img image.Image) (id string, ok bool) {
	b := img.Bounds()
	dark := make([]bool, b.Dx())
	// The bars are below; a page that was put together of several pictures has them anywhere.
	for y := b.Max.Y - 1; y >= b.Min.Y; y-- {
		for x := range dark {
			dark[x] = color.GrayModel.Convert(img.At(b.Min.X+x, y)).(color.Gray).Y < 128
		}
		if id, ok := row(dark); ok {
			return id, true
		}
	}
	return "", false
}

// row looks for the bars in one row of a picture: an edge of four bars, from which the width of all follows.
func row(dark []bool) (string, bool) {
	for x := 0; x < len(dark); x++ {
		if !dark[x] || x > 0 && dark[x-1] {
			continue
		}
		n := x
		for n < len(dark) && dark[n] {
			n++
		}
		// Where the edge ends is known to a pixel only: the width of a bar is tried around it.
		for end := x + (n-x-1)*bars/edge; end <= x+(n-x+1)*bars/edge && end <= len(dark); end++ {
			if end == len(dark) || !dark[end] {
				if id, ok := bits(dark, x, end); ok {
					return id, true
				}
			}
		}
	}
	return "", false
}

// bits reads the bars between two places, if they are bars of ours.
func bits(dark []bool, from, to int) (string, bool) {
	at := func(i int) bool { return dark[from+(2*i+1)*(to-from)/(2*bars)] }
	if to-from < bars || at(edge) || at(bars-edge-1) {
		return "", false
	}
	for i := range edge {
		if !at(i) || !at(bars-1-i) {
			return "", false
		}
	}
	number := func(i, n int) (out uint32) {
		for range n {
			out <<= 1
			if at(i) {
				out |= 1
			}
			i++
		}
		return out
	}
	var s [symbols]byte
	for i := range symbols {
		s[i] = alphabet[number(edge+1+5*i, 5)]
	}
	if number(edge+1+5*symbols, 16) != crc32.ChecksumIEEE(s[:])>>16 {
		return "", false
	}
	return grouped(string(s[:])), true
}
