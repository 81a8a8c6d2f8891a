package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check/words"
	"zhibao/patent"
)

// maxPassages bounds how many places a question shows; the rest are found by reading on.
const maxPassages = 12

// A Passage is a place in the text on which the answer to a question depends.
type Passage struct {
	Part       patent.Part
	Claim      int    // claim number, 0 if none
	Paragraph  string // paragraph number or figure label, empty if none
	Quote      string // exact substring of the part's text
	Start, End int    // bytes into the text of the part
}

// Passage returns the place at bytes [start, end) of the part's text; both are cut to the text.
func (p *Pass) Passage(part patent.Part, start, end int) Passage {
	t := p.App.Text(part)
	start, end = max(0, start), min(end, len(t.Text))
	if start >= end {
		return Passage{Part: part}
	}
	x := Passage{Part: part, Start: start, End: end, Quote: t.Text[start:end]}
	if part == patent.Claims {
		x.Claim = p.claimAt(start)
	} else if i := t.At(start); i >= 0 {
		x.Paragraph = t.Blocks[i].Number
	}
	return x
}

// maxAside bounds the characters that a clause shows on either side of the words.
const maxAside = 30

// Clause returns the place at bytes [start, end) with the rest of its clause, because words alone do
// not show how they are meant.
func (p *Pass) Clause(part patent.Part, start, end int) Passage {
	const marks = "，,；;。：:\n"
	text := p.App.Text(part).Text
	for n := 0; n < maxAside && start > 0; n++ {
		r, w := utf8.DecodeLastRuneInString(text[:start])
		if strings.ContainsRune(marks, r) {
			break
		}
		start -= w
	}
	for n := 0; n < maxAside && end < len(text); n++ {
		r, w := utf8.DecodeRuneInString(text[end:])
		if strings.ContainsRune(marks, r) {
			break
		}
		end += w
	}
	return p.Passage(part, start, end)
}

// Clauses returns the clauses of the part in which the words stand, each word at its first place.
func (p *Pass) Clauses(part patent.Part, list *words.Matcher) (out []Passage) {
	seen := map[string]bool{}
	for _, m := range list.Find(p.App.Text(part).Text) {
		if seen[m.Word] {
			continue
		}
		seen[m.Word] = true
		x := p.Clause(part, m.Start, m.End)
		if !slices.ContainsFunc(out, func(y Passage) bool { return y.Start < x.End && x.Start < y.End }) {
			out = append(out, x)
		}
	}
	return out
}

// Ask puts a question that the text alone cannot answer to the examiner. The passages are what the
// answer depends on, the most telling first; without any the question concerns the part as a whole.
// The suggestion tells the applicant what to do if the examiner finds the defect.
//
// A rule that asks is of kind rule.Manual: it never finds, and what it asks counts as no defect until
// somebody answers.
func (p *Pass) Ask(part patent.Part, question, suggestion string, passages ...Passage) {
	f := p.add(part, question, suggestion)
	f.Question = question
	f.Passages = passages[:min(len(passages), maxPassages)]
	if len(passages) > 0 && passages[0].Part == part {
		first := passages[0]
		f.Claim, f.Paragraph, f.Quote, f.Start, f.End = first.Claim, first.Paragraph, first.Quote, first.Start, first.End
	}
}

// SameQuestion reports whether two findings are one question about the same words, so that an answer
// to one holds for the other.
func SameQuestion(a, b *Finding) bool {
	if a.Rule != b.Rule || a.Part != b.Part || a.Question != b.Question || len(a.Passages) != len(b.Passages) {
		return false
	}
	for i := range a.Passages {
		if a.Passages[i].Part != b.Passages[i].Part || a.Passages[i].Quote != b.Passages[i].Quote {
			return false
		}
	}
	return true
}
