// Package imprint (副本标识) marks each copy of an unpublished text, so that a copy that turns up somewhere says
// whose it is: a number of its own, and who made it, where and when.
//
// The number stands in what can be read (the foot of a page, the margin of a picture) and, in pictures, as bars
// that are found again in a photograph of the screen only with luck but in a copy of the file always. Whoever wants
// can remove any of it; the record of readings is the control, this is what deters. 专利法第二十一条第三款.
package imprint

import (
	"crypto/rand"
	"encoding/binary"
	"regexp"
	"strings"
)

// alphabet has no letters that are mistaken for digits or for each other: 32, five bits each.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// symbols of a number; the last is a check over the others.
const symbols, group = 12, 4

// A Mark is what a copy carries. The zero Mark is that of a copy that needs none.
type Mark struct {
	ID   string // "7K2M-9QXA-D3F5"
	Line string // 张敏 310245 · 10.12.3.45 · 2026-11-23 12:00
}

// None reports whether the copy needs no mark.
func (m Mark) None() bool { return m.ID == "" }

// Text is the mark as it is read: who, where, when, and the number.
func (m Mark) Text() string {
	if m.None() {
		return ""
	}
	return m.Line + " · 副本 " + m.ID
}

// Name is the name of a file with the number of the copy before its ending, as an original has it that must stay what it was.
func (m Mark) Name(file string) string {
	if m.None() {
		return file
	}
	at := strings.LastIndexByte(file, '.')
	if at < 0 {
		at = len(file)
	}
	return file[:at] + " 副本" + m.ID + file[at:]
}

// New makes a number that nobody can guess.
func New() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	n := binary.BigEndian.Uint64(b[:])
	var s [symbols]byte
	for i := range symbols - 1 {
		s[i] = alphabet[n>>(5*i)&31]
	}
	s[symbols-1] = check(string(s[:symbols-1]))
	return grouped(string(s[:]))
}

// check is the check character over the others.
func check(s string) byte {
	sum := 7
	for i := range len(s) {
		sum = (sum*11 + strings.IndexByte(alphabet, s[i])) % len(alphabet)
	}
	return alphabet[sum]
}

// grouped writes a number in groups of four.
func grouped(s string) string { return s[:group] + "-" + s[group:2*group] + "-" + s[2*group:] }

// written is a number as a copy carries it.
var written = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}`)

// Find returns the numbers in a text, each once, in their order. What only looks like one is left out by its
// check character, most of the time, and so is a part of something longer, as the code by which a paper is verified.
// A text that is a number alone may be without dashes.
func Find(text string) (out []string) {
	text = strings.ToUpper(text)
	if plain := strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(text)); len(plain) == symbols {
		text = grouped(plain)
	}
	seen := map[string]bool{}
	for from := 0; ; {
		at := written.FindStringIndex(text[from:])
		if at == nil {
			return out
		}
		begin, end := from+at[0], from+at[1]
		from = begin + 1
		number, longer := text[begin:end], begin > 0 && text[begin-1] == '-' || strings.HasPrefix(text[end:], "-")
		if plain := strings.ReplaceAll(number, "-", ""); !longer && plain[symbols-1] == check(plain[:symbols-1]) && !seen[number] {
			seen[number] = true
			out = append(out, number)
		}
	}
}

// Zip writes the number into the comment of a ZIP archive or of a document that is one, which no program shows and
// every program keeps apart from the content. What is no archive, or has a comment, stays as it is.
func Zip(data []byte, id string) []byte {
	const end = 22 // bytes of the last record when there is no comment
	at := len(data) - end
	if id == "" || at < 0 || string(data[at:at+4]) != "PK\x05\x06" || data[len(data)-2] != 0 || data[len(data)-1] != 0 {
		return data
	}
	out := append([]byte{}, data[:len(data)-2]...)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(id)))
	return append(out, id...)
}
