package gazette

import (
	"regexp"
	"slices"
	"strings"

	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// people reads applicants, holders, inventors and agents.
func people(d *literature.Document, bib *xmltree.Node) {
	n := bib.First("usparties", "parties")
	// The same party may stand there in several spellings.
	gather := func(into *[]literature.Party, below *xmltree.Node, name string) {
		var norm []literature.Party
		each(below, func(k *xmltree.Node) {
			p := party(k)
			if p.Name == "" {
				return
			}
			switch format := k.Attr("dataformat"); format {
			case "epodoc", "docdb": // the office's own spelling; it stands for all others
				norm = append(norm, p)
			case "docdba":
			default:
				if !slices.ContainsFunc(*into, func(have literature.Party) bool { return strings.EqualFold(have.Name, p.Name) }) {
					*into = append(*into, p)
				}
			}
			if k.Attr("apptype") == "applicant-inventor" {
				d.Inventors = append(d.Inventors, p)
			}
		}, name)
		standard(into, norm)
	}
	gather(&d.Applicants, n, "applicant")
	if len(d.Applicants) == 0 {
		gather(&d.Applicants, n, "usapplicant")
	}
	gather(&d.Inventors, n, "inventor")
	gather(&d.Agents, n, "agent")
	assignees := bib.First("assignees")
	if assignees == nil {
		assignees = n
	}
	gather(&d.Holders, assignees, "assignee")
	// Until 2012 only inventors could apply in the United States; who it was assigned to is the firm.
	if len(d.Applicants) == len(d.Inventors) && len(d.Holders) > 0 && len(d.Applicants) > 0 && d.Applicants[0] == d.Inventors[0] {
		d.Applicants = d.Holders
	}
}

// standard puts the standardised names beside the others, or in their place where there are none. They
// stand in the same order.
func standard(into *[]literature.Party, norm []literature.Party) {
	if len(*into) == 0 {
		for _, p := range norm {
			p.Standard = p.Name
			*into = append(*into, p)
		}
		return
	}
	if len(*into) != len(norm) {
		return
	}
	for i := range norm {
		p := &(*into)[i]
		p.Standard = norm[i].Name
		if p.Country == "" {
			p.Country = norm[i].Country
		}
	}
}

// country stands behind a name in the data of the European office.
var country = regexp.MustCompile(`\s*\[([A-Z]{2})\]$`)

// party reads a person or firm.
func party(n *xmltree.Node) (p literature.Party) {
	// DOCDB has no address book.
	book := n
	if b := n.First("addressbook"); b != nil {
		book = b
	}
	p.Name = named(book)
	if m := country.FindStringSubmatch(p.Name); m != nil {
		p.Name, p.Country = strings.TrimSpace(p.Name[:len(p.Name)-len(m[0])]), m[1]
	}
	p.Name, _, _ = strings.Cut(p.Name, " c/o ")
	p.Name = strings.TrimRight(p.Name, ", ")
	address := book.First("address", "adr")
	if c := address.First("country", "ctry", "countrycode"); c != nil {
		p.Country = c.Words()
	} else if c := n.First("residence"); c != nil && p.Country == "" {
		p.Country = c.Find("country").Words()
	}
	// Words in place of a code are no country.
	if len(p.Country) != 2 {
		p.Country = ""
	}
	var lines []string
	for _, k := range address.Elements() {
		if name := k.Plain(); name != "country" && name != "ctry" {
			if s := k.Words(); s != "" {
				lines = append(lines, s)
			}
		}
	}
	p.Address = strings.Join(lines, ", ")
	return p
}

// named reads the name of a firm or a person.
func named(n *xmltree.Node) string {
	// A firm has one name.
	for _, name := range []string{"orgname", "organizationname", "name", "applicantname", "inventorname", "agentname"} {
		if k := n.First(name); k != nil {
			if inner := k.First("name"); inner != nil {
				k = inner
			}
			if org := k.Find("onm"); org != nil {
				k = org
			}
			if s := k.Words(); s != "" {
				return s
			}
		}
	}
	// A person has several, in the order in which they are spoken.
	var out []string
	for _, name := range []string{"firstname", "givenname", "fnm", "middlename", "lastname", "familyname", "snm"} {
		if s := n.First(name).Words(); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}
