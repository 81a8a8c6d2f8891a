package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"zhibao/internal/search/segment"
	"zhibao/internal/sorting"
)

// bySets finds everything first, for what has to be exact: facets, and the order by a column.
func (s *search) bySets(n node, r Request, t *top, out *Result) {
	sets := make([]segment.Bits, len(s.snapshot.parts))
	for part := range sets {
		sets[part] = s.found(n, part)
		out.Total += sets[part].Count()
		if s.ctx.Err() != nil {
			return
		}
	}
	for _, f := range r.Facets {
		out.Facets = append(out.Facets, s.facet(f, sets))
	}
	if r.Limit == 0 {
		return
	}
	if r.Sort != "" {
		s.byColumn(r.Sort, sets, t)
		return
	}
	for part := range sets {
		s.rank(n.open(s, part), part, t, ranking{known: true})
	}
}

// byColumn ranks what was found by a number; what has none comes last.
func (s *search) byColumn(sort string, sets []segment.Bits, t *top) {
	name, down := strings.CutPrefix(sort, "-")
	column := s.layout.byName[name].value
	for part, p := range s.snapshot.parts {
		values := p.Values(column)
		sets[part].Each(func(doc uint32) bool {
			score := math.Inf(-1)
			if v, ok := values.Get(doc); ok && down {
				score = float64(v)
			} else if ok {
				score = -float64(v)
			}
			t.add(score, part, doc)
			return true
		})
	}
}

// A dictionary numbers the labels of a column at a depth, the same for all parts. It only grows; the
// labels of documents that are gone stay in it until the index is opened again.
type dictionary struct {
	numbers map[string]uint32
	names   []string
	parts   map[*segment.Reader]labels
}

// labels are what the ordinals of a part count as.
type labels struct {
	of []uint32 // by ordinal; none where it does not count
}

const none = math.MaxUint32

// A labelKey is a column and a depth.
type labelKey struct{ column, depth int }

// facet counts a field over what was found.
func (s *search) facet(ask FacetAsk, sets []segment.Bits) Facet {
	c := s.layout.byName[ask.Field]
	out := Facet{Field: ask.Field}
	many := ask.Top
	if many <= 0 {
		many = 20
	}
	if c.Kind == KindDay {
		values := s.days(c, ask.Depth, sets)
		sorting.By(values, byCount)
		out.Values = values[:min(many, len(values))]
		for _, v := range values[len(out.Values):] {
			out.Others += v.Count
		}
		return out
	}
	of, names := s.index.labels(c, ask.Depth, s.snapshot.parts)
	counts := make([]uint32, len(names))
	for part, p := range s.snapshot.parts {
		countLabels(counts, p.Facets(c.facet), of[part], sets[part])
	}
	shown := make([]bool, len(names))
	list, rest := first(counts, names, many)
	for _, n := range list {
		out.Values = append(out.Values, FacetValue{names[n], int(counts[n])})
		shown[n] = true
	}
	if rest == 0 {
		return out
	}
	for part, p := range s.snapshot.parts {
		out.Others += others(p.Facets(c.facet), of[part], sets[part], shown)
	}
	return out
}

// byCount orders by the count, and equal ones by the value.
func byCount(a, b FacetValue) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
}

// first returns the commonest labels and how many others there are.
func first(counts []uint32, names []string, many int) (out []uint32, rest int) {
	order := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(names[a], names[b]))
	}
	for i, n := range counts {
		if n == 0 {
			continue
		}
		if len(out) == many {
			if rest++; n < counts[out[many-1]] || order(uint32(i), out[many-1]) > 0 {
				continue
			}
			out = out[:many-1]
		}
		at, _ := slices.BinarySearchFunc(out, uint32(i), order)
		out = slices.Insert(out, at, uint32(i))
	}
	return out, rest
}

// days counts the days of a column, or their months or years. A document has one at most.
func (s *search) days(c *column, depth int, sets []segment.Bits) (out []FacetValue) {
	counts := map[int64]int{}
	for part, p := range s.snapshot.parts {
		values := p.Values(c.value)
		sets[part].Each(func(doc uint32) bool {
			if v, ok := values.Get(doc); ok {
				counts[v]++
			}
			return true
		})
	}
	sums := map[string]int{}
	for day, n := range counts {
		sums[dayLabel(day, depth)] += n
	}
	for v, n := range sums {
		out = append(out, FacetValue{v, n})
	}
	return out
}

// dayLabel writes a day to a depth: the year, the month, or all of it.
func dayLabel(day int64, depth int) string {
	form := "2006-01-02"
	switch depth {
	case 1:
		form = "2006"
	case 2:
		form = "2006-01"
	}
	return time.Unix(day*86400, 0).UTC().Format(form)
}

// labels returns what the ordinals of a column count as in each part, and the names of the numbers.
// It is worked out once for a part.
func (x *Index) labels(c *column, depth int, parts []part) (of []labels, names []string) {
	x.naming.Lock()
	defer x.naming.Unlock()
	key := labelKey{c.facet, depth}
	d := x.names[key]
	if d == nil {
		d = &dictionary{numbers: map[string]uint32{}, parts: map[*segment.Reader]labels{}}
		x.names[key] = d
	}
	now := map[*segment.Reader]labels{}
	for _, p := range parts {
		l, ok := d.parts[p.Reader]
		if !ok {
			l = d.read(p.Facets(c.facet), c, depth)
		}
		now[p.Reader] = l
		of = append(of, l)
	}
	d.parts = now // what the index has no more is forgotten
	return of, d.names
}

// read numbers the labels of a part.
func (d *dictionary) read(f *segment.Facets, c *column, depth int) labels {
	l := labels{of: make([]uint32, f.Count)}
	for o := range l.of {
		name, ok := f.Name(o), true
		if c.Kind == KindTree && depth > 0 {
			path := c.nodes(name)
			if ok = len(path) >= depth; ok {
				name = path[depth-1]
			}
		}
		if l.of[o] = none; !ok {
			continue
		}
		n, seen := d.numbers[name]
		if !seen {
			n = uint32(len(d.names))
			d.numbers[name] = n
			d.names = append(d.names, name)
		}
		l.of[o] = n
	}
	return l
}

// countLabels counts each document once for a label.
func countLabels(counts []uint32, f *segment.Facets, l labels, set segment.Bits) {
	var ordinals, seen []uint32
	set.Each(func(doc uint32) bool {
		ordinals = f.Append(ordinals[:0], doc)
		if len(ordinals) == 1 {
			if n := l.of[ordinals[0]]; n != none {
				counts[n]++
			}
			return true
		}
		seen = seen[:0]
		for _, o := range ordinals {
			if n := l.of[o]; n != none && !slices.Contains(seen, n) {
				seen = append(seen, n)
				counts[n]++
			}
		}
		return true
	})
}

// others counts the documents with a value that is not shown.
func others(f *segment.Facets, l labels, set segment.Bits, shown []bool) (n int) {
	var ordinals []uint32
	set.Each(func(doc uint32) bool {
		ordinals = f.Append(ordinals[:0], doc)
		for _, o := range ordinals {
			if label := l.of[o]; label != none && !shown[label] {
				n++
				break
			}
		}
		return true
	})
	return n
}
