package prose

import (
	"strings"

	"zhibao/patent"
)

// A line is one line of the text without its line feed, with the block in which it stands.
type line struct {
	Span
	kind patent.BlockKind
}

// prose reports whether the line is running text, so that signs and figures can stand in it.
func (l line) prose() bool { return l.kind != patent.Table && l.kind != patent.Formula }

// lines cuts the text at line feeds. Blocks without length do not appear.
func lines(t *patent.Text) []line {
	var out []line
	b := 0
	for start := 0; start <= len(t.Text); {
		end := len(t.Text)
		if i := strings.IndexByte(t.Text[start:], '\n'); i >= 0 {
			end = start + i
		}
		// Blocks stand in the order of the text, so one walk finds the block of every line.
		for b < len(t.Blocks) && t.Blocks[b].End <= start && (t.Blocks[b].Start < start || start < end) {
			b++
		}
		l := line{Span: Span{start, end}, kind: patent.Paragraph}
		if b < len(t.Blocks) && t.Blocks[b].Start <= start {
			l.kind = t.Blocks[b].Kind
		}
		out = append(out, l)
		start = end + 1
	}
	return out
}
