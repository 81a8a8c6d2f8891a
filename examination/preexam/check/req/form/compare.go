package form

import (
	"regexp"
	"strings"
	"unicode"

	"zhibao/law/ident"
	"zhibao/patent"
)

// Fold returns a name without what makes no difference: white space, full-width letters and
// brackets, and the form of the middle dot in foreign names.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == 0x200b || r == 0xfeff:
			return -1
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '•' || r == '・' || r == '‧' || r == '∙':
			return '·'
		}
		return r
	}, s)
}

// Same reports whether two names are equal apart from what Fold removes.
func Same(a, b string) bool { return Fold(a) == Fold(b) }

// Mainland reports whether a country field names China without 香港, 澳门 and 台湾.
func Mainland(country string) bool {
	switch strings.ToUpper(Fold(country)) {
	case "中国", "CN", "CHN", "CHINA", "中国大陆", "中国内地", "中华人民共和国":
		return true
	}
	return false
}

// Abroad reports whether a country field names another place than the mainland; an empty field
// names none.
func Abroad(country string) bool { return Fold(country) != "" && !Mainland(country) }

var identityShape = regexp.MustCompile(`^[1-9][0-9]{16}[0-9Xx]$`)

// Natural reports whether an applicant is a natural person, by the type stated, or else by a
// code that has the shape of a resident identity number, right or wrong.
func Natural(a patent.Applicant) bool {
	if a.Type != "" {
		return strings.Contains(a.Type, "个人") || strings.Contains(a.Type, "自然人")
	}
	if !identityShape.MatchString(Fold(a.Code)) {
		return false
	}
	_, err := ident.ParseUSCC(a.Code)
	return err != nil
}

// Ticked reports whether the value of a field or box says more than no.
func Ticked(value string) bool {
	switch strings.ToLower(Fold(value)) {
	case "", "0", "否", "无", "no", "false":
		return false
	}
	return true
}
