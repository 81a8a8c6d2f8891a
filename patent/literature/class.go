package literature

import (
	"regexp"
	"strings"
)

// symbolForm is a symbol of IPC or CPC, a subclass at least, in any spacing: in data of fixed width blanks
// stand inside it, "A61M  31/    00". What offices put behind it is not part of it.
var symbolForm = regexp.MustCompile(`^([A-HY])(\d\d)\s*([A-Z])(?:[\s-]*0*(\d{1,4})(?:\s*[/.:]\s*(\d{2,6}))?)?(?:$|[^0-9A-Z/])`)

// Symbol writes a symbol of IPC or CPC as "G06F 17/30"; empty where it is none.
func Symbol(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if at := strings.IndexAny(s, "(["); at >= 0 {
		s = s[:at]
	}
	m := symbolForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	out := m[1] + m[2] + m[3]
	if m[4] != "" {
		out += " " + m[4] + "/"
		if m[5] == "" {
			out += "00"
		} else {
			out += m[5]
		}
	}
	return out
}

// Code is a symbol without its blank, as it is indexed: "G06F17/30".
func Code(symbol string) string { return strings.ReplaceAll(symbol, " ", "") }

// Path gives the codes at and above a code of IPC or CPC from the top: section, class, subclass, group
// and subgroup.
func Path(code string) []string {
	code = Code(code)
	var out []string
	for _, n := range []int{1, 3, 4} {
		if len(code) >= n {
			out = append(out, code[:n])
		}
	}
	if group, _, ok := strings.Cut(code, "/"); ok && len(group) > 4 {
		return append(out, group, code)
	}
	if len(code) > 4 {
		out = append(out, code)
	}
	return out
}

// design is a class of the Locarno classification with or without a line between its parts.
var design = regexp.MustCompile(`^(?:LOC\s*\(?\d*\)?\s*(?:CL\.?)?\s*)?(\d{1,2})\s*[-/ ]?\s*(\d{2})\b`)

// Locarno writes a class of designs as "14-02"; empty where it is none.
func Locarno(s string) string {
	m := design.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil {
		return ""
	}
	if len(m[1]) == 1 {
		m[1] = "0" + m[1]
	}
	return m[1] + "-" + m[2]
}

// DesignPath gives a Locarno class and its subclass.
func DesignPath(code string) []string {
	if class, _, ok := strings.Cut(code, "-"); ok {
		return []string{class, code}
	}
	return []string{code}
}
