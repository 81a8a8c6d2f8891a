package export

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

// values are the cells of a row by field; several columns may mean the same.
type values map[string][]string

// one is the first value of a field.
func (v values) one(field string) string {
	if len(v[field]) == 0 {
		return ""
	}
	return v[field][0]
}

// list is all values of a field, those within a cell taken apart.
func (v values) list(field string) (out []string) {
	for _, cell := range v[field] {
		for _, s := range split(cell) {
			if s = strings.Trim(s, " \u00a0\u2002"); stated(s) != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// split takes the values of a cell apart. The separators differ: ;; and | are sure where they occur, then
// lines, then the semicolon of either width.
func split(cell string) []string {
	for _, sep := range []string{";;", "|", "\n", ";", "；"} {
		if strings.Contains(cell, sep) {
			if sep == ";" {
				cell = strings.ReplaceAll(cell, "；", ";")
			}
			return strings.Split(cell, sep)
		}
	}
	return []string{cell}
}

// day reads a day, also as the number by which workbooks keep it.
func (v values) day(field string) calendar.Day {
	s := v.one(field)
	if n := count(strings.TrimSuffix(s, ".0")); n >= 10_000 && n < 80_000 {
		return calendar.Day(n - 25_569) // 1970-01-01 has this number
	}
	return literature.Day(s)
}

// document puts the values together.
func (v values) document() literature.Document {
	var d literature.Document
	d.Number, d.KindCode = publication(v.one("number"), v.one("kindcode"), v.one("office"))
	d.Office, _, _, _ = literature.Split(d.Number)
	d.Application = application(d.Office, v.one("application"))
	d.Titles = texts(v.one("title"), v.one("title_other"))
	d.Abstracts = texts(v.one("abstract"), v.one("abstract_other"))
	d.Claims = texts(v.one("claims"))
	for i := range d.Claims {
		d.Claims[i].Words = claimLines(d.Claims[i].Words)
	}
	d.Stated = count(v.one("claims_count"))
	d.Description = texts(v.one("description"))
	if len(d.Titles) > 0 {
		d.Language = d.Titles[0].Language
	}
	d.Kind = kind(v.one("kind"))
	d.Published, d.Filed, d.Earliest = v.day("published"), v.day("filed"), v.day("earliest")
	if d.Earliest.IsZero() || !d.Filed.IsZero() && d.Filed < d.Earliest {
		d.Earliest = d.Filed
	}
	for _, s := range v.list("priority") {
		if p := priority(s); p.Number != "" {
			d.Priorities = append(d.Priorities, p)
		}
	}
	for field, into := range map[string]*[]string{"ipc": &d.IPC, "cpc": &d.CPC} {
		for _, s := range v.list(field) {
			*into = once(*into, symbol(s))
		}
	}
	for _, s := range v.list("locarno") {
		d.Locarno = once(d.Locarno, literature.Locarno(s))
	}
	for _, s := range v.list("industry") {
		d.Industries = once(d.Industries, s)
	}
	d.Applicants, d.Holders = parties(v.list("applicant"), v.list("applicant_standard")), parties(v.list("holder"), v.list("holder_standard"))
	d.Inventors, d.Agents = parties(v.list("inventor"), nil), parties(v.list("agent"), nil)
	// One country for all applicants, or one for each.
	if codes := v.list("country"); len(codes) > 0 {
		for i := range d.Applicants {
			if c := codes[min(i, len(codes)-1)]; len(c) == 2 {
				d.Applicants[i].Country = strings.ToUpper(c)
			}
		}
	}
	// What the service calls a family is kept by its name for it.
	d.Family = v.one("family")
	v.cited(&d)
	v.events(&d)
	d.Status = status(v.one("status"))
	return d
}

// publication makes the number of a document of its column, and those of kind and office where the list
// has them apart.
func publication(number, kindcode, office string) (string, string) {
	kindcode = strings.ToUpper(strings.TrimSpace(kindcode))
	if len(kindcode) > 2 {
		kindcode = ""
	}
	// The kind of the number itself counts before the column.
	o, n, k, ok := literature.Split(number)
	if !ok {
		if len(office) != 2 {
			return "", ""
		}
		o, n, k = strings.ToUpper(office), number, ""
	}
	if k == "" {
		k = kindcode
	}
	number = literature.Number(o, n, k)
	// Chinese numbers have seven to nine digits; one that was cut or typed wrongly would be another document.
	if o == "CN" && !chinese.MatchString(number) {
		return "", ""
	}
	return number, k
}

// chinese is a number of the Chinese office.
var chinese = regexp.MustCompile(`^CN\d{7,9}([A-Z]\d?)?$`)

// application drops the kind that some services write behind the number.
var behind = regexp.MustCompile(`\s+[A-Z]\d?$`)

func application(office, s string) string {
	if s == "" {
		return ""
	}
	if o, _, _, ok := literature.Split(s); ok {
		office = o
	}
	return literature.Application(office, behind.ReplaceAllString(s, ""))
}

// han reports Chinese text.
func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// texts are texts with the language that their letters show; only Chinese shows it.
func texts(words ...string) (out []literature.Text) {
	for _, w := range words {
		if w = strings.TrimSpace(w); w == "" {
			continue
		}
		t := literature.Text{Words: w}
		if han(w) {
			t.Language = "zh"
		} else if len(out) > 0 && out[0].Language == "zh" {
			t.Language = "en" // the translation of a Chinese text
		}
		out = append(out, t)
	}
	return out
}

// number at the front of a claim.
var numbered = regexp.MustCompile(`(?:^|[\s。;；])(\d{1,3})\s*[.．、]\s*`)

// claimLines makes a line of each claim.
func claimLines(s string) string {
	// A line that does not begin with a number goes on with the claim above it.
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	var out []string
	for _, l := range lines {
		l = strings.Join(strings.Fields(l), " ")
		if l == "" {
			continue
		}
		if len(out) > 0 && !numbered.MatchString(l[:min(len(l), 8)]) {
			out[len(out)-1] += " " + l
			continue
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}

// kind reads the kind of right.
func kind(s string) patent.Kind {
	for _, k := range []patent.Kind{patent.UtilityModel, patent.Design, patent.Invention} {
		if strings.Contains(s, string(k)) {
			return k
		}
	}
	return ""
}

// status writes out the codes that one service uses.
func status(s string) string {
	return cmp.Or(map[string]string{"0": "失效", "1": "有效", "2": "审中", "220": "PCT 指定期内", "221": "PCT 指定期满", "999": "未确认"}[s], s)
}

// old is a symbol in fields of fixed width without a stroke: F24J000202, C07D41700.
var old = regexp.MustCompile(`^([A-H]\d\d[A-Z])(\d{5,})$`)

// symbol reads a class as the services write it. Three or four places are the group: four when they begin
// with two zeros.
func symbol(s string) string {
	if m := old.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		at := 3
		if len(m[2]) > 5 && m[2][:2] == "00" {
			at = 4
		}
		return literature.Symbol(m[1] + " " + m[2][:at] + "/" + m[2][at:])
	}
	return literature.Symbol(s)
}

// once adds a value that is not there yet.
func once(list []string, v string) []string {
	if v == "" {
		return list
	}
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

// code is the country behind a name: "[US]", or set off by blanks.
var code = regexp.MustCompile(`(?:\s*\[([A-Z]{2})\]|[\s\x{2002}]{2,}([A-Z]{2}))$`)

// parties reads names, with the standardised ones where they are as many.
func parties(names, standard []string) (out []literature.Party) {
	if len(names) == 0 {
		for _, n := range standard {
			out = append(out, literature.Party{Name: n, Standard: n})
		}
		return out
	}
	for i, n := range names {
		p := literature.Party{}
		if m := code.FindStringSubmatch(n); m != nil {
			p.Country, n = m[1]+m[2], strings.TrimSpace(n[:len(n)-len(m[0])])
		}
		p.Name = strings.Join(strings.Fields(n), " ")
		if len(standard) == len(names) {
			p.Standard = standard[i]
		}
		if p.Name != "" {
			out = append(out, p)
		}
	}
	return out
}

// priority reads an earlier application with its day and country in any order.
func priority(s string) (p literature.Priority) {
	var number []string
	for _, w := range strings.Fields(strings.Trim(s, "[]")) {
		day := literature.Day(w)
		switch {
		case !day.IsZero() && p.Day.IsZero() && len(number) > 0:
			p.Day = day
		case len(w) == 2 && w == strings.ToUpper(w) && !strings.ContainsAny(w, "0123456789"):
			p.Office = w
		case len(w) == 1:
		default:
			number = append(number, w)
		}
	}
	p.Number = strings.Join(number, "")
	if p.Office == "" && len(p.Number) > 4 {
		if o, n, _, ok := literature.Split(p.Number); ok {
			p.Office, p.Number = o, n
		}
	}
	return p
}

// cited reads what is cited.
func (v values) cited(d *literature.Document) {
	for _, s := range v.list("cites") {
		if n := literature.Canonical(s); n != "" {
			d.Cites = append(d.Cites, literature.Citation{Number: n})
		} else {
			d.Cites = append(d.Cites, literature.Citation{Words: s})
		}
	}
	for _, s := range v.list("literature") {
		d.Cites = append(d.Cites, literature.Citation{Words: s})
	}
}

// events reads what happened from the columns that tell of it, several days in one cell with the parties in
// the same order.
func (v values) events(d *literature.Document) {
	for _, x := range []struct {
		kind          literature.EventKind
		day, from, to string
		words         string
	}{
		{literature.Granted, "granted", "", "", "授权公告"}, {literature.Entered, "examined", "", "", "实质审查的生效"}, {literature.Lapsed, "ended", "", "", "失效"},
		{literature.Assigned, "assigned_day", "assignor", "assignee_new", "转让"}, {literature.Licensed, "licensed_day", "licensor", "licensee", "许可备案"},
		{literature.Pledged, "pledged_day", "pledgor", "pledgee", "质押登记"}, {literature.Litigation, "litigation_day", "", "", "诉讼"},
	} {
		from, to := v.list(x.from), v.list(x.to)
		for i, s := range v.list(x.day) {
			e := literature.Event{Kind: x.kind, Day: values{"day": {s}}.day("day"), Detail: x.words}
			if e.Day.IsZero() {
				continue
			}
			if i < len(from) {
				e.From = from[i]
			}
			if i < len(to) {
				e.To = to[i]
			}
			if x.kind == literature.Litigation {
				e.Detail = cmp.Or(strings.Join(v.list("litigation"), "；"), e.Detail)
			}
			d.Events = append(d.Events, e)
		}
	}
	d.Grant = d.Grant || len(d.Events) > 0 && d.Events[0].Kind == literature.Granted && literature.PublishesGrant(d.Office, d.KindCode, d.Number)
}
