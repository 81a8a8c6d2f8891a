package noun

import (
	"strings"
	"unicode/utf8"
)

// A Begin is a list of words at the beginning of a text, by their first character.
type Begin map[rune][]string

// BeginOf indexes the words of the lists by their first character, which is enough to make the
// look-up of a place cost no more than the few words that begin there.
func BeginOf(list ...string) Begin {
	out := Begin{}
	for _, l := range list {
		for _, w := range strings.Fields(l) {
			r, _ := utf8.DecodeRuneInString(w)
			out[r] = append(out[r], w)
		}
	}
	return out
}

// Begins reports whether s begins with one of the words.
func (b Begin) Begins(s string) bool { return b.Match(s) > 0 }

// Match returns the bytes of the longest word that s begins with.
func (b Begin) Match(s string) (n int) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, w := range b[r] {
		if len(w) > n && strings.HasPrefix(s, w) {
			n = len(w)
		}
	}
	return n
}
