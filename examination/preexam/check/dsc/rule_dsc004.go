package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc004: no title without a body. A table, a formula or a picture is a body; a paragraph number
// alone is none.
func dsc004() check.Rule {
	return about(rule.Meta{
		ID: "DSC-004", Title: "说明书的各部分不得只有标题没有内容",
		English: "No part of the description is empty",
		Basis:   []rule.Cite{cite.Rules("第二十条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		for _, s := range d.Sections {
			if !s.Empty {
				continue
			}
			title := s.Title.Of(d.Text.Text)
			// For 附图说明 without drawings the remedy is to drop the title.
			fix := fmt.Sprintf("补写“%s”的内容", title)
			if s.Kind == prose.FigureList && !hasDrawings(p) {
				fix = "没有附图的，删去该标题；有附图的，逐幅写明图名"
			}
			p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("“%s”部分只有标题，没有内容", title), fix)
		}
	})
}
