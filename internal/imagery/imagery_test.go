package imagery

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	_ "golang.org/x/image/tiff"

	"zhibao/internal/qr"
	"zhibao/internal/sharedata"
)

// A canvas is a sheet of 900 × 700 pixels on which the tests draw a product: a case with a round window.
type canvas struct{ *image.Gray }

func product() canvas {
	c := canvas{image.NewGray(image.Rect(0, 0, 900, 700))}
	draw.Draw(c, c.Bounds(), image.White, image.Point{}, draw.Src)
	c.box(250, 150, 650, 550)
	for a := range 2000 {
		c.dot(450+int(90*math.Cos(float64(a)/318)), 350+int(90*math.Sin(float64(a)/318)))
	}
	return c
}

func (c canvas) dot(x, y int) { c.fill(x, y, x+3, y+3, 0) }

func (c canvas) fill(x0, y0, x1, y1 int, grey byte) {
	draw.Draw(c, image.Rect(x0, y0, x1, y1), image.NewUniform(color.Gray{Y: grey}), image.Point{}, draw.Src)
}

func (c canvas) line(x0, y0, x1, y1 int) {
	n := max(abs(x1-x0), abs(y1-y0), 1)
	for i := range n + 1 {
		c.dot(x0+(x1-x0)*i/n, y0+(y1-y0)*i/n)
	}
}

func (c canvas) box(x0, y0, x1, y1 int) {
	c.line(x0, y0, x1, y0)
	c.line(x1, y0, x1, y1)
	c.line(x1, y1, x0, y1)
	c.line(x0, y1, x0, y0)
}

// strokes draws a broken line whose strokes have the lengths by turns, ten pixels apart.
func (c canvas) strokes(x0, y0, x1, y1 int, lengths ...int) {
	n := int(math.Hypot(float64(x1-x0), float64(y1-y0)))
	for at, i := 0, 0; at < n; i++ {
		end := min(n, at+lengths[i%len(lengths)])
		c.line(x0+(x1-x0)*at/n, y0+(y1-y0)*at/n, x0+(x1-x0)*end/n, y0+(y1-y0)*end/n)
		at = end + 12
	}
}

func (c canvas) words(x, y, k int, text string) {
	small := image.NewGray(image.Rect(0, 0, 7*len(text), 13))
	d := font.Drawer{Dst: small, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	d.DrawString(text)
	for sy := range 13 {
		for sx := range 7 * len(text) {
			if small.GrayAt(sx, sy).Y > 127 {
				c.fill(x+sx*k, y+sy*k, x+sx*k+k, y+sy*k+k, 0)
			}
		}
	}
}

// arrow draws the head of a dimension line with its tip at x, y, to the left or to the right.
func (c canvas) arrow(x, y, step int) {
	for d := range 18 {
		c.fill(x+step*d, y-d/3, x+step*d+1, y+d/3+2, 0)
	}
}

func (c canvas) code(x, y, module int) {
	q, err := qr.Encode("https://example.com/1234567890")
	if err != nil {
		panic(err)
	}
	for j := range q.Size() {
		for i := range q.Size() {
			if q.Dark(i, j) {
				c.fill(x+i*module, y+j*module, x+(i+1)*module, y+(j+1)*module, 0)
			}
		}
	}
}

// TestMarks draws one thing after the other into the same product and demands that it is seen, and
// nothing else.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		name string
		draw func(canvas)
		want Marks
	}{
		{"the product alone", func(canvas) {}, Marks{}},
		{"frame", func(c canvas) { c.box(10, 10, 885, 685) }, Marks{Frame: true}},
		{"a frame with a gap", func(c canvas) { c.box(10, 10, 885, 685); c.fill(300, 0, 380, 20, 255) }, Marks{}},
		{"dashed edge", func(c canvas) { c.strokes(280, 200, 620, 200, 16) }, Marks{Dashes: 1}},
		{"slanted dashed edge", func(c canvas) { c.strokes(270, 170, 340, 330, 16) }, Marks{Dashes: 1}},
		{"axis", func(c canvas) {
			c.strokes(450, 60, 450, 640, 50, 4)
			c.fill(440, 145, 462, 156, 255)
			c.fill(440, 546, 462, 556, 255)
		}, Marks{Chains: 1}},
		{"hatching", func(c canvas) {
			for i := range 12 {
				c.line(270+i*12, 480, 290+i*12, 520)
			}
		}, Marks{}},
		{"holes in a row", func(c canvas) {
			for i := range 8 {
				c.box(280+i*40, 480, 300+i*40, 500)
			}
		}, Marks{}},
		{"dimension", func(c canvas) {
			c.line(250, 560, 250, 620)
			c.line(650, 560, 650, 620)
			c.line(252, 600, 648, 600)
			c.arrow(253, 601, 1)
			c.arrow(649, 601, -1)
		}, Marks{Dimensions: 1}},
		{"an arrow with one head", func(c canvas) { c.line(252, 600, 648, 600); c.arrow(651, 601, -1) }, Marks{}},
		{"two edges that meet at a small angle", func(c canvas) { c.line(252, 560, 648, 560); c.line(252, 560, 452, 600); c.line(452, 600, 648, 560) }, Marks{}},
		{"words", func(c canvas) { c.words(300, 580, 2, "MODEL 8") }, Marks{Letters: 1}},
		{"code", func(c canvas) { c.code(300, 200, 4) }, Marks{Codes: 1}},
	} {
		for _, quality := range []int{0, 60} {
			p := product()
			c.draw(p)
			got := Look(saved(t, p, quality)).Marks
			c.want.Lines = true
			// Of a code in a drawing every dark bar is a stroke and a letter; codes are asked about alone.
			if c.want.Codes > 0 {
				got.Letters, got.Dashes, got.Chains = 0, 0, 0
			}
			if got.Rough, got.Shade = [4]uint64{}, 0; got != c.want {
				t.Errorf("%s, quality %d: %+v, want %+v", c.name, quality, got, c.want)
			}
		}
	}
}

// saved encodes as JPEG of the quality, or without loss for 0, and decodes again.
func saved(t testing.TB, img image.Image, quality int) image.Image {
	t.Helper()
	var buf bytes.Buffer
	var err error
	if quality == 0 {
		err = png.Encode(&buf, img)
	} else {
		err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := image.Decode(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	xdraw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out
}

func TestShade(t *testing.T) {
	p := product()
	if f := Look(p); f.Shade > 0.002 {
		t.Errorf("a product without shading: %.2f", f.Shade)
	}
	for x := range 60 {
		p.fill(590+x, 153, 591+x, 550, byte(220-2*x))
	}
	if f := Look(p); !f.Lines || f.Shade < 0.02 {
		t.Errorf("a fading shade: %v %.2f", f.Lines, f.Shade)
	}
	p.fill(250, 150, 650, 550, 150)
	if f := Look(p); f.Lines {
		t.Error("a rendering counts as drawing")
	}
}

// TestPrint: a picture that was scaled, turned to grey and saved anew is known, another is not.
func TestPrint(t *testing.T) {
	p := product()
	p.words(300, 580, 3, "A7")
	a := Look(p)
	for _, q := range []int{90, 40} {
		if b := Look(saved(t, scaled(p, 450, 350), q)); !a.Print().Same(b.Print()) {
			x, y := a.Print().Apart(b.Print())
			t.Errorf("quality %d: %d, %d bits apart", q, x, y)
		}
	}
	o := product()
	o.fill(100, 300, 400, 400, 0)
	if b := Look(o); a.Print().Same(b.Print()) {
		t.Error("two products are one")
	}
	if b := Look(image.NewGray(image.Rect(0, 0, 20, 20))); !b.Blank || !(&Facts{}).Print().Plain() {
		t.Error("an empty sheet is told apart")
	}
}

// TestSmall: no size is too small or too slender.
func TestSmall(t *testing.T) {
	for _, r := range []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(0, 0, 3000, 1), image.Rect(0, 0, 1, 3000), image.Rect(5, 7, 9, 30)} {
		g := image.NewGray(r)
		for i := range g.Pix {
			g.Pix[i] = byte(255 * (i / 2 % 2))
		}
		if f := Look(g); len(f.Cells) != Side*Side*3 || f.Pixels == "" {
			t.Errorf("%v: %+v", r, f)
		}
	}
}

// pictures decodes all pictures below a folder of shared data; what does not decode is left out.
func pictures(t *testing.T, set, below string, use func(name string, img image.Image)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(sharedata.Dir(t, set), below), func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if img, _, err := image.Decode(bytes.NewReader(data)); err == nil {
			use(filepath.Base(p), img)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSharedPhotographs: each photograph scaled, in grey and saved anew is known again; turned and
// mirrored ones are other pictures.
func TestSharedPhotographs(t *testing.T) {
	worst := [2]int{}
	var all []Print
	pictures(t, "image-near-duplicate", "base_images", func(name string, img image.Image) {
		f := Look(img)
		a := f.Print()
		all = append(all, a)
		b := img.Bounds()
		for _, other := range []image.Image{saved(t, img, 30), saved(t, scaled(img, b.Dx()/2, b.Dy()/2), 75), saved(t, scaled(img, b.Dx()*3/2, b.Dy()*3/2), 50)} {
			g := Look(other)
			x, y := a.Apart(g.Print())
			worst = [2]int{max(worst[0], x), max(worst[1], y)}
			if !a.Same(g.Print()) {
				t.Errorf("%s: %d, %d bits apart", name, x, y)
			}
		}
	})
	near := [2]int{64, 256}
	for i := range all {
		for j := range i {
			x, y := all[i].Apart(all[j])
			near = [2]int{min(near[0], x), min(near[1], y)}
			if all[i].Same(all[j]) {
				t.Errorf("two photographs %d, %d bits apart count as one", x, y)
			}
		}
	}
	t.Logf("%d photographs: saved anew at most %d and %d bits apart, different ones at least %d and %d", len(all), worst[0], worst[1], near[0], near[1])
}

// TestSharedDrawings measures false alarms: pictures of different things that count as one, and marks
// in drawings of things that have none.
func TestSharedDrawings(t *testing.T) {
	for _, style := range []string{"openmoji_line", "openmoji_color", "twemoji", "fluent3d"} {
		var all []Print
		marked, n := Marks{}, 0
		pictures(t, "image-cross-style", "images/"+style, func(name string, img image.Image) {
			f := Look(img)
			n++
			marked.Dashes, marked.Chains, marked.Letters = marked.Dashes+min(1, f.Dashes), marked.Chains+min(1, f.Chains), marked.Letters+min(1, f.Letters)
			marked.Dimensions, marked.Codes = marked.Dimensions+min(1, f.Dimensions), marked.Codes+min(1, f.Codes)
			marked.Frame = marked.Frame || f.Frame
			if p := f.Print(); !p.Plain() {
				all = append(all, p)
			}
		})
		pairs, same := 0, 0
		for i := range all {
			for j := range i {
				if pairs++; all[i].Same(all[j]) {
					same++
				}
			}
		}
		t.Logf("%s: %d pictures, %d with a print of their own, %d of %d pairs count as one; marks %+v", style, n, len(all), same, pairs, marked)
		// Those that count as one differ in a detail: a disk and a disk of another label.
		if same*10_000 > 4*pairs || marked != (Marks{}) {
			t.Errorf("%s: too many false alarms", style)
		}
	}
}

// TestSharedForms measures how alike the outlines of one object in two styles are, and those of two
// objects.
func TestSharedForms(t *testing.T) {
	forms := map[string]map[string]Form{}
	styles := []string{"openmoji_color", "openmoji_line", "twemoji", "fluent3d"}
	for _, style := range styles {
		forms[style] = map[string]Form{}
		pictures(t, "image-cross-style", "images/"+style, func(name string, img image.Image) {
			f := Look(img)
			if form, ok := FormOf(f.Cells, img.Bounds().Dx(), img.Bounds().Dy()); ok {
				forms[style][name] = form
			}
		})
	}
	var one, two []float64
	names := slices.Sorted(maps.Keys(forms["openmoji_line"]))
	for i, name := range names {
		a := forms["openmoji_line"][name]
		if b, ok := forms["openmoji_color"][name]; ok {
			one = append(one, a.Like(&b))
		}
		for _, other := range names[:i] {
			b := forms["openmoji_line"][other]
			two = append(two, a.Like(&b))
		}
	}
	slices.Sort(one)
	slices.Sort(two)
	at := func(v []float64, share float64) float64 { return v[int(share*float64(len(v)-1))] }
	t.Logf("one object drawn and coloured (%d): least %.2f, one in ten below %.2f; two objects (%d): median %.2f, one in ten below %.2f, one in twenty above %.2f",
		len(one), at(one, 0), at(one, 0.1), len(two), at(two, 0.5), at(two, 0.1), at(two, 0.95))
	if at(one, 0.05) < at(two, 0.5) {
		t.Error("the outline tells nothing")
	}
}

// TestSharedFigures: the figures of published patents have signs and arrows and none of the other marks.
func TestSharedFigures(t *testing.T) {
	n := 0
	sum := map[string]int{}
	pictures(t, "patent-xml-standards", "data", func(name string, img image.Image) {
		f := Look(img)
		n++
		for what, has := range map[string]bool{"lines": f.Lines, "frame": f.Frame, "shade": f.Lines && f.Shade > 0.01, "dashes": f.Dashes > 0, "chains": f.Chains > 0,
			"dimensions": f.Dimensions > 0, "letters": f.Letters > 0, "codes": f.Codes > 0} {
			if has {
				sum[what]++
				if strings.Contains("frame shade chains codes", what) {
					t.Errorf("%s: %s", name, what)
				}
			}
		}
	})
	t.Log(n, "figures:", fmt.Sprint(sum))
}

func BenchmarkLook(b *testing.B) {
	p := product()
	p.words(300, 580, 2, "MODEL 8")
	big := scaled(p, 2480, 3508)
	b.SetBytes(2480 * 3508)
	for b.Loop() {
		Look(big)
	}
}
