package dsg

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// asked makes a rule that asks about the pictures that were handed in and can be looked at.
func asked(m rule.Meta, run func(*check.Pass)) check.Rule {
	m.Auto = rule.Manual
	return shown(m, func(p *check.Pass) {
		for _, v := range p.App.Views {
			if v.Present && v.Problem == "" && !v.Blank {
				run(p)
				return
			}
		}
	})
}

// points opens the sentences of the brief explanation that say wherein the design lies.
var points = words.New(words.List(`设计要点 设计的要点 设计特点`), nil)

// spoken returns the sentences of the brief explanation in which one of the words stands.
func spoken(p *check.Pass, list *words.Matcher) (out []check.Passage) {
	for _, s := range sentences(p) {
		if list.Any(s.words) {
			out = append(out, p.Passage(patent.Brief, s.start, s.end))
		}
	}
	return out
}

// titled returns the product name in the request form.
func titled(p *check.Pass) []check.Passage {
	if p.App.Request == nil {
		return nil
	}
	return form.Show(p, form.Title(p.App.Request))
}
