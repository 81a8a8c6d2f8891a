package gazette

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// bcodes reads a document whose data stands under the INID codes of WIPO ST.32 and ST.36: those of the
// United States from 2001 to 2004, and those of the European office.
func bcodes(root *xmltree.Node) literature.Document {
	bib := root.First("sdobi")
	office := cmp.Or(bib.Find("b190").Words(), root.Attr("country"))
	number, kind := cmp.Or(bib.Find("b110").Words(), root.Attr("docnumber")), cmp.Or(bib.Find("b130").Words(), root.Attr("kind"))
	lang := literature.Language(cmp.Or(root.Attr("lang"), bib.Attr("lang"), "en"))
	d := literature.Document{Number: literature.Number(office, number, kind), Office: office, KindCode: kind, Published: literature.Day(cmp.Or(bib.Find("b140").Words(), root.Attr("datepubl"))), Language: lang}
	d.Application, d.Filed = literature.Application(office, bib.Find("b210").Words()), literature.Day(bib.Find("b220").Words())
	// Number, day and country of a priority follow one another without an element around them.
	var p *literature.Priority
	for _, k := range bib.First("b300").Elements() {
		switch k.Plain() {
		case "b310":
			d.Priorities = append(d.Priorities, literature.Priority{Number: k.Words()})
			p = &d.Priorities[len(d.Priorities)-1]
		case "b320":
			if p != nil {
				p.Day = literature.Day(k.Words())
			}
		case "b330":
			if p != nil {
				p.Office = k.Words()
			}
		}
	}
	bClasses(&d, bib)
	// Europe writes the language before each title.
	titleLanguage := lang
	for _, k := range bib.Find("b540").Elements() {
		switch k.Plain() {
		case "b541":
			titleLanguage = literature.Language(k.Words())
		case "b542":
			d.Titles = add(d.Titles, titleLanguage, oneLine(k))
		case "stext":
			d.Titles = add(d.Titles, titleLanguage, oneLine(k))
		}
	}
	bParties(&d, bib)
	bCited(&d, bib)
	parts(&d, root, lang)
	d.Views = shown(&d, root)
	if n, err := strconv.Atoi(bib.Find("b596").Words()); err == nil && n > 0 {
		d.Pictures = n
	}
	return d
}

// bClasses reads IPC, and for designs the Locarno classification, which stands under the same code there.
func bClasses(d *literature.Document, bib *xmltree.Node) {
	each(bib.First("b500"), func(n *xmltree.Node) {
		if c := n.First("classificationipcr", "classificationcpc"); c != nil {
			each(n, func(k *xmltree.Node) { d.IPC = once(d.IPC, symbol(k)) }, "classificationipcr")
			return
		}
		s := raw(n)
		if symbol := fixedSymbol(s); symbol != "" {
			d.IPC = once(d.IPC, symbol)
		} else if d.KindCode != "" && d.KindCode[0] == 'S' {
			d.Locarno = once(d.Locarno, literature.Locarno(s))
		}
	}, "b511", "b512", "b513", "b510ep")
	each(bib.First("b500"), func(n *xmltree.Node) { d.CPC = once(d.CPC, symbol(n)) }, "classificationcpc")
}

// bParties reads the parties under 71 to 74.
func bParties(d *literature.Document, bib *xmltree.Node) {
	for _, x := range []struct {
		code string
		into *[]literature.Party
	}{{"b711", &d.Applicants}, {"b721", &d.Inventors}, {"b731", &d.Holders}, {"b741", &d.Agents}} {
		each(bib.First("b700"), func(n *xmltree.Node) {
			// Names stand deeper in the data of the United States.
			if inner := n.First("partyus"); inner != nil {
				n = inner
			}
			p := literature.Party{}
			if nam := n.First("nam"); nam != nil {
				p.Name = named(nam)
				if org := nam.First("onm"); org != nil {
					p.Name = org.Words()
				}
			} else {
				p.Name, _, _ = strings.Cut(named(n), " c/o ")
			}
			place := party(n)
			p.Country, p.Address = place.Country, place.Address
			if p.Name != "" {
				*x.into = append(*x.into, p)
			}
		}, x.code)
	}
	// Where nobody is named as applicant, the holder of the grant stands for it, or else the inventors.
	if len(d.Applicants) == 0 {
		if d.Applicants = d.Holders; len(d.Applicants) == 0 {
			d.Applicants = d.Inventors
		}
	}
}

// typed is a citation as European specifications print it: EP-A- 0 529 854.
var typed = regexp.MustCompile(`^([A-Z]{2})\s*-\s*([A-Z]\d?)\s*-\s*([0-9 /.]+)`)

// bCited reads the citations under 56.
func bCited(d *literature.Document, bib *xmltree.Node) {
	each(bib.First("b500"), func(n *xmltree.Node) {
		if n.Plain() == "b562" {
			if s := oneLine(n); s != "" {
				d.Cites = append(d.Cites, literature.Citation{Words: s})
			}
			return
		}
		// An empty element says who cited.
		by := ""
		if n.First("citedbyexaminer") != nil {
			by = "examiner"
		}
		if doc := n.Find("doc"); doc != nil {
			// Without a country it is one of the office itself.
			c := literature.Citation{Number: literature.Number(cmp.Or(doc.First("ctry").Words(), "US"), doc.First("dnum").Words(), doc.First("kind").Words()), By: by}
			if c.Number != "" {
				d.Cites = append(d.Cites, c)
			}
			return
		}
		text := n.Words()
		if m := typed.FindStringSubmatch(text); m != nil {
			d.Cites = append(d.Cites, literature.Citation{Number: literature.Number(m[1], m[3], m[2])})
		} else if text != "" {
			d.Cites = append(d.Cites, literature.Citation{Words: text})
		}
	}, "b561", "b562")
}
