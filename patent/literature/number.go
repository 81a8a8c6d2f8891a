package literature

import (
	"strings"
	"unicode"

	"zhibao/law/ident"
)

// Number writes the number of a publication canonically: office, number without blanks, points and
// leading zeros of padding, kind. It is empty where the number has no digit.
func Number(office, number, kind string) string {
	office, number, kind = bare(office), bare(number), bare(kind)
	number = strings.TrimPrefix(number, office)
	if kind != "" && strings.HasSuffix(number, kind) && len(number) > len(kind) {
		number = strings.TrimSuffix(number, kind)
	}
	// Offices pad: US 07272630 is 7272630, and D0435854 is D435854. Numbers that begin with a year stay.
	letters := number[:len(number)-len(strings.TrimLeftFunc(number, unicode.IsLetter))]
	digits := strings.TrimLeft(number[len(letters):], "0")
	if digits == "" || digits[0] > '9' {
		return ""
	}
	switch {
	case office == "JP" || office == "WO" || office == "KR":
		digits = number[len(letters):] // zeros after a year or an era are part of the number
	case office == "CN" && letters == "" && len(digits) == 10 && digits[:3] == "198":
		digits = digits[2:] // Derwent writes out the year of the first numbers
	case office == "EP" && len(digits) < 7:
		digits = strings.Repeat("0", 7-len(digits)) + digits
	case office == "US" && letters == "" && len(digits) == 10 && (digits[:2] == "19" || digits[:2] == "20"):
		digits = digits[:4] + "0" + digits[4:] // DOCDB writes a digit less than the office
	}
	return office + letters + digits + kind
}

// bare drops everything but letters and digits, and makes them large.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= 'Ａ' && r <= 'Ｚ':
			return r - 'Ａ' + 'A'
		}
		return -1
	}, s)
}

// Split takes a number as people and exports write it ("CN 113783949 A", "US-2005/0004437-A1",
// "EP1000000B1") apart. False where it does not begin with the letters of an office.
func Split(s string) (office, number, kind string, ok bool) {
	s = bare(s)
	if len(s) < 4 || !isLetter(s[0]) || !isLetter(s[1]) {
		return "", "", "", false
	}
	office, number = s[:2], s[2:]
	// The kind is a letter with at most one digit after the last run of digits.
	for _, n := range []int{2, 1} {
		at := len(number) - n
		if at > 3 && isLetter(number[at]) && !isLetter(number[at-1]) && (n == 1 || !isLetter(number[at+1])) {
			return office, number[:at], number[at:], true
		}
	}
	return office, number, "", strings.ContainsAny(number, "0123456789")
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

// Canonical writes the number of a publication canonically, whatever way it came; empty where it is none.
func Canonical(s string) string {
	office, number, kind, ok := Split(s)
	if !ok {
		return ""
	}
	n := Number(office, number, kind)
	// What does not read as itself again is no number: AA02, of which the zeros leave nothing but AA2.
	if office, number, kind, ok = Split(n); !ok || Number(office, number, kind) != n {
		return ""
	}
	return n
}

// Root is a canonical number without its kind: what a citation names that does not say which of the
// publications of an application it means.
func Root(number string) string {
	office, n, _, ok := Split(number)
	if !ok {
		return number
	}
	return office + n
}

// Application writes an application number canonically: Chinese ones as law/ident does, others as office
// and number.
func Application(office, number string) string {
	office, plain := bare(office), bare(number)
	if plain == "" {
		return ""
	}
	if office == "CN" || office == "" && strings.HasPrefix(plain, "CN") {
		text := strings.TrimSpace(number)
		if at := strings.LastIndexByte(text, '.'); at > 0 && at < len(text)-2 {
			text = text[:at]
		}
		if n, err := ident.ParseApplicationNo(text); err == nil {
			return string(n)
		}
		return "CN" + strings.TrimPrefix(plain, "CN")
	}
	plain = strings.TrimPrefix(plain, office)
	switch {
	case office == "EP" && strings.Contains(number, "."):
		plain = strings.TrimPrefix(bare(number[:strings.LastIndexByte(number, '.')]), office) // without the check digit
	case office == "US" && len(plain) == 12 && (plain[:2] == "19" || plain[:2] == "20"):
		plain = plain[4:] // DOCDB puts the year before it
	}
	return office + plain
}
