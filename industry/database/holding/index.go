package holding

import (
	"strings"

	"zhibao/internal/search"
	"zhibao/law/division"
	"zhibao/patent/literature"
)

// SearchSchema says which fields documents have in the index.
func SearchSchema() search.Schema {
	text := func(name string, weight float64, alone bool) search.Field {
		return search.Field{Name: name, Kind: search.KindText, Weight: weight, Alone: alone}
	}
	// Description and names are long or many: who means them says so.
	fields := []search.Field{text("title", 3, false), text("abstract", 1.5, false), text("claims", 1, false), text("description", 0.5, true),
		text("applicant", 1, true), text("inventor", 1, true), text("agent", 1, true)}
	facets := map[string]bool{"office": true, "kind": true, "kindcode": true, "grant": true, "applicant_name": true, "inventor_name": true, "holder_name": true,
		"agency": true, "country": true, "province": true, "cites": true, "language": true, "source": true}
	for _, name := range []string{"number", "application", "office", "kind", "kindcode", "grant", "applicant_name", "inventor_name", "holder_name", "agency", "family", "priority", "cites", "country", "province", "language", "source"} {
		fields = append(fields, search.Field{Name: name, Kind: search.KindKey, Facet: facets[name]})
	}
	fields = append(fields, search.Field{Name: "ipc", Kind: search.KindTree, Facet: true, Path: literature.Path}, search.Field{Name: "cpc", Kind: search.KindTree, Facet: true, Path: literature.Path},
		search.Field{Name: "locarno", Kind: search.KindTree, Facet: true, Path: literature.DesignPath})
	// Numbers of days; the curve by years is made of them by who draws it.
	for _, name := range []string{"published", "filed", "earliest"} {
		fields = append(fields, search.Field{Name: name, Kind: search.KindDay, Facet: true})
	}
	for _, name := range []string{"claims_count", "pictures"} {
		fields = append(fields, search.Field{Name: name, Kind: search.KindNumber})
	}
	return search.Schema{Version: "holding-2", Fields: fields}
}

// Index is a document as it is indexed.
func Index(d *literature.Document) search.Document {
	out := search.Document{ID: d.Number, Texts: map[string][]string{}, Keys: map[string][]string{}, Values: map[string]int64{}}
	ix := (*indexed)(&out)
	for name, texts := range map[string][]literature.Text{"title": d.Titles, "abstract": d.Abstracts, "claims": d.Claims, "description": d.Description} {
		for _, t := range texts {
			ix.text(name, t.Words)
		}
	}
	ix.parties("applicant", "applicant_name", d.Applicants)
	ix.parties("inventor", "inventor_name", d.Inventors)
	ix.parties("agent", "agency", d.Agents)
	ix.parties("", "holder_name", d.Holders)
	// The country of the applicants, not of the office: who is strong where.
	for _, p := range d.Applicants {
		ix.key("country", p.Country)
		if place, _ := division.Find(p.Address); p.Country == "CN" || p.Country == "" {
			ix.key("province", place.Province)
		}
	}
	// Keys are texts: a yes and a no.
	grant := "0"
	if d.Grant {
		grant = "1"
	}
	for name, value := range map[string]string{"number": d.Number, "application": d.Application, "office": d.Office, "kind": string(d.Kind), "kindcode": d.KindCode, "grant": grant,
		"family": d.Family, "language": d.Language, "source": d.Source.Name} {
		ix.key(name, value)
	}
	// Who asks for a number without its kind means every publication of it.
	ix.key("number", literature.Root(d.Number))
	for _, p := range d.Priorities {
		ix.key("priority", literature.Application(p.Office, p.Number))
	}
	for _, c := range d.Cites {
		ix.key("cites", c.Number)
	}
	for name, codes := range map[string][]string{"ipc": d.IPC, "cpc": d.CPC, "locarno": d.Locarno} {
		for _, c := range codes {
			ix.key(name, literature.Code(c))
		}
	}
	for name, v := range map[string]int64{"published": int64(d.Published), "filed": int64(d.Filed), "earliest": int64(d.Earliest), "claims_count": int64(d.ClaimCount()), "pictures": int64(d.Pictures)} {
		// No day is no value: a search for a span must not find it.
		if v != 0 {
			out.Values[name] = v
		}
	}
	return out
}

// indexed is a document while it is made.
type indexed search.Document

// text adds words, where there are any.
func (ix *indexed) text(name, words string) {
	if strings.TrimSpace(words) != "" {
		ix.Texts[name] = append(ix.Texts[name], words)
	}
}

// key adds a value once.
func (ix *indexed) key(name, value string) {
	if value == "" {
		return
	}
	for _, have := range ix.Keys[name] {
		if have == value {
			return
		}
	}
	ix.Keys[name] = append(ix.Keys[name], value)
}

// parties makes the names of parties searchable by their words, and countable by the name that stands
// for all spellings where there is one.
func (ix *indexed) parties(words, name string, ps []literature.Party) {
	for _, p := range ps {
		if words != "" {
			ix.text(words, p.Name)
			if p.Standard != p.Name {
				ix.text(words, p.Standard)
			}
		}
		if p.Standard != "" {
			ix.key(name, p.Standard)
		} else {
			ix.key(name, p.Name)
		}
	}
}
