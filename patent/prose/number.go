package prose

import (
	"sort"
	"strings"
	"unicode/utf8"

	"zhibao/patent"
)

// A Number is one paragraph number (段落编号).
type Number struct {
	Label  string // as written, "0001" or "0006a"
	Value  int
	Suffix string // "a" in "0006a"
	Typed  bool   // stands in the text as [0001]; else it is the file's own
	Inline bool   // typed, but not at the beginning of a line
	Span          // the typed number with its brackets, or the beginning of the paragraph
}

// numbers collects the numbers that the file states, of blocks of every kind, and those that are
// typed into the text.
func numbers(t *patent.Text, ls []line) []Number {
	var out []Number
	for _, b := range t.Blocks {
		v, suffix, ok := plainNumber(b.Number)
		if ok && whole(t.Text, b.Start, b.End) {
			out = append(out, Number{Label: b.Number, Value: v, Suffix: suffix, Span: Span{b.Start, b.End}})
		}
	}
	for _, l := range ls {
		out = append(out, typedNumbers(t.Text, l)...)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Start-b.Start < 0
	})
	return out
}

// whole reports whether [start, end) lies in s and cuts no character.
func whole(s string, start, end int) bool {
	edge := func(i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }
	return 0 <= start && start <= end && end <= len(s) && edge(start) && edge(end)
}

// typedNumbers finds numbers anywhere in a line: texts that lost their line breaks have them in
// the middle, which Inline says.
func typedNumbers(text string, l line) (out []Number) {
	if l.kind == patent.Table || l.kind == patent.Formula {
		return nil
	}
	first := trim(text, l.Span).Start
	for i := l.Start; i < l.End; {
		if i = openBracket(text, i, l.End); i == l.End {
			return out
		}
		n, ok := typedNumber(text[:l.End], i)
		if !ok {
			_, w := peek(text, i)
			i += w
			continue
		}
		n.Inline = n.Start != first
		out = append(out, n)
		i = n.End
	}
	return out
}

// openBracket returns where, between i and end, the first bracket stands that can open a number, or end.
func openBracket(text string, i, end int) int {
	for text = text[:end]; i < end; {
		if i = HanEnd(text, i); i == end {
			break
		}
		c := text[i]
		if c == '[' || c >= 0xe3 && (strings.HasPrefix(text[i:], "【") || strings.HasPrefix(text[i:], "［")) {
			return i
		}
		i++
	}
	return end
}

// typedNumber reads "[0001]" or "【0006a】" at i: four digits, or three or five, in brackets.
func typedNumber(s string, i int) (Number, bool) {
	open, w := peek(s, i)
	if w == 0 || !strings.ContainsRune("[【［", open) {
		return Number{}, false
	}
	v, j := digits(s, i+w, 5)
	if j < 0 {
		return Number{}, false
	}
	n := Number{Value: v, Typed: true}
	end := j
	if r, rw := peek(s, j); letter(r) {
		n.Suffix = strings.ToLower(string(half(r)))
		end += rw
	}
	n.Label = s[i+w : end]
	closing, cw := peek(s, end)
	if cw == 0 || !strings.ContainsRune("]】］", closing) || len([]rune(s[i+w:j])) < 3 {
		return Number{}, false
	}
	n.Span = Span{i, end + cw}
	return n, true
}

// plainNumber reads the number attribute of a paragraph: "0001", "n0001", "[0006a]".
func plainNumber(s string) (v int, suffix string, ok bool) {
	s = strings.Trim(s, "[]【】pn ")
	v, end := digits(s, 0, 6)
	if end <= 0 {
		return 0, "", false
	}
	return v, strings.ToLower(s[end:]), len(s)-end <= 1
}
