package dsc

import (
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/patent/prose"
)

// maxFindings bounds how often one rule reports the same kind of defect in one text.
const maxFindings = 20

// submitted returns the figures that were handed in. ok is false if there are none or if one of
// them cannot be identified by its label, so that nothing can be said to be missing.
func submitted(p *check.Pass) (out []prose.Figure, ok bool) {
	for _, f := range p.App.Figures {
		fig, named := prose.FigureOf(f)
		if !named {
			return nil, false
		}
		out = append(out, fig)
	}
	return out, len(out) > 0
}

// join writes figures as 图1、图3a, at most ten of them.
func join(figs []prose.Figure) string {
	var names []string
	for i, f := range figs {
		if i == 10 {
			return strings.Join(names, "、") + "等"
		}
		names = append(names, f.String())
	}
	return strings.Join(names, "、")
}
