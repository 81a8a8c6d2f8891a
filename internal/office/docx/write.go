package docx

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/qr"
)

// Write writes a paper as DOCX. It fails with the fault of paper.Check before anything is
// written.
func Write(w io.Writer, p paper.Paper) (err error) {
	defer fault.Wrap(&err, "write docx")
	if err := paper.Check(p); err != nil {
		return err
	}
	rels := documentRels
	var symbol []byte
	if hasSymbol(p) {
		code, err := qr.Encode(p.Verify.URL)
		if err != nil {
			return err
		}
		if symbol, err = code.PNG(8); err != nil {
			return err
		}
		rels += imageRel
	}
	odd, even := footer("right", "— ", " —", ""), footer("left", "— ", " —", "")
	if p.Style == paper.Report {
		pages := "NUMPAGES"
		if p.Front != nil {
			pages = "SECTIONPAGES" // the cover is not counted
		}
		total := plainRun("　共 ") + field(pages) + plainRun(" 页")
		odd = footer("center", "第 ", " 页", total)
		even = odd
	}
	odd, even = copied(odd, p.Copy), copied(even, p.Copy)
	body := document(p)
	parts := []part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProperties(p)},
		{"word/document.xml", body.String()},
		{"word/_rels/document.xml.rels", rels + body.rels() + `</Relationships>`},
		{"word/styles.xml", stylesPart()},
		{"word/settings.xml", settings},
		{"word/footer1.xml", odd},
		{"word/footer2.xml", even},
		{"word/media/qr.png", string(symbol)},
	}
	out := zip.NewWriter(w)
	for _, part := range append(parts, body.media...) {
		if part.text == "" {
			continue
		}
		// A fixed time, the first that ZIP can tell, so that equal papers give equal bytes.
		f, err := out.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return out.Close()
}

// hasSymbol reports whether there is something to verify; a code without address has no symbol.
func hasSymbol(p paper.Paper) bool { return p.Verify != nil && p.Verify.URL != "" }

// coreProperties returns title and author of the file. There are no times in it: the date of a
// paper is what is printed on it.
func coreProperties(p paper.Paper) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
		escape(p.Title) + `</dc:title><dc:creator>` + escape(p.Authority) + `</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>`
}

// A part is a file of the package.
type part struct{ name, text string }

// A writer collects the body of the document and the pictures in it.
type writer struct {
	strings.Builder
	media []part
}

// document returns the main part.
func document(p paper.Paper) *writer {
	w := &writer{}
	w.WriteString(documentStart)
	if p.Front != nil {
		w.front(*p.Front)
	}
	w.head(p)
	if p.To != "" {
		w.para("Plain", "", words(p.To+"："))
	}
	for _, b := range p.Body {
		w.block(b)
	}
	for i, line := range p.AttachmentLines() {
		properties := `<w:keepNext/>`
		if i == 0 {
			properties += `<w:spacing w:before="560"/>`
		}
		w.para("Body", properties, words(line))
	}
	w.signed(p)
	if p.Contact != "" {
		w.para("Body", "", words("（"+p.Contact+"）"))
	}
	w.verify(p)
	for _, note := range notes(p) {
		w.para("Note", "", words(note))
	}
	w.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>` + pageSetup + `<w:pgNumType w:start="1"/></w:sectPr></w:body></w:document>`)
	return w
}

// notes returns the lines of the closing note.
func notes(p paper.Paper) (out []string) {
	if p.CopyTo != "" {
		out = append(out, "抄送："+p.CopyTo)
	}
	if p.Printed != "" {
		out = append(out, p.Printed)
	}
	return out
}

// head writes what stands above the text.
func (w *writer) head(p paper.Paper) {
	if p.Style == paper.Report || p.Authority == "" {
		sub := strings.Trim(p.Authority+"　"+p.Number, "　")
		space := ""
		if sub != "" {
			space = `<w:spacing w:after="0"/>`
		}
		w.para("Title", space, words(p.Title))
		if sub != "" {
			w.para("Subtitle", "", words(sub))
		}
		return
	}
	w.para("Mark", "", words(p.Mark))
	// A long name is set smaller, so that it stays on one line of 442 points.
	size := min(72, int(2*442/max(ems(p.Authority), 1)))
	w.para("RedHead", "", run(fmt.Sprintf(`<w:sz w:val="%d"/>`, size), p.Authority))
	w.para("Number", "", words(p.Number))
	w.para("Title", "", words(p.Title))
}

// front writes the cover as a section of its own, without page number.
func (w *writer) front(c paper.Cover) {
	w.para("CoverLine", "", words(c.Above))
	w.para("CoverTitle", "", words(c.Title))
	w.form(c.Rows)
	w.para("CoverLine", "", words(c.Below))
	// The section of the cover has no footers; that of the text below has them and counts anew.
	w.WriteString(`<w:p><w:pPr><w:sectPr>` + pageSetup + `</w:sectPr></w:pPr></w:p>`)
}

// signed writes signature and date on the right, the signature centred over the date, which
// ends four characters from the margin.
func (w *writer) signed(p paper.Paper) {
	date := ems(p.Date)
	first := `<w:spacing w:before="840"/>`
	for _, by := range strings.Split(p.Signed, "\n") {
		if by == "" {
			continue
		}
		// A name longer than the date reaches further right, but never over the margin.
		indent := max(4+(date-ems(by))/2, 1)
		w.para("Signed", first+fmt.Sprintf(`<w:ind w:right="%d"/>`, int(indent*320)), words(by))
		first = ""
	}
	if p.Date != "" {
		w.para("Signed", first+`<w:ind w:rightChars="400" w:right="1280"/>`, words(p.Date))
	}
	if p.Seal {
		w.para("Seal", `<w:ind w:right="1920"/>`, words("（印章）"))
	}
}

// verify writes the QR symbol with the words beside it.
func (w *writer) verify(p paper.Paper) {
	if !hasSymbol(p) {
		return
	}
	// A table cannot have space above it, an empty paragraph can.
	w.para("Small", `<w:spacing w:before="400"/>`, "")
	w.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1560"/><w:gridCol w:w="7284"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="1560" w:type="dxa"/></w:tcPr>`)
	w.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:r>` + symbol + `</w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="7284" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
	for _, line := range p.VerifyLines() {
		w.para("Small", "", words(line))
	}
	w.WriteString(`</w:tc></w:tr></w:tbl>`)
	w.para("Small", "", "")
}
