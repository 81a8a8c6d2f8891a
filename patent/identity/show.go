package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/patent"
)

// FigureAt returns the index of the figure that a difference names as its place, or -1.
func FigureAt(figures []patent.Figure, place string) int {
	for i := range figures {
		if named(&figures[i], i) == place {
			return i
		}
	}
	return -1
}

// Split takes two passages apart into the common words before, what differs on either side, and
// the common words after. A character is never cut from the marks that belong to it.
func Split(a, b string) (before, x, y, after string) {
	ca, cb := clusters(a), clusters(b)
	n := 0
	for n < len(ca) && n < len(cb) && ca[n] == cb[n] {
		before += ca[n]
		n++
	}
	ca, cb = ca[n:], cb[n:]
	for len(ca) > 0 && len(cb) > 0 && ca[len(ca)-1] == cb[len(cb)-1] {
		after = ca[len(ca)-1] + after
		ca, cb = ca[:len(ca)-1], cb[:len(cb)-1]
	}
	return before, strings.Join(ca, ""), strings.Join(cb, ""), after
}

// clusters cuts a text into characters with the marks, selectors and joiners that follow them.
func clusters(s string) (out []string) {
	for len(s) > 0 {
		_, n := utf8.DecodeRuneInString(s)
		for n < len(s) {
			c, k := utf8.DecodeRuneInString(s[n:])
			if !unicode.In(c, unicode.Mn, unicode.Me, unicode.Cf) {
				break
			}
			n += k
		}
		out, s = append(out, s[:n]), s[n:]
	}
	return out
}
