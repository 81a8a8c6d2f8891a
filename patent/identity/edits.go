package identity

import (
	"context"
	"unicode"

	"zhibao/patent"
)

// A token is one Chinese character, one sign, or one word of Latin letters or digits.
type token struct {
	words      string
	start, end int
}

// tokens cuts bytes [start, end) of a text. Blanks are not tokens.
func tokens(t *patent.Text, start, end int) []token {
	var out []token
	s := t.Text[start:end]
	from, class := -1, 0
	flush := func(at int) {
		if from >= 0 {
			out = append(out, token{s[from:at], start + from, start + at})
			from = -1
		}
	}
	for i, c := range s {
		k := kindOf(c)
		if k == 0 || from >= 0 && k != class || k == single {
			flush(i)
		}
		switch {
		case k == 0:
		case k == single:
			out = append(out, token{s[i : i+len(string(c))], start + i, start + i + len(string(c))})
		case from < 0:
			from, class = i, k
		}
	}
	flush(len(s))
	return out
}

const (
	single = 3
)

// kindOf returns 0 for what does not count, 1 for letters of Latin script, 2 for digits, and
// single for a character that is a token by itself.
func kindOf(c rune) int {
	switch {
	case unicode.IsSpace(c) || unicode.Is(unicode.Cf, c):
		return 0
	case c < 0x250 && unicode.IsLetter(c):
		return 1
	case c >= '0' && c <= '9':
		return 2
	}
	return single
}

// edits compares two blocks word by word.
func edits(ctx context.Context, ta, tb *patent.Text, a, b patent.Block) []Edit {
	x, y := tokens(ta, a.Start, a.End), tokens(tb, b.Start, b.End)
	var out []Edit
	for _, r := range merged(regions(ctx, wordsOf(x), wordsOf(y), maxCharEdits)) {
		e := Edit{AStart: place(x, r.aLo, a), BStart: place(y, r.bLo, b)}
		e.AEnd, e.BEnd = e.AStart, e.BStart
		if r.aHi > r.aLo {
			e.AEnd = x[r.aHi-1].end
		}
		if r.bHi > r.bLo {
			e.BEnd = y[r.bHi-1].end
		}
		out = append(out, e)
	}
	return out
}

// wordsOf returns the words without their places.
func wordsOf(ts []token) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.words
	}
	return out
}

// place returns the byte at which the i-th token begins, or where the block's words end.
func place(ts []token, i int, b patent.Block) int {
	switch {
	case i < len(ts):
		return ts[i].start
	case len(ts) > 0:
		return ts[len(ts)-1].end
	}
	return b.Start
}

// merged joins regions that a single equal token parts, where both are longer: single characters
// that happen to agree inside a rewritten passage only disturb the reader.
func merged(rs []region) []region {
	var out []region
	for _, r := range rs {
		if k := len(out); k > 0 {
			p := &out[k-1]
			between := r.aLo - p.aHi
			if between <= 1 && p.aHi-p.aLo+p.bHi-p.bLo > 3 && r.aHi-r.aLo+r.bHi-r.bLo > 3 {
				p.aHi, p.bHi = r.aHi, r.bHi
				continue
			}
		}
		out = append(out, r)
	}
	return out
}
