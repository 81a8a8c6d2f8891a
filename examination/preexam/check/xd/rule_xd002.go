package xd

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// xd002: three counts of the figures in one message. Which figure is missing is told by DSC-009 and
// DSC-010; this is the sum that the receiving clerk compares.
func xd002() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-002", Title: "附图、附图说明和正文引用的附图数量一致",
		English: "The drawings, the list of figures and the citations agree in number",
		Basis:   []rule.Cite{cite.Rules("第二十一条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, For: technical(), Part: patent.Drawings, Run: func(p *check.Pass) {
		d := p.Prose()
		if len(p.App.Figures) == 0 || len(d.Figures) == 0 {
			return
		}
		drawn := len(p.App.Figures)
		var listed, cited prose.FigureSet
		for _, e := range d.Figures {
			listed.Add(e.Figures...)
		}
		for _, c := range d.Citations {
			if c.Section == prose.Content || c.Section == prose.Embodiments {
				cited.Add(c.Figures...)
			}
		}
		// A drawing may hold several figures and a figure several drawings: 图4 for 图4A and 图4B.
		if drawn == listed.Len() || drawn == listed.Numbers() {
			return
		}
		p.Whole(patent.Drawings, fmt.Sprintf("说明书附图共%d幅，附图说明列有%d幅，正文引用了%d幅，数量不一致",
			drawn, listed.Len(), cited.Len()), "逐幅核对图号，补充或者删去，使三处一致")
	}}
}
