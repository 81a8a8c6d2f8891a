package gazette

import (
	"cmp"

	"zhibao/patent/literature"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/xmltree"
)

// chinese reads a document of either Chinese standard. Its bibliographic data is read as that of the
// files that applicants bring; its texts are plain here.
func chinese(root *xmltree.Node) literature.Document {
	a := cnxml.Bibliography(root)
	p := a.Publication
	office := cmp.Or(p.Country, "CN")
	d := literature.Document{Number: literature.Number(office, p.Number, p.KindCode), Office: office, KindCode: p.KindCode, Kind: a.Kind, Published: literature.Day(cmp.Or(p.Date, root.Attr("datepublication"))),
		Application: literature.Application(office, p.ApplicationNo), Filed: literature.Day(p.FilingDate), Language: "zh"}
	d.Titles = add(nil, "zh", a.Title)
	for _, x := range p.Priorities {
		d.Priorities = append(d.Priorities, literature.Priority{Office: x.Country, Number: x.Number, Day: literature.Day(x.Date)})
	}
	for _, s := range p.IPC {
		d.IPC = once(d.IPC, literature.Symbol(s))
	}
	d.Locarno = once(nil, literature.Locarno(p.Locarno))
	for _, x := range p.Applicants {
		d.Applicants = append(d.Applicants, literature.Party{Name: x.Name, Country: countryOf(x.Country), Address: x.Province + x.City + x.Street})
	}
	for _, x := range p.Inventors {
		d.Inventors = append(d.Inventors, literature.Party{Name: x.Name})
	}
	if p.Agency.Name != "" {
		d.Agents = append(d.Agents, literature.Party{Name: p.Agency.Name})
	}
	// Grants name their holder beside the applicant.
	bib := root.First("cnbibliographicdata", "bibliographicdata", "designbibliographicdata")
	people := literature.Document{}
	each(bib.First("cnparties", "parties"), func(n *xmltree.Node) {
		if s := n.Find("name").Words(); s != "" && n.Attr("dataformat") != "standard" {
			people.Holders = append(people.Holders, literature.Party{Name: s})
		}
	}, "cnassignee", "assignee", "cnpatentowner", "patentowner")
	d.Holders = people.Holders
	each(bib, func(n *xmltree.Node) {
		if r := refer(n); r.number != "" {
			d.Cites = append(d.Cites, literature.Citation{Number: r.canonical()})
		}
	}, "patcit", "patentcitation")
	each(bib, func(n *xmltree.Node) {
		if s := oneLine(n); s != "" {
			d.Cites = append(d.Cites, literature.Citation{Words: s})
		}
	}, "nplcit", "nplcitation")
	parts(&d, root, "zh")
	// Designs have their pictures elsewhere.
	if d.Pictures == 0 {
		d.Pictures = pictures(root)
	}
	d.Views = shown(&d, root)
	return d
}

// countryOf keeps the code of a country; the older data writes it only within the address.
func countryOf(s string) string {
	if len(s) == 2 {
		return s
	}
	return ""
}
