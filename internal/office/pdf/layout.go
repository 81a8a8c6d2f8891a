package pdf

import (
	"strings"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
)

// A layout collects the boxes of a document.
type layout struct {
	*canvas
	boxes []box
}

// A setting says how a paragraph is set.
type setting struct {
	pitch float64 // distance of lines
	first float64 // indent of the first line
	inset float64 // indent of all lines, in centred text on both sides
	align paper.Align
	keep  bool // no page break after the paragraph
}

// one returns text of one look.
func one(text string, s typeset.Style) []typeset.Span {
	return []typeset.Span{{Text: paper.Clean(text), Style: s}}
}

// gap adds empty space that vanishes at the top of a page.
func (l *layout) gap(height float64) {
	keep := len(l.boxes) > 0 && l.boxes[len(l.boxes)-1].keep
	l.boxes = append(l.boxes, box{height: height, gap: true, keep: keep})
}

// text adds a paragraph, one box a line. The first two and the last two lines stay together.
func (l *layout) text(spans []typeset.Span, s setting) {
	full := textWidth - s.inset
	if s.align == paper.Center {
		full -= s.inset
	}
	room := func(n int) float64 {
		if n == 0 {
			return full - s.first
		}
		return full
	}
	lines := typeset.Break(spans, room, l.measure)
	// Two lines at least stay together at either end of a paragraph (孤行控制).
	for i, line := range lines {
		x := left + s.inset
		if i == 0 {
			x += s.first
		}
		keep := s.keep && i == len(lines)-1 || len(lines) > 1 && (i == 0 || i == len(lines)-2)
		l.boxes = append(l.boxes, box{height: s.pitch, keep: keep, draw: func(y float64, _ edge) {
			l.set1(line, s.align, frame{x, y, room(i), s.pitch})
		}})
	}
}

// A frame is the place of a line: its left and upper edge, width and height.
type frame struct{ x, y, w, h float64 }

// set1 draws one line within its frame.
func (l *layout) set1(line typeset.Line, align paper.Align, f frame) {
	if len(line.Atoms) == 0 {
		return
	}
	size := 0.0
	for _, a := range line.Atoms {
		size = max(size, l.looks[a.Style].size)
	}
	stretch := 0.0
	switch align {
	case paper.Justify:
		stretch = line.Stretch(f.w)
	case paper.Center:
		f.x += (f.w - line.Width) / 2
	case paper.Right:
		f.x += f.w - line.Width
	}
	// The square of a Chinese character reaches 0.88 of its size above the baseline.
	l.line(line, f.x, f.y+(f.h-size)/2+0.86*size, stretch)
}

// width returns the width of a text on one line.
func (l *layout) width(text string, s typeset.Style) float64 {
	w := 0.0
	for _, line := range typeset.Break(one(text, s), func(int) float64 { return 1e9 }, l.measure) {
		w = max(w, line.Width)
	}
	return w
}

// together keeps all boxes from the n-th on one page as far as they fit.
func (l *layout) together(n int) {
	for i := n; i < len(l.boxes)-1; i++ {
		l.boxes[i].keep = true
	}
}

// spansOf returns the runs of a paragraph in their looks.
func spansOf(runs []paper.Run) []typeset.Span {
	var out []typeset.Span
	for _, r := range runs {
		style := inBody
		switch {
		case r.Quote && r.Bold:
			style = inQuoteBold
		case r.Quote:
			style = inQuote
		case r.Bold:
			style = inBold
		}
		out = append(out, typeset.Span{Text: paper.Clean(r.Text), Style: style})
	}
	return out
}

// block adds a part of the body.
func (l *layout) block(b paper.Block) {
	body := setting{pitch: pitch, first: 2 * em}
	switch b := b.(type) {
	case paper.Para:
		body.align, body.keep = b.Align, b.Keep
		if !b.Indent {
			body.first = 0
		}
		l.text(spansOf(b.Runs), body)
	case paper.Heading:
		body.keep, body.align = true, paper.Left
		l.text(one(b.Text, []typeset.Style{inH1, inH2, inH3, inBody}[b.Level-1]), body)
	case paper.List:
		for i, item := range b.Items {
			mark := "· "
			if b.Ordered {
				mark = "（" + itoa(i+1) + "）"
			}
			l.text(one(mark+item, inBody), body)
		}
	case paper.KeyValues:
		l.form(b.Rows)
	case paper.Table:
		l.table(b)
	case paper.Pictures:
		l.pictures(b)
	case paper.PageBreak:
		l.boxes = append(l.boxes, box{final: true, gap: true})
	case paper.Signatures:
		l.signatures(b.Parties)
	}
}

// signatures adds the places for signatures by hand, two beside each other.
func (l *layout) signatures(parties []paper.Signer) {
	l.gap(pitch)
	half := textWidth / 2
	for i := 0; i < len(parties); i += 2 {
		start := len(l.boxes)
		pair := parties[i:min(i+2, len(parties))]
		var cells [][]typeset.Line
		rows := 0
		for _, s := range pair {
			words, date := s.FormWords()
			lines := typeset.Break(one(words+"\n\n"+strings.Repeat("　", 6)+date, inBody), func(int) float64 { return half - em }, l.measure)
			cells, rows = append(cells, lines), max(rows, len(lines))
		}
		for r := range rows {
			l.boxes = append(l.boxes, box{height: pitch, draw: func(y float64, _ edge) {
				for c, lines := range cells {
					if r < len(lines) {
						l.set1(lines[r], paper.Left, frame{left + float64(c)*half, y, half, pitch})
					}
				}
			}})
		}
		l.together(start)
		l.gap(pitch)
	}
}
