package gazette

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// A reference is a document as another names it.
type reference struct {
	office, number, kind string
	day                  calendar.Day
}

// canonical is the number as it is kept.
func (r reference) canonical() string {
	if r.office == "" {
		return literature.Canonical(r.number + r.kind)
	}
	return literature.Number(r.office, r.number, r.kind)
}

// refer reads a reference. The same number stands there in two or three forms: that of DOCDB has office,
// number and kind apart, that of epodoc has them together, the original is the office's own.
func refer(n *xmltree.Node) (r reference) {
	// Older data has the parts without an element around them.
	ids := n.All("documentid")
	if len(ids) == 0 && n != nil {
		ids = []*xmltree.Node{n}
	}
	best, office := -1, ""
	for _, id := range ids {
		rank := 0
		switch id.Attr("documentidtype") + id.Attr("dataformat") {
		case "docdb":
			rank = 3
		case "":
			rank = 2
		case "original":
			rank = 1
		}
		if n.Attr("dataformat") == "standard" {
			rank = 0
		}
		if rank == 0 { // the original number does not say whose it is, but stands beside one that does
			office, _, _, _ = literature.Split(id.First("docnumber").Words())
			if r.office == "" {
				r.office = office
			}
		}
		day := literature.Day(id.First("date", "patentdocumentdate").Words())
		if rank > best {
			best = rank
			r.office, r.number, r.kind = id.First("country", "wipost3code", "ipofficecode").Words(), id.First("docnumber", "documentnumber").Words(), id.First("kind", "patentdocumentkindcode").Words()
			if rank == 0 && r.office == "" {
				r.office, r.number, _, _ = literature.Split(r.number)
			}
			if office != "" && r.office == "" {
				r.office = office
			}
			if !day.IsZero() {
				r.day = day
			}
		}
		if r.day.IsZero() {
			r.day = day
		}
	}
	return r
}

// original is the number of an application as its office writes it, where DOCDB's own form is another.
func original(n *xmltree.Node) (number string) {
	for _, id := range n.All("documentid") {
		if id.Attr("documentidtype") == "original" {
			return id.First("docnumber").Words()
		}
	}
	return ""
}

// st36 reads a document whose bibliographic data is named as in WIPO ST.36: those of the United States since
// 2005, of Japan, and of the European service.
func st36(root *xmltree.Node) literature.Document {
	bib := root.First("usbibliographicdatagrant", "usbibliographicdataapplication", "bibliographicdata")
	if bib == nil {
		bib = root
	}
	d := literature.Document{Language: literature.Language(root.Attr("lang"))}
	pub := refer(bib.First("publicationreference"))
	if pub.number == "" {
		pub = reference{office: root.Attr("country"), number: root.Attr("docnumber"), kind: root.Attr("kind"), day: literature.Day(root.Attr("datepubl"))}
	}
	// Japan writes the kind in words, and the code beside it.
	if k := root.Attr("kindofst16"); k != "" {
		pub.kind = k
	}
	if pub.office == "" {
		pub.office = root.Attr("country")
	}
	d.Number, d.Office, d.KindCode, d.Published = pub.canonical(), pub.office, pub.kind, pub.day
	// The number of the office itself is preferred: its other publications have the same.
	if n := bib.First("applicationreference"); n != nil {
		app := refer(n)
		if app.office == "" {
			app.office = pub.office
		}
		if own := original(n); own != "" {
			app.number = own
		}
		d.Application, d.Filed = literature.Application(app.office, app.number), app.day
		d.Kind = map[string]patent.Kind{"design": patent.Design, "utility": patent.Invention, "plant": patent.Invention, "reissue": patent.Invention}[n.Attr("appltype")]
	}
	priorities(&d, bib.First("priorityclaims"))
	classes(&d, bib)
	for _, t := range bib.All("inventiontitle") {
		lang := literature.Language(t.Attr("lang"))
		if lang == "" {
			lang = d.Language
		}
		d.Titles = add(d.Titles, lang, oneLine(t))
	}
	people(&d, bib)
	cited(&d, bib.First("referencescited", "usreferencescited"))
	parts(&d, root, d.Language)
	// What the office counted is better than counting files, of which one may hold several figures.
	if n, err := strconv.Atoi(bib.First("figures").First("numberoffigures").Words()); err == nil && n > 0 {
		d.Pictures = n
	}
	d.Views = shown(&d, root)
	return d
}

// priorities reads claims of priority.
func priorities(d *literature.Document, n *xmltree.Node) {
	for _, k := range n.Elements() {
		if k.Plain() != "priorityclaim" {
			continue
		}
		r := refer(k)
		if r.number != "" {
			d.Priorities = append(d.Priorities, literature.Priority{Office: r.office, Number: strings.TrimSpace(r.number), Day: r.day})
		}
	}
}

// classes reads the classifications, whichever way they are written.
func classes(d *literature.Document, bib *xmltree.Node) {
	for _, k := range bib.Elements() {
		switch k.Plain() {
		case "classificationsipcr", "classificationipc", "classificationsipc":
			each(k, func(n *xmltree.Node) { d.IPC = once(d.IPC, symbol(n)) }, "classificationipcr", "text", "mainclassification", "furtherclassification", "mainclsf", "furtherclsf")
		case "classificationscpc", "classificationcpctext":
			each(k, func(n *xmltree.Node) { d.CPC = once(d.CPC, symbol(n)) }, "classificationcpc")
		case "patentclassifications":
			for _, c := range k.All("patentclassification") {
				if strings.HasPrefix(c.First("classificationscheme").Attr("scheme"), "CPC") {
					d.CPC = once(d.CPC, symbol(c))
				}
			}
		case "classificationlocarno":
			each(k, func(n *xmltree.Node) { d.Locarno = once(d.Locarno, literature.Locarno(n.Words())) }, "mainclassification", "furtherclassification")
		}
	}
}

// each calls f for the outermost elements of the names below n.
func each(n *xmltree.Node, f func(*xmltree.Node), names ...string) {
	if n == nil {
		return
	}
	for _, k := range n.Kids {
		switch {
		case k.Name == "":
		case slices.Contains(names, k.Plain()):
			f(k)
		default:
			each(k, f, names...)
		}
	}
}

// once adds a value that is not there yet.
func once(list []string, v string) []string {
	if v == "" {
		return list
	}
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

// symbol reads a classification from its parts or its text.
func symbol(n *xmltree.Node) string {
	if section := n.First("section", "cpcsection").Words(); section != "" {
		s := section + n.First("class").Words() + n.First("subclass").Words()
		if group := n.First("maingroup").Words(); group != "" {
			s += " " + group + "/" + n.First("subgroup").Words()
		}
		return literature.Symbol(s)
	}
	text := n.First("text")
	if text == nil {
		text = n
	}
	return fixedSymbol(raw(text))
}

// raw is the text of a node with its blanks, which have a meaning in fields of fixed width.
func raw(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	if n.Name == "" {
		return n.Text
	}
	var sb strings.Builder
	for _, k := range n.Kids {
		sb.WriteString(raw(k))
	}
	return sb.String()
}

// fixedSymbol also reads the form of the United States before 2002, "G06F 1516" and "G06F  728": three
// places for the group and then the subgroup, without a stroke.
func fixedSymbol(s string) string {
	s = strings.Trim(s, "\r\n\t")
	if s = strings.TrimRight(s, " "); len(s) >= 9 && len(s) <= 12 && !strings.Contains(s, "/") {
		group, sub := strings.TrimSpace(s[4:7]), strings.TrimSpace(s[7:])
		if digits(group) && digits(sub) {
			return literature.Symbol(s[:4] + " " + group + "/" + sub)
		}
	}
	return literature.Symbol(s)
}

// digits reports a text of digits alone.
func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// cited reads citations of patents and other literature.
func cited(d *literature.Document, n *xmltree.Node) {
	for _, c := range n.Elements() {
		// The United States say who cited as a category.
		by := c.Attr("citedby")
		category := c.First("category").Words()
		if by == "" {
			by = strings.TrimPrefix(category, "cited by ")
			category = ""
		}
		if p := c.First("patcit"); p != nil {
			if r := refer(p); r.number != "" {
				d.Cites = append(d.Cites, literature.Citation{Number: r.canonical(), Category: category, By: by})
			}
			continue
		}
		if p := c.First("nplcit"); p != nil {
			if text := oneLine(p); text != "" {
				d.Cites = append(d.Cites, literature.Citation{Words: text, Category: category, By: by})
			}
		}
	}
}
