// Package words (词语匹配) finds many literal words in a text in one pass, with the contexts in
// which a word is none: 等 is a vague term, but not in 等离子 or 均等.
//
// The matcher is an Aho–Corasick automaton over bytes. Its time is linear in the text whatever
// the number of words, and a hit never cuts a character, because words are whole UTF-8 strings.
package words

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/internal/sorting"
)

// A Matcher finds a fixed set of words. It never changes after New and may be shared.
type Matcher struct {
	words  []string // hits, then exceptions
	plain  int      // number of hits in words
	class  [256]uint16
	width  int      // number of byte classes, 0 is every byte that occurs in no word
	next   []int32  // state*width + class
	word   []int32  // longest word that ends in the state, or -1
	suffix []int32  // nearest state on the suffix chain in which a word ends, or 0
	first  []uint64 // characters below U+10000 with which a word begins, one bit each
	second []uint64 // of words of several characters, the first two, hashed; one bit each
	solo   []uint64 // characters that are a word by themselves, or begin one that second does not hold
}

// A Match is one word at bytes [Start, End) of the text.
type Match struct {
	Start, End int
	Word       string
}

// New builds a matcher for the words. A word that lies wholly inside an occurrence of one of
// the exceptions is not reported: New([]string{"等"}, []string{"等离子", "均等"}). Empty strings
// are ignored.
func New(list, exceptions []string) *Matcher {
	m := &Matcher{}
	for _, w := range list {
		if w != "" && !slices.Contains(m.words, w) && !slices.Contains(exceptions, w) {
			m.words = append(m.words, w)
		}
	}
	m.plain = len(m.words)
	for _, w := range exceptions {
		if w != "" {
			m.words = append(m.words, w)
		}
	}
	m.classify()
	m.build()
	m.filter()
	return m
}

// filter notes how words begin, for skip.
func (m *Matcher) filter() {
	m.first, m.solo, m.second = make([]uint64, 1<<16/64), make([]uint64, 1<<16/64), make([]uint64, pairs/64)
	for _, w := range m.words {
		r, n := utf8.DecodeRuneInString(w)
		if r >= 1<<16 {
			continue
		}
		m.first[r>>6] |= 1 << (r & 63)
		if s, _ := utf8.DecodeRuneInString(w[n:]); n < len(w) && s < 1<<16 {
			h := pair(uint32(r), uint32(s))
			m.second[h>>6] |= 1 << (h & 63)
		} else {
			m.solo[r>>6] |= 1 << (r & 63)
		}
	}
}

// pairs is into how many bits the first two characters of words are hashed.
const pairs = 1 << 12

func pair(r, s uint32) uint32 { return (r*0x9e37 + s*0x79b1) >> 4 % pairs }

// List splits a table of words at white space, so that tables can be written as plain text.
func List(s string) []string { return strings.Fields(s) }

func (m *Matcher) classify() {
	m.width = 1
	for _, w := range m.words {
		for i := range len(w) {
			if m.class[w[i]] == 0 {
				m.class[w[i]] = uint16(m.width)
				m.width++
			}
		}
	}
}

// build makes the trie and turns it into an automaton, breadth first.
func (m *Matcher) build() {
	m.state()
	for i, w := range m.words {
		s := int32(0)
		for j := range len(w) {
			to := int(s)*m.width + int(m.class[w[j]])
			if m.next[to] == 0 {
				fresh := m.state()
				m.next[to] = fresh
			}
			s = m.next[to]
		}
		if m.word[s] < 0 {
			m.word[s] = int32(i)
		}
	}
	fail := make([]int32, len(m.word))
	var queue []int32
	for c := range m.width {
		if s := m.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for at := 0; at < len(queue); at++ {
		s := queue[at]
		f := fail[s]
		if m.suffix[s] = f; m.word[f] < 0 {
			m.suffix[s] = m.suffix[f]
		}
		for c := range m.width {
			to, back := &m.next[int(s)*m.width+c], m.next[int(f)*m.width+c]
			if *to == 0 {
				*to = back
				continue
			}
			fail[*to] = back
			queue = append(queue, *to)
		}
	}
}

func (m *Matcher) state() int32 {
	m.next = append(m.next, make([]int32, m.width)...)
	m.word = append(m.word, -1)
	m.suffix = append(m.suffix, 0)
	return int32(len(m.word) - 1)
}

// Find returns the hits in s from left to right, the longest where several begin at one place;
// hits do not overlap.
func (m *Matcher) Find(s string) []Match {
	var hits, except []Match
	state := int32(0)
	for i := 0; i < len(s); i++ {
		if state == 0 {
			if i = m.skip(s, i); i == len(s) {
				break
			}
		}
		state = m.next[int(state)*m.width+int(m.class[s[i]])]
		for t := state; t != 0; t = m.suffix[t] {
			if w := m.word[t]; w >= 0 {
				hit := Match{i + 1 - len(m.words[w]), i + 1, m.words[w]}
				if int(w) < m.plain {
					hits = append(hits, hit)
				} else {
					except = append(except, hit)
				}
			}
		}
	}
	return choose(hits, except)
}

// skip returns the next place at or behind i where a word can begin. Most characters begin none, and
// one look at a whole character is cheaper than three steps of the automaton.
func (m *Matcher) skip(s string, i int) int {
	for i < len(s) {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			if m.first[c>>6]&(1<<(c&63)) != 0 {
				return i
			}
			i++
		case c&0xf0 == 0xe0 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80:
			r := uint32(c&0x0f)<<12 | uint32(s[i+1]&0x3f)<<6 | uint32(s[i+2]&0x3f)
			if m.first[r>>6]&(1<<(r&63)) != 0 && (m.solo[r>>6]&(1<<(r&63)) != 0 || m.goesOn(r, s[i+3:])) {
				return i
			}
			i += 3
		case m.next[m.class[c]] != 0:
			return i
		default:
			i++
		}
	}
	return i
}

// goesOn reports whether a word can begin with the character r and the one that rest begins with.
func (m *Matcher) goesOn(r uint32, rest string) bool {
	if len(rest) < 3 || rest[0] >= utf8.RuneSelf && (rest[0]&0xf0 != 0xe0 || rest[1]&0xc0 != 0x80 || rest[2]&0xc0 != 0x80) {
		return rest != "" // rare: let the automaton look
	}
	s := uint32(rest[0])
	if s >= utf8.RuneSelf {
		s = s&0x0f<<12 | uint32(rest[1]&0x3f)<<6 | uint32(rest[2]&0x3f)
	}
	h := pair(r, s)
	return m.second[h>>6]&(1<<(h&63)) != 0
}

// choose drops what lies inside an exception and keeps the leftmost longest of the rest.
func choose(hits, except []Match) []Match {
	if len(hits) == 0 {
		return nil
	}
	order := func(a, b Match) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	}
	sorting.By(hits, order)
	sorting.By(except, order)
	out, end := hits[:0], 0
	x, reach := 0, 0
	for _, h := range hits {
		// reach is the farthest end of the exceptions that begin at or before the hit.
		for x < len(except) && except[x].Start <= h.Start {
			reach = max(reach, except[x].End)
			x++
		}
		if h.End <= reach || h.Start < end {
			continue
		}
		out = append(out, h)
		end = h.End
	}
	return out
}

// In yields the hits in s with offsets that count from base, for a part of a larger text.
func (m *Matcher) In(s string, base int) iter.Seq[Match] {
	return func(yield func(Match) bool) {
		for _, h := range m.Find(s) {
			h.Start, h.End = h.Start+base, h.End+base
			if !yield(h) {
				return
			}
		}
	}
}

// Any reports whether s holds one of the words.
func (m *Matcher) Any(s string) bool {
	if m.plain < len(m.words) {
		return len(m.Find(s)) > 0
	}
	state := int32(0)
	for i := 0; i < len(s); i++ {
		if state == 0 {
			if i = m.skip(s, i); i == len(s) {
				return false
			}
		}
		state = m.next[int(state)*m.width+int(m.class[s[i]])]
		if m.word[state] >= 0 || m.suffix[state] != 0 {
			return true // without exceptions, any word is a hit
		}
	}
	return false
}
