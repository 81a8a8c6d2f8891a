package paper

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"zhibao/internal/qr"
)

//go:embed paper.css
var css string

// CSS returns the style sheet of the papers for screen and print. The pages forbid inline
// styles, so it is served as a file.
func CSS() string { return css }

// HTML returns the paper as an article without inline styles, to be shown in a page that loads
// the style sheet, and to be printed from there. Its title is a heading of level 2.
func HTML(p Paper) (template.HTML, error) {
	if err := Check(p); err != nil {
		return "", err
	}
	var b strings.Builder
	class := "gw"
	if p.Style == Report {
		class = "gw gw-report"
	}
	fmt.Fprintf(&b, `<article class="%s" lang="zh-CN">`, class)
	if p.Front != nil {
		writeCover(&b, *p.Front)
	}
	tag(&b, "p", "gw-mark", p.Mark)
	if p.Style == Official {
		tag(&b, "p", "gw-head", p.Authority)
		tag(&b, "p", "gw-number", p.Number)
		b.WriteString(`<hr class="gw-red">`)
		tag(&b, "h2", "gw-title", p.Title)
	} else {
		tag(&b, "h2", "gw-title", p.Title)
		tag(&b, "p", "gw-number", strings.Trim(p.Authority+"　"+p.Number, "　"))
	}
	if p.To != "" {
		tag(&b, "p", "gw-to", p.To+"：")
	}
	level := 2 // of the latest heading; the page around the article has the first level
	for _, block := range p.Body {
		if h, ok := block.(Heading); ok {
			level = min(h.Level+2, level+1) // a level is never skipped
			tag(&b, "h"+strconv.Itoa(level), "gw-h"+strconv.Itoa(h.Level), h.Text)
			continue
		}
		writeBlock(&b, block)
	}
	writeTail(&b, p)
	if err := writeVerify(&b, p); err != nil {
		return "", err
	}
	b.WriteString("</article>")
	return template.HTML(b.String()), nil
}

// tag writes an element with text, nothing when the text is empty. Line feeds become breaks.
func tag(b *strings.Builder, name, class, text string) {
	if text == "" {
		return
	}
	fmt.Fprintf(b, `<%s class="%s">%s</%s>`, name, class, escape(text), name)
}

func escape(s string) string {
	return strings.ReplaceAll(html.EscapeString(Clean(s)), "\n", "<br>")
}

func writeBlock(b *strings.Builder, block Block) {
	switch block := block.(type) {
	case Para:
		writePara(b, block)
	case KeyValues:
		writeForm(b, "gw-form", block.Rows)
	case Table:
		writeTable(b, block)
	case List:
		name := "ul"
		if block.Ordered {
			name = "ol"
		}
		fmt.Fprintf(b, `<%s class="gw-list">`, name)
		for _, item := range block.Items {
			fmt.Fprintf(b, "<li>%s</li>", escape(item))
		}
		fmt.Fprintf(b, "</%s>", name)
	case Pictures:
		writePictures(b, block)
	case PageBreak:
		b.WriteString(`<hr class="gw-page">`)
	case Signatures:
		b.WriteString(`<div class="gw-sign">`)
		for _, s := range block.Parties {
			fmt.Fprintf(b, `<p>%s（签名或盖章）：%s<br>　　　　年　　月　　日</p>`, escape(s.Role), escape(s.Name))
		}
		b.WriteString("</div>")
	}
}

func writeCover(b *strings.Builder, c Cover) {
	b.WriteString(`<section class="gw-cover">`)
	tag(b, "p", "gw-above", c.Above)
	tag(b, "h2", "gw-title", c.Title)
	writeForm(b, "gw-form", c.Rows)
	tag(b, "p", "gw-below", c.Below)
	b.WriteString("</section>")
}

func writePara(b *strings.Builder, p Para) {
	class := [...]string{"gw-p", "gw-p gw-left", "gw-p gw-center", "gw-p gw-right"}[p.Align]
	if p.Indent {
		class += " gw-indent"
	}
	fmt.Fprintf(b, `<p class="%s">`, class)
	for _, r := range p.Runs {
		open, end := "", ""
		if r.Bold {
			open, end = "<strong>", "</strong>"
		}
		if r.Quote {
			open, end = `<q class="gw-q">`+open, end+"</q>"
		}
		b.WriteString(open + escape(r.Text) + end)
	}
	b.WriteString("</p>")
}

func writeForm(b *strings.Builder, class string, rows []KeyValue) {
	fmt.Fprintf(b, `<table class="%s"><tbody>`, class)
	for _, r := range rows {
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td>%s</td></tr>`, escape(r.Key), escape(r.Value))
	}
	b.WriteString("</tbody></table>")
}

func writeTable(b *strings.Builder, t Table) {
	b.WriteString(`<table class="gw-table">`)
	tag(b, "caption", "gw-caption", t.Caption)
	b.WriteString("<thead><tr>")
	for _, h := range t.Head {
		fmt.Fprintf(b, `<th scope="col">%s</th>`, escape(h))
	}
	b.WriteString("</tr></thead><tbody>")
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for i := range t.Head {
			class, text := "", ""
			if i < len(t.Align) && t.Align[i] >= Center {
				class = map[Align]string{Center: ` class="gw-center"`, Right: ` class="gw-right"`}[t.Align[i]]
			}
			if i < len(row) {
				text = row[i]
			}
			fmt.Fprintf(b, "<td%s>%s</td>", class, escape(text))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
}

// writeTail writes what follows the body: attachments, signature, date, note.
func writeTail(b *strings.Builder, p Paper) {
	for i, line := range p.AttachmentLines() {
		class := "gw-p gw-indent gw-att"
		if i == 0 {
			class += " gw-gap"
		}
		tag(b, "p", class, line)
	}
	if p.Signed != "" || p.Date != "" {
		b.WriteString(`<div class="gw-signed">`)
		tag(b, "p", "gw-by", p.Signed)
		tag(b, "p", "gw-date", p.Date)
		if p.Seal {
			b.WriteString(`<p class="gw-seal">（印章）</p>`)
		}
		b.WriteString("</div>")
	}
	if p.Contact != "" {
		tag(b, "p", "gw-p gw-indent", "（"+p.Contact+"）")
	}
}

// writeVerify writes the QR symbol with its code and the closing note.
func writeVerify(b *strings.Builder, p Paper) error {
	if p.Verify != nil && p.Verify.URL != "" {
		code, err := qr.Encode(p.Verify.URL)
		if err != nil {
			return err
		}
		b.WriteString(`<div class="gw-verify">`)
		b.WriteString(string(code.SVG("核验二维码", 96)))
		b.WriteString("<div>")
		for _, line := range p.VerifyLines() {
			tag(b, "p", "gw-small", line)
		}
		b.WriteString("</div></div>")
	}
	if p.CopyTo != "" || p.Printed != "" {
		b.WriteString(`<footer class="gw-note">`)
		if p.CopyTo != "" {
			tag(b, "p", "gw-copy", "抄送："+p.CopyTo)
		}
		tag(b, "p", "gw-printed", p.Printed)
		b.WriteString("</footer>")
	}
	return nil
}
