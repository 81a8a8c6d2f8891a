package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"golang.org/x/text/width"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
)

// lineWidth is the width of the type area in twentieths of a point.
const lineWidth = 8844

// escape makes a text safe inside an element.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(paper.Clean(s))) // a buffer never fails
	return b.String()
}

// words returns a run in the style of its paragraph.
func words(text string) string { return run("", text) }

// run returns a run with properties. Line feeds and tabs become elements.
func run(properties, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>` + properties + `</w:rPr>`)
	// Line feeds and tabs inside w:t would be shown as blanks.
	for i, line := range strings.Split(paper.Clean(text), "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString(`<w:tab/>`)
			}
			if part != "" {
				b.WriteString(`<w:t xml:space="preserve">` + escape(part) + `</w:t>`)
			}
		}
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// para writes a paragraph; properties come after its style.
func (w *writer) para(style, properties, runs string) {
	w.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>` + runs + `</w:p>`)
}

// block writes a part of the body. After a table stands an empty small paragraph: programs need
// one between two tables, else they join them.
func (w *writer) block(b paper.Block) {
	switch b := b.(type) {
	case paper.Para:
		w.paragraph(b)
	case paper.Heading:
		w.para(fmt.Sprintf("Heading%d", b.Level), "", words(b.Text))
	case paper.List:
		for i, item := range b.Items {
			mark := "·"
			if b.Ordered {
				mark = fmt.Sprintf("（%d）", i+1)
			}
			w.para("Body", "", words(mark+item))
		}
	case paper.KeyValues:
		w.form(b.Rows)
		w.para("Small", "", "")
	case paper.Table:
		w.table(b)
		w.para("Small", "", "")
	case paper.Pictures:
		w.pictures(b)
	case paper.PageBreak:
		w.para("Plain", "", `<w:r><w:br w:type="page"/></w:r>`)
	case paper.Signatures:
		w.signatures(b.Parties)
	}
}

// paragraph writes a paragraph of the body with its runs. What differs from the style is said
// in the paragraph, so that a change of the style in the program still reaches the rest.
func (w *writer) paragraph(p paper.Para) {
	style, properties := "Body", ""
	if p.Keep {
		properties = `<w:keepNext/>`
	}
	if !p.Indent {
		properties += `<w:ind w:firstLineChars="0" w:firstLine="0"/>`
	}
	if p.Align != paper.Justify {
		properties += `<w:jc w:val="` + jc(p.Align) + `"/>`
	}
	var runs strings.Builder
	for _, r := range p.Runs {
		look := ""
		if r.Quote {
			look = fonts(kaiti)
		}
		if r.Bold {
			look += `<w:b/>`
		}
		if r.Quote { // the font is named once in a run
			runs.WriteString(strings.Replace(run(look, r.Text), `<w:rFonts w:hint="eastAsia"/>`, "", 1))
			continue
		}
		runs.WriteString(run(look, r.Text))
	}
	w.para(style, properties, runs.String())
}

// jc returns the word of the format for an alignment.
func jc(a paper.Align) string {
	return [...]string{"both", "left", "center", "right"}[a]
}

// form writes a table of names and contents.
func (w *writer) form(rows []paper.KeyValue) {
	if len(rows) == 0 {
		return
	}
	key := 4.0
	for _, r := range rows {
		key = max(key, ems(r.Key))
	}
	// 240 twentieths of a point are one character of the table; one more is padding.
	first := min(int(key*240)+240, lineWidth*35/100)
	w.openTable([]int{first, lineWidth - first})
	for _, r := range rows {
		w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		w.cell("CellHead", `<w:jc w:val="left"/>`, r.Key, first)
		w.cell("Cell", "", r.Value, lineWidth-first)
		w.WriteString(`</w:tr>`)
	}
	w.WriteString(`</w:tbl>`)
}

// table writes a table whose heading is repeated on each page.
func (w *writer) table(t paper.Table) {
	if t.Caption != "" {
		w.para("Caption", "", words(t.Caption))
	}
	widths := columns(t)
	w.openTable(widths)
	w.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	keep := ""
	if t.Whole {
		keep = `<w:keepNext/>`
	}
	for i, h := range t.Head {
		w.cell("CellHead", keep, h, widths[i])
	}
	w.WriteString(`</w:tr>`)
	for n, r := range t.Rows {
		w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i := range t.Head {
			text, align := "", ""
			// Word keeps rows together by their paragraphs; the last row lets go of what follows.
			if t.Whole && n < len(t.Rows)-1 {
				align = `<w:keepNext/>`
			}
			if i < len(r) {
				text = r[i]
			}
			if i < len(t.Align) && t.Align[i] >= paper.Center {
				align += `<w:jc w:val="` + jc(t.Align[i]) + `"/>`
			}
			w.cell("Cell", align, text, widths[i])
		}
		w.WriteString(`</w:tr>`)
	}
	w.WriteString(`</w:tbl>`)
}

// columns returns the widths of a table's columns in twentieths of a point: its own, or by the
// longest text of each up to 20 characters.
func columns(t paper.Table) []int {
	const pad = 1.0 // between rule and text, in characters
	widths, sum := make([]float64, len(t.Head)), 0.0
	for i := range widths {
		if len(t.Widths) == len(t.Head) {
			widths[i] = max(t.Widths[i], 0.1)
			continue
		}
		natural := ems(t.Head[i])
		for _, r := range t.Rows[:min(len(t.Rows), 300)] {
			if i < len(r) {
				natural = max(natural, ems(r[i]))
			}
		}
		widths[i] = min(natural, 20) + 0.4
	}
	if len(t.Widths) != len(t.Head) {
		widths = typeset.Share(widths, 5.5, lineWidth/240.0-pad*float64(len(widths)))
		for i := range widths {
			widths[i] += pad
		}
	}
	for _, w := range widths {
		sum += w
	}
	out := make([]int, len(widths))
	for i, w := range widths {
		out[i] = int(w / sum * lineWidth)
	}
	return out
}

// openTable begins a table with rules on all sides and fixed columns: programs that compute
// widths themselves differ, and the paper must look the same everywhere.
func (w *writer) openTable(widths []int) {
	border := ""
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		border += `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`
	}
	fmt.Fprintf(w, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, lineWidth, border)
	for _, width := range widths {
		fmt.Fprintf(w, `<w:gridCol w:w="%d"/>`, width)
	}
	w.WriteString(`</w:tblGrid>`)
}

// cell writes one cell of a row.
func (w *writer) cell(style, properties, text string, width int) {
	fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
	w.para(style, properties, words(strings.TrimSpace(text)))
	w.WriteString(`</w:tc>`)
}

// signatures writes the places for signatures by hand, two beside each other.
func (w *writer) signatures(parties []paper.Signer) {
	const half = lineWidth / 2
	fmt.Fprintf(w, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, lineWidth, half, half)
	for i := 0; i < len(parties); i += 2 {
		w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for j := range 2 {
			fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, half)
			if i+j < len(parties) {
				line, date := parties[i+j].FormWords()
				w.para("Plain", `<w:spacing w:before="560"/>`, words(line))
				w.para("Plain", "", "")
				w.para("Plain", `<w:ind w:left="1920"/>`, words(date))
			} else {
				w.para("Plain", "", "")
			}
			w.WriteString(`</w:tc>`)
		}
		w.WriteString(`</w:tr>`)
	}
	w.WriteString(`</w:tbl>`)
	w.para("Small", "", "")
}

// ems estimates the width of a text in characters of its size.
func ems(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			n++
		default:
			n += 0.5
		}
	}
	return n
}
