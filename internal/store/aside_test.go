package store_test

import (
	"slices"
	"strings"
	"testing"

	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

func TestRewrites(t *testing.T) {
	for statement, want := range map[string]string{
		"UPDATE t_case SET a = 1": "t_case",
		"update\n t_case set a = (SELECT b FROM c WHERE c.id = t_case.id)": "t_case",
		"UPDATE t_case SET a = 'x WHERE y' -- WHERE\n":                     "t_case",
		"UPDATE t_case SET a = 1 WHERE id = 2":                             "",
		"UPDATE t_case AS k SET a = 1":                                     "",
		"INSERT INTO t_case (id) SELECT 1":                                 "",
		"UPDATE":                                                           "",
	} {
		if got := store.Rewrites(statement); got != want {
			t.Errorf("%s rewrites %q, want %q", statement, got, want)
		}
	}
}

// A migration that rewrites a whole table leaves its indexes as they were, and every row found by them.
func TestRewriteKeepsIndexes(t *testing.T) {
	files := map[string]string{"20261101_1.sql": `CREATE TABLE wide (id BIGINT PRIMARY KEY, a BIGINT NOT NULL, b TEXT UNIQUE, c TEXT);
		CREATE UNIQUE INDEX wide_a ON wide (a) WHERE a > 0;
		CREATE INDEX wide_c ON wide (c, a DESC);
		CREATE INDEX wide_lower ON wide (lower(c));
		INSERT INTO wide (id, a, b, c) VALUES (1, 1, 'x', 'X'), (2, 2, 'y', 'Y'), (3, 0, NULL, 'Z'), (4, 0, NULL, NULL)`}
	url := storetest.Postgres(t)
	db := storetest.Open(t, url)
	if err := db.Migrate(t.Context(), schema(files)); err != nil {
		t.Fatal(err)
	}
	before, first := indexes(t, db), identity(t, db)
	files["20261102_2.sql"] = `ALTER TABLE wide ADD COLUMN d TEXT NOT NULL DEFAULT ''; UPDATE wide SET d = coalesce(c, '-'), a = a * 2; CREATE INDEX wide_d ON wide (d)`
	if err := db.Migrate(t.Context(), schema(files)); err != nil {
		t.Fatal(err)
	}
	after := slices.DeleteFunc(indexes(t, db), func(s string) bool { return strings.Contains(s, "wide_d ") })
	if !slices.Equal(before, after) || len(after) != 5 {
		t.Errorf("the indexes were %q and are %q", before, after)
	}
	built := identity(t, db)
	if built == first {
		t.Error("an index was not built anew")
	}
	files["20261102_3.sql"] = `UPDATE wide SET d = 'some' WHERE id > 0`
	if err := db.Migrate(t.Context(), schema(files)); err != nil || identity(t, db) != built {
		t.Errorf("the index was built anew for some of the rows, %v", err)
	}
	// What an index forbids is forbidden, and leaves everything as it was.
	files["20261103_3.sql"] = `UPDATE wide SET a = 7`
	if err := db.Migrate(t.Context(), schema(files)); !store.IsUnique(err) {
		t.Errorf("equal values in a unique index: %v", err)
	}
	if now := indexes(t, db); len(now) != 6 || count(t, db, "wide WHERE a = 4 AND d = 'some'") != 1 || count(t, db, "store_migration") != 3 {
		t.Errorf("a file that failed left %q", now)
	}
}

// indexes lists those of the test's table.
func indexes(t *testing.T, db *store.DB) (out []string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT indexdef FROM pg_indexes WHERE tablename = 'wide' AND schemaname = current_schema() ORDER BY indexname`)
		if err != nil {
			return err
		}
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

// identity is the number of one of the indexes, which one that is built anew does not keep.
func identity(t *testing.T, db *store.DB) (n int64) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT CAST(CAST('wide_c' AS regclass) AS BIGINT)`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
