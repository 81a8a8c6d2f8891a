package identity

import (
	"context"
	"strings"
	"unicode/utf8"

	"zhibao/patent"
)

// Places finds the places of one version of a text again in the next, as remarks in a margin are
// carried over: by the claim or paragraph, the exact words, and the words around them.
type Places struct {
	a, b *patent.Text
	rows map[int]Row // by block of the old text
}

// NewPlaces compares the old text a with the new text b.
func NewPlaces(ctx context.Context, a, b *patent.Text) *Places {
	p := &Places{a: a, b: b, rows: map[int]Row{}}
	for _, r := range Diff(ctx, a, b) {
		if r.A >= 0 {
			p.rows[r.A] = r
		}
	}
	return p
}

// A Place is where words of the old text stand in the new one, at bytes [Start, End). Near is
// false where the words right before or after them have changed.
type Place struct {
	Start, End int
	Near       bool
}

// neighbourhood is how many characters on each side belong to the surroundings of a place.
const neighbourhood = 10

// Of returns where bytes [start, end) of the old text stand in the new one. It reports false
// where these words were changed or taken away, however often they occur elsewhere. Of words
// that reach over several blocks the first block decides.
func (p *Places) Of(start, end int) (Place, bool) {
	if start < 0 || end <= start || end > len(p.a.Text) {
		return Place{}, false
	}
	row, ok := p.rows[p.a.At(start)]
	if !ok || row.B < 0 {
		return Place{}, false
	}
	old, now := p.a.Blocks[row.A], p.b.Blocks[row.B]
	inside := min(end, old.End)
	from, to := start-tail(p.a.Text[old.Start:start]), inside+head(p.a.Text[inside:old.End])
	out, shift := Place{Near: true}, now.Start-old.Start
	for _, e := range row.Edits {
		empty := e.AStart == e.AEnd
		if e.AStart < inside && e.AEnd > start && !(empty && e.AStart == start) {
			return Place{}, false
		}
		if e.AEnd <= start {
			shift = e.BEnd - e.AEnd
		}
		// That a claim has another number changes nothing around its words.
		if e.AEnd >= from && e.AStart <= to && !numbering(p.a.Text[old.Start:old.End], old.Kind, e.AEnd-old.Start) {
			out.Near = false
		}
	}
	words := p.a.Text[start:end]
	if out.Start, ok = nearest(p.b.Text, words, start+shift, now.Start); !ok || out.Start >= now.End {
		return Place{}, false
	}
	out.End = out.Start + len(words)
	return out, true
}

// numbering reports whether the first n bytes of a block are nothing but the claim's number.
func numbering(words string, kind patent.BlockKind, n int) bool {
	return kind == patent.ClaimText && n <= len(claimNumber.FindString(words))
}

// tail and head return how many bytes at the end and at the beginning of s are surroundings.
func tail(s string) (n int) {
	for range neighbourhood {
		_, k := utf8.DecodeLastRuneInString(s[:len(s)-n])
		n += k
	}
	return n
}

func head(s string) (n int) {
	for range neighbourhood {
		_, k := utf8.DecodeRuneInString(s[n:])
		n += k
	}
	return n
}

// nearest returns the occurrence of words that is nearest to the byte at, from the byte low on.
// Blanks do not count in a comparison, so that the place may be off by a few.
func nearest(text, words string, at, low int) (best int, ok bool) {
	for from := low; from <= len(text); {
		i := strings.Index(text[from:], words)
		if i < 0 {
			break
		}
		i += from
		if !ok || abs(i-at) < abs(best-at) {
			best, ok = i, true
		}
		if i > at {
			break
		}
		from = i + 1
	}
	return best, ok
}

func abs(n int) int { return max(n, -n) }
