package search

import (
	"cmp"
	"math/bits"
	"slices"

	"zhibao/internal/search/segment"
	"zhibao/internal/sorting"
)

const end = segment.End

// An iter goes through the documents of a node in one part, in order.
type iter interface {
	// seek goes to the first document that is not less than target, and never back. A new iter
	// stands before the first document.
	seek(target uint32) uint32
	// score is what the document it stands at gets; asked only there.
	score() float64
	// bound returns what no document from target to last can exceed. Target never goes back.
	bound(target uint32) (most float64, last uint32)
	// cost is about how many documents there are.
	cost() int
	// explain adds what the score of the document is made of.
	explain(causes []Cause) []Cause
}

// plain is an iter that gives no score.
type plain struct{}

func (plain) score() float64                 { return 0 }
func (plain) bound(uint32) (float64, uint32) { return 0, end - 1 }
func (plain) explain(causes []Cause) []Cause { return causes }

// A countIter goes through all documents of a part.
type countIter struct {
	plain
	docs uint32
}

func (c *countIter) seek(target uint32) uint32 {
	if target >= c.docs {
		return end
	}
	return target
}

func (c *countIter) cost() int { return int(c.docs) }

// An emptyIter has no document.
type emptyIter struct{ plain }

func (emptyIter) seek(uint32) uint32 { return end }
func (emptyIter) cost() int          { return 0 }

// A bitsIter goes through a set.
type bitsIter struct {
	plain
	set segment.Bits
	n   int
}

func (b *bitsIter) cost() int { return b.n }

func (b *bitsIter) seek(target uint32) uint32 {
	i := int(target >> 6)
	if i >= len(b.set) {
		return end
	}
	if w := b.set[i] >> (target & 63); w != 0 {
		return target + uint32(bits.TrailingZeros64(w))
	}
	for i++; i < len(b.set); i++ {
		if w := b.set[i]; w != 0 {
			return uint32(i*64 + bits.TrailingZeros64(w))
		}
	}
	return end
}

// A valueIter looks at a column of numbers.
type valueIter struct {
	plain
	spanNode
	values *segment.Values
	docs   uint32
}

func (v *valueIter) cost() int { return int(v.docs) }

func (v *valueIter) seek(target uint32) uint32 {
	for ; target < v.docs; target++ {
		if n, ok := v.values.Get(target); ok && n >= v.from && n <= v.to {
			return target
		}
	}
	return end
}

// A filterIter goes through the documents of one value.
type filterIter struct {
	plain
	*segment.Postings
	df int
}

func (f *filterIter) seek(target uint32) uint32 { return f.Advance(target) }
func (f *filterIter) cost() int                 { return f.df }

// An andIter has the documents that all of must and none of not have.
type andIter struct {
	must, not []iter
	at        uint32
	started   bool
}

func (a *andIter) seek(target uint32) uint32 {
	if a.started && a.at >= target {
		return a.at
	}
	a.started = true
	a.at = a.find(target)
	return a.at
}

// find lets the rarest lead and the others follow.
func (a *andIter) find(target uint32) uint32 {
	lead := a.must[0]
again:
	for doc := lead.seek(target); doc != end; doc = lead.seek(target) {
		for _, o := range a.must[1:] {
			if at := o.seek(doc); at != doc {
				target = at
				if at == end {
					return end
				}
				continue again
			}
		}
		for _, o := range a.not {
			if o.seek(doc) == doc {
				target = doc + 1
				continue again
			}
		}
		return doc
	}
	return end
}

func (a *andIter) score() (sum float64) {
	for _, o := range a.must {
		sum += o.score()
	}
	return sum
}

func (a *andIter) bound(target uint32) (sum float64, last uint32) {
	last = end - 1
	for _, o := range a.must {
		m, l := o.bound(target)
		sum += m
		last = min(last, l)
	}
	return sum, last
}

func (a *andIter) cost() int { return a.must[0].cost() }

func (a *andIter) explain(causes []Cause) []Cause {
	for _, o := range a.must {
		causes = o.explain(causes)
	}
	return causes
}

// An orIter has the documents that one of its parts has. The parts are a heap: the one that is
// furthest back is the first.
type orIter struct {
	of      []iter
	at      []uint32 // where each stands
	place   []int    // of each in the query
	sums    []float64
	started bool
	n       int
}

func newOr(of []iter) *orIter {
	o := &orIter{of: of, at: make([]uint32, len(of)), place: make([]int, len(of)), sums: make([]float64, len(of))}
	for i, p := range of {
		o.n += p.cost()
		o.place[i] = i
	}
	return o
}

func (o *orIter) cost() int { return o.n }

func (o *orIter) seek(target uint32) uint32 {
	if !o.started {
		o.started = true
		for i, p := range o.of {
			o.at[i] = p.seek(target)
		}
		for i := len(o.of)/2 - 1; i >= 0; i-- {
			o.down(i)
		}
	}
	for o.at[0] < target {
		o.at[0] = o.of[0].seek(target)
		o.down(0)
	}
	return o.at[0]
}

// down moves the part at i below those that are further back.
func (o *orIter) down(i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(o.at); c++ {
			if o.at[c] < o.at[least] {
				least = c
			}
		}
		if least == i {
			return
		}
		o.at[i], o.at[least] = o.at[least], o.at[i]
		o.of[i], o.of[least] = o.of[least], o.of[i]
		o.place[i], o.place[least] = o.place[least], o.place[i]
		i = least
	}
}

// here calls f for the parts that stand at the document. They are at the top of the heap.
func (o *orIter) here(i int, f func(p iter, place int)) {
	if i < len(o.at) && o.at[i] == o.at[0] {
		f(o.of[i], o.place[i])
		o.here(2*i+1, f)
		o.here(2*i+2, f)
	}
}

func (o *orIter) score() (sum float64) {
	if len(o.of) == 2 { // the usual case
		sum = o.of[0].score()
		if o.at[1] == o.at[0] {
			sum += o.of[1].score()
		}
		return sum
	}
	// The sum is made in the order of the query: in the order of the heap its last digit would depend
	// on where one came from.
	clear(o.sums)
	o.here(0, func(p iter, place int) { o.sums[place] = p.score() })
	for _, s := range o.sums {
		sum += s
	}
	return sum
}

// bound leaves out the parts that stand further on: the bound ends before them.
func (o *orIter) bound(target uint32) (sum float64, last uint32) {
	last = end - 1
	for i, p := range o.of {
		if o.at[i] > target {
			last = min(last, o.at[i]-1)
			continue
		}
		m, l := p.bound(target)
		sum += m
		last = min(last, l)
	}
	if len(o.of) > 2 { // three numbers have several sums, by the order in which they are added
		sum *= 1 + 1e-12
	}
	return sum, last
}

func (o *orIter) explain(causes []Cause) []Cause {
	list := make([][]Cause, len(o.of))
	o.here(0, func(p iter, place int) { list[place] = p.explain(nil) })
	return slices.Concat(causes, slices.Concat(list...))
}

func (allNode) open(s *search, part int) iter {
	return &countIter{docs: uint32(s.snapshot.parts[part].Docs)}
}

func (noneNode) open(*search, int) iter { return emptyIter{} }

// open lays the values together where there are several.
func (n filterNode) open(s *search, part int) iter {
	r := s.snapshot.parts[part]
	var found []segment.Term
	sum := 0
	for _, key := range n.terms {
		if t := r.Lookup(key); t.DF > 0 {
			found = append(found, t)
			sum += t.DF
		}
	}
	switch len(found) {
	case 0:
		return emptyIter{}
	case 1:
		return &filterIter{Postings: found[0].Postings(), df: sum}
	}
	set := segment.NewBits(r.Docs, false)
	for _, t := range found {
		t.Fill(set)
	}
	return &bitsIter{set: set, n: sum}
}

func (n spanNode) open(s *search, part int) iter {
	p := s.snapshot.parts[part]
	return &valueIter{spanNode: n, values: p.Values(n.column), docs: uint32(p.Docs)}
}

func (n andNode) open(s *search, part int) iter {
	a := &andIter{}
	for _, m := range n.must {
		a.must = append(a.must, m.open(s, part))
	}
	byCost(a.must)
	if a.must[0].cost() == 0 {
		return emptyIter{}
	}
	for _, m := range n.not {
		if o := m.open(s, part); o.cost() > 0 {
			a.not = append(a.not, o)
		}
	}
	return a
}

func (n orNode) open(s *search, part int) iter {
	var of []iter
	for _, m := range n.of {
		if o := m.open(s, part); o.cost() > 0 {
			of = append(of, o)
		}
	}
	switch len(of) {
	case 0:
		return emptyIter{}
	case 1:
		return of[0]
	}
	return newOr(of)
}

func (n notNode) open(s *search, part int) iter {
	set := s.set(n.of, part)
	docs := s.snapshot.parts[part].Docs
	all := segment.NewBits(docs, true)
	for i := range all {
		all[i] &^= set[i]
	}
	return &bitsIter{set: all, n: docs}
}

// byCost orders iterators, those with the fewest documents first.
func byCost(list []iter) {
	sorting.Stable(list, func(a, b iter) int { return cmp.Compare(a.cost(), b.cost()) })
}
