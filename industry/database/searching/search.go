package searching

import (
	"context"

	"zhibao/casework"
	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/search"
)

// compiled is the query of a search for the index.
func (r *Run) compiled() (search.Query, error) {
	q, err := r.asked()
	if err != nil {
		return nil, err
	}
	return q.Compile()
}

// within reads the documents to which a search is limited; nil where it asks all of them.
func (d *Desk) within(ctx context.Context, r *Run) ([]string, error) {
	if r.Within == 0 {
		return nil, nil
	}
	numbers, err := d.Frozen(ctx, r.Center, r.Within)
	return append([]string{}, numbers...), err
}

// scope opens the index that a search asks, and reads the documents to which it is limited.
func (d *Desk) scope(ctx context.Context, r *Run) (f *feed, within []string, err error) {
	if within, err = d.within(ctx, r); err == nil {
		f, err = d.open(ctx, r.Center)
	}
	return f, within, err
}

// Count tells how many documents a query finds now. Error: query.Wrong.
func (d *Desk) Count(ctx context.Context, center int64, words string) (n int, more bool, err error) {
	asked, err := (&Run{Words: words}).compiled()
	if err != nil {
		return 0, false, err
	}
	f, err := d.open(ctx, center)
	if err != nil {
		return 0, false, err
	}
	res, err := f.engine.Find(ctx, search.Request{Query: asked, Count: countTo})
	return res.Total, res.More, err
}

// Numbers reads the numbers of all documents that a query finds now, and the state of the data in which
// it found them. Error: query.Wrong; TooLarge where there are more than most.
func (d *Desk) Numbers(ctx context.Context, center int64, words string, most int) (numbers []string, change int64, err error) {
	state, err := d.Holding.State(ctx, center)
	if err != nil {
		return nil, 0, err
	}
	left, err := d.Feed(ctx, center, quick)
	if err != nil {
		return nil, 0, err
	}
	numbers, more, err := d.found(ctx, &Run{Words: words, Center: center}, view{Page: 1}, most)
	if err == nil && more {
		err = fault.New(fault.TooLarge, "searching.too_many", "检索式找到的文献多于 %d 件，请先缩小范围", most)
	}
	return numbers, state.Change - left, err
}

// Search asks the collection and keeps what was asked. An empty query means all documents.
// Error: query.Wrong, which says at which column.
func (d *Desk) Search(ctx context.Context, by casework.Actor, words string) (*Run, error) {
	return d.SearchWithin(ctx, by, words, 0)
}

// SearchWithin is Search in a frozen list of documents, by its number; 0 is all documents.
func (d *Desk) SearchWithin(ctx context.Context, by casework.Actor, words string, list int64) (*Run, error) {
	q, err := query.Parse(words)
	if err != nil {
		return nil, err
	}
	asked, err := q.Compile()
	if err != nil {
		return nil, err
	}
	r := &Run{Words: words, Center: by.Center, Within: list}
	within, err := d.within(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := d.ask(ctx, by.Center, asked, view{Page: 1}, within)
	if err != nil {
		return nil, err
	}
	state, err := d.Holding.State(ctx, by.Center)
	if err != nil {
		return nil, err
	}
	r.Total, r.More, r.Change = a.Total, a.More, state.Change-a.Left
	return r, d.addRun(ctx, by, r)
}
