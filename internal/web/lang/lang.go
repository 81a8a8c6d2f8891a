// Package lang is the two languages of the pages, Chinese (中文) and English. Texts are
// written in place as pairs, Chinese first, so that neither can be forgotten.
package lang

import (
	"fmt"
	"strings"
	"unicode"
)

// Lang is the language of one response.
type Lang string

// The languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Parse returns the language named by s, Chinese unless s is "en".
func Parse(s string) Lang {
	if s == string(EN) {
		return EN
	}
	return ZH
}

// Tag returns the value of the HTML lang attribute. It is always zh-CN for Chinese: without
// the region some systems draw Japanese forms of the characters.
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "zh-CN"
}

// Other returns the language to switch to.
func (l Lang) Other() Lang {
	if l == EN {
		return ZH
	}
	return EN
}

// T returns the text in the language; the Chinese one where the English one is missing.
func T(l Lang, zh, en string) string {
	if l == EN && en != "" {
		return en
	}
	return zh
}

// Text is a pair of Chinese and English: lang.Text{"待受理", "To be accepted"}.
type Text [2]string

// In returns the text in the language.
func (t Text) In(l Lang) string { return T(l, t[0], t[1]) }

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t[0] == "" && t[1] == "" }

// Same is a text that is written alike in both languages: a name, a number.
func Same(s string) Text { return Text{s, s} }

// HasHan reports whether s contains a Chinese character.
func HasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Size writes a number of bytes as people read it: in KB, from a megabyte on in MB.
func Size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
