package segment

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// Facets is a column of names, any number for a document. The names are kept once, in order.
type Facets struct {
	Count                               int // of names
	names, nameStarts, starts, ordinals []byte
}

// Facets returns a column of names.
func (r *Reader) Facets(column int) *Facets { return &r.facets[column] }

// Name returns the name of an ordinal.
func (f *Facets) Name(ordinal int) string { return string(f.name(ordinal)) }

func (f *Facets) name(ordinal int) []byte {
	return f.names[binary.LittleEndian.Uint32(f.nameStarts[4*ordinal:]):binary.LittleEndian.Uint32(f.nameStarts[4*ordinal+4:])]
}

// Append appends the ordinals of a document.
func (f *Facets) Append(dst []uint32, doc uint32) []uint32 {
	a, b := f.span(doc)
	for ; a < b; a++ {
		dst = append(dst, binary.LittleEndian.Uint32(f.ordinals[4*a:]))
	}
	return dst
}

func (f *Facets) span(doc uint32) (a, b uint32) {
	return binary.LittleEndian.Uint32(f.starts[4*doc:]), binary.LittleEndian.Uint32(f.starts[4*doc+4:])
}

// Values is a column of numbers, one at most for a document.
type Values struct {
	least int64
	width int
	cells []byte // 0 where there is none, else the number above the least, plus one
}

// Values returns a column of numbers.
func (r *Reader) Values(column int) *Values { return &r.values[column] }

func newValues(b []byte, docs int) Values {
	if len(b) < 9 || b[8] > 8 || len(b) != 9+docs*int(b[8]) {
		panic(damage("column of numbers"))
	}
	return Values{least: int64(binary.LittleEndian.Uint64(b)), width: int(b[8]), cells: b[9:]}
}

// Get returns the number of a document.
func (v *Values) Get(doc uint32) (int64, bool) {
	var cell uint64
	switch v.width {
	case 1:
		cell = uint64(v.cells[doc])
	case 2:
		cell = uint64(binary.LittleEndian.Uint16(v.cells[2*doc:]))
	case 4:
		cell = uint64(binary.LittleEndian.Uint32(v.cells[4*doc:]))
	case 8:
		cell = binary.LittleEndian.Uint64(v.cells[8*doc:])
	}
	return v.least + int64(cell) - 1, cell != 0
}

// A number is a value of a column while it is written.
type number struct {
	value int64
	there bool
}

// valueBytes writes a column in as few bytes for each number as hold the largest. Numbers are within
// ±2^62, so that a difference fits.
func valueBytes(list []number) []byte {
	least, most, any := int64(0), int64(0), false
	for _, v := range list {
		if v.there {
			if !any {
				least, most, any = v.value, v.value, true
			}
			least, most = min(least, v.value), max(most, v.value)
		}
	}
	width := 8
	for _, w := range []int{4, 2, 1} {
		if uint64(most-least)+1 < 1<<(8*w) {
			width = w
		}
	}
	if !any {
		width = 0
	}
	out := append(binary.LittleEndian.AppendUint64(nil, uint64(least)), byte(width))
	var cell [8]byte
	for _, v := range list {
		binary.LittleEndian.PutUint64(cell[:], 0)
		if v.there {
			binary.LittleEndian.PutUint64(cell[:], uint64(v.value-least)+1)
		}
		out = append(out, cell[:width]...)
	}
	return out
}

// facetColumn is a column of names while it is written.
type facetColumn struct {
	names    [][]byte
	starts   []uint32 // where the ordinals of each document begin
	ordinals []uint32
}

// sorted brings the names into order, and the ordinals with them.
func (c *facetColumn) sorted() {
	order := make([]uint32, len(c.names))
	for i := range order {
		order[i] = uint32(i)
	}
	sort.Slice(order, func(i, j int) bool { return bytes.Compare(c.names[order[i]], c.names[order[j]]) < 0 })
	place := make([]uint32, len(order))
	names := make([][]byte, len(order))
	for i, o := range order {
		place[o], names[i] = uint32(i), c.names[o]
	}
	c.names = names
	for i, o := range c.ordinals {
		c.ordinals[i] = place[o]
	}
}

func (c *facetColumn) write(f *file, column int) {
	var names, starts []byte
	for _, n := range c.names {
		starts = binary.LittleEndian.AppendUint32(starts, uint32(len(names)))
		names = append(names, n...)
	}
	f.section(sectionNames, column, names)
	f.section(sectionNameStarts, column, binary.LittleEndian.AppendUint32(starts, uint32(len(names))))
	f.section(sectionOrdinalStarts, column, uint32s(append(c.starts, uint32(len(c.ordinals)))))
	f.section(sectionOrdinals, column, uint32s(c.ordinals))
}

// writeIDs writes the names of documents with the table by which they are found.
func writeIDs(f *file, ids []string) {
	var all, starts []byte
	table := make([]uint32, slots(len(ids)))
	for doc, id := range ids {
		starts = binary.LittleEndian.AppendUint32(starts, uint32(len(all)))
		all = append(all, id...)
		at := hashOf(id) & uint32(len(table)-1)
		for table[at] != 0 {
			at = (at + 1) & uint32(len(table)-1)
		}
		table[at] = uint32(doc) + 1
	}
	f.section(sectionIDs, 0, all)
	f.section(sectionIDStarts, 0, binary.LittleEndian.AppendUint32(starts, uint32(len(all))))
	f.section(sectionIDHash, 0, uint32s(table))
}

func uint32s(list []uint32) []byte {
	out := make([]byte, 0, 4*len(list))
	for _, x := range list {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}
