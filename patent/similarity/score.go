package similarity

import (
	"math/bits"
	"unicode/utf8"
)

// Score is the exact measure: the share of the different runs of three characters of either text that
// both have (Jaccard), from 0 to 1. White space is left out; every other character counts as it stands,
// digits, punctuation and capitals too. Texts of fewer than three characters are compared as wholes.
func Score(a, b string) float64 {
	var m Meter
	m.Hold([]byte(a))
	return m.Score([]byte(b))
}

// A Meter compares one text with many and keeps its memory. It serves one goroutine.
type Meter struct{ one, other runSet }

// Hold sets the text with which others are compared.
func (m *Meter) Hold(text []byte) { m.one.fill(text, nil) }

// Score returns the measure of the text that is held and another one.
func (m *Meter) Score(text []byte) float64 {
	both := m.other.fill(text, &m.one)
	return float64(both) / float64(max(1, m.one.n+m.other.n-both))
}

// A runSet is a set of runs of three characters. A slot is taken when its stamp is that of the set, so
// that it is emptied without being gone over.
type runSet struct {
	runs   []uint64
	stamps []uint32
	stamp  uint32
	shift  int
	n      int
}

const spread = 0x9e3779b97f4a7c15

// fill puts the runs of a text in the place of those before, and counts how many also stand in with.
func (s *runSet) fill(text []byte, with *runSet) (both int) {
	s.empty(utf8.RuneCount(text))
	var run uint64
	chars := 0
	for i := 0; i < len(text); {
		r, w := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, w = utf8.DecodeRune(text[i:])
		}
		i += w
		if isSpace(r) {
			continue
		}
		run = (run<<21 | uint64(r)) & (1<<63 - 1)
		if chars++; chars >= 3 && s.put(run) && with != nil && with.has(run) {
			both++
		}
	}
	if chars == 1 || chars == 2 {
		s.put(run)
		if with != nil && with.has(run) {
			both++
		}
	}
	return both
}

func isSpace(r rune) bool {
	return r == ' ' || r >= '\t' && r <= '\r' || r == 0x85 || r == 0xa0 || r == 0x3000 || r >= 0x2000 && r <= 0x200a || r == 0x2028 || r == 0x2029 || r == 0x202f
}

// empty makes room for as many runs as characters: no text has more.
func (s *runSet) empty(n int) {
	s.n = 0
	if s.stamp++; 2*n > len(s.runs) || s.stamp == 0 {
		bits := max(8, bits.Len(uint(2*n)))
		s.runs, s.stamps, s.stamp, s.shift = make([]uint64, 1<<bits), make([]uint32, 1<<bits), 1, 64-bits
	}
}

func (s *runSet) put(run uint64) (fresh bool) {
	for at := run * spread >> s.shift; ; at = (at + 1) & uint64(len(s.runs)-1) {
		if s.stamps[at] != s.stamp {
			s.runs[at], s.stamps[at] = run, s.stamp
			s.n++
			return true
		}
		if s.runs[at] == run {
			return false
		}
	}
}

func (s *runSet) has(run uint64) bool {
	if s.n == 0 {
		return false
	}
	for at := run * spread >> s.shift; s.stamps[at] == s.stamp; at = (at + 1) & uint64(len(s.runs)-1) {
		if s.runs[at] == run {
			return true
		}
	}
	return false
}
