package query

import (
	"regexp"
	"strings"

	"zhibao/patent/literature"
)

var (
	classForm   = regexp.MustCompile(`^([A-HY](?:\d{2}(?:[A-Z])?)?)(?:0*([1-9]\d{0,3})(?:/(\d{1,6}))?)?$`)
	editionForm = regexp.MustCompile(`\(\d{4}(?:\.\d{1,2})?\)?$`)
	designForm  = regexp.MustCompile(`^(?:LOC(?:\(\d{1,2}\))?(?:CL\.?)?)?(\d{1,2})(?:-(\d{1,2}))?$`)
	kindForm    = regexp.MustCompile(`[A-Z]\d?$`)
)

// packed is a symbol or number as people type it without spaces, in capitals, with plain characters.
func packed(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "　", "", "\u00a0", "", "（", "(", "）", ")", "／", "/", "—", "-", "–", "-", "−", "-", "－", "-").Replace(strings.TrimSpace(s)))
}

// class reads a symbol of IPC or CPC at any level as the index has it. A main group means all that
// is in it: G06F17/00 is G06F17. False where it is none.
func class(s string) (string, bool) {
	m := classForm.FindStringSubmatch(editionForm.ReplaceAllString(packed(s), ""))
	if m == nil || m[2] != "" && len(m[1]) != 4 {
		return "", false
	}
	code := m[1] + m[2]
	if m[3] != "" && strings.Trim(m[3], "0") != "" {
		code += "/" + m[3]
	}
	return code, true
}

// locarno reads a class or subclass of designs, "14" or "14-02"; false where it is none.
func locarno(s string) (string, bool) {
	m := designForm.FindStringSubmatch(packed(s))
	if m == nil {
		return "", false
	}
	two := func(n string) string { return strings.Repeat("0", 2-len(n)) + n }
	if m[2] == "" {
		return two(m[1]), true
	}
	return two(m[1]) + "-" + two(m[2]), true
}

// numberOf reads a number as the index has it: of an application, or of a publication with or
// without its kind. One without an office is a Chinese one. Empty where it is none.
func numberOf(f *Field, s string) string {
	s = packed(s)
	if strings.Count(s, "")-1 < 5 || strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' }) < 0 {
		return ""
	}
	office := ""
	if s[0] >= '0' && s[0] <= '9' {
		office = "CN"
	}
	if f.Code == "AN" || f.Code == "PR" {
		return literature.Application(office, strings.TrimPrefix(s, "ZL"))
	}
	if office != "" && !kindForm.MatchString(s) {
		return literature.Root(office + s)
	}
	return literature.Canonical(office + s)
}
