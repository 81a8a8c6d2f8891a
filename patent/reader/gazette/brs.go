package gazette

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/literature"
)

// brs reads a document of the text service of the United States office.
func brs(tags []tag) literature.Document {
	d := literature.Document{Office: "US", Language: "en"}
	b := brsReader{d: &d, texts: map[string][]string{}}
	for _, t := range tags {
		if !b.head(t) && !b.party(t) {
			b.text(t)
		}
	}
	if d.Applicants = slices.DeleteFunc(d.Applicants, nameless); len(d.Applicants) == 0 {
		if d.Applicants = d.Holders; len(d.Applicants) == 0 {
			d.Applicants = d.Inventors
		}
	}
	for part, into := range map[string]*[]literature.Text{"abstract": &d.Abstracts, "description": &d.Description, "claims": &d.Claims} {
		*into = add(nil, "en", strings.Join(b.texts[part], "\n"))
	}
	return d
}

// nameless reports a party of which there is only an address.
func nameless(p literature.Party) bool { return p.Name == "" }

// A brsReader is a document while it is read.
type brsReader struct {
	d     *literature.Document
	texts map[string][]string
}

// head reads a line of the bibliographic data, or reports that it is none.
func (b *brsReader) head(t tag) bool {
	d := b.d
	switch t.name {
	case "DID":
		d.Number = literature.Canonical(t.text)
	case "APT":
		d.KindCode = t.text
	case "GISD", "PD", "PPPD":
		if t.name != "PPPD" {
			d.Published = literature.Day(t.text)
		}
	case "APNR":
		d.Application = literature.Application("US", t.text)
	case "AFD":
		d.Filed = literature.Day(t.text)
	case "TTL":
		d.Titles = add(nil, "en", t.text)
	case "IPCP", "IPCS":
		for _, s := range strings.Split(t.text, ";") {
			d.IPC = once(d.IPC, literature.Symbol(s))
		}
	case "CPOI", "CPOA":
		for _, s := range strings.Split(t.text, ";") {
			d.CPC = once(d.CPC, literature.Symbol(s))
		}
	case "URGP", "FRGP":
		b.cited(t.text)
	case "ORPL":
		d.Cites = append(d.Cites, literature.Citation{Words: t.text})
	case "NFG":
		d.Pictures, _ = strconv.Atoi(t.text)
	default:
		return false
	}
	return true
}

// cited reads "US 2003/0169838 A1 20030900 Greenstreet et al. 375/376 cited by examiner".
func (b *brsReader) cited(text string) {
	f := strings.Fields(text)
	if len(f) < 2 {
		return
	}
	kind := ""
	if len(f) > 2 && len(f[2]) <= 2 {
		kind = f[2]
	}
	// Who cited stands at the end.
	by := ""
	if _, after, ok := strings.Cut(text, "cited by "); ok {
		by = after
	}
	if number := literature.Number(f[0], f[1], kind); number != "" {
		b.d.Cites = append(b.d.Cites, literature.Citation{Number: number, By: by})
	}
}

// party reads a line of a party: the name begins one, country and town follow.
func (b *brsReader) party(t tag) bool {
	if len(t.name) != 4 {
		return false
	}
	list := map[string]*[]literature.Party{"AA": &b.d.Applicants, "IN": &b.d.Inventors, "AS": &b.d.Holders}[t.name[:2]]
	if t.name == "LRFW" || t.name == "LRFM" {
		list = &b.d.Agents
	}
	if list == nil {
		return false
	}
	// What is empty is written out there.
	value := t.text
	if value == "N/A" {
		value = ""
	}
	switch what := t.name[2:]; {
	case what == "NM" || what == "FW" || what == "FM":
		*list = append(*list, literature.Party{Name: value})
	case len(*list) == 0:
	case what == "CO" && len(value) == 2:
		(*list)[len(*list)-1].Country = value
	case what == "CI" || what == "TC" && len(value) > 2:
		(*list)[len(*list)-1].Address = value
	}
	return true
}

// text reads a line of abstract, description or claims.
func (b *brsReader) text(t tag) {
	part := map[string]string{"AB": "abstract", "BS": "description", "DR": "description", "DE": "description", "CL": "claims", "DC": "claims", "GO": "description", "PA": "description"}[t.name[:min(2, len(t.name))]]
	if part == "" || len(t.name) != 4 || t.text == "" || t.name == "CLOI" {
		return
	}
	if part == "claims" && strings.HasSuffix(t.name, "ST") {
		return // "What is claimed is:"
	}
	b.texts[part] = append(b.texts[part], t.text)
}
