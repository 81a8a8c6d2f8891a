package transfer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/store/transfer"
)

var schema = store.Schema{Owner: "t", Files: fstest.MapFS{"20261123_t.sql": {Data: []byte(`
CREATE TABLE t_all (id BIGINT PRIMARY KEY, flag BOOLEAN NOT NULL, words TEXT, box BYTEA);
CREATE TABLE t_none (a TEXT, "order" BIGINT);
CREATE TABLE t_pair (a BIGINT, b BIGINT, PRIMARY KEY (a, b));`)}}}

func opened(t *testing.T, url string) *store.DB {
	t.Helper()
	db := storetest.Open(t, url)
	if err := db.Migrate(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return db
}

func write(t *testing.T, db *store.DB, f func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// fill writes rows of every type, with what is hard to carry: nothing, empty, long, not text.
func fill(t *testing.T, db *store.DB) {
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		for i := range 1700 {
			var words, box any = fmt.Sprintf("第 %d 件 'x' \"y\" \\ 😀", i), []byte{0, 1, 255, byte(i)}
			switch i % 5 {
			case 1:
				words, box = nil, nil
			case 2:
				words, box = "", []byte{}
			case 3:
				words = strings.Repeat("长", 3000)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO t_all (id, flag, words, box) VALUES ($1,$2,$3,$4)`, int64(i)<<40, i%2 == 0, words, box); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO t_pair (a, b) VALUES ($1,$2)`, i, -i); err != nil {
				return err
			}
		}
		return nil
	})
}

func contents(t *testing.T, db *store.DB) []transfer.Content {
	t.Helper()
	c, err := transfer.Contents(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// From each engine to each: the same rows, and whatever is changed afterwards is told by its table.
func TestCopy(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, source string) {
		from := opened(t, source)
		fill(t, from)
		storetest.EachURL(t, func(t *testing.T, target string) {
			to := opened(t, target)
			read, err := transfer.Copy(t.Context(), from, to, func(string) {})
			if err != nil {
				t.Fatal(err)
			}
			if len(read) != 3 || read[0].Rows != 1700 || transfer.Differ(read, contents(t, from)) != "" {
				t.Errorf("%+v", read)
			}
			if _, err := transfer.Copy(t.Context(), from, to, func(string) {}); fault.KindOf(err) != fault.Conflict {
				t.Errorf("copied into a full database: %v", err)
			}
			for change, name := range map[string]string{
				`UPDATE t_all SET flag = NOT flag WHERE id = 0`:      "t_all",
				`UPDATE t_all SET words = '' WHERE words IS NULL`:    "t_all",
				`UPDATE t_pair SET b = b + 1 WHERE a = 3`:            "t_pair",
				`DELETE FROM t_pair WHERE a = 1699`:                  "t_pair",
				`INSERT INTO t_none (a, "order") VALUES ('x', NULL)`: "t_none",
			} {
				before := contents(t, to)
				write(t, to, func(ctx context.Context, tx *store.Tx) error {
					_, err := tx.Exec(ctx, change)
					return err
				})
				if got := transfer.Differ(before, contents(t, to)); got != name {
					t.Errorf("%s: %q differs", change, got)
				}
			}
		})
	})
}

// A source with other tables is refused before anything is written of them.
func TestCopyOfAnotherVersion(t *testing.T) {
	from, to := storetest.Open(t, storetest.SQLite(t)), opened(t, storetest.SQLite(t))
	other := store.Schema{Owner: "t", Files: fstest.MapFS{"20261123_t.sql": {Data: []byte(`CREATE TABLE t_all (id BIGINT PRIMARY KEY)`)}}}
	if err := from.Migrate(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Copy(t.Context(), from, to, func(string) {}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
}
