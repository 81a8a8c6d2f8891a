package prose

import (
	"fmt"
	"strings"

	"zhibao/patent"
)

// A Figure names one figure: 图1, 图1a (also written 图1A, 图1(a)), 图1-2.
type Figure struct {
	Number int
	Sub    string // "", "a", "ii", "-2", ".2", "'"; letters are small
}

// String returns the usual label, "图1a".
func (f Figure) String() string { return fmt.Sprintf("图%d%s", f.Number, f.Sub) }

// A Citation is a mention of one or more figures, for example 图1至图3.
type Citation struct {
	Span
	Figures []Figure
	Section SectionKind
	Chinese bool // written with Chinese numerals, 图一
}

// maxRange bounds what one 图1至图N stands for, maxFigures what all ranges of a text do.
const (
	maxRange   = 200
	maxFigures = 100_000
)

// A figureReader reads figure labels from one text. Whether 图1-3 is a range or one label can
// only be said for the whole text.
type figureReader struct {
	text   string
	nested bool // 图1-1, 图1-2 are labels
	budget int  // figures that ranges may still stand for
}

// newFigureReader looks through the whole text for 图1-1 or 图2-1: where the second number is not
// greater than the first the text uses labels of two levels, and 图1-3 is one of them.
func newFigureReader(text string) *figureReader {
	f := &figureReader{text: text, budget: maxFigures}
	for i := 0; !f.nested; {
		j := strings.Index(text[i:], "图")
		if j < 0 {
			break
		}
		i += j + len("图")
		a, k := digits(text, skipBlank(text, i), 3)
		if k <= i || a == 0 {
			continue
		}
		if r, w := peek(text, k); strings.ContainsRune("-－–", r) && w > 0 {
			b, e := digits(text, k+w, 3)
			f.nested = e > k+w && b > 0 && b <= a
		}
	}
	return f
}

// all yields every mention of figures in the line.
func (f *figureReader) all(l line) (out []Citation) {
	for i := l.Start; i < l.End; {
		j := strings.Index(f.text[i:l.End], "图")
		if j < 0 {
			break
		}
		i += j
		if c, ok := f.at(i, l); ok {
			out = append(out, c)
			i = c.End
			continue
		}
		i += len("图")
	}
	return out
}

// compounds are characters before 图 that make another word of it, such as 流程图 or 特征图;
// places are two-character words that end in one of them and do not.
const (
	compounds = "程意构视截地草拼征热框理果剖比线扑络级版像贴谱影意例子导底导布描位热素灰矢蓝略试标力序形域边卷柱饼点态类件结体"
	places    = "下面 上面 前面 后面 方面 具体 举例 例如 其中 整体 总体"
)

// at reads a mention that begins with the 图 at i.
func (f *figureReader) at(i int, l line) (Citation, bool) {
	if r, w := before(f.text, i); w > 0 && i > l.Start && strings.ContainsRune(compounds, r) {
		two := ""
		if _, w2 := before(f.text, i-w); w2 > 0 {
			two = f.text[i-w-w2 : i]
		}
		if !strings.Contains(places, two) || two == "" {
			return Citation{}, false
		}
	}
	c := Citation{Span: Span{Start: i}}
	first, end, chinese, ok := f.label(i+len("图"), l.End, false)
	if !ok {
		return c, false
	}
	c.Figures, c.End, c.Chinese = []Figure{first}, end, chinese
	if !chinese {
		f.rest(&c, l)
	}
	return c, true
}

// rest reads what is joined to the first label: 图1至图3, 图1、2和图3, 图4A和4B, 图1(a)-(c).
func (f *figureReader) rest(c *Citation, l line) {
	for range maxRange {
		last := c.Figures[len(c.Figures)-1]
		sep, span := f.separator(c.End, l.End)
		if sep == "" {
			return
		}
		next, end, ok := f.further(span, l.End, last, sep)
		if !ok {
			return
		}
		// Without the budget a text of nothing but 图1至图200 would stand for millions of figures.
		if more := between(last, next); sep == "range" && len(more) <= f.budget {
			f.budget -= len(more)
			c.Figures = append(c.Figures, more...)
		} else {
			c.Figures = append(c.Figures, next)
		}
		c.End = end
	}
}

// separator reads what joins two labels and returns "list", "comma" or "range" and its end.
func (f *figureReader) separator(i, limit int) (kind string, end int) {
	i = skipBlank(f.text[:limit], i)
	rest := f.text[i:limit]
	for _, s := range []struct{ word, kind string }{
		{"以及", "list"}, {"、", "list"}, {"和", "list"}, {"与", "list"}, {"及", "list"}, {"或", "list"}, {"/", "list"},
		{"，", "comma"}, {",", "comma"},
		{"至", "range"}, {"到", "range"}, {"~", "range"}, {"～", "range"}, {"-", "range"}, {"－", "range"},
		{"–", "range"}, {"—", "range"},
	} {
		if strings.HasPrefix(rest, s.word) {
			return s.kind, skipBlank(f.text[:limit], i+len(s.word))
		}
	}
	return "", i
}

// further reads a label behind a separator. Without 图 it is a bare number or a bare letter,
// which must not be the number of something else: 图1和2个螺栓.
func (f *figureReader) further(i, limit int, last Figure, sep string) (Figure, int, bool) {
	rest := f.text[i:limit]
	for _, p := range []string{"附图", "图"} {
		if strings.HasPrefix(rest, p) {
			fig, end, chinese, ok := f.label(i+len(p), limit, false)
			return fig, end, ok && !chinese
		}
	}
	// Behind a comma a bare number may be anything: 如图1，2个螺栓.
	if sep == "comma" {
		return Figure{}, 0, false
	}
	if r, _ := peek(f.text, i); digit(r) {
		fig, end, _, ok := f.label(i, limit, true)
		if !ok || counted(f.text[:limit], end) || sep == "range" && fig.Number < last.Number {
			return Figure{}, 0, false
		}
		return fig, end, true
	}
	sub, end := f.sub(i, limit)
	if sub == "" || last.Sub == "" || sub[0] == '-' || sub[0] == '.' || sub == last.Sub {
		return Figure{}, 0, false
	}
	return Figure{last.Number, sub}, end, true
}

// label reads a number with its sub-label at i. Bare numbers are never Chinese.
func (f *figureReader) label(i, limit int, bare bool) (fig Figure, end int, chinese, ok bool) {
	s := f.text[:limit]
	i = skipBlank(s, i)
	n, end := digits(s, i, 3)
	switch {
	case end < 0 || end > i && n == 0:
		return fig, 0, false, false
	case end == i && bare:
		return fig, 0, false, false
	case end == i:
		n, end = numeral(s, i)
		return Figure{Number: n}, end, true, end > i
	}
	sub, e := f.sub(end, limit)
	return Figure{n, sub}, e, false, true
}

// sub reads the sub-label behind a number: a letter, (a), (ii), ', and where the text uses them
// -2 and .2.
func (f *figureReader) sub(i, limit int) (string, int) {
	s := f.text[:limit]
	r, w := peek(s, i)
	switch {
	case w == 0:
		return "", i
	case r == '(' || r == '（':
		return bracketed(s, i, w)
	case letter(r):
		// A-A and A处 name a section or a place of the figure, not a figure.
		next, nw := peek(s, i+w)
		if letter(next) || digit(next) || nw > 0 && strings.ContainsRune("处部向区点'′", next) {
			return "", i
		}
		if strings.ContainsRune("-－–—", next) && nw > 0 {
			if again, _ := peek(s, i+w+nw); half(again) == half(r) {
				return "", i
			}
		}
		return strings.ToLower(string(half(r))), i + w
	case r == '\'' || r == '′':
		return "'", i + w
	case f.nested && strings.ContainsRune("-－–", r), r == '.':
		if n, end := digits(s, i+w, 2); end > i+w && n > 0 {
			return fmt.Sprintf("%c%d", map[bool]rune{true: '.', false: '-'}[r == '.'], n), end
		}
	}
	return "", i
}

// bracketed reads (a), (1) or (iv).
func bracketed(s string, i, w int) (string, int) {
	j := skipBlank(s, i+w)
	end := j
	var b strings.Builder
	for range 4 {
		r, rw := peek(s, end)
		if !letter(r) && !digit(r) {
			break
		}
		b.WriteRune(half(r))
		end += rw
	}
	r, cw := peek(s, skipBlank(s, end))
	if b.Len() == 0 || r != ')' && r != '）' {
		return "", i
	}
	sub := strings.ToLower(b.String())
	if sub[0] >= '0' && sub[0] <= '9' {
		if len(sub) > 2 {
			return "", i
		}
		sub = "-" + sub
	} else if len(sub) > 1 && strings.Trim(sub, "ivx") != "" {
		return "", i
	}
	return sub, skipBlank(s, end) + cw
}

// between returns the figures from a to b without a.
func between(a, b Figure) (out []Figure) {
	switch {
	case a.Sub == "" && b.Sub == "" && b.Number > a.Number && b.Number-a.Number <= maxRange:
		for n := a.Number + 1; n <= b.Number; n++ {
			out = append(out, Figure{Number: n})
		}
	case a.Number == b.Number && len(a.Sub) == 1 && len(b.Sub) == 1 && b.Sub > a.Sub:
		for c := a.Sub[0] + 1; c <= b.Sub[0]; c++ {
			out = append(out, Figure{a.Number, string(rune(c))})
		}
	case a.Number == b.Number && len(a.Sub) == 2 && len(b.Sub) == 2 && a.Sub[0] == b.Sub[0] && b.Sub > a.Sub:
		for c := a.Sub[1] + 1; c <= b.Sub[1]; c++ {
			out = append(out, Figure{a.Number, a.Sub[:1] + string(rune(c))})
		}
	default:
		out = append(out, b)
	}
	return out
}

// numeral reads a Chinese numeral up to 九十九 at i, if what follows shows that a label ends
// there: 图一为, but not 图二维码 or 图一般.
func numeral(s string, i int) (n, end int) {
	end = i
	tens := 0
	for range 3 {
		r, w := peek(s, end)
		v := strings.IndexRune("零一二三四五六七八九", r) / len("一")
		switch {
		case w == 0 || r == '零':
		case r == '十':
			tens, n, end = max(n, 1)*10, 0, end+w
			continue
		case v > 0:
			n, end = v, end+w
			continue
		}
		break
	}
	r, w := peek(s, skipBlank(s, end))
	if end == i || w > 0 && !strings.ContainsRune("为是所示中、和至到与及的，,。.；;：:）)表显展\n", r) {
		return 0, i
	}
	return tens + n, end
}

// A FigureSet holds figures. The zero FigureSet is empty and ready for use.
type FigureSet struct {
	exact   map[Figure]bool
	numbers map[int]bool
}

// Add puts figures into the set.
func (s *FigureSet) Add(figs ...Figure) {
	if s.exact == nil {
		s.exact, s.numbers = map[Figure]bool{}, map[int]bool{}
	}
	for _, f := range figs {
		s.exact[f], s.numbers[f.Number] = true, true
	}
}

// Covers reports whether the set has f, the figure of which f is a sub-figure, or one of its
// sub-figures: a mention of 图4 is one of 图4A and the other way round.
func (s *FigureSet) Covers(f Figure) bool {
	return s.exact[f] || s.exact[Figure{Number: f.Number}] || f.Sub == "" && s.numbers[f.Number]
}

// Len returns how many figures the set has.
func (s *FigureSet) Len() int { return len(s.exact) }

// Numbers returns how many numbers the figures of the set have: 图4A and 图4B have one.
func (s *FigureSet) Numbers() int { return len(s.numbers) }

// Listed reports whether the list of figures covers f.
func (d *Description) Listed(f Figure) bool { return d.listed.Covers(f) }

// Covers reports whether a mention of one of the figures is a mention of the other too.
func Covers(a, b Figure) bool {
	return a.Number == b.Number && (a.Sub == b.Sub || a.Sub == "" || b.Sub == "")
}

// ParseFigure reads the label of a figure as files state it: "图1", "附图 2a", "Fig. 3", "0001".
func ParseFigure(s string) (Figure, bool) {
	s = strings.TrimSpace(s)
	for _, p := range []string{"说明书", "附", "图", "Figure", "FIGURE", "Fig.", "FIG.", "Fig", "FIG"} {
		s = strings.TrimPrefix(s, p)
	}
	s = strings.TrimLeft(s, " 0")
	f := &figureReader{text: s, nested: true}
	fig, end, _, ok := f.label(0, len(s), false)
	return fig, ok && strings.TrimSpace(s[end:]) == ""
}

// FigureOf returns which figure a submitted drawing is, by its label or else its number.
func FigureOf(f patent.Figure) (Figure, bool) {
	if fig, ok := ParseFigure(f.Label); ok {
		return fig, true
	}
	return ParseFigure(f.Number)
}
