package literature

import (
	"strings"

	"zhibao/patent"
)

// PublishesGrant reports whether documents of a kind publish a right, as WIPO ST.16 and the offices use the
// letters: B and C after an examination, E and P of the United States, and models and designs, which are
// published when they are registered. United States patents had the kind A before 2001; a number of
// theirs has seven digits at most.
func PublishesGrant(office, kind, number string) bool {
	if kind == "" {
		return false
	}
	switch letter := kind[0]; letter {
	case 'B', 'C':
		return true
	case 'U', 'Y', 'S', 'D':
		return office == "CN" || letter == 'S' || letter == 'Y' && (office == "JP" || office == "KR") || letter == 'U' && office == "DE"
	case 'E', 'H', 'P':
		return office == "US" && kind != "P1"
	case 'A':
		return office == "US" && kind == "A" && len(strings.TrimPrefix(Root(number), "US")) <= 7
	}
	return false
}

// KindOf tells the kind of right from the kind of document; not known without one.
func KindOf(office, kind string) patent.Kind {
	if kind == "" {
		return ""
	}
	switch kind[0] {
	case 'U', 'Y':
		return patent.UtilityModel
	case 'S':
		return patent.Design
	case 'D':
		if office == "CN" {
			return patent.Design
		}
	}
	return patent.Invention
}

// Language writes the code of a language as ISO 639-1; offices write theirs in large letters, and some
// the country instead.
func Language(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) > 2 {
		s = s[:2]
	}
	switch s {
	case "cn", "ch":
		return "zh"
	case "jp":
		return "ja"
	case "kr":
		return "ko"
	}
	return s
}

// Complete fills in what follows from the rest: office, kind, grant and earliest day.
func (d *Document) Complete() {
	if office, _, kind, ok := Split(d.Number); ok {
		if d.Office == "" {
			d.Office = office
		}
		if d.KindCode == "" {
			d.KindCode = kind
		}
	}
	if d.Kind == "" {
		d.Kind = KindOf(d.Office, d.KindCode)
	}
	d.Grant = d.Grant || PublishesGrant(d.Office, d.KindCode, d.Number)
	if !d.Earliest.IsZero() {
		return
	}
	d.Earliest = d.Filed
	for _, p := range d.Priorities {
		if !p.Day.IsZero() && (d.Earliest.IsZero() || p.Day < d.Earliest) {
			d.Earliest = p.Day
		}
	}
}
