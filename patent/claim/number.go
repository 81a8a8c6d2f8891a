package claim

import (
	"strings"
	"unicode/utf8"
)

// maxNumber bounds claim numbers; what is larger is no claim number.
const maxNumber = 9999

// numeral reads the number at the start of s in ASCII, full-width or Chinese figures and returns
// the bytes it takes, 0 if s begins with none.
func numeral(s string) (value, n int, chinese bool) {
	for n < len(s) && value <= maxNumber {
		d, size := digit(s[n:])
		if size == 0 {
			break
		}
		value, n = value*10+d, n+size
	}
	if n > 0 {
		if value > maxNumber {
			return 0, 0, false
		}
		return value, n, false
	}
	value, n = hanNumeral(s)
	return value, n, n > 0
}

// digit reads one ASCII or full-width digit.
func digit(s string) (value, n int) {
	if s == "" {
		return 0, 0
	}
	if s[0] >= '0' && s[0] <= '9' {
		return int(s[0] - '0'), 1
	}
	if r, size := utf8.DecodeRuneInString(s); r >= '０' && r <= '９' {
		return int(r - '０'), size
	}
	return 0, 0
}

// circled reads a number in a circle, ① to ⑳.
func circled(s string) (value, n int) {
	if r, size := utf8.DecodeRuneInString(s); r >= '①' && r <= '⑳' {
		return int(r-'①') + 1, size
	}
	return 0, 0
}

// hanNumeral reads Chinese figures up to 999: 一, 十, 十二, 二十, 一百零三.
func hanNumeral(s string) (value, n int) {
	pending := 0
	for n < len(s) && n < 15 {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch i := strings.IndexRune("零一二三四五六七八九", r) / 3; {
		case r == '十':
			value += max(pending, 1) * 10
			pending = 0
		case r == '百':
			value += max(pending, 1) * 100
			pending = 0
		case r == '〇':
		case r != utf8.RuneError && strings.ContainsRune("零一二三四五六七八九", r):
			pending = i
		default:
			return value + pending, n
		}
		n += size
	}
	return value + pending, n
}

// blanks returns the bytes of white space at the start of s, ideographic space included.
func blanks(s string) (n int) {
	for n < len(s) {
		switch {
		case s[n] == ' ' || s[n] == '\t' || s[n] == '\n' || s[n] == '\r':
			n++
		case strings.HasPrefix(s[n:], "\u3000"), strings.HasPrefix(s[n:], "\u2003"):
			n += 3
		case strings.HasPrefix(s[n:], "\u00a0"):
			n += 2
		default:
			return n
		}
	}
	return n
}

// prefix returns the first of the words that s begins with, or nothing.
func prefix(s string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}

// suffix returns the first of the words that s ends with, or nothing.
func suffix(s string, words []string) string {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return w
		}
	}
	return ""
}

// Chinese reports whether a label is written in Chinese figures, as 一 or 十二.
func Chinese(label string) bool {
	_, n, chinese := numeral(label)
	return chinese && n == len(label)
}
