// Package canon (规范文本) makes the canonical text of a part: how words that a file wraps,
// indents, numbers and marks up become blocks, the same whichever format they came from.
//
// White space at the ends of a block is dropped and hard wraps inside it are joined. Nothing
// else is changed: no width, no punctuation, no case. What is only markup – a part's heading,
// "[0012]" before a paragraph, "#" and "**" – becomes structure.
package canon

import (
	"slices"
	"strings"

	"zhibao/patent"
)

// A Builder gathers the blocks of one part.
type Builder struct {
	part   patent.Part
	sb     strings.Builder
	blocks []patent.Block
	spans  []patent.Span
}

// New returns a builder for the part.
func New(part patent.Part) *Builder { return &Builder{part: part} }

// Len returns the number of bytes of text so far.
func (b *Builder) Len() int { return b.sb.Len() }

// Empty reports whether neither words nor pictures came in.
func (b *Builder) Empty() bool { return len(b.blocks) == 0 }

// Add adds a block with the words of the run. A run without words adds only its pictures. It
// returns the index of the block, or -1.
func (b *Builder) Add(kind patent.BlockKind, number, id string, r *Run) int {
	words := r.done()
	index := -1
	start := b.sb.Len()
	if words != "" {
		if start > 0 {
			b.sb.WriteByte('\n')
			start++
		}
		b.sb.WriteString(words)
		index = len(b.blocks)
		b.blocks = append(b.blocks, patent.Block{Kind: kind, Number: number, ID: id, Start: start, End: b.sb.Len()})
	}
	for _, s := range r.spans {
		b.spans = append(b.spans, patent.Span{Raised: s.Raised, Start: start + s.Start, End: start + s.End})
	}
	for _, m := range r.marks {
		at := start + m.At
		mark := patent.Block{Kind: m.Kind, ID: m.ID, Start: at, End: at, File: m.File}
		if words == "" {
			mark.Number = number
		}
		b.blocks = append(b.blocks, mark)
	}
	return index
}

// Words adds a block with plain words.
func (b *Builder) Words(kind patent.BlockKind, number, id, words string) int {
	r := NewRun(false)
	r.Text(words)
	return b.Add(kind, number, id, r)
}

// Text returns the finished text, nil if nothing came in.
func (b *Builder) Text() *patent.Text {
	if b.Empty() {
		return nil
	}
	return &patent.Text{Part: b.part, Text: b.sb.String(), Blocks: slices.Clone(b.blocks), Spans: slices.Clone(b.spans)}
}

// A Mark is a picture or formula at a byte of a run, without words of its own.
type Mark struct {
	Kind     patent.BlockKind
	ID, File string
	At       int
}

// A Run gathers the words of one block. Where wrapped is true a line break in the source is the
// end of a typeset line; else an explicit break is a line of its own.
type Run struct {
	wrapped bool
	sb      strings.Builder
	last    rune
	blank   []rune // white space seen since the last word, not yet written
	soft    bool   // that white space holds a wrap
	gap     string // line feeds and tabs that must be written before the next word
	spans   []patent.Span
	marks   []Mark
}

// NewRun returns an empty run.
func NewRun(wrapped bool) *Run { return &Run{wrapped: wrapped} }

// Text adds words. Line feeds and tabs are taken as the layout of the source, not as breaks.
func (r *Run) Text(s string) {
	for _, c := range s {
		switch {
		case c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v' || c == '\u2028':
			r.soft = true
		case Blank(c):
			r.blank = append(r.blank, c)
		default:
			r.flush(c)
			r.sb.WriteRune(c)
			r.last = c
		}
	}
}

// Raised adds words set as superscript, or as subscript if raised is false.
func (r *Run) Raised(raised bool, s string) {
	r.Span(raised, func() { r.Text(s) })
}

// Span runs add and marks what it adds as raised or lowered.
func (r *Run) Span(raised bool, add func()) {
	before := r.sb.Len()
	add()
	start := before
	for _, c := range r.sb.String()[before:] { // white space before the words was pending
		if !Blank(c) {
			break
		}
		start += len(string(c))
	}
	if r.sb.Len() > start {
		r.spans = append(r.spans, patent.Span{Raised: raised, Start: start, End: r.sb.Len()})
	}
}

// Break is an explicit line break.
func (r *Run) Break() {
	if r.wrapped {
		r.soft = true
		return
	}
	r.Line()
}

// Line ends a line even where breaks are only layout: between the pieces of a claim, the items
// of a list, the rows of a table.
func (r *Run) Line() { r.gap = "\n" }

// Cell ends a cell of a table.
func (r *Run) Cell() { r.gap += "\t" }

// Tab is a deliberate gap inside a line.
func (r *Run) Tab() { r.blank = append(r.blank, ' ') }

// Mark notes a picture or formula here.
func (r *Run) Mark(kind patent.BlockKind, id, file string) {
	r.marks = append(r.marks, Mark{kind, id, file, r.sb.Len()})
}

// Empty reports whether the run has neither words nor marks.
func (r *Run) Empty() bool { return r.sb.Len() == 0 && len(r.marks) == 0 }

// Words returns the words so far.
func (r *Run) Words() string { return r.sb.String() }

// Marks returns the pictures and formulas so far.
func (r *Run) Marks() []Mark { return r.marks }

// Cut removes n bytes of markup from the front, with the white space that follows.
func (r *Run) Cut(n int) {
	s := r.sb.String()
	rest := strings.TrimLeftFunc(s[n:], Blank)
	n = len(s) - len(rest)
	r.sb.Reset()
	r.sb.WriteString(rest)
	spans := r.spans[:0]
	for _, p := range r.spans {
		if p.End > n {
			spans = append(spans, patent.Span{Raised: p.Raised, Start: max(p.Start-n, 0), End: p.End - n})
		}
	}
	r.spans = spans
	for i := range r.marks {
		r.marks[i].At = max(r.marks[i].At-n, 0)
	}
}

// done ends the run: white space that was still pending belongs to nothing and is dropped.
func (r *Run) done() string { return r.sb.String() }

// flush writes the white space that stands before c.
func (r *Run) flush(c rune) {
	switch {
	case r.sb.Len() == 0:
		r.sb.WriteString(strings.Trim(r.gap, "\n")) // empty cells at the start of a table
	case r.gap != "":
		r.sb.WriteString(r.gap)
	case r.soft:
		if Joint(r.last, c) {
			r.sb.WriteByte(' ')
		}
	default:
		for _, b := range r.blank {
			r.sb.WriteRune(b)
		}
	}
	r.blank, r.soft, r.gap = r.blank[:0], false, ""
}

// File notes the entry to which the last block points.
func (b *Builder) File(name string) {
	if n := len(b.blocks); n > 0 {
		b.blocks[n-1].File = name
	}
}
