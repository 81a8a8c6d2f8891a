package designs

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent/likeness"
)

const (
	batch = 1000 // pictures that are taken in at once
	quick = 5    // batches that a search waits for
)

// feeds are the collections of the centers in this process.
type feeds struct {
	mu sync.Mutex
	of map[int64]*feed // by center
}

// A feed is the collection of a center, nil until it is open.
type feed struct {
	mu         sync.Mutex // held while it is opened, closed or brought up to date
	collection *likeness.Collection
}

// feedOf returns the feed of a center.
func (d *Desk) feedOf(center int64) *feed {
	d.feeds.mu.Lock()
	defer d.feeds.mu.Unlock()
	f := d.feeds.of[center]
	if f == nil {
		f = &feed{}
		d.feeds.of[center] = f
	}
	return f
}

// Feed brings the collection of a center up to the pictures that are kept, at most so many batches, and
// returns it with how many changes are left. The file is made of the database and can be thrown away at any
// time.
func (d *Desk) Feed(ctx context.Context, center int64, batches int) (_ *likeness.Collection, left int64, err error) {
	defer fault.Wrap(&err, "feed pictures")
	f := d.feedOf(center)
	f.mu.Lock()
	defer f.mu.Unlock()
	change, err := d.change(ctx, center)
	if err != nil {
		return nil, 0, err
	}
	if err := f.open(d.Path(center), change); err != nil {
		return nil, 0, fault.New(fault.Unavailable, "designs.collection", "外观图片库打不开，请联系系统管理员；图片本身没有丢失，图片库可以重建").Because(err)
	}
	for ; batches > 0 && f.collection.Change() < change; batches-- {
		if err := d.take(ctx, center, f.collection); err != nil {
			return nil, 0, err
		}
	}
	return f.collection, change - f.collection.Change(), nil
}

// open opens the file. One that knows of more changes than the database belongs to another state of it, as
// after a backup was restored, and is made anew.
func (f *feed) open(path string, change int64) (err error) {
	if f.collection == nil {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if f.collection, err = likeness.Open(path); err != nil {
			return err
		}
	}
	if f.collection.Change() <= change {
		return nil
	}
	err = errors.Join(f.collection.Close(), os.Remove(path))
	f.collection = nil
	if err != nil {
		return err
	}
	f.collection, err = likeness.Open(path)
	return err
}

// change is the last change of the pictures of a center.
func (d *Desk) change(ctx context.Context, center int64) (n int64, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		err := tx.Row(ctx, `SELECT change FROM designs_state WHERE center_id = $1`, center).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return n, err
}

// take takes the next pictures in.
func (d *Desk) take(ctx context.Context, center int64, c *likeness.Collection) error {
	var ks []Kept
	err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		ks, err = kept(ctx, tx, `center_id = $1 AND change > $2 ORDER BY change LIMIT $3`, center, c.Change(), int64(batch))
		return err
	})
	var es []likeness.Entry
	for i := 0; i < len(ks) && err == nil; i++ {
		var e likeness.Entry
		e, err = d.entry(ctx, center, &ks[i])
		es = append(es, e)
	}
	if err != nil {
		return err
	}
	return c.Write(es)
}

// Close lets go of all collections.
func (d *Desk) Close() (err error) {
	d.feeds.mu.Lock()
	defer d.feeds.mu.Unlock()
	for _, f := range d.feeds.of {
		f.mu.Lock()
		if f.collection != nil {
			err = errors.Join(err, f.collection.Close())
			f.collection = nil
		}
		f.mu.Unlock()
	}
	return err
}
