package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"zhibao/internal/search/segment"
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

// A tally counts the values of one field over all parts.
type tally struct {
	counts map[string]int
	labels []labels // of each part; empty for days
}

// labels are what the ordinals of a part count as.
type labels struct {
	of    []uint32 // by ordinal; none where it does not count
	names []string
}

const none = math.MaxUint32

// facet counts a field over what was found.
func (s *search) facet(ask FacetAsk, sets []segment.Bits) Facet {
	c := s.layout.byName[ask.Field]
	t := tally{counts: map[string]int{}}
	for part, p := range s.snapshot.parts {
		if c.Kind == KindDay {
			t.days(p.Values(c.value), ask.Depth, sets[part])
			continue
		}
		l := p.labelsOf(c, ask.Depth)
		t.labels = append(t.labels, l)
		for i, n := range countLabels(p.Facets(c.facet), l, sets[part]) {
			if n > 0 {
				t.counts[l.names[i]] += int(n)
			}
		}
	}
	out := Facet{Field: ask.Field}
	for v, n := range t.counts {
		out.Values = append(out.Values, FacetValue{v, n})
	}
	slices.SortFunc(out.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	many := ask.Top
	if many <= 0 {
		many = 20
	}
	if rest := out.Values[min(many, len(out.Values)):]; len(rest) > 0 {
		out.Values = slices.Clone(out.Values[:many])
		out.Others = s.others(c, t, out.Values, rest, sets)
	}
	return out
}

// days counts the days of a column, or their months or years. A document has one at most.
func (t *tally) days(values *segment.Values, depth int, set segment.Bits) {
	counts := map[int64]int{}
	set.Each(func(doc uint32) bool {
		if v, ok := values.Get(doc); ok {
			counts[v]++
		}
		return true
	})
	for day, n := range counts {
		t.counts[dayLabel(day, depth)] += n
	}
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

// labelsOf returns what the ordinals of a column count as at a depth. It is worked out once for a
// segment.
func (b *body) labelsOf(c *column, depth int) labels {
	key := [2]int{c.facet, depth}
	if l, ok := b.labels.Load(key); ok {
		return l.(labels)
	}
	f := b.Facets(c.facet)
	l := labels{of: make([]uint32, f.Count)}
	numbers := map[string]uint32{}
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
		n, seen := numbers[name]
		if !seen {
			n = uint32(len(l.names))
			numbers[name] = n
			l.names = append(l.names, name)
		}
		l.of[o] = n
	}
	b.labels.Store(key, l)
	return l
}

// countLabels counts each document once for a label.
func countLabels(f *segment.Facets, l labels, set segment.Bits) []uint32 {
	counts := make([]uint32, len(l.names))
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
	return counts
}

// others counts the documents with a value that is not listed.
func (s *search) others(c *column, t tally, listed, rest []FacetValue, sets []segment.Bits) (n int) {
	if c.Kind == KindDay {
		for _, v := range rest {
			n += v.Count
		}
		return n
	}
	shown := map[string]bool{}
	for _, v := range listed {
		shown[v.Value] = true
	}
	for part, p := range s.snapshot.parts {
		f, l := p.Facets(c.facet), t.labels[part]
		hidden := make([]bool, len(l.of))
		for o, label := range l.of {
			hidden[o] = label != none && !shown[l.names[label]]
		}
		var ordinals []uint32
		sets[part].Each(func(doc uint32) bool {
			ordinals = f.Append(ordinals[:0], doc)
			if slices.ContainsFunc(ordinals, func(o uint32) bool { return hidden[o] }) {
				n++
			}
			return true
		})
	}
	return n
}
