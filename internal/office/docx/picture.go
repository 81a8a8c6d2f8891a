package docx

import (
	"fmt"
	"strings"

	"zhibao/internal/office/paper"
)

// Lengths of pictures are told in a unit of which a twentieth of a point has 635.
const (
	emuPerTwip = 635
	emuPerMM   = 36000
)

// pictures writes a row of pictures as a table without rules, which no program moves elsewhere, and below it
// the caption.
func (w *writer) pictures(b paper.Pictures) {
	width := lineWidth / len(b.Items)
	fmt.Fprintf(w, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>`,
		lineWidth, strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, width), len(b.Items)))
	for _, x := range b.Items {
		fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, width)
		if len(x.Data) == 0 {
			w.para("Cell", `<w:keepNext/>`, words(x.Text))
		} else {
			// Exact distances of lines would cut the picture off.
			w.WriteString(`<w:p><w:pPr><w:keepNext/><w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/></w:pPr><w:r>` + w.picture(b, x, float64(width-240)*emuPerTwip) + `</w:r></w:p>`)
			w.para("Cell", `<w:keepNext/><w:jc w:val="center"/>`, words(x.Text))
		}
		w.WriteString(`</w:tc>`)
	}
	w.WriteString(`</w:tr></w:tbl>`)
	if b.Caption != "" {
		w.para("Caption", `<w:keepNext w:val="0"/>`, words(b.Caption))
		return
	}
	w.para("Small", "", "")
}

// picture puts a picture into the package and returns the drawing that shows it.
func (w *writer) picture(b paper.Pictures, x paper.Picture, column float64) string {
	format, _, _ := x.Format()
	n := len(w.media) + 1
	w.media = append(w.media, part{fmt.Sprintf("word/media/picture%d.%s", n, format), string(x.Data)})
	wide, high := b.Fit(x, column, emuPerMM)
	// The QR symbol is number 1.
	return fmt.Sprintf(`<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="picture%[4]d" descr="%[5]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="picture%[4]d" descr="%[5]s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture%[4]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`,
		int(wide), int(high), n+1, n, escape(x.Text))
}

// rels are the relations to the pictures.
func (w *writer) rels() string {
	var b strings.Builder
	for i, m := range w.media {
		fmt.Fprintf(&b, `<Relationship Id="rIdPicture%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="%s"/>`, i+1, strings.TrimPrefix(m.name, "word/"))
	}
	return b.String()
}
