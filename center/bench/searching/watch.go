package searching

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"zhibao/internal/search"
)

// alarmFigures are what matching saved queries took.
type alarmFigures struct {
	queries, docs, matches int
	make, match            time.Duration // of the processor
}

// newDocs is how many new documents are matched.
const newDocs = 1000

// watch saves queries such as people save, and matches documents that are not in the index with them.
func (m *measurement) watch(ctx context.Context, x *search.Index) error {
	if m.alarms == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(5, 6)) // the same queries every time
	saved := make([]search.Saved, m.alarms)
	for i := range saved {
		saved[i] = search.Saved{ID: fmt.Sprint(i), Query: m.watched(rng)}
	}
	docs := make([]search.Document, newDocs)
	for i := range docs {
		docs[i] = m.corpus.document(m.docs + i)
	}
	used := cpu()
	a, err := search.NewAlarm(schema(), saved, x)
	if err != nil {
		return err
	}
	m.alarm = alarmFigures{queries: m.alarms, docs: newDocs, make: cpu() - used}
	for i := range docs[:newDocs/10] { // warms up
		a.Match(&docs[i])
	}
	used = cpu()
	for i := range docs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		m.alarm.matches += len(a.Match(&docs[i]))
	}
	m.alarm.match = cpu() - used
	return nil
}

// watched is two or three words, a phrase, or one of two words within a class.
func (m *measurement) watched(rng *rand.Rand) search.Query {
	text := func(w string) search.Query { return search.Text{Words: w} }
	switch kind := rng.IntN(10); {
	case kind < 6:
		var and search.And
		for _, w := range pick(2+kind%2, 3)(m.corpus, rng, m.docs) {
			and.Of = append(and.Of, text(w))
		}
		return and
	case kind < 8:
		return text(pick(1, 5)(m.corpus, rng, m.docs)[0])
	}
	w := pick(2, 3)(m.corpus, rng, m.docs)
	return search.And{Of: []search.Query{search.Or{Of: []search.Query{text(w[0]), text(w[1])}}, search.Under{Field: "ipc", Code: code(m.corpus, rng, m.docs)[0]}}}
}
