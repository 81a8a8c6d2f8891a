package beside

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

//go:embed next
var scripts embed.FS

// copies is how many rows a next version makes for each case.
const copies = 1000

// Begun is what Upgrade prints when it begins.
const Begun = "升级开始"

// next is the migration that makes a database one of the n-th version to come. The version before can go on
// with it.
func next(n int) (s store.Schema, err error) {
	each, err := fs.ReadFile(scripts, "next/each.sql")
	if err != nil {
		return s, err
	}
	f := only{text: []byte(strings.ReplaceAll(string(each), "{version}", fmt.Sprint(n)))}
	if n == 1 {
		first, err := fs.ReadFile(scripts, "next/first.sql")
		if err != nil {
			return s, err
		}
		f.text = append(first, f.text...)
	}
	f.FS, err = fs.Sub(scripts, "next")
	return store.Schema{Owner: fmt.Sprintf("next-%04d", n), Files: f}, err
}

// only is a folder with one file, the migration.
type only struct {
	fs.FS
	text []byte
}

// ReadFile returns the statements.
func (o only) ReadFile(string) ([]byte, error) { return o.text, nil }

// ReadDir lists the one file.
func (o only) ReadDir(string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, ".")
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{entry{all[0]}}, nil
}

// entry has the name of a migration.
type entry struct{ fs.DirEntry }

// Name is later than that of any migration of the program.
func (entry) Name() string { return "29990101_next.sql" }

// Upgrade makes a database one of the n-th version to come, and says when it begins.
func Upgrade(ctx context.Context, w io.Writer, database string, n int, now func() time.Time) (err error) {
	defer fault.Wrap(&err, "upgrade to version %d", n)
	db, err := store.OpenWith(ctx, database, store.Options{Now: now})
	if err != nil {
		return err
	}
	defer db.Close()
	var all []store.Schema
	for v := range n {
		s, err := next(v + 1)
		if err != nil {
			return err
		}
		all = append(all, s)
	}
	fmt.Fprintln(w, Begun)
	return db.Migrate(ctx, all...)
}

// Upgraded returns of which version to come a database is, 0 for none, and what of it is there by half.
func Upgraded(ctx context.Context, tx *store.Tx) (version int64, flaws []string, err error) {
	defer fault.Wrap(&err, "look at the upgrades")
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM store_migration WHERE owner LIKE 'next-%'`).Scan(&version); err != nil || version == 0 {
		return version, nil, err // a table of an upgrade that does not count would stop the next one
	}
	var round, cases, rows, others, marked int64
	err = tx.Row(ctx, `SELECT (SELECT COALESCE(MAX(version), 0) FROM next_round), (SELECT COALESCE(SUM(cases), 0) FROM next_round), (SELECT COUNT(*) FROM next_course),
		(SELECT COUNT(*) FROM next_course WHERE version <> $1), (SELECT COUNT(*) FROM casework_case WHERE next_version = $1)`, version).
		Scan(&round, &cases, &rows, &others, &marked)
	if err == nil && (round != version || rows != cases*copies || others > 0 || marked != cases) {
		flaws = append(flaws, fmt.Sprintf("升级到第 %d 版：表中为第 %d 版，%d 件案件、标明的 %d 件，%d 行中 %d 行属于其他版本", version, round, cases, marked, rows, others))
	}
	return version, flaws, err
}
