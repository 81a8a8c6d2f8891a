package prose

import (
	"strings"
	"unicode/utf8"
)

// A SignEntry is one line of the table of reference signs (附图标记说明): 1-底座.
type SignEntry struct {
	Span            // sign and name
	Sign     string // folded to ASCII, letters as written: "12a", "S1"
	Name     string
	NameSpan Span
}

// announcements open a table of signs. The strong ones do so anywhere in the description, the
// weak ones only in 附图说明.
var (
	strong = strings.Fields("附图标记 附图标号 标号说明 标记说明 符号说明 图中标记 图中标号 附图符号 图中符号 标记列表 主要元件符号 附图编号 图号说明 各标号 标记如下 标号如下")
	weak   = strings.Fields("图中： 图中: 图中， 图中, 附图中： 附图中: 图中各 附图中， 其中： 其中: 其中， 其中, 图例：")
)

// maxTable bounds the table; no drawing has so many signs.
const maxTable = 2000

// readTable fills the table of reference signs.
func (d *Description) readTable(ls []line) {
	text := d.Text.Text
	open := false
	entries := d.Figures
	for _, l := range ls {
		if len(d.Table) >= maxTable {
			return
		}
		for len(entries) > 0 && entries[0].Start < l.Start {
			entries = entries[1:]
		}
		figures := len(entries) > 0 && entries[0].Start < l.End
		s := trim(text, l.Span)
		if s.IsZero() || !l.prose() {
			continue
		}
		list := d.In(s.Start) == FigureList
		if _, _, ok := titleKind(clip(s.Of(text), maxHeading)); ok && s.End-s.Start <= maxHeading {
			open = false
			continue
		}
		at, firm := announced(s.Of(text), list)
		from := s.Start
		switch {
		case at >= 0:
			from += at
		case !open && !list || figures:
			continue
		}
		got := d.tableLine(from, s.End, firm || open)
		d.Table = append(d.Table, got...)
		switch {
		case at >= 0:
			open = firm && (len(got) > 0 || s.End-from < 60)
		case len(got) == 0:
			open = false
		}
	}
}

// announced returns the offset behind the words that open a table in s, and whether they can
// mean nothing else; -1 if there are none.
func announced(s string, list bool) (at int, firm bool) {
	head := clip(s, 1000)
	if !list {
		head = clip(s, 60)
	}
	for _, w := range strong {
		if i := strings.Index(head, w); i >= 0 && (list || i <= 30) {
			return behindColon(s, i+len(w)), true
		}
	}
	if !list {
		return -1, false
	}
	for _, w := range weak {
		if i := strings.LastIndex(head, w); i >= 0 {
			return i + len(w), false
		}
	}
	return -1, false
}

// behindColon skips 说明如下： and the like: a few Chinese characters and the colon.
func behindColon(s string, i int) int {
	for j := i; j < len(s) && j-i < 60; {
		r, w := utf8.DecodeRuneInString(s[j:])
		j += w
		switch {
		case r == '：' || r == ':' || r == '】':
			return j
		case !han(r) && !blank(r) && r != '（' && r != '）':
			return i
		}
	}
	return i
}

// tableLine reads entries one behind the other from i on. Unless the table was announced, one
// entry alone is none.
func (d *Description) tableLine(i, end int, announced bool) []SignEntry {
	var out []SignEntry
	for i < end {
		i = skipMarks(d.Text.Text[:end], i)
		got, next := d.entry(i, end)
		if len(got) == 0 {
			break
		}
		out = append(out, got...)
		i = next
	}
	if len(out) < 2 && !announced {
		return nil
	}
	return out
}

// skipMarks skips what parts two entries.
func skipMarks(s string, i int) int {
	for i < len(s) {
		r, w := utf8.DecodeRuneInString(s[i:])
		if !blank(r) && !strings.ContainsRune("；;，,、。.·•*|", r) {
			return i
		}
		i += w
	}
	return i
}

// entry reads "1-底座", "1、2：立杆" or "底座-1" at i and returns one entry for each sign.
func (d *Description) entry(i, end int) ([]SignEntry, int) {
	text := d.Text.Text[:end]
	if r, _ := peek(text, i); han(r) {
		return d.reversed(i, end)
	}
	var signs []Span
	j := skipNumber(text, i)
	for len(signs) < 20 {
		s, ok := d.tableSign(text, j)
		if !ok {
			break
		}
		signs = append(signs, s)
		j = s.End
		k := skipBlank(text, j)
		r, w := peek(text, k)
		if w == 0 || !strings.ContainsRune("、/,，", r) {
			break
		}
		if _, ok := signAt(text, skipBlank(text, k+w)); !ok {
			break
		}
		j = skipBlank(text, k+w)
	}
	if len(signs) == 0 {
		return nil, i
	}
	name := nameOf(text, separated(text, j), nil)
	if name.IsZero() {
		return nil, i
	}
	var out []SignEntry
	for _, s := range signs {
		out = append(out, SignEntry{Span{s.Start, name.End}, fold(s.Of(text)), name.Of(text), name})
	}
	return out, name.End
}

// skipNumber skips a paragraph number typed before the entries.
func skipNumber(text string, i int) int {
	if n, ok := typedNumber(text, i); ok {
		return skipBlank(text, n.End)
	}
	return i
}

// tableSign reads a sign of the table: a usual one, one of several levels such as 2-1-1 before a
// colon, or a capital letter before a mark, N：网络.
func (d *Description) tableSign(text string, i int) (Span, bool) {
	s, ok := signAt(text, i)
	if !ok {
		r, w := peek(text, i)
		next, nw := peek(text, i+w)
		return Span{i, i + w}, half(r) >= 'A' && half(r) <= 'Z' && nw > 0 && strings.ContainsRune("：:-—－", next)
	}
	end := levels(text, s.End)
	if r, w := peek(text, end); end > s.End && w > 0 && strings.ContainsRune("：:、-－—", r) {
		return Span{i, end}, true
	}
	return s, true
}

// levels returns the end of the further levels of a sign that ends at i: -1-1 behind 2, also
// with a blank behind the hyphen, as files made from prints have it.
func levels(text string, i int) int {
	for range 4 {
		r, w := peek(text, i)
		if r != '-' && r != '－' {
			return i
		}
		_, end := digits(text, skipBlank(text, i+w), 3)
		if end <= skipBlank(text, i+w) {
			return i
		}
		i = end
	}
	return i
}

// reversed reads 底座1 or 底座-1.
func (d *Description) reversed(i, end int) ([]SignEntry, int) {
	text := d.Text.Text[:end]
	stop := func(at int) bool {
		s, ok := signAt(text, separated(text, at))
		if !ok {
			return false
		}
		k := skipBlank(text, s.End)
		r, w := peek(text, k)
		next, _ := peek(text, k+w)
		return w == 0 || strings.ContainsRune("；;，,、。.", r) && !digit(next)
	}
	name := nameOf(text, i, stop)
	if name.IsZero() || name.End-name.Start > 60 {
		return nil, i
	}
	s, ok := signAt(text, separated(text, name.End))
	if !ok || !stop(name.End) {
		return nil, i
	}
	return []SignEntry{{Span{i, s.End}, fold(s.Of(text)), name.Of(text), name}}, s.End
}

// separated skips the mark between sign and name: blanks, dashes, colons, a point.
func separated(s string, i int) int {
	for n := 0; n < 8; n++ {
		r, w := peek(s, i)
		if w == 0 || r != ' ' && r != '\t' && r != 0x3000 && r != 0xa0 && !strings.ContainsRune("-－—–―:：、.．,，=＝→~～_", r) {
			return i
		}
		i += w
	}
	return i
}

// nameOf reads a name up to a mark, two blanks, or where stop says so. It begins with a letter
// and holds at most 40 characters.
func nameOf(s string, i int, stop func(int) bool) Span {
	if r, _ := peek(s, i); !han(r) && !letter(r) && !(digit(r) && stop == nil) {
		return Span{}
	}
	blanks := 0
	hasHan := false
	for j, n := i, 0; ; n++ {
		r, w := peek(s, j)
		if w == 0 || strings.ContainsRune("；;，,、。\n\t|", r) || n > 0 && stop != nil && stop(j) {
			return nonEmpty(trim(s, Span{i, j}), hasHan)
		}
		if n > 40 {
			return Span{}
		}
		if blanks++; !blank(r) {
			blanks = 0
		}
		// "10：基材   20：草坪层": a run of blanks, or one blank before the next sign, ends a name.
		if blanks >= 2 || blanks == 1 && stop == nil && pairAt(s, j+w) {
			return nonEmpty(trim(s, Span{i, j}), hasHan)
		}
		// "1-齿圈2-夹指": the next sign ends the name too, but 第3连杆 is a name.
		if prev, _ := before(s, j); stop == nil && digit(r) && han(prev) && prev != '第' && dashed(s, j) {
			return nonEmpty(trim(s, Span{i, j}), hasHan)
		}
		hasHan = hasHan || han(r)
		j += w
	}
}

// nonEmpty drops a name without any Chinese character: it is a formula or a size.
func nonEmpty(s Span, hasHan bool) Span {
	if !hasHan {
		return Span{}
	}
	return s
}

// pairAt reports whether a sign and the begin of its name stand at i.
func pairAt(s string, i int) bool {
	sign, ok := signAt(s, i)
	r, _ := peek(s, sign.End)
	return ok && (separated(s, sign.End) > sign.End || han(r))
}

// dashed reports whether a sign with a dash or colon behind it stands at i.
func dashed(s string, i int) bool {
	sign, ok := signAt(s, i)
	r, w := peek(s, sign.End)
	return ok && w > 0 && strings.ContainsRune("-－—–：:", r)
}

// signAt reads a reference sign at i: up to three capital letters, up to four digits, a letter
// or a prime.
func signAt(s string, i int) (Span, bool) {
	j := i
	for range 3 {
		r, w := peek(s, j)
		if half(r) < 'A' || half(r) > 'Z' {
			break
		}
		j += w
	}
	_, k := digits(s, j, 4)
	if k < 0 || k == j {
		return Span{}, false
	}
	if r, w := peek(s, k); letter(r) {
		if next, _ := peek(s, k+w); letter(next) {
			return Span{}, false
		}
		k += w
	} else if r == '\'' || r == '′' {
		k += w
	}
	return Span{i, k}, true
}

// fold writes a sign in ASCII without blanks.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '′':
			return '\''
		case blank(r):
			return -1
		}
		return half(r)
	}, s)
}
