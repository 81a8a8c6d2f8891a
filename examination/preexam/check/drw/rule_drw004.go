package drw

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
)

// drw004: sharpness at the printed size, from the pixels and the declared width. A picture without
// a declared size cannot be judged.
func drw004(l Limits) check.Rule {
	return about(rule.Meta{
		ID: "DRW-004", Title: "附图线条清晰，缩小到三分之二仍能分辨各个细节",
		English: "Drawings are clear even when reduced to two thirds",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		for _, f := range p.App.Figures {
			if f.Problem != "" || f.Blank || f.Width <= 0 || f.MMWidth <= 0 {
				continue
			}
			if dpi := float64(f.Width) / f.MMWidth * 25.4; dpi < l.MinEffective {
				report(p, f, fmt.Sprintf("宽%d像素而版面宽%.0f毫米，每英寸只有%.0f点，缩小后细节难以分辨", f.Width, f.MMWidth, dpi),
					"用矢量绘图软件重新导出，或者以更高的分辨率扫描，不要放大小图")
			}
		}
	})
}
