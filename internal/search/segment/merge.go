package segment

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/binary"
	"io"
)

// A Source is a segment to be merged and which of its documents are left.
type Source struct {
	*Reader
	Live Bits // nil for all
}

// Gone is the place of a document that was left out.
const Gone = End

// Merge writes one segment of the documents that are left, in the order of the sources, and returns
// the new place of each document of each source. Memory grows with the terms and the documents, not
// with the texts.
func Merge(ctx context.Context, w io.Writer, plan Plan, sources []Source) (moved [][]uint32, err error) {
	defer Guard(&err)
	m := merger{ctx: ctx, plan: plan, sources: sources}
	m.number()
	m.texts()
	f := newFile(w)
	t := newTermWriter(f, plan, m.columns.norms)
	if err := m.terms(t); err != nil {
		return nil, err
	}
	t.finish()
	m.facets()
	m.values()
	m.columns.write(f)
	d := meta{Docs: len(m.columns.ids), Plan: plan, Lengths: m.lengths}
	f.section(sectionMeta, 0, d.bytes())
	return m.moved, f.finish()
}

type merger struct {
	ctx     context.Context
	plan    Plan
	sources []Source
	moved   [][]uint32
	columns columns
	lengths []uint64
	reading Postings
}

// number gives the documents their new places.
func (m *merger) number() {
	for _, s := range m.sources {
		moved := make([]uint32, s.Docs)
		for doc := range moved {
			if moved[doc] = Gone; s.Live.Has(uint32(doc)) {
				moved[doc] = uint32(len(m.columns.ids))
				m.columns.ids = append(m.columns.ids, s.ID(uint32(doc)))
			}
		}
		m.moved = append(m.moved, moved)
	}
}

// texts brings norms and the bounds of fields over. Lengths of deleted documents go by their norms:
// what is left of the sum is an estimate that the order of results bears.
func (m *merger) texts() {
	for g, fields := range m.plan.Groups {
		var norms []byte
		var bounds []uint32
		sum, n := uint64(0), len(fields)-1
		for i, s := range m.sources {
			gone := 0.0
			for doc, to := range m.moved[i] {
				if to == Gone {
					gone += Length(s.norms[g][doc])
					continue
				}
				norms = append(norms, s.norms[g][doc])
				for k := range n {
					bounds = append(bounds, binary.LittleEndian.Uint32(s.bounds[g][4*(n*doc+k):]))
				}
			}
			sum += s.Lengths[g] - min(uint64(gone), s.Lengths[g])
		}
		m.columns.norms, m.columns.bounds = append(m.columns.norms, norms), append(m.columns.bounds, bounds)
		m.lengths = append(m.lengths, sum)
	}
}

// cursors is a heap of dictionaries: the least term first, of equal ones that of the first source.
type cursors []struct {
	*Cursor
	source int
}

func (c cursors) Len() int { return len(c) }

func (c cursors) Less(i, j int) bool {
	x := bytes.Compare(c[i].term, c[j].term)
	return x < 0 || x == 0 && c[i].source < c[j].source
}

func (c cursors) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

// Push is not used: the heap only shrinks.
func (c *cursors) Push(any) {}

// Pop takes the last one away.
func (c *cursors) Pop() any {
	*c = (*c)[:len(*c)-1]
	return nil
}

// termsBetweenLooks is how many terms are merged before it is asked whether to stop.
const termsBetweenLooks = 1024

// terms merges the dictionaries and the postings of each term.
func (m *merger) terms(w *termWriter) error {
	var h cursors
	for i, s := range m.sources {
		if c := s.cursor(0); c.Next() {
			h = append(h, struct {
				*Cursor
				source int
			}{c, i})
		}
	}
	heap.Init(&h)
	var term []byte
	for n := 0; len(h) > 0; n++ {
		if n%termsBetweenLooks == 0 && m.ctx.Err() != nil {
			return m.ctx.Err()
		}
		term = append(term[:0], h[0].term...)
		w.start(term)
		for len(h) > 0 && bytes.Equal(h[0].term, term) {
			m.postings(w, h[0].info, m.moved[h[0].source])
			if h[0].Next() {
				heap.Fix(&h, 0)
			} else {
				heap.Pop(&h)
			}
		}
		w.end()
	}
	return nil
}

// postings hands over the postings of a term in one source. Positions are copied as they are.
func (m *merger) postings(w *termWriter, t Term, moved []uint32) {
	p := &m.reading
	p.reset(t)
	for doc := p.Next(); doc != End; doc = p.Next() {
		if moved[doc] == Gone {
			continue
		}
		next := posting{doc: moved[doc]}
		if w.positions {
			next.weight, next.fields, next.places = p.Weight(), p.Fields(), p.placesOf()
		}
		w.add(next)
	}
}

// facets joins the names of each column.
func (m *merger) facets() {
	for k := range m.plan.Facets {
		var c facetColumn
		numbers := map[string]uint32{}
		for i, s := range m.sources {
			f := s.Facets(k)
			to := make([]uint32, f.Count) // number in the joined column, plus one
			var ordinals []uint32
			for doc, moved := range m.moved[i] {
				if moved == Gone {
					continue
				}
				c.starts = append(c.starts, uint32(len(c.ordinals)))
				ordinals = f.Append(ordinals[:0], uint32(doc))
				for _, o := range ordinals {
					if to[o] == 0 {
						name := f.Name(int(o))
						n, ok := numbers[name]
						if !ok {
							n = uint32(len(c.names))
							numbers[name] = n
							c.names = append(c.names, []byte(name))
						}
						to[o] = n + 1
					}
					c.ordinals = append(c.ordinals, to[o]-1)
				}
			}
		}
		c.sorted()
		m.columns.facets = append(m.columns.facets, c)
	}
}

// values brings the numbers of each column over.
func (m *merger) values() {
	for k := range m.plan.Values {
		list := make([]number, 0, len(m.columns.ids))
		for i, s := range m.sources {
			v := s.Values(k)
			for doc, moved := range m.moved[i] {
				if moved != Gone {
					n, there := v.Get(uint32(doc))
					list = append(list, number{n, there})
				}
			}
		}
		m.columns.values = append(m.columns.values, list)
	}
}
