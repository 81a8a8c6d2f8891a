package search

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
)

// A chunk of a pattern with holes: letters, and what may stand between them and those before.
type chunk struct {
	text     string
	min, max uint32
	star     bool
}

// wild takes a pattern apart at its holes. What is between them is Han, or letters of one word.
func (c *compiler) wild(q Wild) (node, error) {
	p, err := c.pattern(q.Field, q.Pattern)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(strings.ToLower(norm.NFKC.String(q.Pattern)))
	if utf8.RuneCountInString(text) > maxWords {
		return nil, invalid("long_text", "一个检索词最多 %d 个字，请缩短", maxWords)
	}
	chunks := cutHoles(text)
	han, word := 0, 0
	for _, k := range chunks {
		switch {
		case k.text == "":
		case oneRun(k.text):
			han++
		case oneWord(k.text):
			word++
		default:
			return nil, invalid("wild", "“%s”中通配符的两边应当是同一个词，中间不能有空格和标点，请改用短语或者邻近检索", q.Pattern)
		}
	}
	switch {
	case han == 0 && word == 0:
		return nil, invalid("wild_empty", "“%s”中只有通配符，请至少写一个字", q.Pattern)
	case han > 0 && word > 0:
		return nil, invalid("wild_mixed", "“%s”中既有汉字又有字母，不能使用通配符，请把两部分分别写成检索词并用邻近检索", q.Pattern)
	case p == nil:
		return noneNode{}, nil
	case word > 0:
		p.pieces = []piece{{units: []unit{globUnit(p.group, text)}, length: 1}}
		return p, nil
	}
	return c.hanHoles(p, chunks)
}

// hanHoles makes the pattern of Han with holes.
func (c *compiler) hanHoles(p *pattern, chunks []chunk) (node, error) {
	p.run = true
	for _, k := range chunks {
		if k.text == "" { // behind the last character
			p.after = k.min
			continue
		}
		one, err := unitsOf(p.group, k.text)
		if err != nil {
			return nil, err
		}
		if len(p.pieces) == 0 {
			p.before = k.min
		} else {
			one.min, one.max = k.min, k.max
		}
		p.pieces = append(p.pieces, one)
	}
	return p, nil
}

// cutHoles returns the chunks of a pattern. The last one is empty and holds what is behind.
func cutHoles(text string) (out []chunk) {
	var k chunk
	for _, r := range text {
		hole := r == '*' || r == '?'
		if hole && k.text != "" {
			out = append(out, k)
			k = chunk{}
		}
		switch {
		case r == '?':
			k.min++
			k.max++
		case r == '*' && !k.star:
			k.star = true
			k.max += reach
		case r != '*':
			k.text += string(r)
		}
	}
	if k.text != "" {
		out = append(out, k)
		k = chunk{}
	}
	return append(out, k)
}

// oneRun reports whether a text is nothing but Han.
func oneRun(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !words.IsHan(r) })
}

// oneWord reports whether a text is letters of one word.
func oneWord(text string) bool {
	n, whole := 0, true
	words.Each(text, func(t *words.Token) {
		n++
		whole = whole && t.Han == 0 && t.Start == 0 && t.End == len(text)
	})
	return n == 1 && whole
}

// globUnit finds all words that a pattern matches.
func globUnit(group int, pattern string) unit {
	fixed := pattern[:strings.IndexAny(pattern+"*", "*?")]
	runes := []rune(pattern)
	return unit{term: segment.WordTerm(group, fixed), many: true, match: func(word []byte) bool { return globs(runes, []rune(string(word))) }}
}

// globs matches a word. After a star it goes on, and comes back to it when that fails.
func globs(pattern, word []rune) bool {
	p, w, star, from := 0, 0, -1, 0
	for w < len(word) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, w
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == word[w]):
			p++
			w++
		case star >= 0:
			from++
			p, w = star+1, from
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
