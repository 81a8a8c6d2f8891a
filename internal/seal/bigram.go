package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bigramRunes bounds how much of a text is indexed. Titles end long before.
const bigramRunes = 2000

// Bigrams returns the tokens, ascending and each once, by which a secret text can be found
// in a list: one for every two neighbouring characters, after width, case, spaces and
// punctuation are evened out. A text contains a query of two characters or more only if its
// tokens contain the query's.
//
// Tokens have 16 bits, so that many pairs of characters share one: enough to narrow a list
// down to a few candidates, which the caller opens and compares, and too little to read the
// index like a substitution cipher.
func (k Key) Bigrams(purpose, text string) []int64 {
	runes := evened(text)
	if len(runes) == 0 {
		return nil
	}
	h := hmac.New(sha256.New, k.m.derive("bigram/"+purpose, keySize))
	out := make([]int64, 0, len(runes))
	for i := range max(1, len(runes)-1) {
		h.Reset()
		h.Write([]byte(string(runes[i:min(i+2, len(runes))])))
		var sum [sha256.Size]byte
		out = append(out, int64(binary.BigEndian.Uint16(h.Sum(sum[:0]))))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Contains reports whether the text contains the query, evened out as for Bigrams.
func Contains(text, query string) bool {
	return strings.Contains(string(evened(text)), string(evened(query)))
}

// evened returns the letters, digits and signs of a text in one form.
func evened(text string) []rune {
	var out []rune
	text = strings.ToValidUTF8(text[:min(len(text), 4*bigramRunes)], "")
	for _, r := range norm.NFKC.String(text) {
		if len(out) == bigramRunes {
			break
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}
