// Package identity (一致性) says whether two submissions say the same: the text that passed the
// pre-examination and the text that was filed, document by document (notice 1.2.3), or two
// versions of one text for the examiner's desk.
//
// Packaging does not count: order of entries, byte order marks, line ends, white space, the
// numbers that a converter gives to paragraphs, the encoding of a picture. One changed character
// does. Characters set higher or lower count, where both formats can tell.
package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zhibao/patent"
)

// Marks in normalised text, from the private use area: they are never in a filing.
const (
	raised  = '\uE001'
	lowered = '\uE002'
	level   = '\uE003' // back on the line
	claim   = '\uE004' // a claim begins
	picture = '\uE005' // a picture inside the text
)

// A normal is normalised text with the place that each rune came from.
type normal struct {
	runes []rune
	start []int // byte offset in the text
	end   []int
	block []int // index of the block
}

// add appends one rune with the place it came from.
func (n *normal) add(r rune, start, end, block int) {
	n.runes = append(n.runes, r)
	n.start = append(n.start, start)
	n.end = append(n.end, end)
	n.block = append(n.block, block)
}

// normalise drops what belongs to the packaging. flat leaves out the marks of raised and lowered
// characters, for texts that cannot have them.
func normalise(t *patent.Text, flat bool) *normal {
	n := &normal{}
	for i, b := range t.Blocks {
		n.take(t, i, b, flat)
	}
	return n
}

// take normalises one block. A claim begins with a mark and its number, whether the file has the
// number in the text, in an attribute or in both.
func (n *normal) take(t *patent.Text, i int, b patent.Block, flat bool) {
	if b.Start == b.End {
		if b.Kind == patent.Picture || (b.Kind == patent.Formula || b.Kind == patent.Table) && b.File != "" {
			n.inline(b, i)
		}
		return
	}
	from := b.Start
	if b.Kind == patent.ClaimText {
		n.add(claim, b.Start, b.Start, i)
		words, number := t.Of(b), b.Number
		if m := claimNumber.FindStringSubmatch(words); m != nil && (number == "" || narrow(m[1]) == number) {
			number = narrow(m[1])
			from += len(m[0])
		}
		for _, c := range number + "." {
			n.add(c, b.Start, from, i)
		}
	}
	state := level
	for off, c := range t.Text[from:b.End] {
		at := from + off
		size := len(string(c))
		if c == '\uFFFD' {
			size = 1
		}
		if unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) {
			continue
		}
		want, plain := height(t, at, c)
		if !flat && want != state {
			n.add(want, at, at, i)
			state = want
		}
		n.add(plain, at, at+size, i)
	}
	if !flat && state != level {
		n.add(level, b.End, b.End, i)
	}
}

// inline puts the mark of a picture where it stands: zero-length blocks follow the block they
// are in, so the mark may have to go back.
func (n *normal) inline(b patent.Block, i int) {
	at := len(n.runes)
	for at > 0 && n.start[at-1] >= b.Start && n.runes[at-1] != picture && n.end[at-1] > b.Start {
		at--
	}
	n.runes = slices.Insert(n.runes, at, picture)
	n.start = slices.Insert(n.start, at, b.Start)
	n.end = slices.Insert(n.end, at, b.Start)
	n.block = slices.Insert(n.block, at, i)
}

var claimNumber = regexp.MustCompile(`^\s*([1-9１-９][0-9０-９]{0,2})\s*[.．、]\s*`)

// narrow turns full-width digits into ASCII; no other character is touched, because a full-width
// comma is another character than a half-width one.
func narrow(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '０' && c <= '９' {
			return c - '０' + '0'
		}
		return c
	}, s)
}

// heights are characters that are raised or lowered by themselves.
var heights = map[rune]rune{
	'⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁺': '+', '⁻': '-', '⁼': '=', '⁽': '(', '⁾': ')', 'ⁿ': 'n',
}

var depths = map[rune]rune{
	'₀': '0', '₁': '1', '₂': '2', '₃': '3', '₄': '4', '₅': '5', '₆': '6', '₇': '7', '₈': '8', '₉': '9', '₊': '+', '₋': '-', '₌': '=', '₍': '(', '₎': ')',
}

// height returns whether the character is raised, lowered or level, and the plain character.
func height(t *patent.Text, at int, c rune) (rune, rune) {
	if p, ok := heights[c]; ok {
		return raised, p
	}
	if p, ok := depths[c]; ok {
		return lowered, p
	}
	i, found := slices.BinarySearchFunc(t.Spans, at, func(s patent.Span, at int) int {
		switch {
		case s.End <= at:
			return -1
		case s.Start > at:
			return 1
		}
		return 0
	})
	if found && t.Spans[i].Raised {
		return raised, c
	}
	if found {
		return lowered, c
	}
	return level, c
}

// Digest returns the SHA-256 of the part's normalised text in hex, empty if the part is absent.
// The same text in another packaging has the same digest; pictures are not in it. For a request
// form it covers the fields that the applicant fills.
func Digest(a *patent.Application, p patent.Part) string {
	t := a.Texts[p]
	if t == nil || t.Text == "" {
		return ""
	}
	h := sha256.New()
	h.Write([]byte("zhibao-text-1\n"))
	if p == patent.RequestForm {
		for _, f := range formFields(t) {
			h.Write([]byte(f.id + "\x00" + f.value + "\n"))
		}
	} else {
		h.Write([]byte(string(normalise(t, false).runes)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Papers are the parts whose identity counts, in the order of the report.
func Papers() []patent.Part {
	return []patent.Part{patent.RequestForm, patent.Claims, patent.Description, patent.Drawings, patent.Abstract, patent.Pictures, patent.Brief}
}

// Digests returns the digest of every part that has text.
func Digests(a *patent.Application) map[patent.Part]string {
	out := map[patent.Part]string{}
	for _, p := range Papers() {
		if d := Digest(a, p); d != "" {
			out[p] = d
		}
	}
	return out
}
