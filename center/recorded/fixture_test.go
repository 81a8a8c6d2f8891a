package recorded

import (
	"archive/zip"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhibao/center"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/store/transfer"
)

// A version is what a released program left.
type version struct {
	name string
	dir  string    // with zhibao.db and root.key
	now  time.Time // when it ended
}

// versions unpacks all that are kept.
func versions(t *testing.T) (out []version) {
	t.Helper()
	kept, err := filepath.Glob("testdata/*/center.zip")
	if err != nil || len(kept) == 0 {
		t.Fatalf("no version is kept: %v", err)
	}
	for _, p := range kept {
		v := version{name: filepath.Base(filepath.Dir(p)), dir: t.TempDir()}
		z, err := zip.OpenReader(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err == nil {
				err = os.WriteFile(filepath.Join(v.dir, path.Base(f.Name)), b, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		b, err := os.ReadFile(filepath.Join(v.dir, "now"))
		if err != nil {
			t.Fatal(err)
		}
		ms, err := strconv.ParseInt(string(b), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		v.now = time.UnixMilli(ms)
		out = append(out, v)
	}
	return out
}

// each runs a test for every version on every engine, with the address of a database as the version left it.
func each(t *testing.T, test func(t *testing.T, v version, url string)) {
	for _, v := range versions(t) {
		t.Run(v.name, func(t *testing.T) {
			storetest.EachURL(t, func(t *testing.T, url string) {
				v.restore(t, url)
				test(t, v, url)
			})
		})
	}
}

// restore fills an empty database with what the version left: SQLite by its file, and PostgreSQL by its
// migrations, which are never changed once released, and its rows.
func (v version) restore(t *testing.T, url string) {
	t.Helper()
	own := filepath.Join(v.dir, "zhibao.db")
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		b, err := os.ReadFile(own)
		if err == nil {
			err = os.WriteFile(file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	from, to := open(t, "sqlite:"+own), open(t, url)
	defer from.Close()
	defer to.Close()
	if err := to.Migrate(t.Context(), only(t, center.Schemas(), applied(t, from))...); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Copy(t.Context(), from, to, func(string) {}); err != nil {
		t.Fatal(err)
	}
}

// open opens a database that the test closes itself.
func open(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.OpenWith(t.Context(), url, store.Options{Now: time.Now, Readers: 4})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// applied lists the migrations that a database has seen, as owner/name.
func applied(t *testing.T, db *store.DB) (out []string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT owner || '/' || name FROM store_migration ORDER BY name, owner`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			out = append(out, s)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A file is one migration.
type file struct{ owner, name, text string }

// files lists the migrations of schemas, in the order in which they are applied.
func files(t *testing.T, schemas []store.Schema) (out []file) {
	t.Helper()
	for _, s := range schemas {
		err := fs.WalkDir(s.Files, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || path.Ext(p) != ".sql" {
				return err
			}
			b, err := fs.ReadFile(s.Files, p)
			out = append(out, file{s.Owner, path.Base(p), string(b)})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(out, func(a, b file) int { return strings.Compare(a.name+" "+a.owner, b.name+" "+b.owner) })
	return out
}

// schemasOf is the reverse of files.
func schemasOf(all []file) (out []store.Schema) {
	by := map[string]fstest.MapFS{}
	for _, f := range all {
		if by[f.owner] == nil {
			by[f.owner] = fstest.MapFS{}
			out = append(out, store.Schema{Owner: f.owner, Files: by[f.owner]})
		}
		by[f.owner][f.name] = &fstest.MapFile{Data: []byte(f.text)}
	}
	return out
}

// only keeps the migrations that are named, all of which must still be there.
func only(t *testing.T, schemas []store.Schema, names []string) []store.Schema {
	t.Helper()
	var kept []file
	for _, f := range files(t, schemas) {
		if slices.Contains(names, f.owner+"/"+f.name) {
			kept = append(kept, f)
		}
	}
	if len(kept) != len(names) {
		t.Fatalf("of %d migrations that were released, %d are left: none may be removed or renamed", len(names), len(kept))
	}
	return schemasOf(kept)
}

// contents tells what a database holds.
func contents(t *testing.T, db *store.DB) []transfer.Content {
	t.Helper()
	c, err := transfer.Contents(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve opens the center of a version with this program.
func (v version) serve(ctx context.Context, url string) (*center.Center, error) {
	return center.Open(ctx, center.Config{Database: url, Data: filepath.Join(v.dir, "data"), KeyFile: filepath.Join(v.dir, "root.key"), Plain: true,
		Now: func() time.Time { return v.now.Add(time.Minute) }, Log: slog.New(slog.DiscardHandler)})
}

// fresh returns the address of one more empty database of an engine.
func fresh(t *testing.T, engine string) string {
	t.Helper()
	if engine == store.Postgres {
		return storetest.Postgres(t)
	}
	return storetest.SQLite(t)
}
