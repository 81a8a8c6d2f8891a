// Package prose (说明书) reads a description: its sections, the list of figures, citations of
// figures, reference signs (附图标记) with their table, paragraph numbers and sentences.
//
// It reads what is written, not what ought to be: a wrong order, a figure that is listed twice
// or a sign with two names come out as they stand, and the rules of the pre-examination judge.
// All offsets are bytes into the text; every function is linear in it and never panics.
package prose

import (
	"iter"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/patent"
)

// A Span is the bytes [Start, End) of a text.
type Span struct{ Start, End int }

// Of returns the words of the span.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// IsZero reports whether the span is empty.
func (s Span) IsZero() bool { return s.Start >= s.End }

// A Description is the structure of one description; offsets are bytes into its text.
type Description struct {
	Text      *patent.Text
	Title     Span // invention title above the first section, empty if there is none
	Sections  []Section
	Figures   []FigureEntry // the list of 附图说明, in the order of the text
	Citations []Citation    // every other mention of a figure, in order
	Table     []SignEntry   // 附图标记说明
	Signs     []Sign        // uses of reference signs outside the table, in order
	Numbers   []Number      // paragraph numbers, in order

	listed FigureSet
}

// Read makes out the structure of a description. It never fails: what it cannot make out is
// left empty.
func Read(t *patent.Text) *Description {
	d := &Description{Text: t}
	ls := lines(t)
	d.Sections = sections(t, ls)
	d.Title = title(t.Text, ls, d.Sections)
	d.Numbers = numbers(t, ls)
	d.readFigures(ls)
	d.readTable(ls)
	d.readSigns(ls)
	return d
}

// Section returns the first section of the kind, or nil.
func (d *Description) Section(k SectionKind) *Section {
	for i := range d.Sections {
		if d.Sections[i].Kind == k {
			return &d.Sections[i]
		}
	}
	return nil
}

// Body returns the words of all sections of the kind, joined by line feeds.
func (d *Description) Body(k SectionKind) string {
	var parts []string
	for _, s := range d.Sections {
		if s.Kind == k {
			parts = append(parts, s.Body.Of(d.Text.Text))
		}
	}
	return strings.Join(parts, "\n")
}

// In returns the kind of the section in which the offset lies, or Preface.
func (d *Description) In(offset int) SectionKind {
	if i := sectionAt(d.Sections, offset); i >= 0 {
		return d.Sections[i].Kind
	}
	return Preface
}

// sectionAt returns the index of the last section whose title begins at or before the offset.
func sectionAt(secs []Section, offset int) int {
	return sort.Search(len(secs), func(i int) bool { return secs[i].Title.Start > offset }) - 1
}

// Sentences yields the sentences in the span, each with its closing mark, without the white
// space around it. A line feed ends a sentence too.
func Sentences(text string, in Span) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		start := in.Start
		for i := in.Start; i < in.End; {
			r, n := utf8.DecodeRuneInString(text[i:in.End])
			i += n
			switch r {
			case '。', '！', '？', '；', '!', '?', ';', '\n':
			default:
				continue
			}
			if s := trim(text, Span{start, i}); !s.IsZero() && !yield(s) {
				return
			}
			start = i
		}
		if s := trim(text, Span{start, in.End}); !s.IsZero() {
			yield(s)
		}
	}
}

// Runes counts the characters of s as the office does: code points without white space.
func Runes(s string) (n int) {
	for i := 0; i < len(s); {
		if end := HanEnd(s, i); end > i {
			n += (end - i) / 3
			i = end
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if i += w; !blank(r) {
			n++
		}
	}
	return n
}

// HanEnd returns where the run of Chinese characters (U+4E00 to U+9FFF) that begins at i ends, or i. Nine
// in ten characters of an application stand in such runs, and to know three bytes for one of them costs
// less than to decode it.
func HanEnd(s string, i int) int {
	for i+2 < len(s) {
		c := s[i]
		if c-0xe4 > 0xe9-0xe4 || c == 0xe4 && s[i+1] < 0xb8 || s[i+1]&0xc0 != 0x80 || s[i+2]&0xc0 != 0x80 {
			break
		}
		i += 3
	}
	return i
}

// Blank reports whether s holds nothing but white space.
func Blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !blank(r) }) < 0
}

// blank reports white space, and the characters that take no room.
func blank(r rune) bool {
	return r <= ' ' || r > 0x7f && (unicode.IsSpace(r) || r == 0x200b || r == 0xfeff || r == 0x00ad)
}

// trim takes white space off both ends of a span.
func trim(text string, s Span) Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.End -= n
	}
	return s
}

// han reports a Chinese character. 〇 and iteration marks do not occur in names of parts.
func han(r rune) bool { return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf }

// half folds a full-width ASCII character to its usual form.
func half(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// digit and letter take full-width characters too.
func digit(r rune) bool { r = half(r); return r >= '0' && r <= '9' }

func letter(r rune) bool {
	r = half(r)
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// peek decodes the character at i; width 0 at the end.
func peek(s string, i int) (rune, int) {
	if i >= len(s) {
		return -1, 0
	}
	return utf8.DecodeRuneInString(s[i:])
}

// before decodes the character that ends at i; width 0 at the beginning.
func before(s string, i int) (rune, int) {
	if i <= 0 {
		return -1, 0
	}
	return utf8.DecodeLastRuneInString(s[:i])
}

// skipBlank skips white space within the line.
func skipBlank(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !blank(r) || r == '\n' {
			return i
		}
		i += n
	}
	return i
}

// digits reads at most limit digits at i and returns their value and end; end is i if there is
// none, and -1 if there are more.
func digits(s string, i, limit int) (value, end int) {
	end = i
	for n := 0; ; n++ {
		r, w := peek(s, end)
		if !digit(r) {
			return value, end
		}
		if n == limit {
			return 0, -1
		}
		value = value*10 + int(half(r)-'0')
		end += w
	}
}
