package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
	"zhibao/internal/qr"
)

// A Report says what was written.
type Report struct {
	Pages   int
	Missing []rune // characters that no font has; they are drawn as a box with their code
}

// Write writes a paper as PDF. It fails with the fault of paper.Check before anything is
// written. Whoever issues a paper must look at Report.Missing: a name with a box in it must
// not leave the house.
func Write(w io.Writer, p paper.Paper, fonts *Fonts) (rep Report, err error) {
	defer fault.Wrap(&err, "write pdf")
	if err := paper.Check(p); err != nil {
		return Report{}, err
	}
	set, err := fonts.load()
	if err != nil {
		return Report{}, err
	}
	l := &layout{canvas: newCanvas(set)}
	if err := l.paper(p); err != nil {
		return Report{}, err
	}
	pages := paginate(l.boxes, textHeight)
	l.draw(pages, p)
	if l.err != nil {
		return Report{}, l.err
	}
	var raw bytes.Buffer
	if _, err := l.pdf.WriteTo(&raw); err != nil {
		return Report{}, err
	}
	data, err := finish(raw.Bytes(), p.Title, p.Copy.ID)
	if err != nil {
		return Report{}, err
	}
	if _, err := w.Write(data); err != nil {
		return Report{}, err
	}
	return Report{Pages: len(pages), Missing: l.unknown()}, nil
}

// draw draws the pages with their numbers; covers have none and are not counted.
func (l *layout) draw(pages []page, whole paper.Paper) {
	covers := 0
	for _, p := range pages {
		if p.cover {
			covers++
		}
	}
	for i, p := range pages {
		l.pdf.AddPage()
		l.copyOf(whole.Copy)
		for _, b := range p.boxes {
			if b.draw != nil {
				b.draw(top+b.y, b.edge)
			}
		}
		if !p.cover {
			l.number(i+1-covers, len(pages)-covers, whole.Style)
		}
	}
}

// number draws the page number 7 mm below the type area: of official papers outside, one
// character from the edge, of reports in the middle with the total.
func (l *layout) number(n, of int, style paper.Style) {
	align, text := paper.Right, "— "+itoa(n)+" —"
	if n%2 == 0 {
		align = paper.Left
	}
	if style == paper.Report {
		align, text = paper.Center, fmt.Sprintf("第 %d 页　共 %d 页", n, of)
	}
	// Four points are the difference between the edge of the text and of its line.
	line := typeset.Break(one(text, inPage), func(int) float64 { return textWidth }, l.measure)[0]
	l.set1(line, align, frame{left + em, top + textHeight + 7*mm - 4, textWidth - 2*em, 14})
}

// paper lays the whole paper out.
func (l *layout) paper(p paper.Paper) error {
	if p.Front != nil {
		l.front(*p.Front)
	}
	l.head(p)
	if p.To != "" {
		l.text(one(p.To+"：", inBody), setting{pitch: pitch, align: paper.Left, keep: true})
	}
	for _, b := range p.Body {
		l.block(b)
	}
	text := len(l.boxes)
	for i, line := range p.AttachmentLines() {
		if i == 0 {
			l.gap(pitch)
		}
		lead := 2 * em
		// Further lines of an entry stand below its name, not below the word 附件.
		l.text(one(line, inBody), setting{pitch: pitch, inset: lead, align: paper.Left})
	}
	l.signed(p, text)
	return l.foot(p)
}

// head adds what stands above the text: mark, red head, number, red line, title.
func (l *layout) head(p paper.Paper) {
	if p.Style == paper.Report || p.Authority == "" {
		l.title(p.Title)
		if sub := strings.Trim(p.Authority+"　"+p.Number, "　"); sub != "" {
			l.text(one(sub, inBody), setting{pitch: pitch, align: paper.Center, keep: true})
		}
		l.gap(pitch)
		return
	}
	// The standard leaves 35 mm over the head, in which marks stand on the left.
	const above = 35 * mm
	l.boxes = append(l.boxes, box{height: above, keep: true, draw: func(y float64, _ edge) {
		for i, line := range typeset.Break(one(p.Mark, inH1), func(int) float64 { return textWidth }, l.measure) {
			l.set1(line, paper.Left, frame{left, y + pitch*float64(i), textWidth, pitch})
		}
	}})
	// A long name is set smaller, so that it stays on one line.
	l.looks[inHead].size = min(42, 42*textWidth/max(l.width(p.Authority, inHead), 1))
	l.text(one(p.Authority, inHead), setting{pitch: l.looks[inHead].size * 1.2, align: paper.Center, keep: true})
	l.boxes = append(l.boxes, box{height: pitch, keep: true})
	l.text(one(p.Number, inBody), setting{pitch: pitch, align: paper.Center, keep: true})
	l.boxes = append(l.boxes, box{height: 4*mm + pitch, keep: true, draw: func(y float64, _ edge) {
		l.pdf.SetStrokeColor(212, 0, 0)
		l.pdf.SetLineWidth(1.4)
		l.pdf.Line(left, y+4*mm-4, left+textWidth, y+4*mm-4)
	}})
	l.title(p.Title)
	l.boxes = append(l.boxes, box{height: pitch, keep: true})
}

// title adds the title in lines of about the same length.
func (l *layout) title(text string) {
	spans := one(text, inTitle)
	lines := func(room float64) int {
		return len(typeset.Break(spans, func(int) float64 { return room }, l.measure))
	}
	inset, n := 0.0, lines(textWidth)
	for inset < textWidth/2 && lines(textWidth-inset-11) == n {
		inset += 11
	}
	l.text(spans, setting{pitch: 34, inset: inset / 2, align: paper.Center, keep: true})
}

// front adds the cover.
func (l *layout) front(c paper.Cover) {
	start := len(l.boxes)
	l.boxes = append(l.boxes, box{height: 3 * pitch, keep: true})
	l.text(one(c.Above, inTitle), setting{pitch: 34, align: paper.Center})
	l.boxes = append(l.boxes, box{height: 2 * pitch})
	l.text(one(c.Title, inCover), setting{pitch: 54, align: paper.Center})
	l.boxes = append(l.boxes, box{height: 2 * pitch})
	l.form(c.Rows)
	foot := len(l.boxes)
	l.text(one(c.Below, inBody), setting{pitch: pitch, align: paper.Center})
	l.boxes[foot].foot = true
	l.boxes[len(l.boxes)-1].final = true
	for i := range l.boxes[start:] {
		l.boxes[start+i].cover = true
	}
}

// signed adds signature and date on the right, with the place of the seal, and the note below. The text
// ends before box n; what follows it is the list of attachments.
func (l *layout) signed(p paper.Paper, n int) {
	if p.Signed == "" && p.Date == "" {
		return
	}
	// A signature does not stand alone on a page, nor with the attachments: the last lines of the text go
	// with it.
	for i := max(0, min(n, len(l.boxes))-2); i < len(l.boxes); i++ {
		l.boxes[i].keep = true
	}
	l.boxes = append(l.boxes, box{height: pitch * 1.5, gap: true, keep: true})
	start := len(l.boxes)
	by := typeset.Break(one(p.Signed, inBody), func(int) float64 { return textWidth - 2*em }, l.measure)
	date := typeset.Break(one(p.Date, inBody), func(int) float64 { return textWidth }, l.measure)
	// The date ends four characters from the margin; the signature is centred over it.
	middle := left + textWidth - 4*em - date[0].Width/2
	for _, line := range append(by, date...) {
		half := max(line.Width/2, 1)
		x := min(middle, left+textWidth-2*em-half)
		l.boxes = append(l.boxes, box{height: pitch, keep: true, draw: func(y float64, _ edge) {
			l.set1(line, paper.Left, frame{x - half, y, 2 * half, pitch})
		}})
	}
	if p.Seal {
		l.seal(start, middle)
	}
	l.boxes = append(l.boxes, box{height: pitch / 2, keep: p.Contact != ""})
	if p.Contact != "" {
		l.text(one("（"+p.Contact+"）", inBody), setting{pitch: pitch, first: 2 * em})
	}
}

// seal marks the place of the seal, 42 mm across, over the lines from the n-th box on.
func (l *layout) seal(n int, middle float64) {
	const side = 42 * mm
	height := total(l.boxes[n:])
	inner := l.boxes[n].draw
	l.boxes[n].draw = func(y float64, e edge) {
		inner(y, e)
		x, y := min(middle-side/2, left+textWidth-side), y+height/2-side/2
		l.pdf.SetStrokeColor(212, 0, 0)
		l.pdf.SetLineWidth(0.6)
		l.pdf.SetCustomLineType([]float64{3, 3}, 0)
		l.pdf.RectFromUpperLeftWithStyle(x, y, side, side, "D")
		l.pdf.SetCustomLineType(nil, 0)
		line := typeset.Break(one("（印章）", inSeal), func(int) float64 { return side }, l.measure)[0]
		l.set1(line, paper.Center, frame{x, y + side - 13, side, 12})
	}
	if rest := side/2 - height/2; rest > 0 {
		l.boxes = append(l.boxes, box{height: max(rest-pitch/2, 0) + 8, gap: true, keep: true})
	}
}

// foot adds the QR symbol and the closing note at the foot of the last page.
func (l *layout) foot(p paper.Paper) error {
	start := len(l.boxes)
	if p.Verify != nil && p.Verify.URL != "" {
		if err := l.verify(p); err != nil {
			return err
		}
	}
	var notes []string
	if p.CopyTo != "" {
		notes = append(notes, "抄送："+p.CopyTo)
	}
	if p.Printed != "" {
		notes = append(notes, p.Printed)
	}
	for i, text := range notes {
		l.note(text, i == 0, i == len(notes)-1)
	}
	if len(l.boxes) > start {
		l.boxes[start].foot = true
		l.together(start)
	}
	return nil
}

// note adds an entry of the closing note between rules; the first and last are thicker.
func (l *layout) note(text string, first, last bool) {
	lines := typeset.Break(one(text, inNote), func(int) float64 { return textWidth - 2*14 }, l.measure)
	for i, line := range lines {
		l.boxes = append(l.boxes, box{height: 24, draw: func(y float64, _ edge) {
			if i == 0 {
				l.rule(left, y, left+textWidth, y, map[bool]float64{true: 1, false: 0.7}[first])
			}
			if i == len(lines)-1 && last {
				l.rule(left, y+24, left+textWidth, y+24, 1)
			}
			l.set1(line, paper.Left, frame{left + 14, y, textWidth - 28, 24})
		}})
	}
}

// verify adds the QR symbol, 24 mm across with its quiet zone, and the words beside it.
func (l *layout) verify(p paper.Paper) error {
	code, err := qr.Encode(p.Verify.URL)
	if err != nil {
		return err
	}
	const side, pitch = 24 * mm, 13.0
	var lines []typeset.Line
	for _, text := range p.VerifyLines() {
		lines = append(lines, typeset.Break(one(text, inSmall), func(int) float64 { return textWidth - side - 8 }, l.measure)...)
	}
	l.boxes = append(l.boxes, box{height: max(side, pitch*float64(len(lines))) + 4, draw: func(y float64, _ edge) {
		// The margin of the page serves as quiet zone on the left.
		module := side / float64(code.Size()+2*qr.Quiet)
		l.pdf.SetFillColor(0, 0, 0)
		code.Runs(func(col, row, n int) bool {
			l.pdf.RectFromUpperLeftWithStyle(left+module*float64(col), y+module*float64(row+qr.Quiet), module*float64(n), module*1.01, "F")
			return true
		})
		start := y + (side-pitch*float64(len(lines)))/2
		for i, line := range lines {
			l.set1(line, paper.Left, frame{left + side, start + pitch*float64(i), textWidth - side, pitch})
		}
	}})
	return nil
}
