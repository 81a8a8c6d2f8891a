package search

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"zhibao/internal/search/segment"
	"zhibao/internal/sorting"
)

// The constants of BM25: how soon more of a word stops to count, and how much the length of a text does.
const (
	saturation = 1.2
	byLength   = 0.75
)

// A bound pattern is a pattern with what it finds in a snapshot.
type boundPattern struct {
	*pattern
	factor  float64         // what a score is at most
	lengths *[256]float64   // of its group: what is added below the line, by norm
	parts   [][][]unitTerms // by part, piece and unit
	columns []*column       // of its group
	weights []int           // of these fields
}

// unitTerms is what a unit finds in a part: one term, or the positions of many.
type unitTerms struct {
	term   segment.Term
	joined *joined
}

func (u unitTerms) df() int {
	if u.joined != nil {
		return u.joined.docs
	}
	return u.term.DF
}

// bind looks the terms of a pattern up, once for a search.
func (s *search) bind(p *pattern) *boundPattern {
	if b := s.bound[p]; b != nil {
		return b
	}
	b := &boundPattern{pattern: p, lengths: s.lengths(p.group), parts: make([][][]unitTerms, len(s.snapshot.parts)),
		columns: s.layout.groups[p.group], weights: s.layout.plan.Groups[p.group]}
	rarest := math.MaxInt
	for i, one := range p.pieces {
		df := make([]int, len(one.units))
		for n, r := range s.snapshot.parts {
			found := make([]unitTerms, len(one.units))
			for k, u := range one.units {
				found[k] = u.find(r.body)
				df[k] += found[k].df()
			}
			b.parts[n] = append(b.parts[n], found)
		}
		if i == 0 {
			rarest = slices.Min(df)
		}
		rarest = min(rarest, slices.Min(df))
	}
	n := float64(s.total)
	b.factor = p.boost * (saturation + 1) * math.Log(1+(n-float64(rarest)+0.5)/(float64(rarest)+0.5))
	s.bound[p] = b
	return b
}

// find looks a unit up in a segment.
func (u unit) find(r *body) unitTerms {
	if !u.many {
		return unitTerms{term: r.Lookup(u.term)}
	}
	var found []segment.Term
	for c := r.Seek(u.term); c.Next() && bytes.HasPrefix(c.Key(), u.term); {
		if u.match == nil || u.match(c.Key()[1:]) {
			found = append(found, c.Term())
		}
	}
	switch len(found) {
	case 0:
		return unitTerms{}
	case 1:
		return unitTerms{term: found[0]}
	}
	return unitTerms{joined: join(r.Docs, found)}
}

// A termIter goes through the documents of a single term in all its fields.
type termIter struct {
	*segment.Postings
	pattern *boundPattern
	norms   []byte
	reader  *body
	df      int
	block   int
	most    float64
	known   bool
}

func (t *termIter) seek(target uint32) uint32 {
	return t.Advance(target)
}

func (t *termIter) cost() int { return t.df }

func (t *termIter) score() float64 {
	w := float64(t.Weight())
	return t.pattern.factor * w / (w + t.pattern.lengths[t.norms[t.Doc]])
}

func (t *termIter) bound(target uint32) (float64, uint32) {
	block, last := t.Block(target)
	if !t.known || block != t.block {
		t.known, t.block = true, block
		t.most = t.pattern.edge(t.Edge(block))
	}
	return t.most, last
}

// edge is the largest score of the pairs that bound a block.
func (b *boundPattern) edge(pairs []byte) (most float64) {
	for i := 0; i < len(pairs); i += 2 {
		w := float64(segment.EdgeWeight(pairs[i]))
		most = max(most, b.factor*w/(w+b.lengths[pairs[i+1]]))
	}
	return most
}

func (t *termIter) explain(causes []Cause) []Cause {
	return t.pattern.causes(causes, t.reader, t.Doc, t.Places(nil))
}

// causes shares a score out to the fields of the positions.
func (b *boundPattern) causes(causes []Cause, r *body, doc uint32, begins []uint32) []Cause {
	weights := b.weights
	times := make([]int, len(weights))
	sum := 0
	for _, at := range begins {
		if f := r.FieldOf(b.group, doc, at); b.allows(f) {
			times[f]++
			sum += weights[f]
		}
	}
	w := float64(min(sum, segment.MaxWeight))
	score := b.factor * w / (w + b.lengths[r.Norms(b.group)[doc]])
	for f, n := range times {
		if n > 0 {
			causes = append(causes, Cause{Field: b.columns[f].Name, Words: b.words, Times: n, Share: score * float64(n*weights[f]) / float64(sum)})
		}
	}
	return causes
}

func (p *pattern) allows(field int) bool { return p.fields == 0 || p.fields>>field&1 == 1 }

// A patternIter goes through the documents in which its pieces lie as they should.
type patternIter struct {
	*boundPattern
	reader  *body
	order   []*placer   // of all pieces, the rarest first
	pieces  [][]*placer // the rarest first in each
	edges   *segment.Postings
	doc     uint32
	started bool
	begins  [][]uint32 // of each piece, in the document
	found   []uint32   // beginnings of the whole
	other   []uint32
	runs    []uint32
	weight  int
	known   bool
	block   int
	most    float64
}

func (p *pattern) open(s *search, part int) iter { return s.openPattern(p, part) }

// openPattern gives a single term an iter of its own.
func (s *search) openPattern(p *pattern, part int) iter {
	b, r := s.bind(p), s.snapshot.parts[part].body
	for _, units := range b.parts[part] {
		for _, u := range units {
			if u.df() == 0 {
				return emptyIter{}
			}
		}
	}
	first := b.parts[part][0]
	if len(p.pieces) == 1 && len(first) == 1 && first[0].joined == nil && p.fields == 0 && !p.run {
		return &termIter{Postings: first[0].term.Postings(), pattern: b, norms: r.Norms(p.group), reader: r, df: first[0].df()}
	}
	return b.iterate(r, part)
}

func (b *boundPattern) iterate(r *body, part int) *patternIter {
	it := &patternIter{boundPattern: b, reader: r, begins: make([][]uint32, len(b.pattern.pieces))}
	rarest := func(a, b *placer) int { return cmp.Compare(a.df, b.df) }
	for i, units := range b.parts[part] {
		var list []*placer
		for k, u := range units {
			list = append(list, newPlacer(u, b.pattern.pieces[i].units[k].offset))
		}
		sorting.Stable(list, rarest)
		it.pieces = append(it.pieces, list)
		it.order = append(it.order, list...)
	}
	sorting.Stable(it.order, rarest)
	if b.run {
		it.edges = r.Lookup(segment.EdgeTerm(b.group)).Postings()
	}
	return it
}

func (it *patternIter) cost() int { return it.order[0].df }

func (it *patternIter) seek(target uint32) uint32 {
	if it.started && it.doc >= target {
		return it.doc
	}
	it.started = true
again:
	for {
		doc := it.order[0].seek(target)
		if doc == end {
			it.doc = end
			return end
		}
		for _, o := range it.order[1:] {
			if at := o.seek(doc); at != doc {
				if at == end {
					it.doc = end
					return end
				}
				target = at
				continue again
			}
		}
		if it.match(doc) {
			it.doc = doc
			return doc
		}
		target = doc + 1
	}
}

// match looks at the positions in a document that has all terms.
func (it *patternIter) match(doc uint32) bool {
	if one := it.order[0]; it.fields != 0 && one.joined == nil && one.Fields()&it.fields == 0 {
		return false
	}
	for i, piece := range it.pieces {
		list := piece[0].begins(it.begins[i][:0])
		for _, u := range piece[1:] {
			if len(list) == 0 {
				break
			}
			it.other = u.begins(it.other[:0])
			list = common(list, it.other)
		}
		if it.begins[i] = list; len(list) == 0 {
			return false
		}
	}
	it.found = it.found[:0]
	it.weight = 0
	for _, at := range it.begins[0] {
		f := it.reader.FieldOf(it.group, doc, at)
		if it.allows(f) && (!it.run || it.inRun(doc, at)) {
			it.found = append(it.found, at)
			it.weight += it.weights[f]
		}
	}
	return len(it.found) > 0
}

// common keeps of a what is in b; both ascend.
func common(a, b []uint32) []uint32 {
	keep := a[:0]
	k := 0
	for _, x := range a {
		for k < len(b) && b[k] < x {
			k++
		}
		if k < len(b) && b[k] == x {
			keep = append(keep, x)
		}
	}
	return keep
}

// inRun reports whether all pieces follow from a beginning within its run of Han.
func (it *patternIter) inRun(doc, at uint32) bool {
	if it.edges.Doc != doc || len(it.runs) == 0 {
		it.edges.Advance(doc)
		it.runs = it.edges.Places(it.runs[:0])
	}
	i, _ := slices.BinarySearch(it.runs, at)
	if i == 0 || i == len(it.runs) { // there is an edge on both sides of every run
		return false
	}
	if at < it.before || at-it.before <= it.runs[i-1] {
		return false
	}
	return it.follow(1, at+it.pattern.pieces[0].length, it.runs[i])
}

// follow reports whether the pieces from one on have a place after a position, up to last.
func (it *patternIter) follow(piece int, after, last uint32) bool {
	if piece == len(it.pieces) {
		return after-1+it.after <= last
	}
	p := it.pattern.pieces[piece]
	list := it.begins[piece]
	i, _ := slices.BinarySearch(list, after+p.min)
	for ; i < len(list) && list[i] <= after+p.max && list[i] <= last; i++ {
		if it.follow(piece+1, list[i]+p.length, last) {
			return true
		}
	}
	return false
}

func (it *patternIter) score() float64 {
	w := float64(min(it.weight, segment.MaxWeight))
	return it.factor * w / (w + it.lengths[it.reader.Norms(it.group)[it.doc]])
}

// bound uses that a phrase is not more frequent than the rarest of its terms.
func (it *patternIter) bound(target uint32) (float64, uint32) {
	one := it.order[0]
	if one.joined != nil || len(it.pieces) > 1 {
		return it.factor, end - 1
	}
	block, last := one.Block(target)
	if !it.known || block != it.block {
		it.known, it.block = true, block
		it.most = it.edge(one.Edge(block))
	}
	return it.most, last
}

func (it *patternIter) explain(causes []Cause) []Cause {
	return it.causes(causes, it.reader, it.doc, it.found)
}
