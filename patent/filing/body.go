package filing

import (
	"fmt"
	"strconv"
	"strings"
)

const bodyDTD = "cn-application-body-20080416.dtd"

// A document is one coded document on its way into the package.
type document struct {
	code, name string
	pages      int
	items      int // claims or figures, 0 if such a count makes no sense
	listed     bool
	text       *markup
	files      []file // pictures and attachments beside the XML
}

// A file is one entry of the package.
type file struct {
	name string
	data []byte
}

// A drawer numbers and encodes the pictures of one document.
type drawer struct {
	doc *document
	opt Options
	n   int
	err error
}

// img writes the img element and keeps the file. Inline says how the picture stands in the text.
func (d *drawer) img(m *markup, id string, f Figure, inline string) {
	d.n++
	name := d.opt.picture(d.doc.code, d.n)
	w, h, _ := f.Art.size()
	m.leaf("img", "", "id", id, "file", name, "wi", strconv.Itoa(w), "he", strconv.Itoa(h),
		"img-content", "drawing", "img-format", d.opt.format(), "orientation", "portrait", "inline", inline)
	if f.Lost || d.err != nil {
		return
	}
	var data []byte
	data, d.err = f.Art.Encode(d.opt.Coding, d.opt.Quality)
	d.doc.files = append(d.doc.files, file{name, data})
}

// body begins a document of cn-application-body; the caller closes what it opens.
func body(code, name string) (*document, *markup) {
	m := head(bodyDTD, "cn-application-body")
	m.start("cn-application-body", "lang", "zh", "country", "CN")
	return &document{code: code, name: name, listed: true, text: m}, m
}

// claims writes 100001 as the official editor does: the number stands in the text, a reference to
// another claim is plain words.
func (a *Application) claims() *document {
	d, m := body(FormClaims, "权利要求书")
	m.start("cn-claims")
	runes := 0
	for i, c := range a.Claims {
		prefix := c.Prefix
		if prefix == "" {
			prefix = strconv.Itoa(c.Number) + "."
		}
		m.start("claim", "id", fmt.Sprintf("cl%03d", i+1), "num", strconv.Itoa(c.Number))
		for line := range strings.SplitSeq(prefix+c.Text, "\n") {
			m.leaf("claim-text", line)
		}
		m.end()
		runes += len(c.Text) / 3
	}
	m.end()
	m.end()
	d.pages, d.items = sheets(runes), len(a.Claims)
	return d
}

// sectionTag gives the element that the content model has for a heading.
func sectionTag(heading string) string {
	switch strings.ReplaceAll(heading, " ", "") {
	case "技术领域":
		return "technical-field"
	case "背景技术":
		return "background-art"
	case "发明内容", "实用新型内容":
		return "disclosure"
	case "附图说明":
		return "description-of-drawings"
	case "具体实施方式":
		return "mode-for-invention"
	default:
		return ""
	}
}

// description writes 100002. Paragraph numbers run through all sections.
func (a *Application) description(opt Options) (*document, error) {
	d, m := body(FormDescription, "说明书")
	w := drawer{doc: d, opt: opt}
	m.start("description")
	if a.Title != "" {
		m.leaf("invention-title", a.Title, "id", "title1")
	}
	n, runes := 0, 0
	for i, s := range a.Sections {
		tag := sectionTag(s.Heading)
		if opt.Tagged && tag != "" {
			m.start(tag)
		}
		if s.Heading != "" {
			m.leaf("heading", s.Heading, "id", fmt.Sprintf("h%04d", i+1), "level", "2")
		}
		for _, p := range s.Paragraphs {
			n = w.paragraph(m, p, n)
			runes += len(p.Text) / 3
		}
		if opt.Tagged && tag != "" {
			m.end()
		}
	}
	m.end()
	m.end()
	d.pages = sheets(runes)
	return d, w.err
}

// paragraph writes one p element and returns the last number given.
func (d *drawer) paragraph(m *markup, p Paragraph, n int) int {
	id, num := fmt.Sprintf("l%04d", n+1), "XXXX"
	if !p.Unnumbered {
		n++
		id, num = fmt.Sprintf("p%04d", n), fmt.Sprintf("%04d", n)
	}
	if p.Picture == nil && p.Formula == nil {
		m.leaf("p", p.Text, "id", id, "num", num, "Italic", "0")
		return n
	}
	m.mixed("p", p.Text, "id", id, "num", num, "Italic", "0")
	if p.Formula != nil {
		m.start("maths", "id", "m"+id, "num", fmt.Sprintf("%04d", d.n+1))
		d.img(m, "i"+id, *p.Formula, "yes")
		m.end()
	}
	if p.Picture != nil {
		d.img(m, "idf"+id, *p.Picture, "no")
	}
	m.end()
	return n
}

// drawings writes 100003.
func (a *Application) drawings(opt Options) (*document, error) {
	d, m := body(FormDrawings, "说明书附图")
	w := drawer{doc: d, opt: opt}
	m.start("cn-drawings")
	w.figures(m, a.Figures)
	m.end()
	m.end()
	d.pages, d.items = len(a.Figures), len(a.Figures)
	return d, w.err
}

// figures writes drawings as well as views; the label is the figure's number or the view's name.
func (d *drawer) figures(m *markup, figures []Figure) {
	for i, f := range figures {
		m.start("figure", "id", fmt.Sprintf("f%04d", i+1), "num", fmt.Sprintf("%04d", i+1), "figure-labels", f.Label)
		d.img(m, fmt.Sprintf("if%04d", i+1), f, "yes")
		m.end()
	}
}

// abstract writes 100004. Since 2023 the request form names the figure; before, it stood here.
func (a *Application) abstract(opt Options) (*document, error) {
	d, m := body(FormAbstract, "说明书摘要")
	w := drawer{doc: d, opt: opt}
	m.start("cn-abstract")
	n := 0
	for _, p := range a.Abstract {
		n = w.paragraph(m, p, n)
	}
	if a.AbstractArt != nil {
		m.start("cn-abst-figure")
		m.start("figure", "id", "af0001", "num", "0001", "figure-labels", a.AbstractArt.Label)
		w.img(m, "iaf0001", *a.AbstractArt, "yes")
		m.end()
		m.end()
	}
	m.end()
	m.end()
	d.pages = 1
	return d, w.err
}

// sheets estimates pages of 25 lines with 34 characters.
func sheets(runes int) int { return max(1, (runes+849)/850) }
