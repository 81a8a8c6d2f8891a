package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc010: figures of the text against the list and the drawings, both ways. This is the costliest
// mistake of all: a figure that is handed in later moves the filing date, which the suggestion
// says. Figures of other documents, cited in the background, are left alone.
func dsc010() check.Rule {
	return about(rule.Meta{
		ID: "DSC-010", Title: "正文引用的附图存在，附图在正文中有说明",
		English: "Figures that the text cites exist, and figures that exist are described",
		Basis:   []rule.Cite{cite.Rules("第二十一条"), cite.Rules("第四十六条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		d := p.Prose()
		drawn, known := submitted(p)
		// With neither list nor drawings at hand nothing can be said to be missing.
		if len(d.Figures) > 0 || known {
			unknown(p, d, drawn)
		}
		absent(p, d, drawn, known)
		undescribed(p, d)
	})
}

// dateRisk is the warning of 实施细则第四十六条, which makes a missing figure dangerous.
const dateRisk = "。注意：说明书写有附图说明而缺少附图的，补交附图之日将成为申请日"

// unknown reports citations of figures that are neither listed nor handed in, a finding for each figure.
func unknown(p *check.Pass, d *prose.Description, drawn []prose.Figure) {
	var there prose.FigureSet
	there.Add(drawn...)
	for _, c := range d.Citations {
		if c.Section == prose.Preface || foreign(d.Text.Text, c.Span) {
			continue
		}
		for _, f := range c.Figures {
			if d.Listed(f) || there.Covers(f) {
				continue
			}
			p.Once(f.String()).At(patent.Description, c.Start, c.End, fmt.Sprintf("正文引用了%s，附图说明和附图中都没有这幅图", f),
				"改正图号；确有该图的，补充附图及其说明"+dateRisk)
		}
	}
}

// foreign reports a mention of a figure of another document: the sentence names one before it.
func foreign(text string, s prose.Span) bool {
	// Eighty characters back at most, within the sentence.
	from := max(0, s.Start-240)
	head := text[from:s.Start]
	if i := strings.LastIndexAny(head, "。\n"); i >= 0 {
		head = head[i:]
	}
	for _, w := range []string{"文献", "对比文件", "专利", "公开号", "公告号", "公报", "论文", "该申请", "申请号", "CN1", "CN2", "US", "EP", "JP", "WO"} {
		if strings.Contains(head, w) {
			return true
		}
	}
	return false
}

// absent reports listed figures that were not handed in.
func absent(p *check.Pass, d *prose.Description, drawn []prose.Figure, known bool) {
	if len(d.Figures) == 0 {
		return
	}
	// Loose texts come without their drawings; only a package that has none lacks them.
	first := d.Figures[0].Label
	if len(p.App.Figures) == 0 {
		if p.App.Package {
			p.At(patent.Description, first.Start, first.End, fmt.Sprintf("附图说明列有%d处附图，申请文件中没有说明书附图", len(d.Figures)),
				"补充说明书附图；没有附图的，删去附图说明和正文中的引用"+dateRisk)
		}
		return
	}
	if !known {
		return
	}
	var there prose.FigureSet
	there.Add(drawn...)
	told := 0
	for _, e := range d.Figures {
		var lost []prose.Figure
		for _, f := range e.Figures {
			if !there.Covers(f) {
				lost = append(lost, f)
			}
		}
		if len(lost) == 0 {
			continue
		}
		if told++; told > maxFindings {
			p.Also(patent.Description, e.Label.Start, e.Label.End)
		} else {
			p.At(patent.Description, e.Label.Start, e.Label.End, fmt.Sprintf("附图说明列有%s，说明书附图中没有", join(lost)),
				"补充所缺附图，或者删去该图的说明并顺次修改图号"+dateRisk)
		}
	}
}

// undescribed reports, as a hint, listed figures that no part but the list speaks of.
func undescribed(p *check.Pass, d *prose.Description) {
	// That the part is missing is said by dsc002, and would make every figure silent.
	if d.Section(prose.Embodiments) == nil {
		return
	}
	var cited prose.FigureSet
	for _, c := range d.Citations {
		if c.Section != prose.FigureList {
			cited.Add(c.Figures...)
		}
	}
	var silent []prose.Figure
	var at []prose.Span
	for _, e := range d.Figures {
		for _, f := range e.Figures {
			if cited.Covers(f) {
				continue
			}
			silent = append(silent, f)
			at = append(at, e.Label)
		}
	}
	if len(silent) > 0 {
		p.At(patent.Description, at[0].Start, at[0].End, fmt.Sprintf("%s只在附图说明中出现，具体实施方式没有结合它说明", join(silent)),
			"在具体实施方式中以“如图×所示”的方式结合附图说明；不需要的附图可以删去").Severity = rule.Warning
		for _, s := range at[1:] {
			p.Also(patent.Description, s.Start, s.End)
		}
	}
}
