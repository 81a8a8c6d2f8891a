package pdf

import (
	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
)

// Places of the mark of a copy: the foot of the page, below the number; and its rows over the page.
const (
	footOfPage = 12 * mm
	betweenRow = 52 * mm
	slant      = 24 // degrees
	faint      = 222
)

// copyOf draws whose copy the file is: at the foot, and where it is wanted in pale rows that lie behind the text.
func (l *layout) copyOf(c paper.Copy) {
	if c.Text == "" {
		return
	}
	keep := l.looks[inSmall]
	defer func() { l.looks[inSmall] = keep }()
	if c.Over {
		l.looks[inSmall] = look{role: song, size: 13, pale: faint}
		line := l.short(c.Text)
		for y := betweenRow / 2; y < pageHeight; y += betweenRow {
			l.pdf.Rotate(slant, pageWidth/2, y)
			l.line(line, (pageWidth-line.Width)/2, y, 0)
			l.pdf.RotateReset()
		}
	}
	l.looks[inSmall] = look{role: song, size: 8, pale: 90}
	for width := l.short(c.Text).Width; width > textWidth; width = l.short(c.Text).Width {
		l.looks[inSmall].size *= 0.95
	}
	l.set1(l.short(c.Text), paper.Center, frame{left, pageHeight - footOfPage, textWidth, 9})
}

// short is a text that stays on one line.
func (l *layout) short(text string) typeset.Line {
	return typeset.Break(one(text, inSmall), func(int) float64 { return 1e6 }, l.measure)[0]
}
