package store_test

import (
	"sync"
	"testing"
	"testing/fstest"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// The files of several owners are applied in one order, so that a later file may refer to
// another owner's table.
func TestMigrateOwners(t *testing.T) {
	owner := func(name string, files fstest.MapFS) store.Schema { return store.Schema{Owner: name, Files: files} }
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := fstest.MapFS{"20261124_b.sql": file(`CREATE TABLE b (id BIGINT PRIMARY KEY REFERENCES a (id), c TEXT REFERENCES c (id))`)}
		a := fstest.MapFS{"schema/20261123_a.sql": file(`CREATE TABLE a (id BIGINT PRIMARY KEY)`), "schema/README.md": file("not SQL")}
		c := fstest.MapFS{"20261123_c.sql": file("CREATE TABLE c (id TEXT PRIMARY KEY);\n-- ; nothing\n")}
		if err := db.Migrate(t.Context(), owner("b", b), owner("a", a), owner("c", c)); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db, "store_migration"); n != 3 {
			t.Errorf("%d files applied", n)
		}
		// A checkout with other line ends is the same file.
		c["20261123_c.sql"] = file("CREATE TABLE c (id TEXT PRIMARY KEY);\r\n-- ; nothing\r\n")
		// An older program does not know a newer one's files.
		if err := db.Migrate(t.Context(), owner("a", a), owner("c", c)); err != nil {
			t.Error(err)
		}
		// What it does not know and could not work with, it refuses, and leaves alone.
		newer := fstest.MapFS{"20261201_less_breaking.sql": file(`ALTER TABLE c ADD COLUMN d TEXT`)}
		if err := db.Migrate(t.Context(), owner("a", a), owner("c", c), owner("n", newer)); err != nil {
			t.Error(err)
		}
		if err := db.Migrate(t.Context(), owner("a", a), owner("c", c)); fault.CodeOf(err) != "store.newer" || !contains(fault.MessageOf(err), "n/20261201_less_breaking.sql") {
			t.Errorf("an older program on a database that it does not understand: %v", err)
		}
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM store_migration WHERE owner = 'n'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		// A file changed after its release.
		a["schema/20261123_a.sql"] = file(`CREATE TABLE a (id BIGINT PRIMARY KEY, x TEXT)`)
		a["schema/20261122_new.sql"] = file(`CREATE TABLE a_new (id BIGINT PRIMARY KEY)`)
		err := db.Migrate(t.Context(), owner("a", a))
		if fault.CodeOf(err) != "store.migration_changed" || !contains(fault.MessageOf(err), "a/20261123_a.sql") {
			t.Errorf("got %v", err)
		}
		if n := count(t, db, "store_migration"); n != 3 {
			t.Error("something was applied beside a changed file")
		}
	})
}

// A file that fails leaves nothing; those before it stay; a corrected one goes on.
func TestMigrateAtomic(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		files := map[string]string{
			"20261101_1.sql": `CREATE TABLE one (id BIGINT PRIMARY KEY)`,
			"20261102_2.sql": `CREATE TABLE two (id BIGINT PRIMARY KEY); INSERT INTO nowhere (id) VALUES (1)`,
			"20261103_3.sql": `CREATE TABLE three (id BIGINT PRIMARY KEY)`,
		}
		if err := db.Migrate(t.Context(), schema(files)); err == nil {
			t.Fatal("no error")
		}
		if n := count(t, db, "store_migration"); n != 1 {
			t.Errorf("%d files applied, want 1", n)
		}
		files["20261102_2.sql"] = `CREATE TABLE two (id BIGINT PRIMARY KEY)`
		var wg sync.WaitGroup
		for range 4 { // as many processes starting at once
			wg.Go(func() {
				if err := db.Migrate(t.Context(), schema(files)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, db, "three"); n != 0 || count(t, db, "two") != 0 {
			t.Error("tables are not empty")
		}
	})
}

func TestMigrateRefuses(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	for name, text := range map[string]string{
		"undated.sql":           `CREATE TABLE x (id BIGINT)`,
		"20261123_integer.sql":  `CREATE TABLE x (id INTEGER)`,
		"20261123_json.sql":     `CREATE TABLE x (id BIGINT, j jsonb)`,
		"20261123_varchar.sql":  `CREATE TABLE x (id BIGINT, j varchar(3))`,
		"20261123_unknown.sql":  `CREATE TABLE x (id BIGINT, j money)`,
		"20261123_nothing.sql":  `CREATE TABLE x (id BIGINT, j)`,
		"20261123_alter.sql":    `CREATE TABLE x (id BIGINT); ALTER TABLE x ADD COLUMN y INTEGER`,
		"20261123_unclosed.sql": `CREATE TABLE x (id BIGINT DEFAULT 'x)`,
	} {
		if err := db.Migrate(t.Context(), schema(map[string]string{name: text})); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if n := count(t, db, "store_migration"); n != 0 {
		t.Errorf("%d files applied", n)
	}
}

// SQLite's tables are strict: text does not get into a number column.
func TestStrict(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO t_case (id, number, version) VALUES (1, 'x', 'abc')`)
			return err
		})
		if !store.IsCheck(err) {
			t.Errorf("got %v", err)
		}
	})
}

// TestOneEngine: a statement that begins with the name of an engine is made in that one alone, and a trigger of SQLite
// is one statement, whatever it holds.
func TestOneEngine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		files := fstest.MapFS{"20260101_one.sql": &fstest.MapFile{Data: []byte(`CREATE TABLE one_row (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
			SQLITE CREATE TRIGGER one_small BEFORE INSERT ON one_row WHEN NEW.n > 9 BEGIN SELECT 1; SELECT RAISE(ABORT, 'too much; a digit'); END;
			POSTGRES CREATE FUNCTION one_small() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.n > 9 THEN RAISE EXCEPTION ''too much; a digit''; END IF; RETURN NEW; END';
			POSTGRES CREATE TRIGGER one_small BEFORE INSERT ON one_row FOR EACH ROW EXECUTE FUNCTION one_small();
			INSERT INTO one_row (id, n) VALUES (1, 9)`)}}
		if err := db.Migrate(t.Context(), store.Schema{Owner: "one", Files: files}); err != nil {
			t.Fatal(err)
		}
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO one_row (id, n) VALUES (2, 10)`)
			return err
		})
		if err == nil || !contains(err.Error(), "too much") || count(t, db, "one_row") != 1 {
			t.Errorf("ten: %v", err)
		}
	})
}
