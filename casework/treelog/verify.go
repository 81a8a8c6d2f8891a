package treelog

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/merkle"
	"zhibao/internal/store"
)

// A Verified is what Verify found.
type Verified struct {
	Centers int
	Entries int
	Heads   int
	Seen    int      // testimonies of witnesses
	Flaws   []string // Chinese
}

// grace is how old something may be that is not in the log yet: the job runs every minute, and a center
// may have been switched off.
const grace = time.Hour

// Verify computes the logs of all centers anew from their entries, compares them with their digests and
// signed heads, and holds every entry against what it is of. It needs no keys. Where the program runs, now
// is the time, and what is older than an hour must be entered. A database that was stopped or restored is
// verified without: what happened in its last minute was never entered, however long ago that is, and what
// must be entered is all that is older than the last entry by more than a search goes back.
func Verify(ctx context.Context, tx *store.Tx, now time.Time) (v Verified, err error) {
	defer fault.Wrap(&err, "verify the log")
	centers, err := centersWith(ctx, tx)
	if err != nil {
		return v, err
	}
	for _, center := range centers {
		v.Centers++
		w := &walk{ctx: ctx, tx: tx, center: center, v: &v}
		if err := w.tree(); err != nil {
			return v, err
		}
		before := now.Add(-grace)
		if now.IsZero() {
			if before, err = lastEntered(ctx, tx, center); err != nil {
				return v, err
			}
		}
		for _, s := range sources() {
			if err := w.source(s, before); err != nil {
				return v, err
			}
		}
	}
	seen, flaws, err := Testified(ctx, tx)
	v.Seen, v.Flaws = seen, append(v.Flaws, flaws...)
	return v, err
}

// lastEntered returns until when everything must be in the log of a center, by what it has.
func lastEntered(ctx context.Context, tx *store.Tx, center int64) (time.Time, error) {
	var last int64
	for _, s := range sources() {
		id, err := lastOf(ctx, tx, center, s.kind)
		if err != nil {
			return time.Time{}, err
		}
		last = max(last, id)
	}
	return store.IDTime(last).Add(-late), nil
}

// A walk goes over the log of one center.
type walk struct {
	ctx    context.Context
	tx     *store.Tx
	center int64
	v      *Verified
	by     merkle.Tree // the function of the log, which its first head tells
}

func (w *walk) flaw(format string, args ...any) {
	w.v.Flaws = append(w.v.Flaws, fmt.Sprintf("存证日志（中心 %d）", w.center)+fmt.Sprintf(format, args...))
}

const page = 5000

// tree computes all digests from the entries and compares them with those that are kept, and each head
// with the digest over as many entries as it tells.
func (w *walk) tree() error {
	heads, err := headsWhere(w.ctx, w.tx, `center_id = $1 ORDER BY size`, w.center)
	if err != nil {
		return err
	}
	w.by = merkle.SHA256
	if len(heads) > 0 {
		if t, ok := merkle.Named(heads[0].Function); ok {
			w.by = t
		}
	}
	made, kept := memory{}, nodes{walk: w}
	size := int64(0)
	for more := true; more; {
		leaves, err := leavesWhere(w.ctx, w.tx, `center_id = $1 AND at >= $2 ORDER BY at LIMIT $3`, w.center, size, page)
		if err != nil {
			return err
		}
		for i := range leaves {
			if leaves[i].at != size {
				w.flaw("缺少第 %d 条", size)
				return nil
			}
			if err := w.leaf(&leaves[i], made, &kept); err != nil {
				return err
			}
			size++
			for len(heads) > 0 && heads[0].Size == size {
				if err := w.head(heads[0], made); err != nil {
					return err
				}
				heads = heads[1:]
			}
		}
		w.v.Entries += len(leaves)
		more = len(leaves) == page
	}
	if len(heads) > 0 {
		w.flaw("只有 %d 条，而 %s 签名的树头记有 %d 条：其后的记录已经丢失", size, heads[0].At.Format(time.DateTime), heads[0].Size)
	}
	return nil
}

// leaf adds an entry and compares the digests that come with it with those that are kept.
func (w *walk) leaf(l *leaf, made memory, kept *nodes) error {
	places, digests, err := w.by.Append(l.at, []merkle.Digest{w.by.Leaf(l.text(w.center))}, made)
	if err != nil {
		return err
	}
	for i, x := range places {
		made.put(x, digests[i])
		hash, err := kept.next()
		if err != nil {
			return err
		}
		if !kept.wrong && !bytes.Equal(hash, digests[i][:]) {
			w.flaw("第 %d 条与所存的摘要不符，已被改动", l.at)
			kept.wrong = true
		}
	}
	return nil
}

// nodes are the digests that are kept, one after the other.
type nodes struct {
	*walk
	rows  [][]byte // of this page
	at    int64    // of the next one
	wrong bool     // one was told already
}

// next returns the digest that follows, nil where it is missing.
func (n *nodes) next() ([]byte, error) {
	if len(n.rows) == 0 {
		var err error
		if n.rows, err = nodesFrom(n.ctx, n.tx, n.center, n.at, page); err != nil {
			return nil, err
		}
	}
	if n.at++; len(n.rows) == 0 {
		return nil, nil
	}
	hash := n.rows[0]
	n.rows = n.rows[1:]
	return hash, nil
}

// head compares a head with the entries that were gone over.
func (w *walk) head(h *Head, made memory) error {
	w.v.Heads++
	root, err := w.by.Root(h.Size, made)
	if err != nil {
		return err
	}
	switch {
	case h.Function != w.by.Name():
		w.flaw("条数为 %d 的树头所用的摘要 %s 与该日志此前的不同", h.Size, h.Function)
	case root != h.Root:
		w.flaw("前 %d 条与当时签名的树头不一致", h.Size)
	case !h.Signed():
		w.flaw("条数为 %d 的树头签名无效", h.Size)
	}
	return nil
}

// memory keeps the digests of the subtrees that are still needed: those of the right edge.
type memory map[merkle.Node]merkle.Digest

// Node returns a digest of the right edge.
func (m memory) Node(x merkle.Node) (merkle.Digest, error) {
	d, ok := m[x]
	if !ok {
		return d, fmt.Errorf("digest of %v is not at hand", x)
	}
	return d, nil
}

// put keeps a digest and forgets the two below it.
func (m memory) put(x merkle.Node, d merkle.Digest) {
	m[x] = d
	if x.Height > 0 {
		delete(m, merkle.Node{Height: x.Height - 1, At: 2 * x.At})
		delete(m, merkle.Node{Height: x.Height - 1, At: 2*x.At + 1})
	}
}

// source holds the entries of a kind against what they are of, side by side in the order of ids.
func (w *walk) source(s source, before time.Time) error {
	var leaves []leaf
	var have []Entry
	var leafEnd, haveEnd bool
	var lastLeaf, lastHave int64
	for {
		var err error
		if len(leaves) == 0 && !leafEnd {
			if leaves, err = leavesWhere(w.ctx, w.tx, `center_id = $1 AND kind = $2 AND source > $3 ORDER BY source LIMIT $4`, w.center, s.kind, lastLeaf, page); err != nil {
				return err
			}
			leafEnd = len(leaves) < page
		}
		if len(have) == 0 && !haveEnd {
			if have, err = s.after(w.ctx, w.tx, w.center, lastHave, page); err != nil {
				return err
			}
			haveEnd = len(have) < page
		}
		switch {
		case len(leaves) == 0 && len(have) == 0:
			return nil
		case len(have) == 0 || len(leaves) > 0 && leaves[0].source < have[0].source:
			l := &leaves[0]
			w.flaw("第 %d 条所记的%s已不存在", l.at, l.words())
			return nil
		case len(leaves) == 0 || have[0].source < leaves[0].source:
			if store.IDTime(have[0].source).Before(before) {
				w.flaw("没有记下%s", have[0].words())
				return nil
			}
			lastHave, have = have[0].source, have[1:]
		default:
			l, e := &leaves[0], &have[0]
			if l.Object != e.Object || l.Seq != e.Seq || l.Label != e.Label || !bytes.Equal(l.Hash, e.Hash) {
				w.flaw("第 %d 条所记的%s与现有的不同，已被改动", l.at, l.words())
				return nil
			}
			lastLeaf, lastHave = l.source, e.source
			leaves, have = leaves[1:], have[1:]
		}
	}
}

// words names what an entry is of.
func (e *Entry) words() string {
	switch e.Kind {
	case OfEvent:
		return fmt.Sprintf("案件 %d 第 %d 条记录", e.Object, e.Seq)
	case OfPaper:
		return "文书 " + e.Label
	}
	return fmt.Sprintf("审计记录第 %d 条", e.Seq)
}
