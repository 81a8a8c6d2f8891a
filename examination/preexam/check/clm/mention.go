package clm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check/words"
	"zhibao/patent/claim"
)

// A mention is one 所述X: a thing that must have been introduced before.
type mention struct {
	claim.Span        // with 所述
	Noun       string // the shortest reading of X that can be a name
	Ends       bool   // what follows it surely ends a name: a figure, a bracket, a pause, 的
}

// maxNoun bounds a name. Longer runs without any word that ends a name are passages that are
// quoted, not names.
const maxNoun = 14 // characters looked at behind 所述

// mentions finds what the body of a claim refers back to, outside of references to claims.
func mentions(s *claim.Set, c *claim.Claim) (out []mention) {
	body := s.Body(c)
	next := &seeker{body: body}
	for at := 0; at < len(body); {
		k, n := next.marker(at)
		if k < 0 {
			return out
		}
		at = k + n
		if within(c, c.Body.Start+k) || said(body, k) {
			continue
		}
		start := k + n
		start += len(body[start:]) - len(strings.TrimLeft(body[start:], " "))
		start += quantifier(body[start:])
		noun := nounAt(body[start:])
		if noun == "" {
			continue
		}
		end := start + len(noun)
		out = append(out, mention{claim.Span{Start: c.Body.Start + k, End: c.Body.Start + end}, noun, closed(body[end:])})
	}
	return out
}

// markers are the words that refer back.
var markers = [5]string{"所述", "所说", "该", "上述", "前述"}

// A seeker goes through a body from marker to marker. It remembers where each of the words stands next,
// so that a word which is rare is not looked for anew behind each one that is frequent.
type seeker struct {
	body string
	next [5]int // by marker: where it stands, counted from 1; 0: not looked for yet
}

// marker returns where the next one begins at or behind at, and its length.
func (f *seeker) marker(at int) (k, n int) {
	body := f.body
	k = -1
	for i, w := range markers {
		if f.next[i] <= at && f.next[i] >= 0 {
			if f.next[i] = -1; at <= len(body) {
				if j := strings.Index(body[at:], w); j >= 0 {
					f.next[i] = at + j + 1
				}
			}
		}
		if j := f.next[i] - 1; j >= at && (k < 0 || j < k) {
			k, n = j, len(w)
		}
	}
	if k < 0 {
		return k, n
	}
	for _, w := range []string{"的", "之"} {
		if strings.HasPrefix(body[k+n:], w) {
			return k, n + len(w)
		}
	}
	return k, n
}

// within reports an offset inside a reference to a claim: 权利要求1所述的 points at a claim, not at
// a thing.
func within(c *claim.Claim, offset int) bool {
	for i := range c.References {
		if c.References[i].Has(offset) {
			return true
		}
	}
	return false
}

// said reports 如上所述 and its like, 应该, and 所述 behind a figure or number, which name nothing.
func said(body string, k int) bool {
	front := body[:k]
	for _, w := range []string{"如上", "以上", "综上", "如前", "前文", "上文", "下文", "如下", "正如", "应", "下述", "如", "权利要求书", "图中", "说明书"} {
		if strings.HasSuffix(front, w) {
			return true
		}
	}
	r, _ := utf8.DecodeLastRuneInString(front)
	return unicode.IsDigit(r)
}

// quantifier returns the bytes of the words that count the thing and are no part of its name.
func quantifier(s string) (n int) {
	for {
		q := quantifiers.Match(s[n:])
		if q == 0 || counted.Begins(s[n:]) {
			return n
		}
		n += q
	}
}

// nounAt returns the shortest name that s can begin with: it ends before a word that cannot
// belong to a name, at punctuation, or at a figure. It is empty where no name follows.
func nounAt(s string) string {
	runes, offsets := make([]rune, 0, maxNoun), make([]int, 0, maxNoun+1)
	end := len(s)
	for i, r := range s {
		if len(runes) == maxNoun || !nominal(r, len(runes)) {
			end = i
			break
		}
		runes, offsets = append(runes, r), append(offsets, i)
	}
	run := s[:end]
	if run == "" || openers.Begins(run) {
		return ""
	}
	least := 1 + ordinalLen(runes)
	for i := least; i < len(runes); i++ {
		if breaks(s[offsets[i]:], i-least+1+min(least-1, 1)) {
			run = s[:offsets[i]]
			break
		}
	}
	n := utf8.RuneCountInString(run)
	if n == 0 || n < 2 && run[0] < 0x80 || strings.TrimLeft(run, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" && n < 3 {
		return ""
	}
	return run
}

// closed reports whether a name surely ends before s.
func closed(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) || strings.ContainsRune("的与和及或中上内", r)
}

// nominal reports a character that a name can hold.
func nominal(r rune, at int) bool {
	return unicode.Is(unicode.Han, r) || r < 0x80 && unicode.IsLetter(r) || r == '-' && at > 0
}

// ordinalLen returns the length of 第一 or 第N in front of a name.
func ordinalLen(runes []rune) int {
	if len(runes) > 2 && runes[0] == '第' {
		n := 2
		for n < len(runes) && strings.ContainsRune("一二三四五六七八九十", runes[n]) {
			n++
		}
		return n
	}
	return 0
}

// A begin is a list of words at the beginning of a text, by their first character.
type begin map[rune][]string

// beginOf indexes the words of the lists by their first character, which is enough to make the
// look-up of a place cost no more than the few words that begin there.
func beginOf(list ...string) begin {
	out := begin{}
	for _, l := range list {
		for _, w := range words.List(l) {
			r, _ := utf8.DecodeRuneInString(w)
			out[r] = append(out[r], w)
		}
	}
	return out
}

// Begins reports whether s begins with one of the words.
func (b begin) Begins(s string) bool { return b.Match(s) > 0 }

// Match returns the bytes of the longest word that s begins with.
func (b begin) Match(s string) (n int) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, w := range b[r] {
		if len(w) > n && strings.HasPrefix(s, w) {
			n = len(w)
		}
	}
	return n
}

// breaks reports whether a name can end before s. Its k characters before s must be at least two
// for a tail or a verb; an ordinal counts as one, so that 第一轴 can end before 上.
func breaks(s string, k int) bool {
	if always.Begins(s) {
		return true
	}
	if k < 2 {
		return false
	}
	if n := tails.Match(s); n > 0 && (n == 3 || !nominals.Begins(s[n:])) {
		return true
	}
	n := verbs.Match(s)
	// 转动件, 连接杆: a verb before the last character of a name belongs to it.
	return n > 0 && !nominals.Begins(s[n:])
}
