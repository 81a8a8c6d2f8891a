package similarity

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// Score is the exact measure: the share of the different runs of three characters of either text that
// both have (Jaccard), from 0 to 1. White space is left out; every other character counts as it stands,
// digits, punctuation and capitals too. Of two texts that are mostly of Latin letters, of which three tell
// little, runs of nine are taken. Shorter texts are one run.
func Score(a, b string) float64 {
	var m Meter
	m.Hold([]byte(a))
	return m.Score([]byte(b))
}

const (
	latinScore = 9     // characters of a run of two Latin texts
	lastLatin  = 0x24f // of the letters with marks
	weight     = 0x9e3779b97f4a7c15
)

// A Meter compares one text with many and keeps its memory. It serves one goroutine.
type Meter struct {
	held, text characters
	one, other runSet
	n          int // characters of the runs in one
}

// Hold sets the text with which others are compared.
func (m *Meter) Hold(text []byte) {
	m.held.read(text)
	m.n = 0
}

// Score returns the measure of the text that is held and another one.
func (m *Meter) Score(text []byte) float64 {
	m.text.read(text)
	n := run
	if m.held.latin && m.text.latin {
		n = latinScore
	}
	if m.n != n {
		m.n = n
		m.one.fill(m.held.all, n, nil)
	}
	both := m.other.fill(m.text.all, n, &m.one)
	return float64(both) / float64(max(1, m.one.n+m.other.n-both))
}

// characters are a text without its white space.
type characters struct {
	all   []rune
	latin bool // three of four letters are Latin
}

func (c *characters) read(text []byte) {
	c.all = c.all[:0]
	latin, others := 0, 0
	for i := 0; i < len(text); {
		r, w := rune(text[i]), 1
		switch {
		case r < utf8.RuneSelf:
			if r <= ' ' && (r == ' ' || r >= '\t' && r <= '\r') {
				i++
				continue
			}
			if r |= 0x20; r >= 'a' && r <= 'z' {
				latin++
			}
			r = rune(text[i])
		default:
			if r, w = utf8.DecodeRune(text[i:]); r < '一' && unicode.IsSpace(r) {
				i += w
				continue
			}
			switch {
			case r > '一' || r > lastLatin && unicode.IsLetter(r):
				others++
			case r <= lastLatin && unicode.IsLetter(r):
				latin++
			}
		}
		i += w
		c.all = append(c.all, r)
	}
	c.latin = latin > 3*others
}

// A runSet is a set of runs of characters. A slot is taken when its stamp is that of the set, so that it
// is emptied without being gone over.
type runSet struct {
	slots []slot
	stamp uint32
	shift int
	n     int
}

type slot struct {
	run   uint64
	stamp uint32
}

// fill puts the runs of n characters in the place of those before, and counts how many also stand in
// with. Three characters are a number of their own; nine are told by 64 bits of a hash.
func (s *runSet) fill(text []rune, n int, with *runSet) (both int) {
	s.empty(len(text))
	n = min(n, len(text))
	if n == 0 {
		return 0
	}
	first := uint64(1) // weight of the character that leaves the run
	for range n {
		first *= weight
	}
	var h uint64
	for i, r := range text {
		switch {
		case n <= run:
			h = (h<<21 | uint64(r)) & (1<<(21*n) - 1)
		case i < n:
			h = h*weight + uint64(r)
		default:
			h = h*weight + uint64(r) - uint64(text[i-n])*first
		}
		if i >= n-1 && s.put(h) && with != nil && with.has(h) {
			both++
		}
	}
	return both
}

// empty makes room for as many runs as characters: no text has more.
func (s *runSet) empty(n int) {
	s.n = 0
	if s.stamp++; 2*n > len(s.slots) || s.stamp == 0 {
		size := max(8, bits.Len(uint(2*n)))
		s.slots, s.stamp, s.shift = make([]slot, 1<<size), 1, 64-size
	}
}

func (s *runSet) put(run uint64) (fresh bool) {
	for at := run * weight >> s.shift; ; at = (at + 1) & uint64(len(s.slots)-1) {
		p := &s.slots[at]
		if p.stamp != s.stamp {
			*p = slot{run, s.stamp}
			s.n++
			return true
		}
		if p.run == run {
			return false
		}
	}
}

func (s *runSet) has(run uint64) bool {
	if s.n == 0 {
		return false
	}
	for at := run * weight >> s.shift; s.slots[at].stamp == s.stamp; at = (at + 1) & uint64(len(s.slots)-1) {
		if s.slots[at].run == run {
			return true
		}
	}
	return false
}
