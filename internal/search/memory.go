package search

import (
	"slices"
	"unicode/utf8"

	"zhibao/internal/search/words"
)

// A lexicon numbers the terms that some queries ask for, from 1. Other terms of a text are nothing.
type lexicon struct {
	han   map[uint64]uint32 // a Han character and the one that follows, or the character alone
	words map[string]uint32 // words, and values with the number of their field in front
	globs bool              // some query asks for words with holes
	last  uint32
}

func newLexicon() *lexicon { return &lexicon{han: map[uint64]uint32{}, words: map[string]uint32{}} }

func pair(r, next rune) uint64 { return uint64(r)<<21 | uint64(next) }

// number returns the number of a term as it stands in a compiled query. Groups do not count: the
// fields are looked at when a term is found.
func (l *lexicon) number(term []byte) uint32 {
	if hanTerm := term[0] < 0x80 && term[0]%2 == 1; hanTerm {
		r, n := utf8.DecodeRune(term[1:])
		next := rune(0)
		if 1+n < len(term) {
			next, _ = utf8.DecodeRune(term[1+n:])
		}
		return enter(l, l.han, pair(r, next))
	}
	if term[0] < 0x80 {
		return enter(l, l.words, string(term[1:]))
	}
	return enter(l, l.words, string(term))
}

func enter[K comparable](l *lexicon, m map[K]uint32, key K) uint32 {
	n, ok := m[key]
	if !ok {
		l.last++
		n = l.last
		m[key] = n
	}
	return n
}

// A sheet is one document in memory, by the terms of a lexicon. It is used again for the next one.
type sheet struct {
	lexicon *lexicon
	single  []uint32 // of each position: the character or the word
	pairs   []uint32 // of each position: the character with the next one
	tight   []bool   // the next character follows without anything in between
	text    []int32  // of which text a position is
	word    []string // with holes in a query only
	starts  []int32  // bytes of the text
	ends    []int32
	fields  []uint64 // of each text: its field, as a bit

	head  []int32  // of each term: its last entry; two entries are a position, single and pair
	next  []int32  // of each entry: the one before of the same term
	stamp []uint32 // of each term: in which document it was last
	now   uint32
	found []uint32 // the terms of the document

	values map[int]int64 // by column
	looked []uint32      // of each query of an alarm: in which document it was looked at last
}

func newSheet(l *lexicon) *sheet {
	return &sheet{lexicon: l, head: make([]int32, l.last+1), stamp: make([]uint32, l.last+1)}
}

func (s *sheet) clear() {
	s.single, s.pairs, s.tight, s.text, s.word = s.single[:0], s.pairs[:0], s.tight[:0], s.text[:0], s.word[:0]
	s.starts, s.ends, s.fields, s.next, s.found = s.starts[:0], s.ends[:0], s.fields[:0], s.next[:0], s.found[:0]
	s.values = nil
	s.now++
}

// see notes a term at an entry.
func (s *sheet) see(term uint32, entry int) {
	if term == 0 {
		return
	}
	if s.stamp[term] != s.now {
		s.stamp[term], s.head[term] = s.now, -1
		s.found = append(s.found, term)
	}
	if entry >= 0 {
		s.next[entry], s.head[term] = s.head[term], int32(entry)
	}
}

func (s *sheet) has(term uint32) bool { return s.stamp[term] == s.now }

// hasAll reports whether all terms are in the document.
func (s *sheet) hasAll(terms []uint32) bool {
	for _, t := range terms {
		if s.stamp[t] != s.now {
			return false
		}
	}
	return true
}

// add reads a text of a field.
func (s *sheet) add(text string, field int) {
	number := int32(len(s.fields))
	s.fields = append(s.fields, 1<<field)
	words.Each(text, func(t *words.Token) {
		var one, two uint32
		if t.Han == 0 {
			one = s.lexicon.words[string(t.Word)]
		} else if one = s.lexicon.han[pair(t.Han, 0)]; t.Next != 0 {
			two = s.lexicon.han[pair(t.Han, t.Next)]
		}
		at := len(s.single)
		s.single, s.pairs, s.tight = append(s.single, one), append(s.pairs, two), append(s.tight, t.Next != 0)
		s.text, s.starts, s.ends = append(s.text, number), append(s.starts, int32(t.Start)), append(s.ends, int32(t.End))
		s.next = append(s.next, -1, -1)
		if s.lexicon.globs {
			w := ""
			if t.Han == 0 {
				w = string(t.Word)
			}
			s.word = append(s.word, w)
		}
		s.see(one, 2*at)
		s.see(two, 2*at+1)
	})
}

// is reports whether a term stands at a position.
func (s *sheet) is(term uint32, at int) bool { return s.single[at] == term || s.pairs[at] == term }

// A rule is a query for a sheet.
type rule interface {
	holds(s *sheet) bool
}

type (
	always   bool
	someOf   []uint32
	spanRule spanNode
	allRules struct{ must, not []rule }
	oneRule  []rule
	notRule  struct{ of rule }
	nearRule struct {
		a, b     *phraseRule
		distance int
		ordered  bool
	}
)

// A phraseRule is a pattern by the numbers of a lexicon.
type phraseRule struct {
	*pattern
	fields uint64 // as bits of the text columns
	pieces []numbers
	glob   func([]byte) bool
}

// numbers are the terms of a piece.
type numbers struct {
	piece
	terms []uint32
}

func (a always) holds(*sheet) bool { return bool(a) }

func (o someOf) holds(s *sheet) bool { return slices.ContainsFunc(o, s.has) }

func (n spanRule) holds(s *sheet) bool {
	v, ok := s.values[n.column]
	return ok && v >= n.from && v <= n.to
}

func (a allRules) holds(s *sheet) bool {
	for _, r := range a.must {
		if !r.holds(s) {
			return false
		}
	}
	return !oneRule(a.not).holds(s)
}

func (o oneRule) holds(s *sheet) bool {
	return slices.ContainsFunc(o, func(r rule) bool { return r.holds(s) })
}

func (n notRule) holds(s *sheet) bool { return !n.of.holds(s) }

func (p *phraseRule) holds(s *sheet) bool {
	held := false
	p.find(s, func(int, int) bool {
		held = true
		return false
	})
	return held
}

func (n nearRule) holds(s *sheet) bool {
	held := false
	n.find(s, func(int, int) bool {
		held = true
		return false
	})
	return held
}

// find calls f with the first position and the one behind the last of each place, until it says false.
func (p *phraseRule) find(s *sheet, f func(from, to int) bool) {
	if p.glob != nil {
		for at, w := range s.word {
			if w != "" && p.fields&s.fields[s.text[at]] != 0 && p.glob([]byte(w)) && !f(at, at+1) {
				return
			}
		}
		return
	}
	for _, n := range p.pieces {
		for _, t := range n.terms {
			if !s.has(t) {
				return
			}
		}
	}
	first := p.pieces[0]
	for e := s.head[first.terms[0]]; e >= 0; e = s.next[e] {
		at := int(e) / 2
		if p.fields&s.fields[s.text[at]] == 0 || !first.at(s, at) {
			continue
		}
		to := at + int(first.length)
		if p.run {
			if to = p.reach(s, at, to); to < 0 {
				continue
			}
		}
		if !f(at, to) {
			return
		}
	}
}

// at reports whether the piece begins at a position. Its first term has no offset.
func (n numbers) at(s *sheet, at int) bool {
	last := at + int(n.length) - 1
	if last >= len(s.text) || s.text[last] != s.text[at] {
		return false
	}
	for i, t := range n.terms {
		if !s.is(t, at+int(n.units[i].offset)) {
			return false
		}
	}
	return true
}

// reach returns the end of a pattern with holes that begins at a position, or -1. All of it lies in
// one run of Han.
func (p *phraseRule) reach(s *sheet, at, to int) int {
	from := at
	for from > 0 && s.tight[from-1] {
		from--
	}
	last := at
	for s.tight[last] {
		last++
	}
	if at-from < int(p.before) {
		return -1
	}
	return p.follow(s, 1, to, last)
}

func (p *phraseRule) follow(s *sheet, n, to, last int) int {
	if n == len(p.pieces) {
		if to-1+int(p.after) > last {
			return -1
		}
		return to
	}
	k := p.pieces[n]
	for at := to + int(k.min); at <= to+int(k.max) && at+int(k.length)-1 <= last; at++ {
		if k.at(s, at) {
			if end := p.follow(s, n+1, at+int(k.length), last); end >= 0 {
				return end
			}
		}
	}
	return -1
}

// find calls f with the places of both phrases of each pair.
func (n nearRule) find(s *sheet, f func(from, to int) bool) {
	n.a.find(s, func(a, aEnd int) bool {
		more := true
		n.b.find(s, func(b, bEnd int) bool {
			if s.text[a] != s.text[b] {
				return true
			}
			between := b - aEnd
			if !n.ordered && b < a {
				between = a - bEnd
			}
			if between >= 0 && between <= n.distance {
				more = f(a, aEnd) && f(b, bEnd)
			}
			return more
		})
		return more
	})
}
