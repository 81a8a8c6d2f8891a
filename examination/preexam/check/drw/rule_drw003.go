package drw

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/lettering"
	"zhibao/law/rule"
)

// drw003 needs an engine that reads pictures. A word in brackets may stand behind the Chinese one.
func drw003() check.Rule {
	r := about(rule.Meta{
		ID: "DRW-003", Title: "附图中的词语使用中文，必要时在其后的括号里注明原文",
		English: "Words in drawings are Chinese, the original in brackets where needed",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		for i := range p.App.Figures {
			f := &p.App.Figures[i]
			// An unread drawing has no words and is told of below.
			if found := lettering.Foreign(f); len(found) > 0 {
				report(p, *f, fmt.Sprintf("中识别到外文词语“%s”（本机文字识别，可能有误）", strings.Join(found[:min(len(found), most003)], " ")),
					"将词语改为中文；确有必要保留原文的，写在中文后的括号里")
			}
		}
		partly(p)
	})
	r.Needs = []check.Need{check.Reading}
	return r
}

// most003 bounds the words that a finding repeats.
const most003 = 6

// partly notes that some of the drawings could not be read.
func partly(p *check.Pass) {
	for _, f := range p.App.Figures {
		// What cannot be looked at at all is DRW-005.
		if f.Read == "" && f.Present && f.Problem == "" && !f.Blank {
			p.Lacks(check.Reading)
			return
		}
	}
}
