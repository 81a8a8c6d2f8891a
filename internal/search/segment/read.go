package segment

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrDamaged is the cause of every failure to read a segment.
var ErrDamaged = errors.New("damaged segment")

// A Reader reads a segment. It may be used by any number of goroutines.
type Reader struct {
	Docs    int
	Lengths []uint64 // of each group: the sum of the lengths of its texts

	plan              Plan
	data              []byte
	terms, termBlocks []byte
	norms, bounds     [][]byte
	ids, idStarts     []byte
	idHash            []byte
	facets            []Facets
	values            []Values
}

// Read checks the checksums of a whole segment and returns its reader. The bytes must stay as they
// are for as long as it is used.
func Read(data []byte) (r *Reader, err error) {
	defer Guard(&err)
	sections, err := table(data)
	if err != nil {
		return nil, err
	}
	var m meta
	if err := json.Unmarshal(sections[sectionMeta], &m); err != nil || m.Docs < 0 || len(m.Plan.Groups) > maxGroups || len(m.Lengths) != len(m.Plan.Groups) {
		return nil, fmt.Errorf("%w: description", ErrDamaged)
	}
	r = &Reader{Docs: m.Docs, Lengths: m.Lengths, plan: m.Plan, data: data}
	// Each column has as many bytes as its documents ask for, or the file is none of ours.
	column := func(kind, number, size int) []byte {
		b := sections[kind|number<<8]
		if size >= 0 && len(b) != size {
			panic(damage(fmt.Sprintf("section %d/%d", kind, number)))
		}
		return b
	}
	r.terms, r.termBlocks = column(sectionTerms, 0, -1), column(sectionTermBlocks, 0, -1)
	for g, fields := range m.Plan.Groups {
		r.norms = append(r.norms, column(sectionNorms, g, m.Docs))
		r.bounds = append(r.bounds, column(sectionBounds, g, 4*m.Docs*max(0, len(fields)-1)))
	}
	r.ids, r.idStarts, r.idHash = column(sectionIDs, 0, -1), column(sectionIDStarts, 0, 4*(m.Docs+1)), column(sectionIDHash, 0, 4*slots(m.Docs))
	for i := range m.Plan.Facets {
		f := Facets{names: column(sectionNames, i, -1), nameStarts: column(sectionNameStarts, i, -1),
			starts: column(sectionOrdinalStarts, i, 4*(m.Docs+1)), ordinals: column(sectionOrdinals, i, -1)}
		f.Count = max(0, len(f.nameStarts)/4-1)
		r.facets = append(r.facets, f)
	}
	for i := range m.Plan.Values {
		v := newValues(column(sectionValues, i, -1), m.Docs)
		r.values = append(r.values, v)
	}
	return r, nil
}

// table checks the table of sections and every checksum in it.
func table(data []byte) (map[int][]byte, error) {
	n := len(data)
	if n < len(magic)+tailSize || string(data[:len(magic)]) != magic || string(data[n-len(magic):]) != magic {
		return nil, fmt.Errorf("%w: beginning or end", ErrDamaged)
	}
	entries := int(binary.LittleEndian.Uint32(data[n-tailSize:]))
	end := n - tailSize
	if entries > 1<<12 || entries*entrySize > end {
		return nil, fmt.Errorf("%w: size of its table", ErrDamaged)
	}
	list := data[end-entries*entrySize : end]
	if Checksum(list) != binary.LittleEndian.Uint32(data[n-tailSize+4:]) {
		return nil, fmt.Errorf("%w: checksum of its table", ErrDamaged)
	}
	out := map[int][]byte{}
	for ; len(list) > 0; list = list[entrySize:] {
		name, sum := binary.LittleEndian.Uint32(list), binary.LittleEndian.Uint32(list[4:])
		at, size := binary.LittleEndian.Uint64(list[8:]), binary.LittleEndian.Uint64(list[16:])
		if at > uint64(end) || size > uint64(end)-at || Checksum(data[at:at+size]) != sum {
			return nil, fmt.Errorf("%w: checksum of section %d/%d", ErrDamaged, name&0xff, name>>8)
		}
		out[int(name)] = data[at : at+size]
	}
	return out, nil
}

// Guard turns the panic of a reader that met damage into *errp. It is deferred around every use of
// segments. A file that was cut short under its mapping shows as a fault of memory.
func Guard(errp *error) { Caught(errp, recover()) }

// Caught is Guard for a deferred function that recovers by itself.
func Caught(errp *error, panicked any) {
	switch p := panicked.(type) {
	case nil:
	case error:
		*errp = fmt.Errorf("%w: %v\n%s", ErrDamaged, p, debug.Stack())
	default:
		panic(p)
	}
}

// Same reports whether the segment was made for a plan.
func (r *Reader) Same(p Plan) bool {
	a, b := meta{Plan: r.plan}, meta{Plan: p}
	return string(a.bytes()) == string(b.bytes())
}

// Size returns how many bytes the segment has.
func (r *Reader) Size() int { return len(r.data) }

// Norms returns the norm of each document's texts in a group.
func (r *Reader) Norms(group int) []byte { return r.norms[group] }

// FieldOf returns to which field of a group a position of a document belongs.
func (r *Reader) FieldOf(group int, doc, position uint32) int {
	n := len(r.plan.Groups[group]) - 1
	if n <= 0 {
		return 0
	}
	b := r.bounds[group][4*n*int(doc):]
	f := 0
	for f < n && binary.LittleEndian.Uint32(b[4*f:]) <= position {
		f++
	}
	return f
}

// ID returns the name of a document.
func (r *Reader) ID(doc uint32) string {
	a, b := binary.LittleEndian.Uint32(r.idStarts[4*doc:]), binary.LittleEndian.Uint32(r.idStarts[4*doc+4:])
	return string(r.ids[a:b])
}

// Find returns the document of a name. Deleted ones are found like others.
func (r *Reader) Find(id string) (uint32, bool) {
	if r.Docs == 0 {
		return 0, false
	}
	mask := uint32(len(r.idHash)/4 - 1)
	for at := hashOf(id) & mask; ; at = (at + 1) & mask {
		doc := binary.LittleEndian.Uint32(r.idHash[4*at:])
		if doc == 0 {
			return 0, false
		}
		a, b := binary.LittleEndian.Uint32(r.idStarts[4*doc-4:]), binary.LittleEndian.Uint32(r.idStarts[4*doc:])
		if string(r.ids[a:b]) == id {
			return doc - 1, true
		}
	}
}

// slots is the size of the table of names: at least a third of it stays free.
func slots(docs int) int {
	n := 4
	for n < docs+docs/2 {
		n *= 2
	}
	return n
}

// hashOf is FNV-1a: the table is part of the file, so it stays what it is.
func hashOf(id string) uint32 {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return h ^ h>>15
}
