package gazette

import (
	"cmp"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// st96 reads a publication of WIPO ST.96.
func st96(root *xmltree.Node) literature.Document {
	bib := root.First("bibliographicdata")
	pub := bib.First("patentpublicationidentification")
	d := literature.Document{Office: pub.First("ipofficecode").Words(), KindCode: pub.First("patentdocumentkindcode").Words(), Published: literature.Day(pub.First("publicationdate").Words()),
		Language: literature.Language(root.Attr("languagecode"))}
	d.Number = literature.Number(d.Office, pub.First("publicationnumber").Words(), d.KindCode)
	// Numbers stand in elements of their own everywhere in this standard.
	app := bib.First("applicationidentification")
	d.Application, d.Filed = literature.Application(cmp.Or(app.First("ipofficecode").Words(), d.Office), app.Find("applicationnumbertext").Words()), literature.Day(app.First("filingdate").Words())
	each(bib.First("priorityclaimbag"), func(n *xmltree.Node) {
		d.Priorities = append(d.Priorities, literature.Priority{Office: n.First("ipofficecode").Words(), Number: n.Find("applicationnumbertext").Words(), Day: literature.Day(n.First("filingdate").Words())})
	}, "priorityclaim")
	bag := bib.First("patentclassificationbag")
	each(bag, func(n *xmltree.Node) { d.IPC = once(d.IPC, symbol(n)) }, "ipcrclassification", "ipcclassification")
	each(bag, func(n *xmltree.Node) { d.CPC = once(d.CPC, symbol(n)) }, "cpcclassification")
	each(bib.First("inventiontitlebag"), func(n *xmltree.Node) {
		d.Titles = add(d.Titles, cmp.Or(literature.Language(n.Attr("languagecode")), d.Language), oneLine(n))
	}, "inventiontitle")
	st96Parties(&d, bib.First("partybag"))
	each(bib.First("referencecitationbag"), func(n *xmltree.Node) {
		by := strings.ToLower(n.Attr("citingpartycategory"))
		if id := n.Find("citedpatentdocumentidentification"); id != nil {
			if number := refer(id).canonical(); number != "" {
				d.Cites = append(d.Cites, literature.Citation{Number: number, By: by})
			}
		} else if s := oneLine(n); s != "" {
			d.Cites = append(d.Cites, literature.Citation{Words: s, By: by})
		}
	}, "referencecitation")
	parts(&d, root, d.Language)
	d.Views = shown(&d, root)
	// Number and category of a claim are elements beside its text.
	for i := range d.Claims {
		d.Claims[i].Words = unnumbered(root, d.Claims[i].Words)
	}
	if n, err := strconv.Atoi(bib.Find("figuretotalquantity").Words()); err == nil && n > 0 {
		d.Pictures = n
	}
	return d
}

// unnumbered reads the claims without the elements that repeat their number and kind.
func unnumbered(root *xmltree.Node, whole string) string {
	var lines []string
	each(root.First("claims"), func(n *xmltree.Node) {
		var w []string
		for _, t := range n.All("claimtext") {
			w = append(w, oneLine(t))
		}
		lines = append(lines, strings.Join(w, " "))
	}, "claim")
	if len(lines) == 0 {
		return whole
	}
	return strings.Join(lines, "\n")
}

// st96Parties reads the bags of parties.
func st96Parties(d *literature.Document, bag *xmltree.Node) {
	for _, x := range []struct {
		name string
		into *[]literature.Party
	}{{"applicant", &d.Applicants}, {"inventor", &d.Inventors}, {"designer", &d.Inventors}, {"assignee", &d.Holders}, {"patentgrantee", &d.Holders}, {"registeredpractitioner", &d.Agents}, {"representative", &d.Agents}} {
		each(bag, func(n *xmltree.Node) {
			p := literature.Party{Name: cmp.Or(n.Find("organizationstandardname").Words(), n.Find("entityname").Words(), n.Find("personfullname").Words(), named(n.Find("personstructuredname"))),
				Country: n.Find("countrycode").Words()}
			if p.Name != "" {
				*x.into = append(*x.into, p)
			}
		}, x.name)
	}
}

// st96Designs reads the designs of a design application, each with its own number.
func st96Designs(root *xmltree.Node) (out []literature.Document) {
	// The office that registers may be another than the one that received.
	office := cmp.Or(root.Path("applicationnumber", "ipofficecode").Words(), root.First("registrationofficecode").Words())
	each(root.First("designbag"), func(n *xmltree.Node) {
		// Registered designs are not always published under a number of their own.
		number := cmp.Or(n.First("publicationbag").Find("publicationidentifier").Words(), n.First("registrationnumber").Words(), n.First("designidentifier").Words())
		d := literature.Document{Number: literature.Number(office, number, "S"), Office: office, KindCode: "S", Kind: patent.Design, Grant: n.First("registrationdate") != nil,
			Published:   literature.Day(cmp.Or(n.First("publicationbag").Find("publicationdate").Words(), n.First("registrationdate").Words())),
			Application: literature.Application(office, root.Path("applicationnumber", "applicationnumbertext").Words()), Filed: literature.Day(root.Find("applicationdate").Words()),
			Language: literature.Language(root.First("designapplicationlanguagecode").Words()), Status: n.First("designcurrentstatuscategory").Words()}
		for _, t := range n.All("designtitletext") {
			d.Titles = add(d.Titles, cmp.Or(literature.Language(t.Attr("languagecode")), d.Language), oneLine(t))
		}
		var lines []string
		for _, t := range n.All("designdescriptiontext") {
			lines = append(lines, oneLine(t))
		}
		d.Description = add(nil, d.Language, strings.Join(lines, "\n"))
		d.Claims = add(nil, d.Language, oneLine(n.Find("designclaimtext")))
		each(n, func(k *xmltree.Node) { d.Locarno = once(d.Locarno, literature.Locarno(k.Words())) }, "locarnoclassificationtext")
		each(n.First("prioritybag"), func(k *xmltree.Node) {
			d.Priorities = append(d.Priorities, literature.Priority{Office: k.First("prioritycountrycode").Words(), Number: k.Find("applicationnumbertext").Words(), Day: literature.Day(k.First("priorityapplicationfilingdate").Words())})
		}, "priority")
		st96Parties(&d, n)
		each(n.First("patentidentificationbag"), func(k *xmltree.Node) {
			d.Cites = append(d.Cites, literature.Citation{Number: refer(k).canonical()})
		}, "citedpatentdocumentidentification")
		d.Pictures, d.Views = pictures(n.First("designrepresentationbag")), views(n.First("designrepresentationbag"))
		out = append(out, d)
	}, "design")
	return out
}
