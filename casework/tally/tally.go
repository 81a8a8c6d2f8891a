// Package tally (计数) remembers what was counted for as long as it is the truth: each count belongs
// to a version of what was counted, and is told again to whoever reads that version and no other.
package tally

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

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
	return store.Schema{Owner: "tally", Files: sub}
}

// Changed makes a new version: in the transaction that changes where a case of the center stands, or who
// may see it.
func Changed(ctx context.Context, tx *store.Tx, center int64) error {
	slot := "0"
	if tx.Engine() == store.Postgres {
		slot = "pg_backend_pid() % 256"
	}
	return tx.Later(ctx, `INSERT INTO tally_change (center_id, slot, uses) VALUES ($1, `+slot+`, 1)
		ON CONFLICT (center_id, slot) DO UPDATE SET uses = tally_change.uses + 1`, center)
}

// Version returns the version that a snapshot shows, and asks once for it: a transaction that only reads sees one.
// It only grows, so that two snapshots with the same one show the same. What a transaction has changed itself is no
// version yet: it may be taken back.
func Version(ctx context.Context, tx *store.Tx, center int64) (int64, error) {
	read := func() (v int64, err error) {
		err = tx.Row(ctx, `SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT) FROM tally_change WHERE center_id = $1`, center).Scan(&v)
		return v, err
	}
	if !tx.Reads() {
		return read()
	}
	return store.Once(tx, fmt.Sprintf("tally/version/%d", center), read)
}

// Free reports whether somebody has no conflict of interest in any case of the center, and asks once for it.
func Free(ctx context.Context, tx *store.Tx, center, account int64) (bool, error) {
	return store.Once(tx, fmt.Sprintf("tally/free/%d/%d", center, account), func() (free bool, err error) {
		err = tx.Row(ctx, `SELECT NOT EXISTS (SELECT 1 FROM casework_conflict cf WHERE cf.center_id = $1 AND cf.account_id = $2)`, center, account).Scan(&free)
		return free, err
	})
}

// most is how many counts a book remembers. Each is one question of a list; people of the same rights ask
// the same.
const most = 2000

// A Book remembers counts. The zero book remembers none yet.
type Book struct {
	mu   sync.Mutex
	kept map[string]entry
}

// An entry is a count and the version that was counted.
type entry struct {
	version int64
	value   any
}

// Keep returns the count of a version that goes by the key: from the book, or from count. The key must
// hold everything that is asked, and version must come from the very snapshot on which count counts. What
// is returned belongs to all who ask and is not to be changed.
func Keep[T any](b *Book, version int64, key string, count func() (T, error)) (T, error) {
	b.mu.Lock()
	e, ok := b.kept[key]
	b.mu.Unlock()
	if ok && e.version == version {
		return e.value.(T), nil
	}
	// Not under the lock: who counts at the same time counts twice, and nobody waits.
	v, err := count()
	if err != nil {
		return v, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kept == nil || len(b.kept) >= most {
		b.kept = map[string]entry{} // what is asked comes back at once
	}
	// Also over a higher version: a database that was put back counts its versions anew.
	b.kept[key] = entry{version, v}
	return v, nil
}

// A Query is a question under way: what must hold of a case, and what its snapshot is.
type Query struct {
	Conds []string
	Args  []any

	Free    bool  // the actor has no conflict of interest at all
	Kept    bool  // counts may be remembered
	Version int64 // of the snapshot, where they may
}

// Where adds a condition; each ? in it takes one of the values.
func (q *Query) Where(cond string, values ...any) {
	for _, v := range values {
		q.Args = append(q.Args, v)
		cond = strings.Replace(cond, "?", fmt.Sprintf("$%d", len(q.Args)), 1)
	}
	q.Conds = append(q.Conds, cond)
}

// Count counts, or remembers what the same question was answered on a snapshot of the same version.
func Count[T any](b *Book, q *Query, text string, count func() (T, error)) (T, error) {
	if !q.Kept {
		return count()
	}
	return Keep(b, q.Version, fmt.Sprint(text, q.Args), count)
}
