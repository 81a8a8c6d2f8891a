// Package words cuts text into what is searched for: single Han characters, each with the one that
// follows it, and words of other letters and digits. Every token knows the bytes of the original
// text that it came from.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Longest is how many letters a word has at most; a longer run is cut every so many.
const Longest = 128

// A Token is one position of a text.
type Token struct {
	Han        rune   // the Han character, or 0 for a word
	Next       rune   // the Han character that follows without anything in between, or 0
	Word       []byte // the letters and digits; valid only during the call that hands it over
	Start, End int    // the bytes of the text it came from
}

// Each calls f for the tokens of a text, in order. The token is the same variable each time.
func Each(text string, f func(*Token)) {
	c := cutter{emit: f}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if simple(r) && !mayCombine(text, i+n) {
			if r < utf8.RuneSelf && 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			c.take(r, i, i+n)
			i += n
			continue
		}
		// What combines is normalised together, and all of it stands for the same bytes.
		if n = norm.NFKC.NextBoundaryInString(text[i:], true); n <= 0 {
			n = len(text) - i
		}
		for _, r := range norm.NFKC.String(text[i : i+n]) {
			c.take(unicode.ToLower(r), i, i+n)
		}
		i += n
	}
	c.endWord()
	c.endHan(0)
}

// Normal is how values are compared: width and case do not count, nor does space around them.
func Normal(value string) string {
	return strings.TrimSpace(strings.ToLower(norm.NFKC.String(value)))
}

// simple reports whether r is its own normal form, but for its case.
func simple(r rune) bool {
	return r < utf8.RuneSelf || r >= 0x4E00 && r <= 0x9FFF || r == '，' || r == '。' || r == '、'
}

// mayCombine reports whether the character at i could belong to the one before it. Those that never
// do are told by their first byte: ASCII, Han, and the punctuation that stands between Han.
func mayCombine(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	b := text[i]
	return b >= 0xCC && b != 0xE3 && (b < 0xE4 || b > 0xE9) && b != 0xEF
}

// IsHan reports whether a character is matched by itself.
func IsHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x2E80 && unicode.Is(unicode.Han, r)
}

// isWord reports whether a character belongs to a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// A cutter puts normalised characters together to tokens. It holds back a Han character until it
// knows the next one.
type cutter struct {
	emit    func(*Token)
	han     Token
	word    Token
	letters int
}

func (c *cutter) take(r rune, start, end int) {
	switch {
	case IsHan(r):
		c.endWord()
		c.endHan(r)
		c.han = Token{Han: r, Start: start, End: end}
	case isWord(r) || c.letters > 0 && unicode.IsMark(r):
		c.endHan(0)
		if c.letters == 0 {
			c.word.Start = start
		}
		c.word.Word, c.word.End = utf8.AppendRune(c.word.Word, r), end
		if c.letters++; c.letters == Longest {
			c.endWord()
		}
	case r >= utf8.RuneSelf && (unicode.IsMark(r) || unicode.Is(unicode.Cf, r)):
		// Selectors of variants and invisible marks are no part of the text.
	default:
		c.endWord()
		c.endHan(0)
	}
}

func (c *cutter) endHan(next rune) {
	if c.han.Han != 0 {
		c.han.Next = next
		c.emit(&c.han)
		c.han.Han = 0
	}
}

func (c *cutter) endWord() {
	if c.letters > 0 {
		c.emit(&c.word)
		c.word.Word, c.letters = c.word.Word[:0], 0
	}
}
