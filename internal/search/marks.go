package search

import (
	"cmp"

	"zhibao/internal/sorting"
)

// A Mark is a part of a text that a query found, in bytes.
type Mark struct{ Start, End int }

// Marks returns where the words of a query stand in a text of a field, in order and without overlaps.
// What is excluded is not marked, nor what was asked of other fields only.
func Marks(text string, q Query, field string) []Mark {
	l, err := newLayout(Schema{Fields: []Field{{Name: field, Kind: KindText}}})
	if err != nil {
		return nil
	}
	m := &alarmMaker{Alarm: &Alarm{layout: l, lexicon: newLexicon()}, weight: []float64{0}}
	var rules []rule
	for _, p := range asked(nil, q, field) {
		// What no engine would search for is not marked either.
		if n, err := l.compile(p); err == nil {
			rules = append(rules, m.rule(n))
		}
	}
	s := newSheet(m.lexicon)
	s.clear()
	s.add(text, 0)
	var out []Mark
	found := func(from, to int) bool {
		out = append(out, Mark{int(s.starts[from]), int(s.ends[to-1])})
		return true
	}
	for _, r := range rules {
		switch r := r.(type) {
		case *phraseRule:
			r.find(s, found)
		case nearRule:
			r.find(s, found)
		}
	}
	return joinMarks(out)
}

// asked collects what a query asks of a field.
func asked(out []Query, q Query, field string) []Query {
	own := func(f string) bool { return f == "" || f == field }
	switch q := q.(type) {
	case Text:
		if own(q.Field) {
			out = append(out, q)
		}
	case Near:
		if own(q.Field) {
			out = append(out, q)
		}
	case Wild:
		if own(q.Field) {
			out = append(out, q)
		}
	case And:
		for _, p := range q.Of {
			out = asked(out, p, field)
		}
	case Or:
		for _, p := range q.Of {
			out = asked(out, p, field)
		}
	}
	return out
}

// joinMarks makes one of marks that overlap or touch.
func joinMarks(list []Mark) (out []Mark) {
	sorting.By(list, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, m := range list {
		if n := len(out); n > 0 && m.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}
