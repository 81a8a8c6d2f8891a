// Package ident (号码) reads the numbers by which the field names things: application and
// patent numbers, unified social credit codes, identity numbers, classes, court and document
// numbers, telephones. Reading is tolerant of how people type, strict about what is meant;
// what comes out is the one canonical form that is stored and compared. Errors say which
// character is wrong and what to do.
package ident

import (
	"fmt"
	"strings"
	"unicode"
)

// maxInput bounds, in bytes, what any parser looks at.
const maxInput = 300

// An Error says why a text is not a number of its kind, in both languages.
type Error struct {
	Kind     string // of number: 申请号
	Code     Code
	Position int // the wrong character, from 1, without spaces, prefix and dot; 0 if none can be named
	Message  string
	EN       string // the message in English
}

// Error returns the Chinese message.
func (e *Error) Error() string { return e.Message }

// English returns the message in English.
func (e *Error) English() string { return e.EN }

// Code is the kind of mistake, stable for clients.
type Code string

// The kinds of mistakes.
const (
	Empty     Code = "empty"     // nothing was typed
	Length    Code = "length"    // too short or too long
	Character Code = "character" // a character that cannot stand there
	Range     Code = "range"     // a part that does not exist, such as month 13
	Check     Code = "check"     // the check character does not fit
	Form      Code = "form"      // not of this kind at all
)

// A name is what a kind of number is called in the messages.
type name struct{ zh, en string }

func (n name) fail(code Code, position int, zh, en string) *Error {
	return &Error{Kind: n.zh, Code: code, Position: position, Message: n.zh + zh, EN: n.en + " " + en}
}

func (n name) empty() *Error {
	return n.fail(Empty, 0, "未填写，请填写", "is empty; please fill it in")
}

func (n name) length(want, got int) *Error {
	return n.fail(Length, 0, fmt.Sprintf("应为%d位，实为%d位，请核对是否漏写或多写", want, got),
		fmt.Sprintf("must have %d characters, not %d; check for missing or extra ones", want, got))
}

func (n name) character(position int, c rune, want, wantEn string) *Error {
	return n.fail(Character, position, fmt.Sprintf("第%d位为“%c”，应为%s", position, c, want),
		fmt.Sprintf("has %q at position %d, which must be %s", c, position, wantEn))
}

// check reports a wrong check character at the end of text, and the exchange of two
// neighbours that would explain it, if no more than two do.
func (n name) check(text string, want byte, valid func(string) bool) *Error {
	position := len(text)
	zh := fmt.Sprintf("第%d位校验码应为 %c，实为 %c，请逐位核对", position, want, text[position-1])
	en := fmt.Sprintf("has check character %c at position %d where the others demand %c; compare each character",
		text[position-1], position, want)
	switch at := transposed(text, valid); len(at) {
	case 1:
		zh += fmt.Sprintf("；第%d、%d位可能写反", at[0], at[0]+1)
		en += fmt.Sprintf("; characters %d and %d may be exchanged", at[0], at[0]+1)
	case 2:
		zh += fmt.Sprintf("；第%d、%d位或第%d、%d位可能写反", at[0], at[0]+1, at[1], at[1]+1)
		en += fmt.Sprintf("; characters %d and %d, or %d and %d, may be exchanged", at[0], at[0]+1, at[1], at[1]+1)
	}
	return n.fail(Check, position, zh, en)
}

// transposed returns the positions, from 1, of the neighbours whose exchange with the next
// makes the text valid.
func transposed(text string, valid func(string) bool) (at []int) {
	for i := 1; i < len(text); i++ {
		b := []byte(text)
		b[i-1], b[i] = b[i], b[i-1]
		if b[i] != b[i-1] && valid(string(b)) {
			at = append(at, i)
		}
	}
	return at
}

// tidy removes spaces and invisible characters, turns full-width characters into ASCII and
// letters into capitals. What is too long to be any number becomes empty.
func tidy(s string) string {
	if len(s) > maxInput {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}

// read is tidy with the two errors every parser begins with.
func (n name) read(s string) (string, *Error) {
	if len(s) > maxInput {
		return "", n.fail(Length, 0, "过长，请只填写号码本身", "is too long; enter the number alone")
	}
	text := tidy(s)
	if text == "" {
		return "", n.empty()
	}
	return text, nil
}

// fixed checks length and alphabet of a number whose characters all have the same alphabet.
func (n name) fixed(text string, length int, alphabet, want, wantEn string) *Error {
	i := 0
	for _, r := range text {
		i++
		if !strings.ContainsRune(alphabet, r) {
			return n.character(i, r, want, wantEn)
		}
	}
	if i != length {
		return n.length(length, i)
	}
	return nil
}

const digits = "0123456789"

func allDigits(s string) bool { return s != "" && strings.Trim(s, digits) == "" }
