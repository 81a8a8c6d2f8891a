package form

import (
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
)

// A Words is the title of the application where it is stated with most authority: in the request
// form, or else at the first place that has it.
type Words struct {
	Text  string
	part  patent.Part
	start int  // of Text in the part
	here  bool // start is known
}

// TitleOf returns the title, or no words.
func TitleOf(p *check.Pass) Words {
	w := Words{part: patent.Whole}
	for _, t := range p.App.Titles {
		if t.Title == "" || w.here && t.Part != patent.RequestForm {
			continue
		}
		text := p.Text(t.Part).Text
		if t.Start < 0 || t.Start >= t.End || t.End > len(text) || text[t.Start:t.End] != t.Title {
			continue
		}
		w = Words{Text: t.Title, part: t.Part, start: t.Start, here: true}
		if t.Part == patent.RequestForm {
			break
		}
	}
	if !w.here {
		w.Text = p.App.Title
		if p.App.Request != nil && p.App.Request.Title != "" {
			w.Text, w.part = p.App.Request.Title, patent.RequestForm
		}
	}
	return w
}

// At reports a finding at bytes [from, to) of the title.
func (w Words) At(p *check.Pass, from, to int, message, suggestion string) *check.Finding {
	if w.here {
		return p.At(w.part, w.start+from, w.start+to, message, suggestion)
	}
	return p.Whole(w.part, message, suggestion)
}

// All reports a finding at the whole title.
func (w Words) All(p *check.Pass, message, suggestion string) *check.Finding {
	return w.At(p, 0, len(w.Text), message, suggestion)
}

// Bare returns the title without white space and without 一种 in front.
func (w Words) Bare() string { return strings.TrimPrefix(Fold(w.Text), "一种") }

// Count returns the characters of the title without white space.
func (w Words) Count() (n int) {
	for _, r := range w.Text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
