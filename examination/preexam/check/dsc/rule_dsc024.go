package dsc

import (
	"fmt"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc024: paragraph numbers. The filing system makes them; what is typed disturbs it, and a broken
// sequence shows that paragraphs were moved or lost. Numbers of the file and typed numbers are two
// sequences.
func dsc024() check.Rule {
	return about(rule.Meta{
		ID: "DSC-024", Title: "段落编号连续、不重复，不另行键入",
		English: "Paragraph numbers are continuous and not typed twice",
		Basis:   []rule.Cite{cite.Practice("段落编号由电子申请系统自动生成")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		d := p.Prose()
		var own, typed, inline []prose.Number
		for _, n := range d.Numbers {
			switch {
			case !n.Typed:
				own = append(own, n)
			case n.Inline:
				inline = append(inline, n)
			default:
				typed = append(typed, n)
			}
		}
		// Both at once is told at the first typed number; the sequences are judged all the same.
		if len(own) > 0 && len(typed) > 0 {
			for _, n := range typed {
				p.Once("typed").At(patent.Description, n.Start, n.End, fmt.Sprintf("段落已有编号，正文中又键入了编号，共%d处", len(typed)),
					"删去键入的段落编号，由电子申请系统自动生成")
			}
		}
		// The two kinds of numbers are judged apart, for each may be in order by itself.
		sequence(p, d, own)
		sequence(p, d, typed)
		// One number in brackets may be data; several, or one beside real numbers, are left-overs.
		if len(inline) > 1 || len(inline) == 1 && len(own)+len(typed) > 0 {
			for _, n := range inline {
				p.Once("inline").At(patent.Description, n.Start, n.End, fmt.Sprintf("段落中间夹有段落编号，共%d处", len(inline)), "在该处另起一段，或者删去夹在句中的编号")
			}
		}
	})
}

// maxJumps bounds how many breaks of the sequence are told one by one.
const maxJumps = 10

// sequence reports numbers with letters and numbers that do not follow the one before.
func sequence(p *check.Pass, d *prose.Description, ns []prose.Number) {
	told := 0
	for i, n := range ns {
		var message string
		switch {
		case n.Suffix != "":
			message = fmt.Sprintf("段落编号“%s”带有字母", n.Label)
		// 0006 behind 0006a is in order: the letter itself is told.
		case i == 0 || n.Value == ns[i-1].Value+1 || ns[i-1].Suffix != "" && n.Value == ns[i-1].Value:
			continue
		case n.Value == ns[i-1].Value:
			message = fmt.Sprintf("段落编号“%s”重复", n.Label)
		default:
			message = fmt.Sprintf("段落编号不连续，“%s”之后是“%s”", ns[i-1].Label, n.Label)
		}
		if told++; told > maxJumps {
			p.Also(patent.Description, n.Start, opening(d.Text.Text, n.Span))
			continue
		}
		p.At(patent.Description, n.Start, opening(d.Text.Text, n.Span), message, "将段落从0001起重新顺序编号；使用电子申请系统的，删去编号由系统生成")
	}
}

// opening returns where the first characters of a span end, to show a place without showing
// the whole paragraph.
func opening(text string, s prose.Span) int {
	n := 0
	for i := range text[s.Start:s.End] {
		if n == 12 {
			return s.Start + i
		}
		n++
	}
	if !utf8.ValidString(text[s.Start:s.End]) {
		return s.Start
	}
	return s.End
}
