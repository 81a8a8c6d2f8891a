package drw

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw008: a figure that by its description shows what is known.
func drw008() check.Rule {
	return asked(rule.Meta{
		ID: "DRW-008", Title: "表示现有技术的附图标明“现有技术”",
		English: "Figures of the prior art are marked as such",
		Basis:   []rule.Cite{cite.Practice("现有技术附图的标注")},
		Level:   rule.Advice, Severity: rule.Info, Version: 1,
	}, func(p *check.Pass, figs []patent.Figure) {
		found, _ := entries(p, figs, func(words string) bool {
			return says(words, "现有技术", "现有的", "传统的", "传统", "背景技术", "已有技术", "常规的") && !says(words, "对比", "比较", "本发明", "本实用新型", "与现有")
		})
		if len(found) > 0 {
			p.Ask(patent.Drawings, "这些附图表示现有技术，图中是否没有标明“现有技术”字样？", "在该附图下方标明“现有技术”", found...)
		}
	})
}
