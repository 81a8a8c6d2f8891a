package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc013: signs without brackets in the embodiments. Told once with the number of places, for a
// habit is corrected as a whole.
func dsc013() check.Rule {
	return about(rule.Meta{
		ID: "DSC-013", Title: "具体实施方式中的附图标记写在部件名称之后，不加括号",
		English: "In the embodiments a reference sign follows the name without brackets",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.6", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Info, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		var first prose.Sign
		n := 0
		for _, s := range p.Prose().Signs {
			if s.Section == prose.Embodiments && s.Bracketed && s.Settled {
				// The first place stands for all.
				if n++; n == 1 {
					first = s
				}
			}
		}
		// One or two may be anything in brackets, three are a habit.
		if n >= 3 {
			p.At(patent.Description, first.NameSpan.Start, first.End, fmt.Sprintf("具体实施方式中有%d处附图标记加了括号", n),
				"写作“底座1”，不写作“底座（1）”；括号只用于权利要求书和摘要")
		}
	})
}
