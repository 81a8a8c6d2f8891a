package dsg

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/filing"
)

// scribble is what a drawer leaves in a view that must not be there.
type scribble func(*image.Gray)

func bar(img *image.Gray, x0, y0, x1, y1 int) {
	draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(color.Gray{}), image.Point{}, draw.Src)
}

func border(img *image.Gray) {
	b := img.Bounds().Inset(12)
	bar(img, b.Min.X, b.Min.Y, b.Max.X, b.Min.Y+3)
	bar(img, b.Min.X, b.Max.Y-3, b.Max.X, b.Max.Y)
	bar(img, b.Min.X, b.Min.Y, b.Min.X+3, b.Max.Y)
	bar(img, b.Max.X-3, b.Min.Y, b.Max.X, b.Max.Y)
}

func dashed(img *image.Gray) {
	for x := 100; x < 500; x += 30 {
		bar(img, x, 60, x+18, 63)
	}
}

func shaded1(img *image.Gray) {
	for x := range 120 {
		draw.Draw(img, image.Rect(80+x, 40, 81+x, 130), image.NewUniform(color.Gray{Y: byte(220 - x)}), image.Point{}, draw.Src)
	}
}

// views draws six faces and an oblique view of one product, each spoilt.
func views(t *testing.T, seed uint64, spoil scribble) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, face := range map[string]string{"主视图": "front", "后视图": "back", "左视图": "left", "右视图": "right", "俯视图": "top", "仰视图": "bottom", "立体图": "oblique"} {
		data, err := filing.Art{Style: filing.View, Seed: seed, Face: face}.Encode(filing.PNG, 0)
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		g := image.NewGray(img.Bounds())
		draw.Draw(g, g.Bounds(), img, img.Bounds().Min, draw.Src)
		spoil(g)
		out[name] = encode(g)
	}
	return out
}

func encode(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestDrawnViews: what is drawn into the views of a product is seen, in a package as in a plain folder,
// and in clean views nothing is.
func TestDrawnViews(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil scribble
		want  string
	}{{"clean", func(*image.Gray) {}, ""}, {"frame", border, "边框"}, {"dashes", dashed, "虚线"}, {"shade", shaded1, "灰度阴影"}} {
		for seed := range uint64(2) {
			all := views(t, seed+1, c.spoil)
			x := submission{views: map[string]filing.Art{}, brief: soundBrief, form: filing.Request{Title: "台灯"}}
			for name, data := range all {
				x.views[name] = filing.Art{Data: data}
			}
			for where, a := range map[string]*patent.Application{"folder": x.folder(t), "package": x.bundle(t)} {
				if a.Kind != patent.Design || len(a.Views) != len(all) {
					t.Fatalf("%s: %s with %d views", where, a.Kind, len(a.Views))
				}
				got, seen := []string{}, 0
				for _, f := range check.Run(check.Input{App: a, On: calendar.MustDay("2026-11-23")}, []check.Rule{dsg011()}).Findings {
					got = append(got, f.Message)
					if names, what, ok := strings.Cut(f.Message, "中疑有"); ok && strings.Contains(what, c.want) {
						seen += strings.Count(names, "“")
					}
				}
				right := seen == len(all)
				if c.want == "" {
					right = len(got) == 0
				}
				if !right {
					t.Errorf("%s, product %d, %s: %s", c.name, seed+1, where, fmt.Sprint(got))
				}
			}
		}
	}
}
