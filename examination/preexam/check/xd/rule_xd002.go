package xd

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

func xd002() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-002", Title: "附图、附图说明和正文引用的附图数量一致",
		English: "The drawings, the list of figures and the citations agree in number",
		Basis:   []rule.Cite{regulation("第二十一条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, For: technical(), Part: patent.Drawings, Run: func(p *check.Pass) {
		d := p.Prose()
		if len(p.App.Figures) == 0 || len(d.Figures) == 0 {
			return
		}
		drawn := len(p.App.Figures)
		var listed, cited counter
		for _, e := range d.Figures {
			listed.add(e.Figures)
		}
		for _, c := range d.Citations {
			if c.Section == prose.Content || c.Section == prose.Embodiments {
				cited.add(c.Figures)
			}
		}
		// A drawing may hold several figures and a figure several drawings: 图4 for 图4A and 图4B.
		if drawn == listed.exact() || drawn == listed.numbers() {
			return
		}
		p.Whole(patent.Drawings, fmt.Sprintf("说明书附图共%d幅，附图说明列有%d幅，正文引用了%d幅，数量不一致",
			drawn, listed.exact(), cited.exact()), "逐幅核对图号，补充或者删去，使三处一致")
	}}
}

// A counter counts figures, each once.
type counter struct{ seen map[prose.Figure]bool }

func (c *counter) add(figs []prose.Figure) {
	if c.seen == nil {
		c.seen = map[prose.Figure]bool{}
	}
	for _, f := range figs {
		c.seen[f] = true
	}
}

func (c *counter) exact() int { return len(c.seen) }

// numbers counts 图4A and 图4B as one.
func (c *counter) numbers() int {
	n := map[int]bool{}
	for f := range c.seen {
		n[f.Number] = true
	}
	return len(n)
}
