package searching

import (
	"context"

	"zhibao/casework"
	"zhibao/industry/database/query"
	"zhibao/internal/search"
)

// compiled is the query of a search for the index.
func (r *Run) compiled() (search.Query, error) {
	q, err := query.Parse(r.Words)
	if err != nil {
		return nil, err
	}
	return q.Compile()
}

// Search asks the collection and keeps what was asked. An empty query means all documents.
// Error: query.Wrong, which says at which column.
func (d *Desk) Search(ctx context.Context, by casework.Actor, words string) (*Run, error) {
	q, err := query.Parse(words)
	if err != nil {
		return nil, err
	}
	asked, err := q.Compile()
	if err != nil {
		return nil, err
	}
	a, err := d.ask(ctx, by.Center, asked, view{Page: 1}, nil)
	if err != nil {
		return nil, err
	}
	state, err := d.Holding.State(ctx, by.Center)
	if err != nil {
		return nil, err
	}
	r := &Run{Words: words, Total: a.Total, More: a.More, Change: state.Change - a.Left}
	return r, d.addRun(ctx, by, r)
}
