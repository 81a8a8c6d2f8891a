package search

import (
	"slices"

	"zhibao/internal/search/segment"
)

// joined are the positions of several terms, by document.
type joined struct {
	starts, places []uint32
	docs           int
}

// join counts first and then fills, so that each document has its positions in one place.
func join(docs int, terms []segment.Term) *joined {
	j := &joined{starts: make([]uint32, docs+1)}
	var places []uint32
	each := func(f func(doc uint32, places []uint32)) {
		for _, t := range terms {
			p := t.Postings()
			for doc := p.Next(); doc != end; doc = p.Next() {
				places = p.Places(places[:0])
				f(doc, places)
			}
		}
	}
	each(func(doc uint32, places []uint32) { j.starts[doc+1] += uint32(len(places)) })
	for i := range docs {
		if j.starts[i+1] > 0 {
			j.docs++
		}
		j.starts[i+1] += j.starts[i]
	}
	j.places = make([]uint32, j.starts[docs])
	fill := slices.Clone(j.starts)
	each(func(doc uint32, places []uint32) { fill[doc] += uint32(copy(j.places[fill[doc]:], places)) })
	for i := range docs {
		slices.Sort(j.places[j.starts[i]:j.starts[i+1]])
	}
	return j
}

// A placer goes through the documents of a unit and knows the positions.
type placer struct {
	*segment.Postings
	joined *joined
	doc    uint32
	offset uint32
	df     int
}

func newPlacer(u unitTerms, offset uint32) *placer {
	p := &placer{joined: u.joined, offset: offset, df: u.df()}
	if p.joined == nil {
		p.Postings = u.term.Postings()
	}
	return p
}

func (p *placer) seek(target uint32) uint32 {
	if p.joined == nil {
		return p.Advance(target)
	}
	for docs := uint32(len(p.joined.starts) - 1); ; target++ {
		if target >= docs {
			p.doc = end
			return end
		}
		if p.joined.starts[target] < p.joined.starts[target+1] {
			p.doc = target
			return target
		}
	}
}

// starts appends where the piece would begin, of which this is a unit.
func (p *placer) begins(dst []uint32) []uint32 {
	n := len(dst)
	if p.joined != nil {
		dst = append(dst, p.joined.places[p.joined.starts[p.doc]:p.joined.starts[p.doc+1]]...)
	} else {
		dst = p.Places(dst)
	}
	if p.offset > 0 {
		keep := dst[n:n]
		for _, at := range dst[n:] {
			if at >= p.offset {
				keep = append(keep, at-p.offset)
			}
		}
		dst = dst[:n+len(keep)]
	}
	return dst
}
