package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhibao/internal/fault"
)

func openTemp(t *testing.T, dir string) (*DB, *sqliteEngine) {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(dir, "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	put(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB) STRICT`)
	return db, db.engine.(*sqliteEngine)
}

func put(t *testing.T, db *DB, query string, args ...any) {
	t.Helper()
	if err := write(db, query, args...); err != nil {
		t.Fatal(err)
	}
}

func write(db *DB, query string, args ...any) error {
	return db.Write(context.Background(), func(tx *Tx) error {
		_, err := tx.Exec(context.Background(), query, args...)
		return err
	})
}

func rows(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.Read(context.Background(), func(tx *Tx) error {
		return tx.Row(context.Background(), "SELECT count(*) FROM t").Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

const insertBlob = `INSERT INTO t (x) VALUES ($1)`

// A database that may not grow refuses writes clearly, keeps serving reads, and goes on as
// soon as there is room, without a restart. Small neighbours of a large write are not lost.
func TestFull(t *testing.T) {
	db, e := openTemp(t, t.TempDir())
	limit := func(pages string) {
		if _, err := e.group.q.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("100")
	var wg sync.WaitGroup
	var mu sync.Mutex
	refused, kept := 0, 0
	for i := range 40 {
		wg.Go(func() {
			size := 10
			if i%4 == 0 {
				size = 600_000
			}
			err := write(db, insertBlob, make([]byte, size))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				kept++
			case size == 10:
				t.Errorf("a small write was refused: %v", err)
			case !IsFull(err) || fault.KindOf(err) != fault.Full || !strings.Contains(fault.MessageOf(err), "磁盘已满"):
				t.Errorf("got %v", err)
			default:
				refused++
			}
		})
	}
	wg.Wait()
	if refused != 10 || rows(t, db) != kept || kept != 30 {
		t.Errorf("%d refused, %d kept, %d rows", refused, kept, rows(t, db))
	}
	limit("100000")
	put(t, db, insertBlob, make([]byte, 600_000))
	if err := db.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

var errDisk = errors.New("fsync: input/output error")

// failing is a connection on which COMMIT fails as it does when the disk does.
type failing struct {
	querier
	commits int
}

func (f *failing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if query == "COMMIT" {
		f.commits++
		if f.commits == 1 {
			return nil, errDisk
		}
	}
	return f.querier.ExecContext(ctx, query, args...)
}

// After a failed fsync nothing is acknowledged any more: a second try would succeed without
// the data being there.
func TestDiskFails(t *testing.T) {
	db, e := openTemp(t, t.TempDir())
	put(t, db, insertBlob, []byte("before"))
	f := &failing{querier: e.group.q}
	classify := db.classify
	db.classify = func(err error) class {
		if errors.Is(err, errDisk) {
			return broken
		}
		return classify(err)
	}
	e.group.close()
	e.group = newGroup(f, &db.dialect, &db.count)
	for i, code := range []string{"store.disk", "store.stopped", "store.stopped"} {
		if err := write(db, insertBlob, []byte("after")); fault.CodeOf(err) != code {
			t.Errorf("write %d: %v, want %s", i, err, code)
		}
	}
	if f.commits != 1 || rows(t, db) != 1 {
		t.Errorf("%d commits, %d rows", f.commits, rows(t, db))
	}
}

// The files are for the owner of the process alone.
func TestRights(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	db, _ := openTemp(t, dir)
	put(t, db, insertBlob, []byte("x"))
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 3 {
		t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		if st, err := f.Info(); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f.Name(), st.Mode(), err)
		}
	}
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	db, _ := openTemp(t, dir)
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() { write(db, insertBlob, make([]byte, 3000)) })
	}
	path := filepath.Join(dir, "copy", "知保.db")
	if err := db.Backup(t.Context(), path); err == nil {
		t.Error("no error for a missing folder")
	}
	os.Mkdir(filepath.Dir(path), 0o700)
	if err := db.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := db.Backup(t.Context(), path); fault.CodeOf(err) != "store.backup_exists" {
		t.Errorf("overwriting a backup: %v", err)
	}
	if err := write(db, insertBlob, nil); err != nil {
		t.Error(err)
	}
	cp, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer cp.Close()
	if err := cp.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	rows(t, cp)
	files, _ := os.ReadDir(filepath.Dir(path))
	if slices.ContainsFunc(files, func(f os.DirEntry) bool { return strings.HasSuffix(f.Name(), ".partial") }) {
		t.Error("a partial file is left")
	}
}

// A damaged file is found by Integrity or refused at opening, never passed over.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	db, _ := openTemp(t, dir)
	for i := range 300 {
		put(t, db, `INSERT INTO t (id, x) VALUES ($1, $2)`, i, make([]byte, 500))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "t.db")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		content[len(content)/2+i] ^= 0xff
	}
	copy(content[8192:], make([]byte, 64))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := Open(t.Context(), path)
	if err == nil {
		err = damaged.Integrity(t.Context())
		damaged.Close()
	}
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
