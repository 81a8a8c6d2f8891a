package gazette

import (
	"strings"

	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// pap reads an application of the United States of the years 2001 to 2004.
func pap(root *xmltree.Node) literature.Document {
	bib := root.First("subdocbibliographicinformation")
	id := bib.First("documentid")
	d := literature.Document{Office: "US", KindCode: id.First("kindcode").Words(), Published: literature.Day(id.First("documentdate").Words()), Language: "en"}
	d.Number = literature.Number("US", id.First("docnumber").Words(), d.KindCode)
	// The number is that of the office with its series.
	filing := bib.First("domesticfilingdata")
	d.Application, d.Filed = literature.Application("US", filing.Path("applicationnumber", "docnumber").Words()), literature.Day(filing.First("filingdate").Words())
	each(bib, func(n *xmltree.Node) {
		number := n.Find("docnumber").Words()
		if number != "" {
			d.Priorities = append(d.Priorities, literature.Priority{Office: n.Find("countrycode").Words(), Number: number, Day: literature.Day(n.First("filingdate").Words())})
		}
	}, "foreignpriorityapplication", "foreignprioritydata", "priorityapplicationnumber")
	technical := bib.First("technicalinformation")
	each(technical.First("classificationipc"), func(n *xmltree.Node) { d.IPC = once(d.IPC, literature.Symbol(n.Words())) }, "ipc")
	d.Titles = add(nil, "en", oneLine(technical.First("titleofinvention")))
	each(bib.First("inventors"), func(n *xmltree.Node) {
		if p := papParty(n); p.Name != "" {
			d.Inventors = append(d.Inventors, p)
		}
	}, "firstnamedinventor", "inventor")
	each(bib, func(n *xmltree.Node) {
		if p := papParty(n); p.Name != "" {
			d.Holders = append(d.Holders, p)
		}
	}, "assignee")
	// Only inventors could apply then; who it was assigned to is the firm.
	if d.Applicants = d.Holders; len(d.Applicants) == 0 {
		d.Applicants = d.Inventors
	}
	parts(&d, root, "en")
	return d
}

// papParty reads a person or firm of theirs. Telephone and mail are no business of an index.
func papParty(n *xmltree.Node) (p literature.Party) {
	if org := n.First("organizationname"); org != nil {
		p.Name = org.Words()
	} else {
		p.Name = named(n.First("name"))
		if p.Name == "" {
			p.Name = named(n)
		}
	}
	// Where they live rather than where their mail goes.
	place := n.First("residence")
	if place == nil {
		place = n.First("address")
	}
	p.Country = place.Find("countrycode").Words()
	if p.Country == "" && place.Find("residenceus") != nil {
		p.Country = "US"
	}
	p.Address = strings.TrimSpace(place.Find("city").Words() + " " + place.Find("state").Words())
	return p
}
