package searching

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/search"
)

// Answer answers a request of another package on the index of a center, which it brings up to date first.
func (d *Desk) Answer(ctx context.Context, center int64, r search.Request) (out search.Result, err error) {
	f, err := d.open(ctx, center)
	if err != nil {
		return out, err
	}
	for left := int64(1); left > 0; {
		if left, err = d.feed(ctx, center, f, quick); err != nil {
			return out, err
		}
	}
	return f.engine.Find(ctx, r)
}

// Words are those of a search that the actor may see, and the name under which it is kept.
func (d *Desk) Words(ctx context.Context, by casework.Actor, run int64) (words, title string, err error) {
	r, err := d.run(ctx, by, run)
	if err != nil {
		return "", "", err
	}
	if _, err := r.asked(); err != nil {
		return "", "", err
	}
	return r.Words, r.Title, nil
}
