package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc009: the list of figures in itself, and against the drawings that were handed in. Ranges,
// groups and sub-figures count for each figure; a description without a list is left to dsc002,
// and one without drawings is never told to list any.
func dsc009() check.Rule {
	return about(rule.Meta{
		ID: "DSC-009", Title: "附图说明按图1、图2……连续列出每一幅附图，各列一次",
		English: "The list of figures names every figure once, numbered without gaps",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款第四项"), cite.Rules("第二十一条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		d := p.Prose()
		if len(d.Figures) == 0 {
			return
		}
		repeats(p, d)
		gaps(p, d)
		for _, e := range d.Figures {
			if e.Chinese {
				// One finding: who writes 图一 writes 图二.
				p.Once("numeral").At(patent.Description, e.Label.Start, e.Label.End, "图号使用了中文数字", "改用阿拉伯数字，写作图1、图2……，正文与附图一并修改")
			}
		}
		// The drawings can be compared only if every one of them has a number that can be read.
		drawn, ok := submitted(p)
		if !ok {
			return
		}
		var unlisted []prose.Figure
		for _, f := range drawn {
			if !d.Listed(f) {
				unlisted = append(unlisted, f)
			}
		}
		if len(unlisted) > 0 {
			p.Whole(patent.Description, fmt.Sprintf("说明书附图中有%s，附图说明中没有列出", join(unlisted)),
				"在附图说明中为每一幅附图补写图名；多余的附图请从说明书附图中删去")
		}
	})
}

// repeats reports a figure that is listed again, at the later place.
func repeats(p *check.Pass, d *prose.Description) {
	seen := map[prose.Figure]bool{}
	for _, e := range d.Figures {
		for _, f := range e.Figures {
			if seen[f] {
				p.Once(f.String()).At(patent.Description, e.Label.Start, e.Label.End, fmt.Sprintf("附图说明中%s重复列出", f),
					"每幅附图只列一次；如为另一幅附图，请改正图号")
			}
			seen[f] = true
		}
	}
}

// gaps reports numbers that are skipped, and the entries that stand out of order.
func gaps(p *check.Pass, d *prose.Description) {
	has := map[int]bool{}
	for _, e := range d.Figures {
		for _, f := range e.Figures {
			has[f.Number] = true
		}
	}
	last, told := 0, 0
	for _, e := range d.Figures {
		first := e.Figures[0].Number
		if first < last {
			p.Once("disorder").At(patent.Description, e.Label.Start, e.Label.End, fmt.Sprintf("附图说明中图%d列在图%d之后", first, last),
				"按图号从小到大的顺序排列").Severity = rule.Warning
		}
		// A wild number such as 图999 must not list a thousand missing figures.
		var missing []prose.Figure
		for n := last + 1; n < first && n < last+100; n++ {
			if !has[n] {
				missing = append(missing, prose.Figure{Number: n})
			}
		}
		if len(missing) > 0 {
			told++
		}
		switch {
		case len(missing) == 0:
		case told > maxFindings:
			p.Also(patent.Description, e.Label.Start, e.Label.End)
		default:
			p.At(patent.Description, e.Label.Start, e.Label.End, fmt.Sprintf("附图说明中图号不连续，%s之前缺少%s", e.Figures[0], join(missing)),
				"补写所缺的附图说明，或者将附图重新顺序编号，并同时修改正文和附图")
		}
		for _, f := range e.Figures {
			last = max(last, f.Number)
		}
	}
}
