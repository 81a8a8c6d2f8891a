package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const tables = `
-- A table of every type; the word BIGINT here must not matter.
CREATE TABLE t_case (
	id      BIGINT PRIMARY KEY,
	number  TEXT NOT NULL UNIQUE CHECK (number <> 'INTEGER; --'),
	open    BOOLEAN NOT NULL DEFAULT TRUE,
	secret  BYTEA, /* ; */
	weight  DOUBLE PRECISION NOT NULL DEFAULT 0.5,
	version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX t_case_open ON t_case (number) WHERE open;
CREATE TABLE t_event (
	id      BIGINT PRIMARY KEY,
	case_id BIGINT NOT NULL REFERENCES t_case (id),
	what    TEXT NOT NULL
);
ALTER TABLE t_event ADD COLUMN note BYTEA;
`

func schema(files map[string]string) store.Schema {
	m := fstest.MapFS{}
	for name, text := range files {
		m["schema/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return store.Schema{Owner: "t", Files: m}
}

func migrate(t testing.TB, db *store.DB) {
	t.Helper()
	if err := db.Migrate(t.Context(), schema(map[string]string{"20261123_t.sql": tables})); err != nil {
		t.Fatal(err)
	}
}

func insert(ctx context.Context, db *store.DB, tx *store.Tx, number string) error {
	_, err := tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2)`, db.NewID(), number)
	return err
}

func count(t testing.TB, db *store.DB, table string) (n int) {
	t.Helper()
	err := db.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(context.Background(), "SELECT count(*) FROM "+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// One text of SQL gives the same answers on both engines.
func TestPortableStatements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		err := db.Write(ctx, func(tx *store.Tx) error {
			for i := range 5 {
				_, err := tx.Exec(ctx, `INSERT INTO t_case (id, number, open, secret, weight)
					VALUES ($1, $2, $3, $4, $5)`,
					i, fmt.Sprintf("知保%d", i), i%2 == 0, []byte{0, byte(i)}, float64(i)/2)
				if err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, `INSERT INTO t_event (id, case_id, what) VALUES ($2, $1, $3)`,
					i, 100+i, "受理"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			query string
			args  []any
			want  string
		}{
			{`SELECT number FROM t_case WHERE id = $1`, []any{int64(3)}, "知保3"},
			{`SELECT $2 || '-' || $1`, []any{"a", "b"}, "b-a"},
			{`SELECT count(*) FROM t_case WHERE open`, nil, "3"},
			{`SELECT count(*) FROM t_case WHERE open = $1`, []any{false}, "2"},
			{`SELECT count(*) FILTER (WHERE open) FROM t_case`, nil, "3"},
			{`SELECT CAST(sum(id) AS BIGINT) FROM t_case`, nil, "10"},
			{`SELECT id FROM t_case WHERE (weight, id) > ($1, $2) ORDER BY weight, id LIMIT 1`, []any{0.5, 1}, "2"},
			{`WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9)
				SELECT count(*) FROM n`, nil, "9"},
			{`SELECT string_agg(number, ',' ORDER BY id DESC) FROM t_case WHERE id IN ($1, $2)`, []any{1, 2}, "知保2,知保1"},
			{`SELECT count(*) FROM t_case WHERE $1 = '' OR number = $1`, []any{"知保4"}, "1"},
			{`SELECT coalesce(max(number), '无') FROM t_case WHERE id = 99`, nil, "无"},
			{`SELECT row_number() OVER (ORDER BY id) FROM t_case ORDER BY id DESC LIMIT 1`, nil, "5"},
			{`SELECT count(*) FROM t_event WHERE note IS NOT DISTINCT FROM $1`, []any{nil}, "5"},
		} {
			err := db.Read(ctx, func(tx *store.Tx) error {
				var got string
				if err := tx.Row(ctx, c.query, c.args...).Scan(&got); err != nil {
					return err
				}
				if got != c.want {
					return fmt.Errorf("got %q, want %q", got, c.want)
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: %v", c.query, err)
			}
		}
		err = db.Write(ctx, func(tx *store.Tx) error {
			var open bool
			var secret []byte
			var weight float64
			var version int64
			if err := tx.Row(ctx, `SELECT open, secret, weight FROM t_case WHERE id = 2`+tx.ForUpdate()).
				Scan(&open, &secret, &weight); err != nil {
				return err
			}
			if !open || string(secret) != "\x00\x02" || weight != 1 {
				return fmt.Errorf("types: %v %x %v", open, secret, weight)
			}
			if err := tx.Row(ctx, `UPDATE t_case SET version = version + 1 WHERE id = $1 AND version = $2
				RETURNING version`, 2, 1).Scan(&version); err != nil || version != 2 {
				return fmt.Errorf("returning: %d %w", version, err)
			}
			n, err := tx.Exec(ctx, `UPDATE t_case SET version = 9 WHERE id = $1 AND version = $2`, 2, 1)
			if err != nil || n != 0 {
				return fmt.Errorf("stale version changed %d rows: %w", n, err)
			}
			n, err = tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING`, 77, "知保1")
			if err != nil || n != 0 {
				return fmt.Errorf("on conflict: %d rows: %w", n, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := db.Integrity(ctx); err != nil {
			t.Error(err)
		}
		if s := db.Stats(ctx); s.Writes < 2 || s.Commits < 2 || s.Bytes == 0 {
			t.Errorf("stats: %+v", s)
		}
	})
}

// What a constraint refuses has the same kind and code on both engines, and the rest of the
// transaction is gone.
func TestFaults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		if err := db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, "一") }); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			query string
			args  []any
			kind  fault.Kind
			code  string
			is    func(error) bool
		}{
			{`INSERT INTO t_case (id, number) VALUES ($1, '一')`, []any{5}, fault.Conflict, "store.duplicate", store.IsUnique},
			{`INSERT INTO t_case (id, number) VALUES ($1, 'INTEGER; --')`, []any{5}, fault.Invalid, "store.check", store.IsCheck},
			{`INSERT INTO t_case (id, number) VALUES ($1, NULL)`, []any{5}, fault.Invalid, "store.check", store.IsCheck},
			{`INSERT INTO t_event (id, case_id, what) VALUES (1, $1, '')`, []any{5}, fault.Conflict, "store.reference", store.IsForeignKey},
		} {
			var inside error
			err := db.Write(ctx, func(tx *store.Tx) error {
				if err := insert(ctx, db, tx, "二"); err != nil {
					return err
				}
				_, inside = tx.Exec(ctx, c.query, c.args...)
				return inside
			})
			if !c.is(inside) || !c.is(err) {
				t.Errorf("%s: not recognised: %v, %v", c.query, inside, err)
			}
			if fault.KindOf(err) != c.kind || fault.CodeOf(err) != c.code {
				t.Errorf("%s: %v %s", c.query, fault.KindOf(err), fault.CodeOf(err))
			}
		}
		if n := count(t, db, "t_case"); n != 1 {
			t.Errorf("%d cases, want 1", n)
		}
		// What the caller refuses passes as it is.
		refusal := fault.New(fault.Forbidden, "t.no", "不可")
		if err := db.Write(ctx, func(*store.Tx) error { return refusal }); !errors.Is(err, refusal) {
			t.Errorf("got %v", err)
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Row(ctx, `SELECT id FROM t_case WHERE id = -1`).Scan(new(int64))
		}); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("got %v, want no rows", err)
		}
	})
}

// A failed statement loses the transaction even where fn passes over it.
func TestFailedStatementCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		err := db.Write(ctx, func(tx *store.Tx) error {
			insert(ctx, db, tx, "一")
			insert(ctx, db, tx, "一")
			return nil
		})
		if !store.IsUnique(err) {
			t.Errorf("got %v, want a duplicate", err)
		}
		err = db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Query(ctx, `SELECT 1 UNION SELECT 2`); err != nil {
				return err
			}
			return insert(ctx, db, tx, "二")
		})
		if err == nil {
			t.Error("a statement ran while a result was open")
		}
		if n := count(t, db, "t_case"); n != 0 {
			t.Errorf("%d cases, want none", n)
		}
	})
}

func TestReadsDoNotWriteAndSeeOneSnapshot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		err := db.Read(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, "一") })
		if err == nil {
			t.Error("a read has written")
		}
		err = db.Read(ctx, func(tx *store.Tx) error {
			for range 2 {
				var n int
				if err := tx.Row(ctx, `SELECT count(*) FROM t_case`).Scan(&n); err != nil {
					return err
				}
				if n != 0 {
					return fmt.Errorf("the snapshot moved: %d", n)
				}
				// Writers do not wait for this reader.
				if err := elsewhere(func() error {
					return db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, fmt.Sprint(db.NewID())) })
				}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if n := count(t, db, "t_case"); n != 2 {
			t.Errorf("%d cases, want 2", n)
		}
	})
}

// Among many writers in the same commits, each keeps all of its own work or none: those
// that fail, panic or leave by Goexit do not disturb their neighbours.
func TestWritersTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		const writers, each = 32, 20
		refusal := errors.New("refused")
		var wg sync.WaitGroup
		for w := range writers {
			for i := range each {
				wg.Go(func() {
					defer func() {
						if r := recover(); r != nil && r != "panic" {
							t.Error(r)
						}
					}()
					err := db.Write(ctx, func(tx *store.Tx) error {
						if err := insert(ctx, db, tx, fmt.Sprintf("%d/%d", w, i)); err != nil {
							return err
						}
						switch i % 5 {
						case 1:
							return refusal
						case 2:
							panic("panic")
						case 3:
							_, err := tx.Exec(ctx, `INSERT INTO t_event (id, case_id, what) VALUES (1, -1, '')`)
							return err
						}
						return insert(ctx, db, tx, fmt.Sprintf("%d/%d+", w, i))
					})
					switch i % 5 {
					case 0, 4:
						if err != nil {
							t.Errorf("%d/%d: %v", w, i, err)
						}
					case 1:
						if !errors.Is(err, refusal) {
							t.Errorf("%d/%d: %v", w, i, err)
						}
					case 3:
						if !store.IsForeignKey(err) {
							t.Errorf("%d/%d: %v", w, i, err)
						}
					}
				})
			}
		}
		wg.Wait()
		if n, want := count(t, db, "t_case"), writers*each*2/5*2; n != want {
			t.Errorf("%d cases, want %d", n, want)
		}
		if s := db.Stats(ctx); db.Engine() == store.SQLite && s.Largest < 2 {
			t.Errorf("nobody shared a commit: %+v", s)
		}
	})
}

// Counters that many raise at once lose nothing, and a decision under Lock is not overtaken.
func TestNoLostUpdates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ctx := t.Context()
		if err := db.Write(ctx, func(tx *store.Tx) error { return insert(ctx, db, tx, "计数") }); err != nil {
			t.Fatal(err)
		}
		const quota = 10
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				if err := db.Write(ctx, func(tx *store.Tx) error {
					_, err := tx.Exec(ctx, `UPDATE t_case SET version = version + 1 WHERE number = '计数'`)
					return err
				}); err != nil {
					t.Error(err)
				}
				if err := db.Write(ctx, func(tx *store.Tx) error {
					if err := tx.Lock(ctx, "t/quota"); err != nil {
						return err
					}
					var n int
					if err := tx.Row(ctx, `SELECT count(*) FROM t_case WHERE number LIKE '限额%'`).Scan(&n); err != nil {
						return err
					}
					if n >= quota {
						return nil
					}
					return insert(ctx, db, tx, fmt.Sprint("限额", i))
				}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		err := db.Read(ctx, func(tx *store.Tx) error {
			var version, used int
			if err := tx.Row(ctx, `SELECT max(version), count(*) FILTER (WHERE number LIKE '限额%') FROM t_case`).
				Scan(&version, &used); err != nil {
				return err
			}
			if version != 61 || used != quota {
				return fmt.Errorf("version %d, want 61; used %d, want %d", version, used, quota)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestContext(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		ran := false
		err := db.Write(ended, func(*store.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			t.Errorf("ended before: ran %v, %v", ran, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = db.Write(ctx, func(tx *store.Tx) error {
			if err := insert(ctx, db, tx, "一"); err != nil {
				return err
			}
			cancel()
			return insert(ctx, db, tx, "二")
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended within: %v", err)
		}
		if n := count(t, db, "t_case"); n != 0 {
			t.Errorf("%d cases, want none", n)
		}
	})
}

// A write that waits behind a slow one gives up with its context, and readers do not wait.
func TestSlowWriter(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	migrate(t, db)
	started, release := make(chan bool), make(chan bool)
	done := make(chan error)
	go func() {
		done <- db.Write(context.Background(), func(tx *store.Tx) error {
			close(started)
			<-release
			return insert(context.Background(), db, tx, "慢")
		})
	}()
	<-started
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if err := db.Write(ctx, func(*store.Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting: %v", err)
	}
	if n := count(t, db, "t_case"); n != 0 {
		t.Errorf("%d cases before the commit", n)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := count(t, db, "t_case"); n != 1 {
		t.Errorf("%d cases after the commit", n)
	}
}

func TestClosed(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		db, err := store.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := db.NewID(), db.NewID(); a <= 0 || b <= a {
			t.Errorf("ids without a clock: %d, %d", a, b)
		}
		for range 2 {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
		nothing := func(*store.Tx) error { return nil }
		for _, err := range []error{db.Write(t.Context(), nothing), db.Read(t.Context(), nothing)} {
			if fault.CodeOf(err) != "store.closed" {
				t.Errorf("got %v", err)
			}
		}
	})
}

// TestPlainWayToPostgres: to a server elsewhere the way is encrypted and its certificate is checked, on each
// host of the address; on this machine it need not be.
func TestPlainWayToPostgres(t *testing.T) {
	plain := func(url string) bool {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, err := store.Open(ctx, url)
		return fault.CodeOf(err) == "store.plain"
	}
	for _, q := range []string{"", "?sslmode=disable", "?sslmode=allow", "?sslmode=prefer", "?sslmode=require"} {
		if url := "postgres://u:geheim@192.0.2.9:1/x" + q; !plain(url) {
			t.Errorf("%s is let through", url)
		}
	}
	for _, url := range []string{"postgres://u@192.0.2.9:1/x?sslmode=verify-full", "postgres://u@192.0.2.9:1/x?sslmode=verify-ca", "postgres://u@127.0.0.1:1/x?sslmode=disable", "postgres://u@[::1]:1/x",
		"postgres://u@localhost:1/x", "postgres:///x?host=/nowhere/run"} {
		if plain(url) {
			t.Errorf("%s is refused", url)
		}
	}
	if !plain("postgres:///x?host=127.0.0.1,192.0.2.9&port=1,1") {
		t.Error("the second host is let through")
	}
}

func TestAddresses(t *testing.T) {
	for _, url := range []string{"", "mysql://x/y", "postgres://u:geheim@127.0.0.1:1/x?connect_timeout=1", "postgres://u:geheim@%zz/"} {
		_, err := store.Open(t.Context(), url)
		if fault.Of(err) == nil {
			t.Errorf("%q: %v", url, err)
		} else if s := err.Error() + fault.MessageOf(err); contains(s, "geheim") {
			t.Errorf("%q: the password is in %q", url, s)
		}
	}
	dir := t.TempDir()
	for _, path := range []string{dir + "/a b?c%20#d/知保.db", "sqlite:" + dir + "/x/y.db"} {
		db, err := store.Open(t.Context(), path)
		if err != nil {
			t.Errorf("%q: %v", path, err)
			continue
		}
		db.Close()
	}
}

// A question is one SELECT: neither a second nor one that writes gets through, on either engine.
func TestAsk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		if err := db.Write(t.Context(), func(tx *store.Tx) error { return insert(t.Context(), db, tx, "知保1") }); err != nil {
			t.Fatal(err)
		}
		// As often as there are connections, and more: each is given back.
		for range 100 {
			var n string
			if err := db.Ask(t.Context(), func(tx *store.Tx) error {
				rows, err := tx.Query(t.Context(), `SELECT number FROM t_case`)
				if err != nil || !rows.Next() { // not closed here
					return errors.Join(err, errors.New("no row"))
				}
				return rows.Scan(&n)
			}); err != nil || n != "知保1" {
				t.Fatalf("%q, %v", n, err)
			}
		}
		for name, fn := range map[string]func(tx *store.Tx) error{
			"two": func(tx *store.Tx) error {
				var n int
				err := tx.Row(t.Context(), `SELECT count(*) FROM t_case`).Scan(&n)
				return errors.Join(err, tx.Row(t.Context(), `SELECT count(*) FROM t_case`).Scan(&n))
			},
			"Exec": func(tx *store.Tx) error { return insert(t.Context(), db, tx, "知保2") },
			"RETURNING": func(tx *store.Tx) error {
				var n int64
				return tx.Row(t.Context(), `DELETE FROM t_case RETURNING id`).Scan(&n)
			},
		} {
			if err := db.Ask(t.Context(), fn); err == nil {
				t.Errorf("%s: not refused", name)
			}
		}
		if n := count(t, db, "t_case"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// A function that asks nothing needs no connection, and one that panics leaves none behind.
func TestNothingAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		for range 100 {
			for _, in := range []func(context.Context, func(*store.Tx) error) error{db.Read, db.Write, db.Ask} {
				if err := in(t.Context(), func(*store.Tx) error { return nil }); err != nil {
					t.Fatal(err)
				}
				func() {
					defer func() { _ = recover() }()
					_ = in(t.Context(), func(tx *store.Tx) error {
						if _, err := tx.Query(t.Context(), `SELECT id FROM t_case`); err != nil {
							t.Error(err)
						}
						panic("half-way")
					})
				}()
			}
		}
		if n := count(t, db, "t_case"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}
