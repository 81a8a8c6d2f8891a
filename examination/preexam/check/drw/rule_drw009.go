package drw

import (
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// step009 begins a step in running text.
var step009 = regexp.MustCompile(`(?m)^\s*(?:步骤\s*)?[SＳ]?\s*(?:[0-9]{1,4}|[一二三四五六七八九十])\s*[、：:.，,）)]|步骤\s*[SＳ]?[0-9]{1,4}`)

// drw009 lays the flow charts beside the steps of the embodiments.
func drw009() check.Rule {
	return asked(rule.Meta{
		ID: "DRW-009", Title: "流程图的各框写有步骤，与说明书一致",
		English: "The boxes of flow charts carry the steps of the description",
		Basis:   []rule.Cite{cite.Practice("流程图与说明书的一致")},
		Level:   rule.Advice, Severity: rule.Warning, Version: 1,
	}, func(p *check.Pass, figs []patent.Figure) {
		found, _ := entries(p, figs, func(words string) bool {
			return says(words, "流程", "步骤图", "步骤顺序", "步骤的顺序")
		})
		if len(found) == 0 {
			return
		}
		p.Ask(patent.Drawings, "请看流程图：各框是否缺少步骤的文字，或者与说明书所写的步骤、顺序不一致？", "在各框内写明步骤，步骤的编号、内容和顺序与说明书一致", append(found, steps009(p)...)...)
	})
}

// steps009 returns the steps of the embodiments, each by the sentence in which it is told first.
func steps009(p *check.Pass) (out []check.Passage) {
	d := p.Prose()
	text, seen := d.Text.Text, map[string]bool{}
	for i := range d.Sections {
		s := &d.Sections[i]
		if s.Kind != prose.Embodiments {
			continue
		}
		past := 0 // end of the sentence looked at last
		for _, m := range step009.FindAllStringIndex(s.Body.Of(text), 40) {
			start, end := s.Body.Start+m[0], s.Body.Start+m[1]
			name := strings.Trim(text[start:end], " \t\n、：:.，,）)")
			if seen[name] || start < past {
				continue
			}
			if n := strings.IndexAny(text[end:s.Body.End], "；;。\n"); n >= 0 {
				end += n
			}
			past = end
			// 步骤S1至步骤S4 tells of no step.
			if len(step009.FindAllStringIndex(text[start:end], 2)) > 1 {
				continue
			}
			seen[name] = true
			out = append(out, p.Passage(patent.Description, start, end))
		}
	}
	return out
}
