package drw

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw006: colour, told once for all drawings. It is allowed where it is needed.
func drw006() check.Rule {
	return about(rule.Meta{
		ID: "DRW-006", Title: "附图一般用黑色线条绘制，确有必要才使用彩色",
		English: "Drawings are black and white; colour only where it is needed",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Info, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		var coloured []patent.Figure
		for _, f := range p.App.Figures {
			if f.Colour {
				coloured = append(coloured, f)
			}
		}
		if len(coloured) > 0 {
			f := p.Whole(patent.Drawings, fmt.Sprintf("%s使用了彩色，共%d幅", list(coloured), len(coloured)),
				"颜色对说明技术方案没有必要的，改为黑白线条图")
			f.Paragraph = coloured[0].Label
		}
	})
}
