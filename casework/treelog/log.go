package treelog

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/merkle"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "treelog", Files: sub}
}

// A Log writes the logs of all centers of a database.
type Log struct {
	DB   *store.DB
	Keys *seal.Ring
	Now  func() time.Time

	first seal.Provider // of a log that begins, where a test wants another than the center's
}

const (
	// late is how much later than its id something may become visible: ids are given before the
	// transaction commits. It is much longer than any transaction lasts.
	late = 10 * time.Minute
	// batch is how many entries one transaction writes, so that the other writers wait for a moment only.
	batch = 500
	// mostFound is how many records one search of all ids takes up. What is left is taken up by the next.
	mostFound = 100 * batch
)

// before returns the id from which on entries may be missing, if the last one entered has the id.
func before(id int64) int64 {
	return max(0, id-late.Milliseconds()<<store.IDBits)
}

// scope is under which name the key of a center lies.
func scope(center int64) string { return fmt.Sprintf("treelog/%d", center) }

// Seal enters what is new in a center and signs a head over it. It returns how many entries were added;
// without any, there is no new head. What is new is looked for among the latest ids; with whole, all ids are
// gone over where there are more records than entries, as after a clock that was set back.
func (l *Log) Seal(ctx context.Context, center int64, whole bool) (n int, err error) {
	defer fault.Wrap(&err, "sealing the log of center %d", center)
	for _, s := range sources() {
		for more := true; more; {
			k, err := l.round(ctx, center, s, batch, func(tx *store.Tx) (int64, bool, error) {
				last, err := lastOf(ctx, tx, center, s.kind)
				return before(last), true, err
			})
			if n += k; err != nil {
				return n, err
			}
			more = k == batch
		}
		if !whole {
			continue
		}
		k, err := l.round(ctx, center, s, mostFound, func(tx *store.Tx) (int64, bool, error) {
			have, err := s.count(ctx, tx, center)
			if err != nil {
				return 0, false, err
			}
			known, err := countOf(ctx, tx, center, s.kind)
			return 0, have > known, err
		})
		if n += k; err != nil {
			return n, err
		}
	}
	return n, nil
}

// round looks for up to most records that have no entry, from an id on if it is to look at all, and enters
// them. Looking keeps no other writer waiting.
func (l *Log) round(ctx context.Context, center int64, s source, most int, start func(*store.Tx) (from int64, look bool, err error)) (n int, err error) {
	var fresh []Entry
	err = l.DB.Read(ctx, func(tx *store.Tx) error {
		from, look, err := start(tx)
		if err != nil || !look {
			return err
		}
		fresh, err = missing(ctx, tx, center, s, from, most)
		return err
	})
	for part := range slices.Chunk(fresh, batch) {
		if err != nil {
			break
		}
		var k int
		k, err = l.enter(ctx, center, part)
		n += k
	}
	return n, err
}

// missing returns up to most of what a source has after an id and the log has not.
func missing(ctx context.Context, tx *store.Tx, center int64, s source, from int64, most int) (fresh []Entry, err error) {
	for {
		page, err := s.after(ctx, tx, center, from, batch)
		if err != nil || len(page) == 0 {
			return fresh, err
		}
		to := page[len(page)-1].source
		known, err := knownBetween(ctx, tx, center, s.kind, from, to)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if !known[e.source] {
				fresh = append(fresh, e)
			}
			if len(fresh) == most {
				return fresh, nil
			}
		}
		from = to
	}
}

// enter adds entries and signs the head over them, in one transaction. Those that somebody else entered
// meanwhile are left out.
func (l *Log) enter(ctx context.Context, center int64, entries []Entry) (n int, err error) {
	err = l.DB.Write(ctx, func(tx *store.Tx) error {
		n = 0
		if err := tx.Lock(ctx, scope(center)); err != nil {
			return err
		}
		first, last := entries[0], entries[len(entries)-1]
		known, err := knownBetween(ctx, tx, center, first.Kind, first.source-1, last.source)
		if err != nil {
			return err
		}
		var fresh []Entry
		for _, e := range entries {
			if !known[e.source] {
				fresh = append(fresh, e)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		size, err := sizeOf(ctx, tx, center)
		if err != nil {
			return err
		}
		h, err := l.style(ctx, tx, center)
		if err != nil {
			return err
		}
		s := stored{ctx, tx, center}
		if err := s.add(h.tree, size, fresh); err != nil {
			return err
		}
		n = len(fresh)
		return l.sign(s, h, size+int64(n))
	})
	return n, err
}

// A style is how a log is written: the function of its digests and how its heads are signed.
type style struct {
	tree merkle.Tree
	hand seal.Provider
}

// style is that of the last head, because a tree has one function from its first entry on; of a log that
// begins, the one of the center.
func (l *Log) style(ctx context.Context, tx *store.Tx, center int64) (style, error) {
	h, err := Latest(ctx, tx, center)
	if err != nil {
		return style{}, err
	}
	if h == nil {
		if cmp.Or(l.first, l.Keys.Provider()) == seal.SM {
			return style{merkle.SM3, seal.SM}, nil
		}
		return style{merkle.SHA256, seal.International}, nil
	}
	t, ok := merkle.Named(h.Function)
	if !ok {
		return style{}, fmt.Errorf("head with an unknown digest %s", h.Function)
	}
	return style{t, seal.HandOf(h.Public)}, nil
}

// add writes entries behind the first size ones, and the digests that come with them.
func (s stored) add(tree merkle.Tree, size int64, entries []Entry) error {
	leaves := make([]merkle.Digest, len(entries))
	for i := range entries {
		e := &entries[i]
		leaves[i] = tree.Leaf(e.text(s.center))
		if err := putLeaf(s.ctx, s.tx, s.center, size+int64(i), e); err != nil {
			return err
		}
	}
	nodes, digests, err := tree.Append(size, leaves, s)
	if err != nil {
		return err
	}
	for i, x := range nodes {
		if err := putNode(s.ctx, s.tx, s.center, placeOf(x), digests[i]); err != nil {
			return err
		}
	}
	return nil
}

// sign puts the head over the first size entries.
func (l *Log) sign(s stored, how style, size int64) error {
	root, err := how.tree.Root(size, s)
	if err != nil {
		return err
	}
	signer, err := l.Keys.Hand(s.ctx, s.tx, scope(s.center), how.hand)
	if err != nil {
		return err
	}
	// Seconds, as they stand in the text that is signed.
	h := &Head{Center: s.center, Size: size, Root: root, At: l.Now().Truncate(time.Second), Function: how.tree.Name(), Public: signer.Public()}
	if h.Signature, err = signer.Sign(h.message()); err != nil {
		return err
	}
	return putHead(s.ctx, s.tx, h)
}

// stored gives the digests that are in the database.
type stored struct {
	ctx    context.Context
	tx     *store.Tx
	center int64
}

// Node returns the digest of a subtree.
func (s stored) Node(x merkle.Node) (merkle.Digest, error) {
	return nodeAt(s.ctx, s.tx, s.center, placeOf(x))
}

// placeOf numbers the subtrees in the order in which they are complete: of a subtree, all within it come
// before it, and it comes right after the last of them.
func placeOf(x merkle.Node) int64 {
	n := x.At
	for range x.Height {
		n = 2*n + 1 // its last entry
	}
	at := int64(x.Height)
	for ; n > 0; n >>= 1 { // entries before it, and subtrees that they complete
		at += n
	}
	return at
}
