package dsg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Sizes of a picture in millimetres, and resolutions in dots an inch. [K], the resolution [?]
const (
	leastShort, leastLong = 30, 80
	mostShort, mostLong   = 150, 220
	leastDPI, mostDPI     = 72, 300
	slender               = 5 // sides in such a proportion: a long thin article may be narrower
	rounding              = 1 // millimetre
)

// dsg013 takes the size that the package declares, or else computes it from pixels and
// resolution. Resolution limits differ by year and only warn.
func dsg013() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-013", Title: "图片不小于3厘米×8厘米、不大于15厘米×22厘米，可以解码，分辨率合适",
		English: "Pictures measure 3 × 8 cm to 15 × 22 cm, can be decoded and have a fit resolution",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2", rule.Known), basis.CenterOwn("电子申请的图片分辨率")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		for i, v := range viewsOf(p.App) {
			if v.Problem != "" {
				about(p, v, fmt.Sprintf("%s的图片有问题：%s", v.title(i), v.Problem), "换上能够打开的 JPG 或者 TIF 图片")
			}
			w, h := sides(v.Figure)
			if w <= 0 || h <= 0 {
				continue
			}
			short, long := min(w, h), max(w, h)
			switch {
			case short > mostShort+rounding || long > mostLong+rounding:
				about(p, v, fmt.Sprintf("%s为%.0f×%.0f毫米，大于15厘米×22厘米", v.title(i), w, h), "按比例缩小全部视图")
			case long < leastLong-rounding || short < leastShort-rounding:
				f := about(p, v, fmt.Sprintf("%s为%.0f×%.0f毫米，小于3厘米×8厘米", v.title(i), w, h), "按比例放大全部视图")
				if long >= slender*short {
					f.Severity = rule.Warning
				}
			}
			if v.DPI > 0 && (v.DPI < leastDPI-rounding || v.DPI > mostDPI+rounding) {
				about(p, v, fmt.Sprintf("%s的分辨率为%.0fdpi", v.title(i), v.DPI), fmt.Sprintf("以%d至%ddpi重新导出", leastDPI, mostDPI)).Severity = rule.Warning
			}
		}
	})
}

// sides returns width and height in millimetres as declared, or else by the resolution.
func sides(f *patent.Figure) (w, h float64) {
	if f.MMWidth > 0 && f.MMHeight > 0 {
		return f.MMWidth, f.MMHeight
	}
	if f.DPI <= 0 {
		return 0, 0
	}
	const inch = 25.4
	return float64(f.Width) / f.DPI * inch, float64(f.Height) / f.DPI * inch
}
