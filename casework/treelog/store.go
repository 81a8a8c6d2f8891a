package treelog

import (
	"context"
	"fmt"
	"time"

	"zhibao/internal/merkle"
	"zhibao/internal/store"
)

func putLeaf(ctx context.Context, tx *store.Tx, center, at int64, e *Entry) error {
	_, err := tx.Exec(ctx, `INSERT INTO treelog_leaf (center_id, at, kind, source, object, seq, label, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		center, at, e.Kind, e.source, e.Object, e.Seq, e.Label, e.Hash)
	return err
}

func putNode(ctx context.Context, tx *store.Tx, center, at int64, d merkle.Digest) error {
	_, err := tx.Exec(ctx, `INSERT INTO treelog_node (center_id, at, hash) VALUES ($1,$2,$3)`, center, at, d[:])
	return err
}

func putHead(ctx context.Context, tx *store.Tx, h *Head) error {
	_, err := tx.Exec(ctx, `INSERT INTO treelog_head (center_id, size, at, root, digest, public, signature) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		h.Center, h.Size, h.At.UnixMicro(), h.Root[:], h.Function, h.Public, h.Signature)
	return err
}

// sizeOf returns how many entries the log of a center has.
func sizeOf(ctx context.Context, tx *store.Tx, center int64) (n int64, err error) {
	err = tx.Row(ctx, `SELECT COALESCE(MAX(at) + 1, 0) FROM treelog_leaf WHERE center_id = $1`, center).Scan(&n)
	return n, err
}

// lastOf returns the greatest id that is entered of a kind, 0 for none.
func lastOf(ctx context.Context, tx *store.Tx, center int64, kind string) (id int64, err error) {
	err = tx.Row(ctx, `SELECT COALESCE(MAX(source), 0) FROM treelog_leaf WHERE center_id = $1 AND kind = $2`, center, kind).Scan(&id)
	return id, err
}

// countOf returns how many entries there are of a kind.
func countOf(ctx context.Context, tx *store.Tx, center int64, kind string) (n int64, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM treelog_leaf WHERE center_id = $1 AND kind = $2`, center, kind).Scan(&n)
	return n, err
}

// knownBetween returns the ids that are entered of a kind, after one id and up to another.
func knownBetween(ctx context.Context, tx *store.Tx, center int64, kind string, after, to int64) (map[int64]bool, error) {
	rows, err := tx.Query(ctx, `SELECT source FROM treelog_leaf WHERE center_id = $1 AND kind = $2 AND source > $3 AND source <= $4`, center, kind, after, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[int64]bool{}
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		known[id] = true
	}
	return known, rows.Err()
}

func nodeAt(ctx context.Context, tx *store.Tx, center, at int64) (d merkle.Digest, err error) {
	var hash []byte
	if err := tx.Row(ctx, `SELECT hash FROM treelog_node WHERE center_id = $1 AND at = $2`, center, at).Scan(&hash); err != nil {
		return d, fmt.Errorf("digest %d of the log: %w", at, err)
	}
	if copy(d[:], hash) != merkle.Size {
		return d, fmt.Errorf("digest %d of the log has %d bytes", at, len(hash))
	}
	return d, nil
}

// nodesFrom returns the digests from a place on, in their order; of one that is missing, nil.
func nodesFrom(ctx context.Context, tx *store.Tx, center, at int64, limit int) (out [][]byte, err error) {
	rows, err := tx.Query(ctx, `SELECT at, hash FROM treelog_node WHERE center_id = $1 AND at >= $2 AND at < $3 ORDER BY at`, center, at, at+int64(limit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var place int64
		var hash []byte
		if err := rows.Scan(&place, &hash); err != nil {
			return nil, err
		}
		for at+int64(len(out)) < place {
			out = append(out, nil)
		}
		out = append(out, hash)
	}
	return out, rows.Err()
}

const leafColumns = `at, kind, source, object, seq, label, hash`

// A leaf is an entry with its number.
type leaf struct {
	at int64
	Entry
}

func leavesWhere(ctx context.Context, tx *store.Tx, where string, args ...any) (out []leaf, err error) {
	rows, err := tx.Query(ctx, `SELECT `+leafColumns+` FROM treelog_leaf WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l leaf
		if err := rows.Scan(&l.at, &l.Kind, &l.source, &l.Object, &l.Seq, &l.Label, &l.Hash); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

const headColumns = `center_id, size, at, root, digest, public, signature`

// headsWhere returns heads. A root of another length than a digest is cut or filled up; it fits nothing
// then, and Verify says so.
func headsWhere(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Head, err error) {
	rows, err := tx.Query(ctx, `SELECT `+headColumns+` FROM treelog_head WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		h := &Head{}
		var at int64
		var root []byte
		if err := rows.Scan(&h.Center, &h.Size, &at, &root, &h.Function, &h.Public, &h.Signature); err != nil {
			return nil, err
		}
		copy(h.Root[:], root)
		h.At = time.UnixMicro(at)
		out = append(out, h)
	}
	return out, rows.Err()
}

// Heads returns the heads of a center, the latest first, with fewer entries than given; 0 begins with the
// latest.
func Heads(ctx context.Context, tx *store.Tx, center, below int64, limit int) ([]*Head, error) {
	return headsWhere(ctx, tx, `center_id = $1 AND ($2 = CAST(0 AS BIGINT) OR size < $2) ORDER BY size DESC LIMIT $3`, center, below, limit)
}

// Latest returns the last head of a center, nil where there is none yet.
func Latest(ctx context.Context, tx *store.Tx, center int64) (*Head, error) {
	all, err := Heads(ctx, tx, center, 0, 1)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// headOver returns the first head over an entry, nil where it is not sealed yet.
func headOver(ctx context.Context, tx *store.Tx, center, at int64) (*Head, error) {
	all, err := headsWhere(ctx, tx, `center_id = $1 AND size > $2 ORDER BY size LIMIT 1`, center, at)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// entered returns the entry of something, nil where it is not entered.
func entered(ctx context.Context, tx *store.Tx, center int64, kind string, object, seq int64) (*leaf, error) {
	all, err := leavesWhere(ctx, tx, `center_id = $1 AND kind = $2 AND object = $3 AND seq = $4 ORDER BY at LIMIT 1`, center, kind, object, seq)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// centersWith returns the centers that have a log.
func centersWith(ctx context.Context, tx *store.Tx) (out []int64, err error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT center_id FROM treelog_head ORDER BY center_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
