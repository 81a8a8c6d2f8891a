// Package draft (拟稿) makes papers before they are issued: from dated templates, filled from the case,
// changed within the blocks that may be changed, reviewed and signed by others than who wrote them. A
// draft has no number and is served on nobody; what leaves the center is a paper of package document.
package draft

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Template (文书模板) is the fixed words of a kind of paper in one version.
type Template struct {
	Code    string       // "decision", unique among the templates of a procedure but for its versions
	Version string       // a date, "2026-01-01"
	From    calendar.Day // first day on which papers are made from it
	To      calendar.Day // last day, none while it is in force
	Name    string       // 文书名称
	English string
	Series  string // word of the series in the number, "裁字"
	// Text is the paper as package paper parses it: 标题 and, where it is addressed, 主送, then the body.
	// Variables stand in braces. What head, number, signature and date say is the center's business.
	Text  string
	Edit  []string    // variables, each alone in a paragraph, whose words an official writes
	Basis []rule.Cite // what the paper rests on; that of the procedure where empty
	Lone  bool        // needs no review: who signs is enough
	// By is the title of the move in whose course the paper is issued, none for one that is signed by itself.
	// A draft of it can be made ahead and is issued with that move. What only the move knows is open until
	// then; nobody needs to draft it at all.
	By fault.Pair
}

// Words returns the title for a message.
func (t *Template) Words() fault.Pair { return fault.Pair{t.Name, t.English} }

// InForce reports whether papers are made from the template on the day.
func (t *Template) InForce(on calendar.Day) bool {
	return t.From <= on && (t.To.IsZero() || on <= t.To)
}

// Check returns what is wrong with a template.
func (t *Template) Check() error {
	p, err := paper.Parse(t.Text)
	if err != nil {
		return fmt.Errorf("template %s %s: %w", t.Code, t.Version, err)
	}
	if t.Code == "" || t.Version == "" || t.From.IsZero() || t.Name == "" || t.English == "" || t.Series == "" {
		return fmt.Errorf("template %s %s lacks code, version, first day, names or series", t.Code, t.Version)
	}
	if p.Authority+p.Number+p.Signed+p.Date+p.Contact+p.Mark != "" || p.Verify != nil {
		return fmt.Errorf("template %s %s sets a part that every paper is given: authority, number, signature, date, contact, mark", t.Code, t.Version)
	}
	slots := paper.Slots(p)
	for _, name := range t.Edit {
		if !slices.Contains(slots, name) {
			return fmt.Errorf("template %s %s: no paragraph consists of the block {%s} that may be edited", t.Code, t.Version, name)
		}
	}
	return nil
}

// Values are what a procedure knows for a template.
type Values struct {
	Text map[string]string // variables
	// Blocks are variables that stand alone in a paragraph. Those of a block that may be edited stand where
	// nobody wrote it.
	Blocks     map[string][]paper.Block
	Suggest    map[string]string    // what a block that may be edited begins with
	Recipients []document.Recipient // on whom the paper is served, unless the draft says otherwise
	Attached   []string
}

// A Mandate is the authority in whose name a paper is issued. The zero Mandate is the center's own.
type Mandate struct {
	Authority, Mark string
	Chain           []string
}

// Compose fills a template. Words that an official wrote are read as the body of a paper, so that they
// may have headings, lists and tables; those of the case never are. It fails naming every variable
// that has no value.
func Compose(t *Template, v Values, edits map[string]string) (document.Draft, error) {
	return compose(t, v, edits, false)
}

// Sketch is Compose for a draft that is not finished: what has no value yet says so.
func Sketch(t *Template, v Values, edits map[string]string) (document.Draft, error) {
	return compose(t, v, edits, true)
}

func compose(t *Template, v Values, edits map[string]string, unfinished bool) (d document.Draft, err error) {
	form, err := paper.Parse(t.Text)
	if err != nil {
		return d, err
	}
	in := paper.Values{Text: map[string]string{}, Blocks: map[string][]paper.Block{}}
	for name, text := range v.Text {
		in.Text[name] = text
	}
	for name, blocks := range v.Blocks {
		in.Blocks[name] = blocks
	}
	for _, name := range t.Edit {
		text, written := edits[name]
		delete(in.Text, name)
		if strings.TrimSpace(text) == "" && (t.Ahead() || !written) {
			if _, known := in.Blocks[name]; known {
				continue
			}
			text = v.Suggest[name]
		}
		if delete(in.Blocks, name); strings.TrimSpace(text) != "" {
			in.Blocks[name] = paper.Body(text)
		}
	}
	if unfinished {
		open := "〔待填："
		if t.Ahead() {
			open = "〔办理“" + t.By[0] + "”时填入："
		}
		for _, name := range paper.Variables(form) {
			if _, known := in.Blocks[name]; !known && strings.TrimSpace(in.Text[name]) == "" {
				in.Text[name] = open + name + "〕"
			}
		}
	}
	p, err := paper.Fill(form, in)
	if err != nil {
		return d, err
	}
	return document.Draft{Template: t.Code, Version: t.Version, Name: p.Title, Series: t.Series, To: p.To, Body: p.Body,
		Attached: append(p.Attachments, v.Attached...), Recipients: v.Recipients, Basis: rule.Meta{Basis: t.Basis}.Cites()}, nil
}
