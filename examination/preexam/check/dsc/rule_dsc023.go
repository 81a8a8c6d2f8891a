package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// shortEmbodiments is the number of characters below which the embodiments are called short.
const shortEmbodiments = 1500

// dsc023: a hint at short embodiments. Length proves nothing about sufficiency, which only the
// examiner can judge.
func dsc023() check.Rule {
	return about(rule.Meta{
		ID: "DSC-023", Title: "具体实施方式足够详细",
		English: "The embodiments are not very short",
		Basis:   []rule.Cite{cite.Practice("具体实施方式不少于1500字")},
		Level:   rule.Advice, Severity: rule.Info, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		s := d.Section(prose.Embodiments)
		if s == nil || s.Empty {
			return
		}
		if n := prose.Runes(d.Body(prose.Embodiments)); n < shortEmbodiments {
			p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("具体实施方式只有%d字，少于%d字", n, shortEmbodiments),
				"确认所属领域的技术人员能够据此实现；必要时补充实施例、参数和附图的说明")
		}
	})
}
