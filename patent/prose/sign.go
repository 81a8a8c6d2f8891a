package prose

import (
	"strings"
	"unicode/utf8"

	"zhibao/patent"
	"zhibao/patent/noun"
)

// A Sign is one use of a reference sign (附图标记) in running text: 底座1, 底座（1）, 第一排出板217a.
type Sign struct {
	Span             // the sign without brackets
	Sign      string // folded to ASCII
	Name      string // of the part, as far as the other uses and the table show where it begins
	NameSpan  Span   // where the name stands; that of the neighbour in 排出板217、219
	Bracketed bool   // 底座（1）
	Settled   bool   // the name is supported by the table or by another use
	Shared    bool   // one of several signs behind one name, 排出板217、219
	Section   SectionKind
}

// readSigns fills the uses of signs outside the table.
func (d *Description) readSigns(ls []line) {
	r := newSignReader(d.Text, d.Table)
	table := 0
	for _, l := range ls {
		if !l.prose() || l.kind == patent.Heading || l.kind == patent.TitleLine {
			continue
		}
		from := l.Start
		for ; table < len(d.Table) && d.Table[table].Start < l.End; table++ {
			e := d.Table[table]
			r.scan(from, e.Start)
			from = max(from, e.End)
		}
		r.scan(from, l.End)
	}
	d.Signs = r.signs
	for i := range d.Signs {
		d.Signs[i].Section = d.In(d.Signs[i].Start)
	}
	settle(d.Text.Text, d.Signs, d.Table)
}

// SignsOf returns the uses of reference signs in another text, such as an abstract, with names
// settled among themselves and by the table.
func SignsOf(t *patent.Text, table []SignEntry) []Sign {
	r := newSignReader(t, table)
	for _, l := range lines(t) {
		if l.prose() {
			r.scan(l.Start, l.End)
		}
	}
	settle(t.Text, r.signs, table)
	return r.signs
}

// maxName bounds a name of a part, in bytes: 16 characters.
const maxName = 48

// A signReader collects the signs of one text from its beginning to its end.
type signReader struct {
	text    string
	shifted []patent.Span   // raised and lowered text, where digits are no signs
	leveled map[string]bool // signs of the table with several levels, 2-1-1
	signs   []Sign
}

func newSignReader(t *patent.Text, table []SignEntry) *signReader {
	r := &signReader{text: t.Text, shifted: t.Spans, leveled: map[string]bool{}}
	for _, e := range table {
		if strings.ContainsRune(e.Sign, '-') {
			r.leveled[e.Sign] = true
		}
	}
	return r
}

// scan collects the signs at [from, to): a number behind Chinese characters.
func (r *signReader) scan(from, to int) {
	run := from // begin of the Chinese run before i
	for i := from; i < to; {
		if i = HanEnd(r.text[:to], i); i == to {
			return
		}
		c, w := utf8.DecodeRuneInString(r.text[i:to])
		if han(c) {
			i += w
			continue
		}
		if digit(c) {
			end := r.number(run, i, to)
			// 第1排出板: an ordinal is part of the name that follows.
			if prev, pw := before(r.text, i); prev == '第' && i-pw >= run {
				i = end
				continue
			}
			i, run = end, end
			continue
		}
		if c == '(' || c == '（' {
			if next, ok := r.bracket(run, i, to); ok {
				i, run = next, next
				continue
			}
		}
		i += w
		// One blank between name and sign is tolerated.
		if c == ' ' && i < to && i-w > run {
			if d, _ := peek(r.text, i); digit(d) {
				i = r.number(run, i, to)
			}
		}
		run = i
	}
}

// number reads the digits at i, records a sign if they are one, and returns their end.
func (r *signReader) number(run, i, to int) int {
	text := r.text[:to]
	_, end := digits(text, i, 4)
	// Five digits and more are no sign but a number.
	if end < 0 {
		for end = i; ; {
			c, w := peek(text, end)
			if !digit(c) {
				return end
			}
			end += w
		}
	}
	name := r.name(run, i)
	if name.IsZero() {
		return end
	}
	end, ok := r.tail(text, r.level(text, i, end))
	if !ok || counted(text, end) {
		return end
	}
	at := len(r.signs)
	r.add(Span{i, end}, name, false)
	end = r.shared(text, end, name)
	for k := at; len(r.signs) > at+1 && k < len(r.signs); k++ {
		r.signs[k].Shared = true
	}
	return end
}

// level returns the end of the sign at [i, end) with its further levels, if the table has it.
func (r *signReader) level(text string, i, end int) int {
	if len(r.leveled) == 0 {
		return end
	}
	if far := levels(text, end); r.leveled[fold(text[i:far])] {
		return far
	}
	return end
}

// tail reads the letter or prime of a sign. A letter that can be a unit is none.
func (r *signReader) tail(text string, end int) (int, bool) {
	c, w := peek(text, end)
	switch {
	case c == '\'' || c == '′':
		return end + w, true
	case !letter(c):
		return end, true
	}
	next, _ := peek(text, end+w)
	if letter(next) || digit(next) || !strings.ContainsRune("abcdefABCDEF", half(c)) {
		return end + w, false
	}
	return end + w, true
}

// shared reads the further signs of one name: 排出板217、219 or 排出板217和219.
func (r *signReader) shared(text string, end int, name Span) int {
	for range 20 {
		k := skipBlank(text, end)
		c, w := peek(text, k)
		if w == 0 || !strings.ContainsRune("、和或及与", c) {
			return end
		}
		k = skipBlank(text, k+w)
		_, e := digits(text, k, 4)
		if e <= k {
			return end
		}
		e, ok := r.tail(text, e)
		if !ok || counted(text, e) {
			return end
		}
		r.add(Span{k, e}, name, false)
		end = e
	}
	return end
}

// bracket reads 底座（1） at the opening bracket i.
func (r *signReader) bracket(run, i, to int) (int, bool) {
	text := r.text[:to]
	if i == run {
		return i, false
	}
	_, w := peek(text, i)
	j := skipBlank(text, i+w)
	_, end := digits(text, j, 4)
	if end <= j {
		return i, false
	}
	end, ok := r.tail(text, r.level(text, j, end))
	closing, cw := peek(text, skipBlank(text, end))
	if !ok || cw == 0 || closing != ')' && closing != '）' {
		return i, false
	}
	if name := r.name(run, i); !name.IsZero() {
		r.add(Span{j, end}, name, true)
	}
	return skipBlank(text, end) + cw, true
}

// add records a sign unless it stands raised or lowered, where digits are exponents and indices.
func (r *signReader) add(s, name Span, bracketed bool) {
	for len(r.shifted) > 0 && r.shifted[0].End <= s.Start {
		r.shifted = r.shifted[1:]
	}
	if len(r.shifted) > 0 && r.shifted[0].Start < s.End {
		return
	}
	r.signs = append(r.signs, Sign{Span: s, Sign: fold(s.Of(r.text)), Name: name.Of(r.text), NameSpan: name, Bracketed: bracketed})
}

// name returns the noun that ends at end and begins not before run, or nothing if the words
// there cannot be the name of a part.
func (r *signReader) name(run, end int) Span {
	start := max(run, end-maxName)
	for start < end && !utf8.RuneStart(r.text[start]) {
		start++
	}
	s := trim(r.text, Span{start, end})
	words := s.Of(r.text)
	last, _ := before(words, len(words))
	if !han(last) || strings.ContainsRune(closers, last) || ends(words, quantities[last]) {
		return Span{}
	}
	s.Start += noun.Before(words)
	// 向第2排出部: these characters are no part of a name before an ordinal.
	if c, w := peek(r.text, s.Start); strings.ContainsRune("向对给至到", c) && strings.HasPrefix(r.text[s.Start+w:s.End], "第") {
		s.Start += w
	}
	if first, w := peek(r.text, s.Start); digit(first) || s.Start+w > s.End {
		return Span{}
	}
	return s
}

// ends reports whether s ends in one of the words.
func ends(s string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
