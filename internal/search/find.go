package search

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/sorting"
)

// Bounds of a request.
const (
	maxLimit     = 1_000
	maxOffset    = 100_000
	defaultCount = 10_000
)

// docsBetweenLooks is how many documents are gone through before it is asked whether to stop.
const docsBetweenLooks = 4096

// A search is one request on one snapshot.
type search struct {
	ctx      context.Context
	index    *Index
	layout   *layout
	snapshot *snapshot
	total    int // documents, deleted ones included
	bound    map[*pattern]*boundPattern
	tables   map[int]*[256]float64
	within   []segment.Bits // of each part, where only some documents are asked for
}

// begin starts a search on the index as it is now.
func (x *Index) begin(ctx context.Context) (*search, error) {
	s, err := x.acquire()
	if err != nil {
		return nil, err
	}
	q := &search{ctx: ctx, index: x, layout: x.layout, snapshot: s, bound: map[*pattern]*boundPattern{}, tables: map[int]*[256]float64{}}
	for _, p := range s.parts {
		q.total += p.Docs
	}
	return q, nil
}

// lengths returns for each norm of a group what BM25 adds below the line.
func (s *search) lengths(group int) *[256]float64 {
	if t := s.tables[group]; t != nil {
		return t
	}
	var sum uint64
	for _, p := range s.snapshot.parts {
		sum += p.Lengths[group]
	}
	mean := max(1, float64(sum)/float64(max(1, s.total)))
	t := new([256]float64)
	for n := range t {
		t[n] = saturation * (1 - byLength + byLength*segment.Length(byte(n))/mean) / s.layout.scale[group]
	}
	s.tables[group] = t
	return t
}

// allowed reports whether a document is left and asked for.
func (s *search) allowed(part int, doc uint32) bool {
	return s.snapshot.parts[part].live.Has(doc) && (s.within == nil || s.within[part].Has(doc))
}

// only finds the documents that the request is limited to.
func (s *search) only(ids []string) {
	if ids == nil {
		return
	}
	for _, p := range s.snapshot.parts {
		b := segment.NewBits(p.Docs, false)
		for _, id := range ids {
			if doc, ok := p.Find(id); ok {
				b.Set(doc)
			}
		}
		s.within = append(s.within, b)
	}
}

// set returns the documents of a node in a part, whether they are left or not.
func (s *search) set(n node, part int) segment.Bits {
	docs := s.snapshot.parts[part].Docs
	switch n := n.(type) {
	case allNode:
		return segment.NewBits(docs, true)
	case orNode:
		out := segment.NewBits(docs, false)
		for _, o := range n.of {
			for i, w := range s.set(o, part) {
				out[i] |= w
			}
		}
		return out
	case andNode:
		if out := s.intersect(n, part); out != nil {
			return out
		}
	}
	out := segment.NewBits(docs, false)
	switch it := n.open(s, part).(type) {
	case *termIter:
		it.Term().Fill(out)
	case *filterIter:
		it.Term().Fill(out)
	case *bitsIter:
		return it.set
	default:
		for doc := it.seek(0); doc != end; doc = it.seek(doc + 1) {
			if doc%docsBetweenLooks == 0 && s.ctx.Err() != nil {
				break
			}
			out.Set(doc)
		}
	}
	return out
}

// intersect lays whole sets over each other where all of them are large. Nil means that it is
// better to let the rarest lead.
func (s *search) intersect(n andNode, part int) segment.Bits {
	docs := s.snapshot.parts[part].Docs
	if n.open(s, part).cost() < docs/16 {
		return nil
	}
	var out segment.Bits
	for _, m := range n.must {
		if set := s.set(m, part); out == nil {
			out = slices.Clone(set)
		} else {
			out.And(set)
		}
	}
	for _, m := range n.not {
		for i, w := range s.set(m, part) {
			out[i] &^= w
		}
	}
	return out
}

// found returns the documents of a node in a part that are left and asked for.
func (s *search) found(n node, part int) segment.Bits {
	out := slices.Clone(s.set(n, part))
	if live := s.snapshot.parts[part].live; live != nil {
		out.And(live)
	}
	if s.within != nil {
		out.And(s.within[part])
	}
	return out
}

// Find answers a request. See Engine.
func (x *Index) Find(ctx context.Context, r Request) (out Result, err error) {
	defer fault.Wrap(&err, "searching")
	n, err := x.layout.compile(r.Query)
	if err != nil {
		return Result{}, err
	}
	return x.find(ctx, n, r)
}

func (x *Index) find(ctx context.Context, n node, r Request) (out Result, err error) {
	if err := x.layout.checkRequest(&r); err != nil {
		return Result{}, err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	s, err := x.begin(ctx)
	if err != nil {
		return Result{}, err
	}
	defer x.release(s.snapshot)
	s.only(r.Within)
	out.State = fmt.Sprintf("%d.%d", s.snapshot.changes, s.snapshot.layout)
	t := newTop(r.Offset + r.Limit)
	if r.Limit == 0 {
		t.size = 0
	}
	if len(r.Facets) > 0 || r.Sort != "" {
		s.bySets(n, r, t, &out)
	} else {
		out.Total = s.byRank(n, t, r.Count)
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if out.Total > r.Count {
		out.Total, out.More = r.Count, true
	}
	hits := t.sorted()
	out.Hits = s.hits(n, hits[min(r.Offset, len(hits)):], r.Sort == "")
	return out, nil
}

// guard makes a fault of what a damaged file does to a search.
func guard(errp *error) {
	segment.Caught(errp, recover())
	if *errp != nil && fault.Of(*errp) == nil && strings.Contains((*errp).Error(), segment.ErrDamaged.Error()) {
		*errp = damaged("segment", *errp)
	}
}

// checkRequest fills in what is left open and refuses what is out of bounds.
func (l *layout) checkRequest(r *Request) error {
	if r.Count <= 0 {
		r.Count = defaultCount
	}
	if r.Limit < 0 || r.Limit > maxLimit || r.Offset < 0 || r.Offset > maxOffset {
		return invalid("page", "一页最多 %d 件，最多翻到第 %d 件，请缩小检索范围", maxLimit, maxOffset)
	}
	c := compiler{layout: l}
	if r.Sort != "" {
		if _, err := c.column(strings.TrimPrefix(r.Sort, "-"), KindDay, KindNumber); err != nil {
			return err
		}
	}
	for _, f := range r.Facets {
		k, err := c.column(f.Field, KindKey, KindTree, KindDay)
		if err != nil {
			return err
		}
		if !k.Facet {
			return invalid("no_facet", "字段“%s”不能用于统计，请查看字段表", f.Field)
		}
	}
	return nil
}

// byRank goes through the documents in their order and leaves out those that cannot come among the
// first, once it has counted far enough.
func (s *search) byRank(n node, t *top, count int) (total int) {
	for part, p := range s.snapshot.parts {
		it := n.open(s, part)
		// Where every document counts, their number is known without going through them.
		known := p.live == nil && s.within == nil && exact(it)
		if known {
			total += it.cost()
		}
		if known && t.size == 0 {
			continue
		}
		total += s.rank(it, part, t, ranking{known: known, have: total, count: count})
		if total > count && t.size == 0 {
			return total
		}
	}
	return total
}

// exact reports whether the cost of an iter is the number of its documents.
func exact(it iter) bool {
	switch it.(type) {
	case *termIter, *filterIter, *countIter, emptyIter:
		return true
	}
	return false
}

// ranking is how far to count.
type ranking struct {
	known       bool
	have, count int
}

// rank takes the documents of one part and returns how many it counted.
func (s *search) rank(it iter, part int, t *top, r ranking) (counted int) {
	most, beyond := 0.0, uint32(0) // no document before beyond exceeds most
	steps := 0
	for doc := it.seek(0); doc != end; {
		if steps++; steps%docsBetweenLooks == 0 && s.ctx.Err() != nil {
			return counted
		}
		if t.full() && (r.known || r.have+counted > r.count) {
			if t.size == 0 {
				return counted
			}
			if beyond <= doc {
				most, beyond = it.bound(doc)
				beyond++
			}
			if most <= t.least() {
				doc = it.seek(beyond)
				continue
			}
		}
		if s.allowed(part, doc) {
			if !r.known {
				counted++
			}
			if t.size > 0 {
				t.add(it.score(), part, doc)
			}
		}
		doc = it.seek(doc + 1)
	}
	return counted
}

// hits names what was found and says what its scores are made of.
func (s *search) hits(n node, list []ranked, explain bool) []Hit {
	out := make([]Hit, len(list))
	order := make([]int, len(list))
	for i := range list {
		order[i] = i
		out[i].ID = s.snapshot.parts[list[i].part].ID(list[i].doc)
	}
	if !explain {
		return out
	}
	// An iter goes forward only, so the documents are explained in their order.
	sorting.By(order, func(a, b int) int { return list[a].compare(list[b]) })
	var it iter
	part := -1
	for _, i := range order {
		if list[i].part != part {
			part = list[i].part
			it = n.open(s, part)
		}
		it.seek(list[i].doc)
		out[i].Causes = it.explain(nil)
		for _, c := range out[i].Causes {
			out[i].Score += c.Share
		}
	}
	return out
}

// Visit calls f with the ID of every document of a query. See Engine.
func (x *Index) Visit(ctx context.Context, q Query, f func(id string) bool) (err error) {
	defer fault.Wrap(&err, "visiting")
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	n, err := x.layout.compile(q)
	if err != nil {
		return err
	}
	s, err := x.begin(ctx)
	if err != nil {
		return err
	}
	defer x.release(s.snapshot)
	for part, p := range s.snapshot.parts {
		if !s.found(n, part).Each(func(doc uint32) bool { return ctx.Err() == nil && f(p.ID(doc)) }) {
			break
		}
	}
	return ctx.Err()
}
