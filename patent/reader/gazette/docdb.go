package gazette

import (
	"cmp"
	"strings"

	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// exchange reads a document of DOCDB.
func exchange(root *xmltree.Node) literature.Document {
	d := st36(root)
	if d.Number == "" {
		d.Number = literature.Number(root.Attr("country"), root.Attr("docnumber"), root.Attr("kind"))
	}
	d.Family = root.Attr("familyid")
	d.Published = cmp.Or(d.Published, literature.Day(root.Attr("datepubl")))
	// DOCDB does not say the language; a title alone is that of the publication.
	if d.Language == "" && len(d.Titles) == 1 {
		d.Language = d.Titles[0].Language
	}
	return d
}

// member reads a member of a family, with its data where the answer has it, and its legal events.
func member(root *xmltree.Node) literature.Document {
	var d literature.Document
	// The whole data is there only when it was asked for.
	if inner := root.Find("exchangedocument"); inner != nil {
		d = exchange(inner)
	} else {
		d = st36(root)
	}
	d.Family = cmp.Or(root.Attr("familyid"), d.Family)
	if len(d.Priorities) == 0 {
		priorities(&d, root)
	}
	for _, n := range root.All("legal") {
		d.Events = append(d.Events, legal(n))
	}
	return d
}

// found reads the list of a search: what the answer has of each document, perhaps its number alone.
func found(root *xmltree.Node) (out []literature.Document) {
	each(root, func(n *xmltree.Node) {
		if n.Plain() == "exchangedocument" {
			out = append(out, exchange(n))
			return
		}
		if r := refer(n); r.number != "" {
			out = append(out, literature.Document{Number: r.canonical(), Office: r.office, KindCode: r.kind, Published: r.day, Family: n.Attr("familyid")})
		}
	}, "exchangedocument", "publicationreference")
	return out
}

// events by the words of the office, the first that fits. What none fits is kept by its words alone.
var legalWords = []struct {
	words string
	kind  literature.EventKind
}{
	{"REINSTAT", literature.Restored}, {"RESTORATION", literature.Restored}, {"RE-ESTABLISHMENT", literature.Restored},
	{"SECURITY INTEREST", literature.Pledged}, {"PLEDGE", literature.Pledged}, {"RIGHTS IN REM", literature.Pledged},
	{"LICEN", literature.Licensed}, {"REVOK", literature.Invalid}, {"REVOCATION", literature.Invalid}, {"INVALID", literature.Invalid}, {"ANNULMENT", literature.Invalid},
	{"EXPIR", literature.Expired}, {"LAPSE", literature.Lapsed}, {"DEEMED TO BE WITHDRAWN", literature.Lapsed}, {"WITHDRAWN", literature.Lapsed}, {"CEASED", literature.Lapsed}, {"NON-PAYMENT", literature.Lapsed},
	{"ASSIGNMENT", literature.Assigned}, {"TRANSFER OF RIGHTS", literature.Assigned}, {"CHANGE OF OWNER", literature.Assigned}, {"LITIGATION", literature.Litigation},
	{"ENTRY INTO SUBSTANTIVE EXAMINATION", literature.Entered}, {"REQUEST FOR EXAMINATION", literature.Entered}, {"PATENT GRANT", literature.Granted}, {"GRANT OF PATENT", literature.Granted}, {"GRANTED", literature.Granted},
}

// legal reads an event as the European service tells it; its words and codes are kept.
func legal(n *xmltree.Node) literature.Event {
	words := strings.TrimSpace(n.Attr("desc"))
	// The day is that of the gazette.
	e := literature.Event{Kind: literature.Other, Day: literature.Day(n.First("l007ep").Words())}
	upper := strings.ToUpper(words)
	for _, w := range legalWords {
		if strings.Contains(upper, w.words) {
			e.Kind = w.kind
			break
		}
	}
	more := []string{n.First("l001ep").Words(), n.Attr("code"), words}
	for _, k := range n.First("l500ep").Elements() {
		more = append(more, k.Attr("desc")+" "+k.Words())
	}
	e.Detail = strings.Join(strings.Fields(strings.Join(more, " ")), " ")
	return e
}
