package gazette

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/literature"
)

// A tag is a line of the formats of fixed tags, with the lines that go on below it.
type tag struct{ name, text string }

// tagsOf reads the lines. A line that begins with blanks goes on with the one above.
func tagsOf(data []byte) (out []tag) {
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case line == "":
		case line[0] == ' ' || line[0] == '\t':
			if len(out) > 0 {
				out[len(out)-1].text += " " + strings.TrimSpace(line)
			}
		default:
			name, text, _ := strings.Cut(line, " ")
			if len(name) > 4 || strings.ToUpper(name) != name {
				continue // a heading between documents
			}
			if name != "ICL" && name != "IPCP" { // their blanks have a meaning
				text = strings.TrimSpace(text)
			}
			out = append(out, tag{name, text})
		}
	}
	return out
}

// tagged reads a document of such a format.
func tagged(r Raw) []literature.Document {
	if r.root == "brs" {
		return []literature.Document{brs(tagsOf(r.Data))}
	}
	return []literature.Document{greenbook(tagsOf(r.Data))}
}

// twoLetters is the code of a country by that of the United States, which put an X behind it.
func twoLetters(s string) string {
	if len(s) == 3 && s[2] == 'X' {
		return s[:2]
	}
	if s == "" {
		return "US"
	}
	return ""
}

// A green is a patent of the United States of the years 1976 to 2001 while it is read (the Green Book).
type green struct {
	d              literature.Document
	section        string
	series, serial string
	texts          map[string][]string
}

// greenbook reads one.
func greenbook(tags []tag) literature.Document {
	g := green{d: literature.Document{Office: "US", KindCode: "A", Language: "en", Grant: true}, texts: map[string][]string{}}
	// A tag of four letters without a text opens a section.
	for _, t := range tags {
		if t.text == "" && len(t.name) == 4 {
			g.begin(t.name)
			continue
		}
		switch g.section {
		case "PATN":
			g.patent(t)
		case "INVT", "ASSG", "LREP":
			g.party(t)
		case "PRIR":
			g.priority(t)
		case "CLAS":
			if t.name == "ICL" {
				g.class(t.text)
			}
		case "UREF", "FREF":
			g.citation(t)
		case "OREF":
			if strings.HasPrefix(t.name, "PA") {
				g.d.Cites = append(g.d.Cites, literature.Citation{Words: t.text})
			}
		case "CLMS", "DCLM":
			g.claim(t)
		default:
			if strings.HasPrefix(t.name, "PA") && t.text != "" {
				part := "description"
				if g.section == "ABST" {
					part = "abstract"
				}
				g.texts[part] = append(g.texts[part], t.text)
			}
		}
	}
	return g.end()
}

// begin opens a section.
func (g *green) begin(section string) {
	g.section = section
	switch section {
	case "INVT":
		g.d.Inventors = append(g.d.Inventors, literature.Party{Country: "US"})
	case "ASSG":
		g.d.Holders = append(g.d.Holders, literature.Party{Country: "US"})
	case "PRIR":
		g.d.Priorities = append(g.d.Priorities, literature.Priority{})
	case "UREF", "FREF":
		g.d.Cites = append(g.d.Cites, literature.Citation{})
	}
}

// patent reads a line of the first section.
func (g *green) patent(t tag) {
	switch t.name {
	case "WKU": // eight characters of the number and a check digit
		g.d.Number = t.text[:min(len(t.text), 8)]
	case "SRC":
		g.series = t.text
	case "APN": // six digits and a check digit
		g.serial = t.text[:min(len(t.text), 6)]
	case "APT":
		g.d.KindCode = cmp.Or(map[string]string{"2": "E", "4": "S", "5": "I4", "6": "P", "7": "H"}[t.text], "A")
	case "APD":
		g.d.Filed = literature.Day(t.text)
	case "TTL":
		g.d.Titles = add(nil, "en", t.text)
	case "ISD":
		g.d.Published = literature.Day(t.text)
	case "NFG":
		g.d.Pictures, _ = strconv.Atoi(t.text)
	}
}

// party reads a line of an inventor, an assignee or an attorney.
func (g *green) party(t tag) {
	if g.section == "LREP" {
		if t.name == "FRM" || t.name == "FR2" || t.name == "AAT" {
			g.d.Agents = append(g.d.Agents, literature.Party{Name: t.text})
		}
		return
	}
	list := g.d.Inventors
	if g.section == "ASSG" {
		list = g.d.Holders
	}
	p := &list[len(list)-1]
	switch t.name {
	case "NAM":
		p.Name = t.text
	case "CTY", "STA":
		p.Address = strings.TrimLeft(p.Address+", "+t.text, ", ")
	case "CNT":
		p.Country = twoLetters(t.text)
	}
}

// priority reads a line of an earlier application.
func (g *green) priority(t tag) {
	p := &g.d.Priorities[len(g.d.Priorities)-1]
	switch t.name {
	case "CNT":
		p.Office = twoLetters(t.text)
	case "APD":
		p.Day = literature.Day(t.text)
	case "APN":
		p.Number = t.text
	}
}

// class reads a class: IPC, or that of designs, which was written beside it.
func (g *green) class(text string) {
	text = strings.TrimPrefix(text, " ")
	if s := fixedSymbol(text); s != "" {
		g.d.IPC = once(g.d.IPC, s)
	} else if g.d.KindCode == "S" {
		g.d.Locarno = once(g.d.Locarno, literature.Locarno(strings.TrimPrefix(strings.TrimSpace(text), "D")))
	}
}

// citation reads a line of a cited patent; the country of a foreign one follows its number.
func (g *green) citation(t tag) {
	c := &g.d.Cites[len(g.d.Cites)-1]
	switch t.name {
	case "PNO":
		c.Number = literature.Number("US", t.text, "")
		if g.section == "FREF" {
			c.Number, c.Words = "", t.text
		}
	case "CNT":
		// The number alone says nothing until its country is known.
		if number := literature.Number(twoLetters(t.text), c.Words, ""); len(number) > 2 && twoLetters(t.text) != "" {
			c.Number, c.Words = number, ""
		}
	}
}

// claim reads a line of the claims: a number begins one.
func (g *green) claim(t tag) {
	lines := g.texts["claims"]
	switch {
	case t.name == "STM" || t.text == "":
		return
	case t.name == "NUM":
		g.texts["claims"] = append(lines, "")
		return
	case len(lines) == 0:
		lines = append(lines, "")
	}
	lines[len(lines)-1] = strings.TrimSpace(lines[len(lines)-1] + " " + t.text)
	g.texts["claims"] = lines
}

// end puts together what stood in several lines.
func (g *green) end() literature.Document {
	d := g.d
	d.Number = literature.Number("US", d.Number, d.KindCode)
	// The series stands apart and without its zero.
	if len(g.series) == 1 {
		g.series = "0" + g.series
	}
	if g.serial != "" {
		d.Application = literature.Application("US", g.series+g.serial)
	}
	if d.KindCode == "S" {
		d.Kind = patent.Design
	}
	// Only inventors could apply then; who it was assigned to is the firm.
	if d.Applicants = d.Holders; len(d.Applicants) == 0 {
		d.Applicants = d.Inventors
	}
	d.Cites = slices.DeleteFunc(d.Cites, func(c literature.Citation) bool { return c.Number == "" && c.Words == "" })
	for part, into := range map[string]*[]literature.Text{"abstract": &d.Abstracts, "description": &d.Description, "claims": &d.Claims} {
		*into = add(nil, "en", strings.Join(g.texts[part], "\n"))
	}
	return d
}
