package sow

import (
	"encoding/xml"
	"strings"
)

// drafted is the application as a Word document in which something of the drafting is left: an
// insertion, a deletion or hidden words, a floating picture, a table in a table or a fancy font, by the
// number.
func (p *paper) drafted(left int) []byte {
	var b strings.Builder
	line := func(s string) {
		b.WriteString(`<w:p><w:r><w:t xml:space="preserve">`)
		// Writing to memory does not fail.
		_ = xml.EscapeText(&b, []byte(s))
		b.WriteString(`</w:t></w:r></w:p>`)
	}
	for _, l := range []string{"说明书摘要", p.Abstract, "权利要求书"} {
		line(l)
	}
	for i, c := range p.Filing().Claims {
		line(string(rune('1'+i)) + "." + c.Text)
	}
	line("说明书")
	line(p.Title)
	for i, s := range p.Sections {
		line(s.Heading)
		for _, l := range s.Paragraphs {
			line(l)
		}
		if i != 1 {
			continue
		}
		b.WriteString([]string{
			`<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>补写的一句。</w:t></w:r></w:ins></w:p>`,
			`<w:p><w:r><w:t>留下的一句。</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>删去的一句。</w:delText></w:r></w:del></w:p>`,
			`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的一句。</w:t></w:r><w:r><w:t>看得见的一句。</w:t></w:r></w:p>`,
			`<w:p><w:r><w:drawing><wp:anchor xmlns:wp="wp"/></w:drawing></w:r></w:p>`,
			`<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>表中之表。</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`,
			`<w:p><w:r><w:rPr><w:rFonts w:eastAsia="华文行楷"/></w:rPr><w:t>行楷的一句。</w:t></w:r></w:p>`,
		}[left])
	}
	const space = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	data, err := archive(map[string][]byte{
		"[Content_Types].xml": []byte(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`),
		"word/document.xml":   []byte(`<?xml version="1.0"?><w:document xmlns:w="` + space + `"><w:body>` + b.String() + `</w:body></w:document>`),
	})
	if err != nil {
		panic("sow: an archive in memory: " + err.Error())
	}
	return data
}
