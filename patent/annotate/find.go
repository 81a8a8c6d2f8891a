package annotate

import (
	"slices"
	"strings"

	"zhibao/patent"
)

// places says where the characters of the parts stand in the document.
type places struct {
	stream *index
	parts  map[patent.Part]*partPlaces
}

// partPlaces are the blocks of a part that were found.
type partPlaces struct {
	text  *patent.Text
	found []block
}

// A block is a block of the text whose characters stand in the document one after the other.
type block struct {
	start, end int   // bytes of the text
	offsets    []int // byte of the text of each compared character
	at         int   // first character in the document
}

// find looks for every block of the papers in the document. Blocks that stand there twice, like a title,
// are told apart by their order.
func (d *body) find(app *patent.Application) *places {
	keys := make([]rune, len(d.chars))
	for i, c := range d.chars {
		keys[i] = c.key
	}
	p := &places{stream: newIndex(keys), parts: map[patent.Part]*partPlaces{}}
	for _, name := range patent.Parts() {
		t := app.Text(name)
		if t.Text == "" {
			continue
		}
		pp := &partPlaces{text: t}
		last := 0
		for _, b := range t.Blocks {
			x, words := spelled(t, b)
			if len(words) == 0 {
				continue
			}
			at, cut := p.stream.find(words, last)
			if at < 0 {
				continue
			}
			x.at, x.offsets = at, x.offsets[cut:]
			if last = at + len(x.offsets); len(x.offsets) > 0 {
				pp.found = append(pp.found, x)
			}
		}
		p.parts[name] = pp
	}
	return p
}

// spelled returns the compared characters of a block.
func spelled(t *patent.Text, b patent.Block) (x block, words []rune) {
	x = block{start: b.Start, end: b.End}
	for i, c := range t.Of(b) {
		if k := key(c); k != 0 {
			x.offsets = append(x.offsets, b.Start+i)
			words = append(words, k)
		}
	}
	return x, words
}

// of returns the characters over which the comment of a note stands, and whether they are its words.
func (p *places) of(n Note) (from, to int, ok bool) {
	pp := p.parts[n.Part]
	if pp == nil || len(pp.found) == 0 {
		return 0, 0, false
	}
	first := pp.found[0].at
	if n.End <= n.Start {
		return first, first, true
	}
	from, to = pp.character(n.Start, n.End, false), pp.character(n.Start, n.End, true)
	if from < 0 || to < from {
		return p.quoted(pp, n, first)
	}
	return from, to, true
}

// quoted looks for the words alone, in a block that does not stand in the document as it was read.
func (p *places) quoted(pp *partPlaces, n Note, first int) (from, to int, ok bool) {
	_, words := spelled(pp.text, patent.Block{Start: n.Start, End: min(n.End, len(pp.text.Text))})
	after := first
	for i := range pp.found {
		if x := &pp.found[i]; x.end <= n.Start {
			after = x.at + len(x.offsets)
		}
	}
	if at, cut := p.stream.find(words, after); len(words) > 0 && at >= 0 && cut == 0 {
		return at, at + len(words) - 1, true
	}
	return first, first, false
}

// character returns the first or the last character of the document within the bytes, -1 if none
// was found.
func (pp *partPlaces) character(start, end int, last bool) int {
	at := -1
	for i := range pp.found {
		x := &pp.found[i]
		if x.end <= start || x.start >= end {
			continue
		}
		from, _ := slices.BinarySearch(x.offsets, start)
		to, _ := slices.BinarySearch(x.offsets, end)
		if from >= to {
			continue
		}
		if !last {
			return x.at + from
		}
		at = x.at + to - 1
	}
	return at
}

// index finds words in the characters of the document.
type index struct {
	text string // the characters as a string
	at   []int  // number of the character that begins at each byte of the string, -1 inside one
	byte []int  // byte of each character
}

func newIndex(keys []rune) *index {
	x := &index{text: string(keys)}
	x.at = make([]int, len(x.text)+1)
	for i := range x.at {
		x.at[i] = -1
	}
	n := 0
	for i := range x.text {
		x.at[i] = n
		x.byte = append(x.byte, i)
		n++
	}
	x.at[len(x.text)] = n
	x.byte = append(x.byte, len(x.text))
	return x
}

// find returns the first place of the words from a character on, else the first anywhere, or -1. Words
// that the word processor counted itself, as the number of a claim, do not stand in the document: cut
// says how many were passed over.
func (x *index) find(words []rune, from int) (at, cut int) {
	for _, cut := range []int{0, counted(words)} {
		if cut < 0 || cut >= len(words) {
			continue
		}
		s := string(words[cut:])
		if i := strings.Index(x.text[x.byte[from]:], s); i >= 0 {
			return x.at[x.byte[from]+i], cut
		}
		if i := strings.Index(x.text, s); i >= 0 {
			return x.at[i], cut
		}
	}
	return -1, 0
}

// counted returns how many characters a number at the beginning takes, with the mark behind it; -1 if
// there is none.
func counted(words []rune) int {
	n := 0
	for n < len(words) && (words[n] >= '0' && words[n] <= '9' || words[n] == '[' || words[n] == '(') {
		n++
	}
	if n == 0 {
		return -1
	}
	for n < len(words) && strings.ContainsRune(".、)]", words[n]) {
		n++
	}
	return n
}
