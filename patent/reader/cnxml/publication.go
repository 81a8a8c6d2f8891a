package cnxml

import (
	"regexp"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/xmltree"
)

// Published reports whether the root is that of a published document.
func Published(root *xmltree.Node) bool {
	p := root.Plain()
	return p == "cnpatentdocument" || p == "patentdocumentandrelated"
}

// Publication reads a published document of either standard.
func Publication(root *xmltree.Node, src Source) *patent.Application {
	a := &patent.Application{Reader: "cn-xml-2006", Texts: map[patent.Part]*patent.Text{}}
	// Publications are hard-wrapped with tabs inside a paragraph; no line break of theirs is text.
	src.Wrapped = true
	if root.Plain() == "patentdocumentandrelated" {
		a.Reader = "cn-xml-2.2.1"
	}
	bib := published(a, root)
	Body(a, root, src)
	// The title among the bibliographic data is the official one. It stands in no part, so it has
	// no position.
	titled(a, bib)
	if a.Kind == "" {
		a.Kind = canon.KindOf(a)
	}
	return a
}

// Bibliography reads what a published document says of itself, and none of its texts.
func Bibliography(root *xmltree.Node) *patent.Application {
	a := &patent.Application{}
	titled(a, published(a, root))
	return a
}

// published reads the bibliographic data and returns where it stands.
func published(a *patent.Application, root *xmltree.Node) *xmltree.Node {
	a.Publication = &patent.Publication{}
	bib := root.First("cnbibliographicdata", "bibliographicdata", "designbibliographicdata")
	if bib != nil {
		biblio(a, bib)
	}
	if a.Publication.Number == "" {
		a.Publication.Number, a.Publication.KindCode = root.Attr("docnumber"), root.Attr("kind")
	}
	return bib
}

// titled takes the title from the bibliographic data.
func titled(a *patent.Application, bib *xmltree.Node) {
	if t := bib.First("inventiontitle", "designtitle"); t != nil {
		r := canon.NewRun(true)
		r.Text(t.Words())
		a.Title = r.Words()
		a.Titles = append(a.Titles, patent.Titled{Part: patent.Whole, Title: a.Title})
	}
}

// biblio reads the bibliographic data of both standards, whose elements differ in spelling only.
// Every field may be absent.
func biblio(a *patent.Application, bib *xmltree.Node) {
	p := a.Publication
	if ref := bib.First("cnpublicationreference", "publicationreference"); ref != nil {
		id := ref.First("documentid")
		p.Country, p.Number = id.First("country", "wipost3code").Words(), id.First("docnumber").Words()
		p.KindCode, p.Date = id.First("kind").Words(), id.First("date").Words()
	}
	p.Gazette = first(bib.Find("gazettenum"), bib.Find("gazettenumber"))
	if ref := bib.First("applicationreference"); ref != nil {
		p.ApplicationNo, p.FilingDate = ref.Path("documentid", "docnumber").Words(), ref.Path("documentid", "date").Words()
		a.Kind = kindOf(ref.Attr("appltype"), p)
	}
	for _, k := range bib.First("priorityclaims", "prioritydetails").Elements() {
		if once(k) {
			p.Priorities = append(p.Priorities, patent.Priority{Country: k.First("country", "wipost3code").Words(),
				Number: k.First("docnumber").Words(), Date: k.First("date").Words()})
		}
	}
	for _, k := range bib.First("classificationsipcr", "classificationipcrdetails", "classificationipc").Elements() {
		if s := symbol(k.First("text").Words()); s != "" {
			p.IPC = append(p.IPC, s)
		}
	}
	p.Locarno = first(bib.Find("classificationlocarno"), bib.Find("locarnoclassification"))
	p.Divisional = bib.Find("parentdocument").Find("docnumber").Words()
	if p.Divisional == "" {
		p.Divisional = bib.Find("parentdoc").Find("docnumber").Words()
	}
	p.PCT = bib.First("pctorregionalfilingdata", "pctorregionalfilingdatadetails", "internationalfilingdata").Find("docnumber").Words()
	parties(p, bib.First("cnparties", "parties"))
}

// first returns the words of the first node that has any.
func first(nodes ...*xmltree.Node) string {
	for _, n := range nodes {
		if s := n.Words(); s != "" {
			return s
		}
	}
	return ""
}

// once reports whether the entry is to be taken: the current standard states each twice, as
// filed and normalised.
func once(n *xmltree.Node) bool { return n.Attr("dataformat") != "standard" }

// version is the edition behind a symbol, and letters that some editions put after it.
var version = regexp.MustCompile(`\s*\(\d{4}\.\d{2}\)\s*(?:[A-Z]\s*)*$`)

// symbol drops the version from a classification symbol: "A47J 41/00 (2006.01)".
func symbol(s string) string { return strings.TrimSpace(version.ReplaceAllString(s, "")) }

// kindOf tells the kind from applType (发明专利; 10) or else from the application number.
func kindOf(appl string, p *patent.Publication) patent.Kind {
	switch {
	case strings.Contains(appl, "实用新型"), appl == "20":
		return patent.UtilityModel
	case strings.Contains(appl, "外观"), appl == "30":
		return patent.Design
	case strings.Contains(appl, "发明"), appl == "10":
		return patent.Invention
	}
	// The digit after the year is the kind: 1 and 8 invention, 2 and 9 utility model, 3 design.
	digits := strings.TrimLeft(p.ApplicationNo, "CNZLcnzl")
	at := 4
	if n := len(digits); n < 12 && n >= 8 { // until 2003: two digits of the year
		at = 2
	}
	if len(digits) > at {
		switch digits[at] {
		case '1', '8':
			return patent.Invention
		case '2', '9':
			return patent.UtilityModel
		case '3':
			return patent.Design
		}
	}
	return ""
}

var postcode = regexp.MustCompile(`^(\d{6})\s+`)
var agencyCode = regexp.MustCompile(`^(.*\S)\s+(\d{5})$`)

// parties reads applicants, inventors and the agency. The 2006 standard writes postcode and
// address, agency and its code, into one string each.
func parties(p *patent.Publication, n *xmltree.Node) {
	for _, k := range n.First("cnapplicants", "applicantdetails").Elements() {
		if name := k.Find("name").Words(); name != "" && once(k) {
			ad := k.Find("address")
			a := patent.Applicant{Name: name, Country: stated(ad.First("country", "wipost3code")), Province: stated(ad.First("province")),
				City: stated(ad.First("city")), Postcode: stated(ad.First("postcode")), Street: ad.First("text").Words()}
			if m := postcode.FindStringSubmatch(a.Street); m != nil {
				a.Postcode, a.Street = m[1], a.Street[len(m[0]):]
			}
			p.Applicants = append(p.Applicants, a)
		}
	}
	for _, k := range n.First("cninventors", "inventordetails", "designerdetails", "cndesigners").Elements() {
		if name := k.Find("name").Words(); name != "" && once(k) {
			p.Inventors = append(p.Inventors, patent.Inventor{Name: name})
		}
	}
	// An agent's element repeats its agency; the agency is the same for all of a publication.
	for _, k := range n.First("cnagents", "agentdetails").Elements() {
		agency := k.First("cnagency", "agency")
		if agency == nil || !once(k) {
			continue
		}
		p.Agency.Name = first(agency.Find("organizationname"), agency.Find("name"), agency)
		if m := agencyCode.FindStringSubmatch(p.Agency.Name); m != nil {
			p.Agency.Name, p.Agency.Code = m[1], m[2]
		}
		for _, own := range k.Elements() {
			if own == agency {
				continue
			}
			if name := first(own.Find("name"), own); name != "" {
				p.Agency.Agents = append(p.Agency.Agents, patent.Agent{Name: name})
			}
		}
	}
}

// stated drops the "0" that fills empty fields.
func stated(n *xmltree.Node) string {
	if s := n.Words(); strings.Trim(s, "0") != "" {
		return s
	}
	return ""
}
