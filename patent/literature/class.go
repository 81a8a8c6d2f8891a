package literature

import (
	"regexp"
	"strings"
)

var (
	// classFormat is a symbol of IPC or CPC down to any level: G, G06, G06F, G06F17, G06F17/30.
	classFormat   = regexp.MustCompile(`^([A-HY])(?:(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{1,6}))?)?)?)?$`)
	edition       = regexp.MustCompile(`\(\d{4}(?:\.\d{1,2})?\)?$`)
	locarnoFormat = regexp.MustCompile(`^(?:LOC(?:\(\d{1,2}\))?CL\.?)?(\d{1,2})(?:-(\d{1,2}))?$`)
)

// Class returns a symbol of the IPC or CPC as the database keeps it and a query compares it:
// without spaces, edition and leading zeros of the group, at any level, "G06F17/30". False if it
// is none.
func Class(s string) (string, bool) {
	s = edition.ReplaceAllString(packed(s), "")
	m := classFormat.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	group := strings.TrimLeft(m[4], "0")
	if m[4] != "" && group == "" {
		return "", false
	}
	s = m[1] + m[2] + m[3] + group
	if m[5] != "" {
		s += "/" + m[5]
	}
	return s, true
}

// ClassPath returns the symbols at and above one of the IPC or CPC, the section first: G, G06,
// G06F, G06F17, G06F17/30. How subgroups are nested under each other is not known here.
func ClassPath(symbol string) (path []string) {
	s, ok := Class(symbol)
	if !ok {
		return []string{symbol}
	}
	for _, n := range []int{1, 3, 4, strings.IndexByte(s+"/", '/')} {
		if n < len(s) {
			path = append(path, s[:n])
		}
	}
	return append(path, s)
}

// Locarno returns a class or subclass of designs, "14" or "14-02"; false if it is none.
func Locarno(s string) (string, bool) {
	m := locarnoFormat.FindStringSubmatch(packed(s))
	if m == nil {
		return "", false
	}
	two := func(n string) string { return strings.Repeat("0", 2-len(n)) + n }
	if m[2] == "" {
		return two(m[1]), true
	}
	return two(m[1]) + "-" + two(m[2]), true
}

// LocarnoPath returns the class and the subclass of designs.
func LocarnoPath(symbol string) []string {
	s, ok := Locarno(symbol)
	if !ok || len(s) == 2 {
		return []string{symbol}
	}
	return []string{s[:2], s}
}

// packed is a symbol as people type it without spaces, in capitals, with plain characters.
func packed(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "　", "", "\u00a0", "", "（", "(", "）", ")", "／", "/", "—", "-", "–", "-", "−", "-", "－", "-").Replace(strings.TrimSpace(s)))
}

// Number returns the number of a publication or application as the database keeps it and a query
// compares it: capitals and digits alone, without spaces, dots, hyphens and brackets.
func Number(s string) string {
	var b strings.Builder
	for _, r := range packed(s) {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
