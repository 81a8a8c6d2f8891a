package searching

import (
	"context"
	"errors"
	"strings"
	"sync"

	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/search"
)

const (
	batch = 500 // documents that are put into the index at once
	quick = 4   // batches that a search waits for
)

// feeds are the indexes of the centers in this process.
type feeds struct {
	mu sync.Mutex      // of the map
	of map[int64]*feed // by center
}

// A feed is the index of a center and how far it has been fed.
type feed struct {
	opening sync.Mutex // held while the index is opened or closed
	engine  Engine     // nil until it is open
	fed     int64      // the last change that it has
	feeding sync.Mutex // held by who brings it up to date
}

// open returns the feed of a center with its index open.
func (d *Desk) open(ctx context.Context, center int64) (*feed, error) {
	d.feeds.mu.Lock()
	f := d.feeds.of[center]
	if f == nil {
		f = &feed{}
		d.feeds.of[center] = f
	}
	d.feeds.mu.Unlock()
	f.opening.Lock()
	defer f.opening.Unlock()
	if f.engine != nil {
		return f, nil
	}
	engine, empty, err := d.Open(ctx, center)
	// A server that does not answer says itself what to do; doctor looks at files.
	if e := fault.Of(err); e != nil && strings.HasPrefix(e.Code, "opensearch.") {
		return nil, err
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "searching.index", "检索索引打不开，请联系系统管理员运行 zhibao doctor；文献本身没有丢失，索引可以重建").Because(err)
	}
	if f.fed, err = d.Fed(center, nil); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	// An index that was thrown away is fed from the beginning.
	if empty {
		f.fed = 0
	}
	f.engine = engine
	return f, nil
}

// Close lets go of all indexes.
func (d *Desk) Close() (err error) {
	d.feeds.mu.Lock()
	defer d.feeds.mu.Unlock()
	for _, f := range d.feeds.of {
		f.opening.Lock()
		if f.engine != nil {
			if e := f.engine.Close(); err == nil {
				err = e
			}
			f.engine = nil
		}
		f.opening.Unlock()
	}
	return err
}

// Feed brings the index of a center up to the changes of its holding, at most so many batches, and
// returns how many changes are left. It is what a job and every search call; none is lost when the
// process ends in between, and none does harm twice.
func (d *Desk) Feed(ctx context.Context, center int64, batches int) (left int64, err error) {
	defer fault.Wrap(&err, "feed index")
	f, err := d.open(ctx, center)
	if err != nil {
		return 0, err
	}
	return d.feed(ctx, center, f, batches)
}

// feed is Feed for an index that is open. One at a time feeds: the others wait and find it done.
func (d *Desk) feed(ctx context.Context, center int64, f *feed, batches int) (left int64, err error) {
	f.feeding.Lock()
	defer f.feeding.Unlock()
	state, err := d.Holding.State(ctx, center)
	if err != nil {
		return 0, err
	}
	for ; batches > 0 && f.fed < state.Change; batches-- {
		docs, upTo, err := d.Holding.Changes(ctx, center, f.fed, batch)
		if err != nil {
			return 0, err
		}
		// Changes that only took documents out leave nothing to put.
		if len(docs) == 0 {
			upTo = state.Change
		}
		put := make([]search.Document, len(docs))
		for i := range docs {
			put[i] = holding.Index(&docs[i])
		}
		if err := f.engine.Put(ctx, put); err != nil {
			return 0, err
		}
		if _, err := d.Fed(center, &upTo); err != nil {
			return 0, err
		}
		f.fed = upTo
	}
	return max(state.Change-f.fed, 0), nil
}
