package dsc

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc003: order of the parts, and no title twice. The regulation allows another order where it
// saves space and is understood; a part under an unusual title is therefore only a hint.
func dsc003() check.Rule {
	return about(rule.Meta{
		ID: "DSC-003", Title: "说明书各部分按规定的顺序撰写，标题不重复",
		English: "The parts of the description stand in the prescribed order, each once",
		Basis:   []rule.Cite{cite.Rules("第二十条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		order := prose.Order()
		seen := map[prose.SectionKind]bool{}
		last := -1
		for _, s := range d.Sections {
			title := s.Title.Of(d.Text.Text)
			at := slices.Index(order, s.Kind)
			switch {
			// A repeated title is told as such and not also as out of order.
			case seen[s.Kind]:
				p.At(patent.Description, s.Title.Start, s.Title.End, fmt.Sprintf("标题“%s”重复出现", title),
					"每一部分只写一个标题，将两处内容合并到同一标题之下")
			// Later than a part that must follow it.
			case at < last:
				f := p.At(patent.Description, s.Title.Start, s.Title.End,
					fmt.Sprintf("“%s”写在“%s”之后，顺序不符合规定", s.Kind, order[last]),
					"按技术领域、背景技术、发明内容（实用新型内容）、附图说明、具体实施方式的顺序调整")
				if !s.Standard {
					f.Severity = rule.Warning
				}
			}
			seen[s.Kind] = true
			last = max(last, at)
		}
	})
}
