// Package cnxml (专利 XML) reads the XML in which CNIPA publishes patents – the 2006 standard
// (cn-patent-document) and the current one (PatentDocumentAndRelated, V2.2.1) – and the body
// of claims, description, drawings and abstract that filings share with them.
package cnxml

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/xmltree"
)

// A Source says how a document is laid out and where its pictures are.
type Source struct {
	Entry       string // of the document, "100002/100002.xml"
	Wrapped     bool   // line breaks inside a paragraph are only typesetting
	Millimetres bool   // wi and he of pictures are millimetres
	Resolve     func(file string) (entry string, present bool)
}

// Body reads claims, description, drawings and abstract wherever they stand below root. A part
// that the application already has is not read again but listed as lost.
func Body(a *patent.Application, root *xmltree.Node, src Source) {
	if a.Texts == nil {
		a.Texts = map[patent.Part]*patent.Text{}
	}
	b := body{a: a, src: src}
	b.descend(root)
}

// body reads the parts of one document into an application.
type body struct {
	a   *patent.Application
	src Source

	again, dropped int // typed numbers that only repeat the paragraph's own, and their characters
}

// descend looks for the parts at any depth: the abstract of a publication stands among the
// bibliographic data, that of a filing in a document of its own.
func (b *body) descend(n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "cnclaims", "claims":
			b.part(patent.Claims, k, b.claims)
		case "description":
			b.part(patent.Description, k, b.description)
		case "cndrawings", "drawings":
			b.part(patent.Drawings, k, b.drawings)
		case "cnabstract", "abstract":
			b.part(patent.Abstract, k, b.abstract)
		case "cnabstractdrawing":
			b.designate(k)
		default:
			b.descend(k)
		}
	}
}

// part reads one part. Scanned pages have no words; the applicant is told to file text.
func (b *body) part(p patent.Part, n *xmltree.Node, read func(*canon.Builder, *xmltree.Node)) {
	if b.a.Texts[p] != nil {
		b.lose(p, canon.Count(n.Words()), "《"+string(p)+"》出现了两次，只读取第一份，请删除多余的一份")
		return
	}
	out := canon.New(p)
	b.again, b.dropped = 0, 0
	read(out, n)
	if b.again > 0 {
		b.lose(p, b.dropped, "《"+string(p)+"》的正文中键入了与段落编号相同的编号，共 "+strconv.Itoa(b.again)+" 处，读取时略去，请删去键入的编号")
	}
	// doc-page is what the document types allow instead of text.
	if pages := len(n.All("docpage")); pages > 0 {
		b.lose(p, 0, "《"+string(p)+"》是扫描页（"+strconv.Itoa(pages)+" 页），没有可读的文字，请提交文字版")
	}
	if t := out.Text(); t != nil {
		b.a.Texts[p] = t
	}
}

// lose lists words that are not in the model.
func (b *body) lose(p patent.Part, runes int, what string) {
	b.a.Losses = append(b.a.Losses, patent.Loss{Part: p, Entry: b.src.Entry, What: what, Runes: runes})
}

// claims makes one block of each claim; its pieces (claim-text) are lines of the block.
func (b *body) claims(out *canon.Builder, n *xmltree.Node) {
	for _, k := range n.Elements() {
		switch k.Plain() {
		case "claim":
			r := canon.NewRun(b.src.Wrapped)
			b.inline(r, k, nil)
			// "0001" in publications, "1" in filings, sometimes empty: then the claim's own number counts.
			number := strings.TrimLeft(k.Attr("num"), "0")
			if _, err := strconv.Atoi(number); err != nil {
				number = ""
			}
			if own := canon.ClaimNumber(r.Words()); number == "" && own > 0 {
				number = strconv.Itoa(own)
			}
			out.Add(patent.ClaimText, number, k.Attr("id"), r)
		case "p", "paragraphs", "heading":
			b.paragraph(out, k)
		case "docpage":
		default:
			b.claims(out, k)
		}
	}
}

// description reads the sections in order. The current standard has no headings: the first
// paragraph of a section, without a number, is its title.
func (b *body) description(out *canon.Builder, n *xmltree.Node) {
	for i, k := range n.Elements() {
		switch k.Plain() {
		case "inventiontitle":
			r := canon.NewRun(b.src.Wrapped)
			b.inline(r, k, nil)
			if at := out.Add(patent.TitleLine, "", k.Attr("id"), r); at >= 0 {
				b.titled(patent.Description, out, r.Words())
			}
		case "heading":
			r := canon.NewRun(b.src.Wrapped)
			b.inline(r, k, nil)
			out.Add(patent.Heading, "", k.Attr("id"), r)
		case "p", "paragraphs":
			if i == 0 && k.Attr("num") == "" && n.Plain() != "description" && titleLike(k.Words()) {
				r := canon.NewRun(b.src.Wrapped)
				b.inline(r, k, nil)
				out.Add(patent.Heading, "", k.Attr("id"), r)
				continue
			}
			b.paragraph(out, k)
		case "docpage":
		default:
			b.description(out, k)
		}
	}
}

// titled notes the title that was just added as the last words of the text.
func (b *body) titled(p patent.Part, out *canon.Builder, title string) {
	end := out.Len()
	b.a.Titles = append(b.a.Titles, patent.Titled{Part: p, Title: title, Start: end - len(title), End: end})
	if b.a.Title == "" {
		b.a.Title = title
	}
}

// titleLike reports words that can be a section's title: short and without the end of a sentence.
func titleLike(s string) bool {
	if _, ok := canon.Section(s); ok {
		return true
	}
	return s != "" && canon.Count(s) <= 20 && !strings.HasSuffix(s, "。") && !strings.HasSuffix(s, "；") && !strings.ContainsAny(s, "，,")
}

// digits is the number of a paragraph, "0012" or "n0012"; filings write XXXX where there is none.
var digits = regexp.MustCompile(`^n?([0-9]{3,5}[a-zA-Z]?)$`)

// paragraph adds the blocks of one p: its words, and its tables as blocks of their own.
func (b *body) paragraph(out *canon.Builder, n *xmltree.Node) {
	number := ""
	if m := digits.FindStringSubmatch(n.Attr("num")); m != nil {
		number = m[1]
	}
	id := n.Attr("id")
	r := canon.NewRun(b.src.Wrapped)
	// flush adds the words so far. A number "[0012]" in the words is markup if it says the same as
	// the attribute, or if there is no attribute; two different numbers are both kept.
	flush := func() {
		num := number
		if stated, cut := canon.ParaNumber(r.Words()); cut > 0 && (num == "" || num == stated) {
			if num != "" {
				b.again, b.dropped = b.again+1, b.dropped+canon.Count(r.Words()[:cut])
			}
			num = stated
			r.Cut(cut)
		}
		kind := patent.Paragraph
		if _, ok := canon.Section(r.Words()); ok || n.Plain() == "heading" {
			kind = patent.Heading
		}
		if !r.Empty() {
			out.Add(kind, num, id, r)
		}
		r = canon.NewRun(b.src.Wrapped)
	}
	b.inline(r, n, func(k *xmltree.Node) *canon.Run {
		flush()
		t := canon.NewRun(b.src.Wrapped)
		kind := patent.Paragraph
		if p := k.Plain(); p == "tables" || p == "tabledetails" || p == "table" {
			kind = patent.Table
		}
		b.inline(t, k, nil)
		out.Add(kind, number, k.Attr("id"), t)
		return r
	})
	flush()
}

// inline gathers the words of mixed content. Where split is given it is called for content that
// is a block of its own and returns the run that goes on.
func (b *body) inline(r *canon.Run, n *xmltree.Node, split func(*xmltree.Node) *canon.Run) *canon.Run {
	for _, k := range n.Kids {
		if k.Name == "" {
			r.Text(k.Text)
			continue
		}
		switch k.Plain() {
		case "br", "break":
			r.Break()
		case "sup", "sub":
			// The characters stay as they are; that they are raised is kept beside the text.
			r.Span(k.Plain() == "sup", func() { b.inline(r, k, nil) })
		case "img", "image":
			file, _ := b.src.file(k.Attr("file"))
			r.Mark(patent.Picture, k.Attr("id"), file)
		case "maths", "mathdetails", "chemistry":
			// Formulas travel as pictures. Where there are words as well they are read.
			file := ""
			if img := k.Find("img"); img != nil {
				file, _ = b.src.file(img.Attr("file"))
			} else if img := k.Find("image"); img != nil {
				file, _ = b.src.file(img.Attr("file"))
			}
			r.Mark(patent.Formula, k.Attr("id"), file)
			r.Text(k.Words())
		case "tables", "tabledetails", "table", "dl", "ol", "ul":
			if file, ok := b.pictured(k); ok {
				r.Mark(patent.Table, k.Attr("id"), file)
				continue
			}
			if split != nil {
				r = split(k)
				continue
			}
			r.Line()
			b.inline(r, k, nil)
			r.Line()
		case "claimtext", "li", "dt", "dd", "row", "tr", "pre":
			// These are lines of their own even where breaks are only typesetting.
			r.Line()
			r = b.inline(r, k, split)
			r.Line()
		case "entry", "td", "th":
			b.inline(r, k, nil)
			r.Cell()
		case "bioaccno", "depositary":
			r.Tab()
			r = b.inline(r, k, split)
		default:
			r = b.inline(r, k, split)
		}
	}
	return r
}

// pictured returns the picture of a table that has no words: filings may send tables that way.
func (b *body) pictured(n *xmltree.Node) (file string, ok bool) {
	if strings.TrimSpace(n.Words()) != "" {
		return "", false
	}
	for _, name := range []string{"img", "image"} {
		if img := n.Find(name); img != nil {
			file, _ = b.src.file(img.Attr("file"))
			return file, true
		}
	}
	return "", false
}

// file resolves the name of a picture. A publication comes without its pictures, so the name stays
// as stated and is not present.
func (s Source) file(name string) (string, bool) {
	if name == "" {
		return "", false
	}
	if s.Resolve != nil {
		return s.Resolve(name)
	}
	return path.Clean(strings.ReplaceAll(name, `\`, "/")), false
}
