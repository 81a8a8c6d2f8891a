package drw

import (
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// asked makes a rule that asks about the drawings that were handed in and can be looked at. No program
// here reads what is in a picture.
func asked(m rule.Meta, run func(*check.Pass, []patent.Figure)) check.Rule {
	m.Auto = rule.Manual
	return about(m, func(p *check.Pass) {
		var seen []patent.Figure
		for _, f := range p.App.Figures {
			if f.Present && f.Problem == "" && !f.Blank {
				seen = append(seen, f)
			}
		}
		if len(seen) > 0 {
			run(p, seen)
		}
	})
}

// entries returns the drawings of whose words in the list of figures keep holds, and those words.
func entries(p *check.Pass, figs []patent.Figure, keep func(words string) bool) (out []check.Passage, these []patent.Figure) {
	d := p.Prose()
	last := -1
	for _, f := range figs {
		fig, ok := prose.FigureOf(f)
		if i := entryOf(d, fig); ok && i >= 0 && keep(d.Figures[i].Words.Of(d.Text.Text)) {
			if these = append(these, f); i != last {
				out = append(out, p.Passage(patent.Description, d.Figures[i].Start, d.Figures[i].End))
				last = i
			}
		}
	}
	return out, these
}

// entryOf returns the index of the entry that covers the figure, or -1.
func entryOf(d *prose.Description, fig prose.Figure) int {
	for i, e := range d.Figures {
		for _, g := range e.Figures {
			if prose.Covers(g, fig) {
				return i
			}
		}
	}
	return -1
}

// signs returns how many reference signs the description surely uses.
func signs(p *check.Pass) int {
	seen := map[string]bool{}
	for _, s := range p.Prose().Signs {
		if s.Settled {
			seen[s.Sign] = true
		}
	}
	return len(seen)
}
