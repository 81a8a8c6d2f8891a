package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
	"zhibao/internal/sorting"
)

// A Saved query is one that waits for new documents.
type Saved struct {
	ID    string
	Query Query
}

// An Alarm tells which of many saved queries find a new document. A query is looked at only when the
// document has one of its anchors: the rarest terms without which it cannot match. It may be used by
// any number of goroutines.
type Alarm struct {
	layout  *layout
	lexicon *lexicon
	ids     []string
	rules   []rule
	need    [][]uint32 // of each query: terms without which it cannot match, the rarest first
	waiting [][]int32  // of each term: the queries that it is an anchor of
	always  []int32    // queries without anchors
	sheets  sync.Pool
}

// An alarmMaker chooses the anchors.
type alarmMaker struct {
	*Alarm
	index  *search // tells how rare a term is; nil where there is no index
	weight []float64
}

// NewAlarm prepares queries for matching. The index, which may be nil, tells which terms are rare;
// without it, those are that few of the queries ask for. Error: that of the first query which an
// engine would refuse.
func NewAlarm(s Schema, queries []Saved, x *Index) (_ *Alarm, err error) {
	l, err := newLayout(s)
	if err != nil {
		return nil, err
	}
	m := &alarmMaker{Alarm: &Alarm{layout: l, lexicon: newLexicon()}, weight: []float64{0}}
	if x != nil {
		defer guard(&err)
		if m.index, err = x.begin(context.Background()); err != nil {
			return nil, err
		}
		defer x.release(m.index.snapshot)
	}
	for _, q := range queries {
		n, err := l.compile(q.Query)
		if err != nil {
			return nil, fault.New(fault.Invalid, "search.saved", "保存的检索式“%s”有误，请打开它改正：%s", q.ID, fault.Of(err)).Because(err)
		}
		m.ids = append(m.ids, q.ID)
		m.rules = append(m.rules, m.rule(n))
	}
	m.waiting = make([][]int32, m.lexicon.last+1)
	for i, r := range m.rules {
		need := m.needed(nil, r)
		sorting.By(need, func(a, b uint32) int { return cmp.Compare(m.weight[a], m.weight[b]) })
		m.need = append(m.need, need)
		terms, cost := m.anchors(r)
		if math.IsInf(cost, 1) {
			m.always = append(m.always, int32(i))
			continue
		}
		for _, t := range terms {
			if w := m.waiting[t]; len(w) == 0 || w[len(w)-1] != int32(i) {
				m.waiting[t] = append(w, int32(i))
			}
		}
	}
	m.sheets.New = func() any {
		s := newSheet(m.lexicon)
		s.looked = make([]uint32, len(m.rules))
		return s
	}
	return m.Alarm, nil
}

// term numbers a term and notes how common it is.
func (m *alarmMaker) term(term []byte, many bool) uint32 {
	n := m.lexicon.number(term)
	if int(n) == len(m.weight) {
		w := 0.0
		switch {
		case m.index == nil:
		case many:
			w = float64(m.index.total) / 8 // a single character is in many pairs
		default:
			for _, p := range m.index.snapshot.parts {
				w += float64(p.Lookup(term).DF)
			}
		}
		m.weight = append(m.weight, w)
	}
	if m.index == nil {
		m.weight[n]++
	}
	return n
}

// rule turns a compiled query into one for sheets.
func (m *alarmMaker) rule(n node) rule {
	rules := func(list []node) (out []rule) {
		for _, n := range list {
			out = append(out, m.rule(n))
		}
		return out
	}
	switch n := n.(type) {
	case allNode:
		return always(true)
	case *pattern:
		return m.phrase(n)
	case nearNode:
		return nearRule{m.phrase(n.a), m.phrase(n.b), int(n.distance), n.ordered}
	case filterNode:
		var out someOf
		for _, t := range n.terms {
			out = append(out, m.term(t, false))
		}
		return out
	case spanNode:
		return spanRule(n)
	case andNode:
		return allRules{rules(n.must), rules(n.not)}
	case orNode:
		return oneRule(rules(n.of))
	case notNode:
		return notRule{m.rule(n.of)}
	}
	return always(false)
}

func (m *alarmMaker) phrase(p *pattern) *phraseRule {
	out := &phraseRule{pattern: p}
	for _, c := range m.layout.groups[p.group] {
		if p.allows(c.slot) {
			out.fields |= 1 << m.layout.textNumber(c)
		}
	}
	if u := p.pieces[0].units[0]; u.match != nil {
		m.lexicon.globs = true
		out.glob = u.match
		return out
	}
	for _, one := range p.pieces {
		k := numbers{piece: one}
		for _, u := range one.units {
			k.terms = append(k.terms, m.term(u.term, u.many))
		}
		out.pieces = append(out.pieces, k)
	}
	return out
}

// textNumber counts text fields.
func (l *layout) textNumber(c *column) (n int) {
	for _, o := range l.columns[:slices.Index(l.columns, c)] {
		if o.Kind == KindText {
			n++
		}
	}
	return n
}

// anchors returns terms of which a matching document has one, and how many documents have them.
// The cost is infinite where there are none.
func (m *alarmMaker) anchors(r rule) (terms []uint32, cost float64) {
	cost = math.Inf(1)
	take := func(t []uint32, c float64) {
		if c < cost {
			terms, cost = t, c
		}
	}
	switch r := r.(type) {
	case always:
		if !r {
			cost = 0
		}
	case *phraseRule:
		for _, k := range r.pieces {
			for _, t := range k.terms {
				take([]uint32{t}, m.weight[t])
			}
		}
	case nearRule:
		take(m.anchors(r.a))
		take(m.anchors(r.b))
	case someOf:
		terms, cost = r, 0
		for _, t := range r {
			cost += m.weight[t]
		}
	case allRules:
		for _, o := range r.must {
			take(m.anchors(o))
		}
	case oneRule:
		cost = 0
		for _, o := range r {
			t, c := m.anchors(o)
			terms, cost = append(slices.Clone(terms), t...), cost+c
		}
	}
	return terms, cost
}

// needed collects the terms that a rule cannot do without.
func (m *alarmMaker) needed(out []uint32, r rule) []uint32 {
	switch r := r.(type) {
	case *phraseRule:
		for _, k := range r.pieces {
			out = append(out, k.terms...)
		}
	case nearRule:
		out = m.needed(m.needed(out, r.a), r.b)
	case someOf:
		if len(r) == 1 {
			out = append(out, r[0])
		}
	case allRules:
		for _, o := range r.must {
			out = m.needed(out, o)
		}
	}
	return out
}

// Match returns the IDs of the saved queries that find a document, in the order in which they were
// given.
func (a *Alarm) Match(d *Document) []string {
	s := a.sheets.Get().(*sheet)
	defer a.sheets.Put(s)
	a.read(s, d)
	var held []int32
	look := func(queries []int32) {
		for _, q := range queries {
			if s.looked[q] != s.now {
				if s.looked[q] = s.now; s.hasAll(a.need[q]) && a.rules[q].holds(s) {
					held = append(held, q)
				}
			}
		}
	}
	look(a.always)
	for _, t := range s.found {
		look(a.waiting[t])
	}
	slices.Sort(held)
	var out []string
	for _, q := range held {
		out = append(out, a.ids[q])
	}
	return out
}

// read lays a document out on a sheet.
func (a *Alarm) read(s *sheet, d *Document) {
	s.clear()
	s.values = map[int]int64{}
	number := 0
	for _, c := range a.layout.columns {
		switch {
		case c.Kind == KindText:
			for _, t := range d.Texts[c.Name] {
				s.add(t, number)
			}
			number++
		case c.value >= 0:
			if v, ok := d.Values[c.Name]; ok {
				s.values[c.value] = v
			}
		default:
			for _, k := range d.Keys[c.Name] {
				for _, node := range c.nodes(strings.ToValidUTF8(k, "\ufffd")) {
					s.see(s.lexicon.words[string(segment.FilterTerm(c.number, words.Normal(node)))], -1)
				}
			}
		}
	}
}
