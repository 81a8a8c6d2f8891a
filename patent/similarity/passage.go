package similarity

import (
	"cmp"
	"sort"
	"unicode"
	"unicode/utf8"
)

// A Passage is a stretch of text that stands in both of two texts, in bytes of each: a[A.Start:A.End] is
// laid beside b[B.Start:B.End].
type Passage struct {
	A, B    Span
	Letters int  // common letters
	Whole   bool // the letters of both are the same; else some within are exchanged
}

// A Span is a part of a text in bytes.
type Span struct{ Start, End int }

const (
	seedLetters    = 5       // from which a common stretch is looked for
	passageLetters = 12      // shorter ones are words of the trade
	gapLetters     = 12      // within one passage
	mostPlaces     = 32      // of one seed; more often repeated ones tell no place
	passageText    = 400_000 // letters of each text, behind which nothing is compared
)

// placed are the letters of a text with where each of them begins and ends.
type placed struct {
	letters []rune
	at      []Span
}

func place(s string) (p placed) {
	for i, r := range s {
		w := utf8.RuneLen(r)
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) || w < 0 {
			continue
		}
		if len(p.letters) == passageText {
			break
		}
		p.letters, p.at = append(p.letters, unicode.ToLower(r)), append(p.at, Span{i, i + w})
	}
	return p
}

func (p *placed) span(from, to int) Span { return Span{p.at[from].Start, p.at[to-1].End} }

// A stretch is equal letters at a place of either text.
type stretch struct{ a, b, n int }

// Passages lays two texts side by side: the common passages in the order of the first, each place of
// either text in one of them at most. Digits, punctuation, spaces and capitals make no difference, and
// a few exchanged letters do not end a passage.
func Passages(a, b string) []Passage {
	x, y := place(a), place(b)
	var out []Passage
	for _, run := range joined(chosen(stretches(&x, &y))) {
		first, last := run[0], run[len(run)-1]
		p := Passage{A: x.span(first.a, last.a+last.n), B: y.span(first.b, last.b+last.n), Whole: len(run) == 1}
		for _, s := range run {
			p.Letters += s.n
		}
		if p.Letters >= passageLetters {
			out = append(out, p)
		}
	}
	return out
}

// stretches returns the longest equal stretch that begins at each seed, unless it goes on one that was
// found already.
func stretches(x, y *placed) (out []stretch) {
	places := map[[seedLetters]rune][]int{}
	for i := 0; i+seedLetters <= len(y.letters); i++ {
		seed := [seedLetters]rune(y.letters[i : i+seedLetters])
		if at := places[seed]; len(at) < mostPlaces {
			places[seed] = append(at, i)
		}
	}
	for i := 0; i+seedLetters <= len(x.letters); i++ {
		longest := stretch{}
		for _, k := range places[[seedLetters]rune(x.letters[i:i+seedLetters])] {
			if i > 0 && k > 0 && x.letters[i-1] == y.letters[k-1] {
				continue // it began before
			}
			n := seedLetters
			for i+n < len(x.letters) && k+n < len(y.letters) && x.letters[i+n] == y.letters[k+n] {
				n++
			}
			if n > longest.n {
				longest = stretch{i, k, n}
			}
		}
		if longest.n > 0 {
			out = append(out, longest)
		}
	}
	return out
}

// chosen keeps the longest stretches, and of those that overlap with longer ones what is left of them.
// The result is in the order of the first text.
func chosen(all []stretch) (out []stretch) {
	sort.SliceStable(all, func(i, j int) bool {
		s, t := all[i], all[j]
		return cmp.Compare(t.n, s.n) < 0
	})
	var inA, inB cover
	for _, s := range all {
		for from := 0; from < s.n; {
			to := from
			for to < s.n && !inA.has(s.a+to) && !inB.has(s.b+to) {
				to++
			}
			if to-from >= seedLetters {
				inA.add(s.a+from, s.a+to)
				inB.add(s.b+from, s.b+to)
				out = append(out, stretch{s.a + from, s.b + from, to - from})
			}
			from = to + 1
		}
	}
	sort.Slice(out, func(i, j int) bool {
		s, t := out[i], out[j]
		return cmp.Compare(s.a, t.a) < 0
	})
	return out
}

// A cover tells which places of a text are taken.
type cover []bool

func (c cover) has(i int) bool { return i < len(c) && c[i] }

func (c *cover) add(from, to int) {
	if to > len(*c) {
		*c = append(*c, make([]bool, to-len(*c))...)
	}
	for i := from; i < to; i++ {
		(*c)[i] = true
	}
}

// joined puts stretches together that follow each other in both texts with few letters between.
func joined(all []stretch) (out [][]stretch) {
	for _, s := range all {
		if n := len(out); n > 0 {
			last := out[n-1][len(out[n-1])-1]
			da, db := s.a-last.a-last.n, s.b-last.b-last.n
			if da >= 0 && da <= gapLetters && db >= 0 && db <= gapLetters {
				out[n-1] = append(out[n-1], s)
				continue
			}
		}
		out = append(out, []stretch{s})
	}
	return out
}
