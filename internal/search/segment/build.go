package segment

import (
	"bytes"
	"encoding/binary"
	"slices"

	"zhibao/internal/search/words"
)

// A Builder takes documents and gives a segment of them.
type Builder struct {
	plan Plan
	ids  []string

	han   map[uint64]uint32 // group, character and the next one → term
	words map[string]uint32 // space and word → term
	terms []uint32          // of every occurrence
	at    []uint64          // of every occurrence: document, position, field
	next  uint32            // number of the next term

	norms   [][]byte
	bounds  [][]uint32
	lengths []uint64
	text    place
	key     []byte

	facets []facetColumn
	names  []map[string]uint32
	values [][]number
}

// place is where the text of a document is that is being added.
type place struct {
	group, field int
	position     uint32
	length       uint64
	before       bool // the token before this one was a word
}

// NewBuilder begins a segment of about so many documents.
func NewBuilder(p Plan, docs int) *Builder {
	b := &Builder{plan: p, han: make(map[uint64]uint32, min(64*docs, 1<<16)), words: make(map[string]uint32, min(8*docs, 1<<13))}
	b.terms, b.at = make([]uint32, 0, 256*docs), make([]uint64, 0, 256*docs)
	b.norms, b.bounds, b.lengths = make([][]byte, len(p.Groups)), make([][]uint32, len(p.Groups)), make([]uint64, len(p.Groups))
	b.facets, b.names, b.values = make([]facetColumn, p.Facets), make([]map[string]uint32, p.Facets), make([][]number, p.Values)
	for i := range b.names {
		b.names[i] = map[string]uint32{}
	}
	return b
}

// Begin begins a document. Its name must not be in the segment yet.
func (b *Builder) Begin(id string) {
	b.ids = append(b.ids, id)
	for i := range b.facets {
		b.facets[i].starts = append(b.facets[i].starts, uint32(len(b.facets[i].ordinals)))
	}
	for i := range b.values {
		b.values[i] = append(b.values[i], number{})
	}
}

// Texts adds the texts of a group: a list for each field of it, all at once.
func (b *Builder) Texts(group int, fields [][]string) {
	b.text = place{group: group, position: 1}
	for f, texts := range fields {
		b.text.field = f
		if f > 0 {
			b.bounds[group] = append(b.bounds[group], b.text.position-1)
		}
		for _, t := range texts {
			b.addText(t)
		}
	}
	b.norms[group] = append(b.norms[group], Norm(b.text.length))
	b.lengths[group] += b.text.length
}

func (b *Builder) addText(text string) {
	t := &b.text
	start := t.position
	t.before = true
	words.Each(text, func(k *words.Token) {
		if k.Han == 0 {
			b.occur(b.word(byte(2*t.group), k.Word), t.position)
			t.before = true
			t.position++
			return
		}
		if t.before { // a run begins after a word, or at the beginning
			b.occur(b.hanTerm(0, 0), t.position-1)
		}
		b.occur(b.hanTerm(k.Han, k.Next), t.position)
		if t.before = false; k.Next == 0 {
			b.occur(b.hanTerm(0, 0), t.position)
		}
		t.position++
	})
	if n := t.position - start; n > 0 {
		t.length += uint64(n) * uint64(b.plan.Groups[t.group][t.field])
		t.position += Gap
	}
}

// occur enters an occurrence of a term.
func (b *Builder) occur(term, position uint32) {
	b.terms = append(b.terms, term)
	b.at = append(b.at, uint64(len(b.ids)-1)<<32|uint64(position)<<4|uint64(b.text.field))
}

func (b *Builder) hanTerm(r, next rune) uint32 {
	key := uint64(b.text.group)<<42 | uint64(r)<<21 | uint64(next)
	n, ok := b.han[key]
	if !ok {
		n = b.next
		b.han[key] = n
		b.next++
	}
	return n
}

func (b *Builder) word(space byte, word []byte) uint32 {
	b.key = append(append(b.key[:0], space), word...)
	n, ok := b.words[string(b.key)]
	if !ok {
		n = b.next
		b.words[string(b.key)] = n
		b.next++
	}
	return n
}

// Filter gives the document a value of a field that it is found by.
func (b *Builder) Filter(field int, value string) {
	b.text.field = 0
	b.occur(b.word(byte(filterSpace+field), []byte(value)), 0)
}

// Facet gives the document a name in a column. A name is given once.
func (b *Builder) Facet(column int, name string) {
	n, ok := b.names[column][name]
	c := &b.facets[column]
	if !ok {
		n = uint32(len(c.names))
		b.names[column][name] = n
		c.names = append(c.names, []byte(name))
	}
	c.ordinals = append(c.ordinals, n)
}

// Value gives the document its number in a column.
func (b *Builder) Value(column int, v int64) {
	b.values[column][len(b.ids)-1] = number{v, true}
}

// A named is a term with its number in the builder.
type named struct {
	key    []byte
	number uint32
}

// ordered returns all terms in the order of their bytes.
func (b *Builder) ordered() []named {
	list := make([]named, 0, b.next)
	for w, n := range b.words {
		list = append(list, named{[]byte(w), n})
	}
	slices.SortFunc(list, func(x, y named) int { return bytes.Compare(x.key, y.key) })
	keys := make([]uint64, 0, len(b.han))
	for k := range b.han {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	// Words of a group come before its Han, so both lists are laid into each other once.
	out := make([]named, 0, b.next)
	for _, k := range keys {
		group := int(k >> 42)
		i := 0
		for i < len(list) && int(list[i].key[0]) < 2*group+1 {
			i++
		}
		out, list = append(out, list[:i]...), list[i:]
		key := EdgeTerm(group)
		if r := rune(k >> 21 & (1<<21 - 1)); r != 0 {
			key = HanTerm(group, r, rune(k&(1<<21-1)))
		}
		out = append(out, named{key, b.han[k]})
	}
	return append(out, list...)
}

// Build returns the segment. The builder is of no use afterwards.
func (b *Builder) Build() []byte {
	// Occurrences are laid out by term; within a term they keep their order.
	starts := make([]uint32, b.next+1)
	for _, t := range b.terms {
		starts[t+1]++
	}
	for i := range b.next {
		starts[i+1] += starts[i]
	}
	at := make([]uint64, len(b.at))
	fill := slices.Clone(starts)
	for i, t := range b.terms {
		at[fill[t]] = b.at[i]
		fill[t]++
	}
	var out bytes.Buffer
	f := newFile(&out)
	w := newTermWriter(f, b.plan, b.norms)
	for _, t := range b.ordered() {
		w.start(t.key)
		b.postings(w, at[starts[t.number]:starts[t.number+1]])
		w.end()
	}
	w.finish()
	for i := range b.facets {
		b.facets[i].sorted()
	}
	columns{norms: b.norms, bounds: b.bounds, ids: b.ids, facets: b.facets, values: b.values}.write(f)
	m := meta{Docs: len(b.ids), Plan: b.plan, Lengths: b.lengths}
	f.section(sectionMeta, 0, m.bytes())
	_ = f.finish() // memory takes everything
	return out.Bytes()
}

// postings hands the occurrences of a term over, one document at a time.
func (b *Builder) postings(w *termWriter, at []uint64) {
	var places []byte
	for i := 0; i < len(at); {
		doc := at[i] >> 32
		p := posting{doc: uint32(doc)}
		places = places[:0]
		before := uint32(0)
		for ; i < len(at) && at[i]>>32 == doc; i++ {
			if !w.positions {
				continue
			}
			position, field := uint32(at[i])>>4, int(at[i]&15)
			p.weight += uint32(b.plan.Groups[w.group][field])
			p.fields |= 1 << field
			places = binary.AppendUvarint(places, uint64(position-before))
			before = position
		}
		p.places = places
		w.add(p)
	}
}

// columns are what a segment has beside its terms.
type columns struct {
	norms  [][]byte
	bounds [][]uint32
	ids    []string
	facets []facetColumn
	values [][]number
}

func (c columns) write(f *file) {
	for g := range c.norms {
		f.section(sectionNorms, g, c.norms[g])
		f.section(sectionBounds, g, uint32s(c.bounds[g]))
	}
	writeIDs(f, c.ids)
	for i := range c.facets {
		c.facets[i].write(f, i)
	}
	for i := range c.values {
		f.section(sectionValues, i, valueBytes(c.values[i]))
	}
}
