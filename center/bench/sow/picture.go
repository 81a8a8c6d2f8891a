package sow

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/internal/qr"
	"zhibao/patent/filing"
)

// pictures are faults that only a look at the pictures shows. What words stand in them takes an engine
// that not every machine has, and is not sown.
func pictures() []Fault {
	return []Fault{
		// 附图中的商标、二维码和网址.
		{"DRW-010", "iu", func(p *paper) string {
			if len(p.Figures) == 0 {
				return ""
			}
			p.Figures[0].Art.Data = coded()
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.2.2节.
		{"DSG-011", "d", func(p *paper) string {
			if !p.plain() {
				return ""
			}
			for i := range p.Figures {
				p.Figures[i].Art.Frame = true
			}
			return Anywhere
		}},
		// 专利法第二十三条第一款.
		{"DSG-026", "d", func(p *paper) string {
			p.facts.Gallery = &check.GalleryFacts{Alike: []check.Alike{{View: p.Figures[0].Label, CaseNo: "YS-3301-2026-000007-7", Own: true}}}
			return Anywhere
		}},
		// 专利法实施细则第四十条第一款.
		{"DSG-028", "d", func(p *paper) string {
			if p.Request.SimilarDesigns != 2 {
				return ""
			}
			for i := range p.Figures {
				name, second := strings.CutPrefix(p.Figures[i].Label, "设计2")
				switch {
				case second:
					p.Figures[i].Art.Data = slab(708, 708, 40, 640)
				case strings.HasPrefix(name, "设计1"):
					p.Figures[i].Art.Data = slab(708, 708, 640, 200)
				}
			}
			return Anywhere
		}},
	}
}

// coded is a screen with a square code on it.
func coded() []byte {
	img := image.NewGray(image.Rect(0, 0, 800, 800))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	code, err := qr.Encode("https://shifan.example.cn/xiazai")
	if err != nil {
		panic("sow: a code of a short address: " + err.Error())
	}
	const module = 6
	for y := range code.Size() {
		for x := range code.Size() {
			if code.Dark(x, y) {
				draw.Draw(img, image.Rect(300+x*module, 300+y*module, 300+(x+1)*module, 300+(y+1)*module), image.NewUniform(color.Gray{}), image.Point{}, draw.Src)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic("sow: a picture in memory: " + err.Error())
	}
	return b.Bytes()
}

// converted are faults that the converter of the office meets in a Word document.
func converted() []Fault {
	left := func(n int) func(*paper) string {
		return func(p *paper) string {
			if p.Kind == filing.Design {
				return ""
			}
			p.word = func() []byte { return p.drafted(n) }
			return Anywhere
		}
	}
	return []Fault{
		{"CNV-001", "iu", func(p *paper) string {
			words := p.pick("所述", "的", "以及")
			p.packed = append(p.packed, func(a *filing.Application) {
				last := &a.Sections[len(a.Sections)-1]
				last.Paragraphs[0].Text += "其" + words + words + "端部平齐。"
			})
			return words + words
		}},
		{"CNV-002", "iu", func(p *paper) string {
			const odd = "\ue0b1"
			p.packed = append(p.packed, func(a *filing.Application) {
				_, n := utf8.DecodeRuneInString(a.Claims[0].Text)
				a.Claims[0].Text = a.Claims[0].Text[:n] + odd + a.Claims[0].Text[n:]
			})
			return odd
		}},
		{"CNV-003", "iu", left(3)},
		{"CNV-004", "iu", left(4)},
		{"CNV-005", "iu", left(5)},
	}
}
