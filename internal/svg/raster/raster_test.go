package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// drawn draws a chart and reads the picture.
func drawn(t *testing.T, p *Pen, text string) image.Image {
	t.Helper()
	data, err := p.PNG(text)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func pen(t *testing.T) *Pen {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// at is the colour at a place of the drawing.
func at(img image.Image, x, y float64) string {
	c := color.RGBAModel.Convert(img.At(int(x*Scale), int(y*Scale))).(color.RGBA)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// dark is how many pixels of a box of the drawing are darker than grey.
func dark(img image.Image, x, y, w, h float64) (n int) {
	for i := int(x * Scale); i < int((x+w)*Scale); i++ {
		for j := int(y * Scale); j < int((y+h)*Scale); j++ {
			if c := color.GrayModel.Convert(img.At(i, j)).(color.Gray); c.Y < 128 {
				n++
			}
		}
	}
	return n
}

// Every chart that package svg is tested with is drawn whole: each box that has a plain colour has it in its
// upper left corner, unless a later one covers it, and each text leaves ink where it stands.
func TestChartsOfThePages(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.svg")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d charts, %v", len(files), err)
	}
	p := pen(t)
	text := regexp.MustCompile(`<text x="([-0-9.]+)" y="([-0-9.]+)"(?: text-anchor="(\w+)")?[^>]*>(?:<title>[^<]*</title>)?([^<]+)`)
	bar := regexp.MustCompile(`<rect x="([-0-9.]+)" y="([-0-9.]+)" width="([-0-9.]+)" height="([-0-9.]+)" fill="#0b57a4"`)
	num := func(s string) float64 { v, _ := strconv.ParseFloat(s, 64); return v }
	words, bars := 0, 0
	for _, file := range files {
		if filepath.Base(file) == "table.svg" {
			continue // an HTML table
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		img := drawn(t, p, string(data))
		var w, h int
		if _, err := fmt.Sscanf(regexp.MustCompile(`viewBox="0 0 (\d+ \d+)"`).FindStringSubmatch(string(data))[1], "%d %d", &w, &h); err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != w*Scale || b.Dy() != h*Scale {
			t.Errorf("%s: %v for %d × %d", file, b, w, h)
		}
		for _, m := range text.FindAllStringSubmatch(string(data), -1) {
			x := num(m[1])
			switch m[3] {
			case "middle":
				x -= 6
			case "end":
				x -= 12
			}
			// White digits stand on something dark: a box of one colour alone has no text in it.
			if n := dark(img, x, num(m[2])-10, 12, 12); n == 0 || n == 12*12*Scale*Scale {
				t.Errorf("%s: no %q at %s, %s", file, m[4], m[1], m[2])
			}
			words++
		}
		for _, m := range bar.FindAllStringSubmatch(string(data), -1) {
			if num(m[3]) < 3 || num(m[4]) < 3 {
				continue
			}
			if c := at(img, num(m[1])+1.5, num(m[2])+1.5); c != "#0b57a4" {
				t.Errorf("%s: a bar is %s at %s, %s", file, c, m[1], m[2])
			}
			bars++
		}
	}
	if words < 100 || bars < 10 {
		t.Errorf("only %d texts and %d bars were looked at", words, bars)
	}
}

// Shapes cover what they should: known surfaces are counted in pixels.
func TestSurfaces(t *testing.T) {
	p := pen(t)
	for shape, want := range map[string]float64{
		`<rect x="10" y="10" width="30" height="20" fill="#000000"/>`:                                         600,
		`<circle cx="50" cy="50" r="20" fill="#000000"/>`:                                                     1256.6,
		`<path transform="translate(50 50)" d="M-20 0a20 20 0 1 0 40 0a20 20 0 1 0 -40 0z" fill="#000000"/>`:  1256.6,
		`<path d="M10 10A40 40 0 0 1 50 50L10 50z" fill="#000000"/>`:                                          1256.6,
		`<path d="M10 10A40 40 0 0 0 50 50L10 50z" fill="#000000"/>`:                                          1600 - 1256.6,
		`<path d="M10 10h40v40H10V10z" fill="#000000"/>`:                                                      1600,
		`<path d="M10 10C10 10 50 10 50 10L50 50 10 50z" fill="#000000"/>`:                                    1600,
		`<path d="M10 50H90" stroke="#000000" stroke-width="4"/>`:                                             4 * 84,
		`<path d="M10 50H90" stroke="#000000" stroke-width="4" stroke-dasharray="5 3"/>`:                      4 * 50,
		`<path d="M10 30L90 30L90 70" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="8 2"/>`: 2 * 96,
		`<defs><pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="4" fill="#000000"/></pattern></defs><rect x="8" y="8" width="40" height="40" fill="url(#p)"/>`: 800,
	} {
		img := drawn(t, p, `<svg width="100" height="100">`+shape+`</svg>`)
		if got := float64(dark(img, 0, 0, 100, 100)) / Scale / Scale; got < want*0.98-2 || got > want*1.02+2 {
			t.Errorf("%s covers %g, not %g", shape, got, want)
		}
	}
}

// What is not known is refused, not left out.
func TestUnknownIsRefused(t *testing.T) {
	p := pen(t)
	for _, text := range []string{"", "<rect/>", `<svg width="10" height="10"><image/></svg>`, `<svg width="10" height="10"><path d="M0 0Q1 1 2 2"/></svg>`, `<svg width="10" height="10"><rect fill="url(#none)"/></svg>`,
		`<svg width="10" height="10"><path d="M0 0L" /></svg>`, `<svg width="10" height="10"><path d="z"/></svg>`, `<svg width="10" height="10"><rect fill="red"/></svg>`, `<svg width="99999" height="10"></svg>`, `<svg width="10" height="10">`,
		`<svg width="10" height="10"><text>a<tspan>b</tspan></text></svg>`, `<svg width="10" height="10"><rect transform="rotate(3)"/></svg>`, `<svg width="10" height="10"><path d="M0 0A1 2 0 0 0 3 3"/></svg>`} {
		if _, err := p.PNG(text); err == nil {
			t.Errorf("%s is drawn", text)
		}
	}
}

// Words stand where they are anchored.
func TestWords(t *testing.T) {
	p := pen(t)
	for anchor, x := range map[string]float64{"start": 50, "middle": 26, "end": 2} {
		img := drawn(t, p, `<svg width="100" height="40"><text x="50" y="30" text-anchor="`+anchor+`" font-size="12">知识产权<title>无</title></text></svg>`)
		if in, all := dark(img, x, 18, 48, 16), dark(img, 0, 0, 100, 40); in < 200 || in != all {
			t.Errorf("%s: %d of %d dark pixels in place", anchor, in, all)
		}
	}
}
