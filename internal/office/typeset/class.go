package typeset

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A class says where a line may end beside a character.
type class uint8

const (
	word   class = iota // letters and digits: not broken among themselves
	han                 // may stand alone at either end of a line
	blank               // vanishes at the end of a line
	opener              // never ends a line
	closer              // never begins a line
	solid               // neither: dashes and ellipses come in pairs
)

const (
	openers = "（〔［｛《〈「『【〖“‘([{$￥¥£±§№＃"
	closers = "，。、；：？！）〕］｝》〉」』】〗”’,.;:?!)]}%‰℃°·・～…—–％"
)

// classOf returns the class of a character that is not a blank.
func classOf(r rune) class {
	switch {
	case unicode.IsSpace(r) && r != '\u3000':
		return blank
	case r == '—' || r == '…' || r == '⸺':
		return solid
	case strings.ContainsRune(openers, r):
		return opener
	case strings.ContainsRune(closers, r):
		return closer
	case wide(r):
		return han
	}
	return word
}

// wide reports whether a character fills the square of a Chinese character.
func wide(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return true
	}
	return false
}

// Invisible reports whether a character has neither glyph nor width of its own: joiners,
// variation selectors, marks of direction, controls.
func Invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector) || r == '\u034F'
}

// attached reports whether a character belongs to the one before it.
func attached(r rune) bool { return Invisible(r) && r != '\n' || unicode.In(r, unicode.Mn, unicode.Me) }
