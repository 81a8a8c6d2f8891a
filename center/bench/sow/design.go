package sow

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// designs are faults of the product's name and of the brief explanation.
func designs() []Fault {
	named := func(form string, words ...string) func(*paper) string {
		return func(p *paper) string {
			w := p.pick(words...)
			p.call(strings.NewReplacer("@", p.Title, "#", w).Replace(form))
			return w
		}
	}
	adds := func(words ...string) func(*paper) string {
		return func(p *paper) string {
			w := p.pick(words...)
			p.Brief = append(p.Brief, strconv.Itoa(len(p.Brief)+1)+"."+w+"。")
			return w
		}
	}
	return []Fault{
		// 专利法实施细则第四十四条第（一）项.
		{"DSG-001", "d", func(p *paper) string { p.Brief = nil; return Anywhere }},
		{"DSG-001", "d", func(p *paper) string { p.Figures = nil; return Anywhere }},
		// 专利审查指南第一部分第三章4.1.1节.
		{"DSG-002", "d", named("#@", "适用于大中型会议室以及家庭客厅使用的可折叠移动式")},
		{"DSG-003", "d", named("#@", "华为牌", "杭州", "XJ-300型", "清代")},
		{"DSG-003", "d", func(p *paper) string { who := p.Request.Inventors[0].Name; p.call(who + "式" + p.Title); return who }},
		{"DSG-004", "d", named("@#", "外观设计", "的设计")},
		{"DSG-004", "d", named("#@", "节能省电型", "防滑耐磨", "21英寸", "一套")},
		{"DSG-005", "d", func(p *paper) string {
			return p.call(p.pick("文具", "炊具", "建筑用物品", "日用品", "工具"))
		}},
		// 专利法实施细则第三十一条第一款.
		{"DSG-015", "d", without("用途")},
		{"DSG-015", "d", without("要点：", "要点在于")},
		{"DSG-015", "d", without("公告", "最能")},
		{"DSG-016", "d", func(p *paper) string {
			for i, l := range p.Brief {
				for _, v := range []string{"设计1立体图", "立体图", "主视图"} {
					if strings.Contains(l, v) && (strings.Contains(l, "公告") || strings.Contains(l, "最能")) {
						p.Brief[i] = strings.Replace(l, v, "分解图", 1)
						return Anywhere
					}
				}
			}
			return ""
		}},
		// 专利法实施细则第三十一条第四款.
		{"DSG-017", "d", adds("本产品为行业领先的高端产品", "本产品销量第一，深受消费者喜爱")},
		{"DSG-017", "d", adds("内部设有双电机和减速机构", "本产品能够提高工作效率，降低能耗")},
		// 专利法实施细则第三十条第三款；专利法实施细则第三十一条第一款.
		{"DSG-014", "d", adds("请求保护的外观设计包含色彩")},
		// 专利法实施细则第三十条第二款；专利法实施细则第三十一条第三款.
		{"DSG-021", "d", func(p *paper) string {
			if p.Request.Partial {
				return ""
			}
			p.Request.Partial = true
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.4节；专利审查指南第一部分第三章4.5节.
		{"DSG-022", "d", func(p *paper) string {
			if strings.Contains(p.Title, "界面") {
				return ""
			}
			adds("本产品的屏幕中显示有图形用户界面，设计要点在于该图形用户界面")(p)
			return Anywhere
		}},
	}
}

// without drops the statement of the brief explanation that contains one of the words. Where another one
// says the same, nothing would be lacking.
func without(words ...string) func(*paper) string {
	return func(p *paper) string {
		says := func(l string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(l, w) })
		}
		i := slices.IndexFunc(p.Brief, says)
		if i < 0 || slices.ContainsFunc(p.Brief[i+1:], says) {
			return ""
		}
		p.Brief = slices.Delete(p.Brief, i, i+1)
		return Anywhere
	}
}

// plain reports whether the design is one product shown from all sides.
func (p *paper) plain() bool {
	return slices.ContainsFunc(p.Figures, func(f filing.Figure) bool { return f.Label == "仰视图" }) && !p.Request.Partial
}

// views are faults of the views of a design.
func views() []Fault {
	return []Fault{
		// 专利审查指南第一部分第三章4.2节；专利法实施细则第三十一条第一款.
		{"DSG-006", "d", dropped("左视图")},
		{"DSG-006", "d", dropped("俯视图")},
		// 专利审查指南第一部分第三章4.2节.
		{"DSG-008", "d", func(p *paper) string {
			if len(p.Figures) != 2 {
				return ""
			}
			p.Figures = p.Figures[:1]
			without("省略")(p)
			p.Brief = append(p.Brief, "5."+p.Title+"为平面产品。")
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.2.1节.
		{"DSG-009", "d", func(p *paper) string {
			p.Figures[0].Label = p.pick("正面照", "IMG_0231", "产品图", "前面")
			return Anywhere
		}},
		{"DSG-009", "d", func(p *paper) string { p.Figures[1].Label = p.Figures[0].Label; return Anywhere }},
		// 专利审查指南第一部分第三章4.2节.
		{"DSG-010", "d", func(p *paper) string {
			if !p.plain() {
				return ""
			}
			p.Figures[2].Art.Data = slab(708, 708, 90, 600)
			p.Figures[0].Art.Data = slab(708, 708, 300, 200)
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.2.3节.
		{"DSG-012", "d", func(p *paper) string {
			if !p.plain() {
				return ""
			}
			p.Figures[len(p.Figures)-1].Art = filing.Art{Data: photo(800, 800, 29), Width: 120, Height: 120}
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.2节；本中心规定：电子申请的图片分辨率.
		{"DSG-013", "d", func(p *paper) string { p.Figures[0].Art.Width, p.Figures[0].Art.Height = 210, 280; return Anywhere }},
		{"DSG-013", "d", func(p *paper) string { p.Figures[0].Art.Width, p.Figures[0].Art.Height = 20, 50; return Anywhere }},
		// 专利法实施细则第三十一条第二款；专利法实施细则第四十条第一款.
		{"DSG-018", "d", func(p *paper) string {
			if p.Request.SimilarDesigns == 0 {
				return ""
			}
			return without("基本设计")(p)
		}},
		{"DSG-018", "d", func(p *paper) string {
			if p.Request.SimilarDesigns == 0 {
				return ""
			}
			for n := 3; n <= 11; n++ {
				for _, f := range p.Figures[:7] {
					f.Label = strings.Replace(f.Label, "设计1", "设计"+strconv.Itoa(n), 1)
					p.Figures = append(p.Figures, f)
				}
			}
			p.Request.SimilarDesigns = 11
			return Anywhere
		}},
		// 专利法实施细则第四十条第三款.
		{"DSG-020", "d", func(p *paper) string {
			if p.Request.SimilarDesigns > 0 {
				p.Figures[3].Label = strings.TrimPrefix(p.Figures[3].Label, "设计1")
				return Anywhere
			}
			p.Request.SetProducts = 2
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.3节.
		{"DSG-025", "d", func(p *paper) string {
			if !p.plain() {
				return ""
			}
			p.Brief = append(p.Brief, strconv.Itoa(len(p.Brief)+1)+".省略仰视图。")
			return dropped("仰视图")(p)
		}},
	}
}

// dropped takes a view away from a product shown from all sides.
func dropped(name string) func(*paper) string {
	return func(p *paper) string {
		if !p.plain() {
			return ""
		}
		p.Figures = slices.DeleteFunc(p.Figures, func(f filing.Figure) bool { return f.Label == name })
		return Anywhere
	}
}

// photo is a picture with as many shades as a photograph has: hills of light over a textured ground.
func photo(w, h int, seed int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			a := 110 + 70*math.Sin(5*u+float64(seed))*math.Cos(4*v) + 30*math.Sin(41*u*v+float64(seed)) + 8*math.Sin(float64((x*7+y*13+seed)%31))
			img.Set(x, y, color.RGBA{uint8(a), uint8(20 + a*0.8), uint8(15 + a*0.7), 255})
		}
	}
	return jpegOf(img)
}

// slab is a line drawing of one box in the middle of an empty sheet.
func slab(w, h, bw, bh int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := (h - bh) / 2; y <= (h+bh)/2; y++ {
		for x := (w - bw) / 2; x <= (w+bw)/2; x++ {
			if min(x-(w-bw)/2, (w+bw)/2-x, y-(h-bh)/2, (h+bh)/2-y) < 4 {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	return jpegOf(img)
}

func jpegOf(img image.Image) []byte {
	var b bytes.Buffer
	// Encoding to memory fails for sizes beyond 65,535 alone.
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 92})
	return b.Bytes()
}
