package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// TestLater: what is put off is there for the next statement and after the commit; its error ends the transaction, as
// its own and not as that of the statement with which it went, and nothing of the transaction stays.
func TestLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		insert := `INSERT INTO t_case (id, number) VALUES ($1, $2)`
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if err := tx.Later(t.Context(), insert, 1, "一"); err != nil {
				return err
			}
			var n int
			if err := tx.Row(t.Context(), `SELECT count(*) FROM t_case`).Scan(&n); err != nil || n != 1 {
				t.Errorf("%d rows before the commit: %v", n, err)
			}
			return tx.Later(t.Context(), insert, 2, "二")
		})
		if err != nil || count(t, db, "t_case") != 2 {
			t.Fatalf("%v, %d rows", err, count(t, db, "t_case"))
		}
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.Later(t.Context(), insert, 3, "三"), tx.Later(t.Context(), insert, 1, "又一"))
		})
		if !store.IsUnique(err) || fault.Of(err) == nil || fault.Of(err).Kind != fault.Conflict {
			t.Errorf("a row that exists, put off until the end: %v", err)
		}
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			if err := tx.Later(t.Context(), insert, 2, "又二"); err != nil {
				return err // where nothing is put off
			}
			_, err := tx.Exec(t.Context(), insert, 4, "四")
			if store.IsUnique(err) {
				t.Errorf("the error of the row before is taken for that of this one: %v", err)
			}
			return err
		})
		if !store.IsUnique(err) || count(t, db, "t_case") != 2 {
			t.Errorf("a row that exists, put off until the next: %v, %d rows", err, count(t, db, "t_case"))
		}
		// The connection is good for the next one, also after the function itself gave up with something put off.
		gaveUp := errors.New("gave up")
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.Later(t.Context(), insert, 5, "五"), gaveUp)
		})
		if !errors.Is(err, gaveUp) || count(t, db, "t_case") != 2 {
			t.Errorf("%v, %d rows", err, count(t, db, "t_case"))
		}
	})
}

// TestRowsBehind: the values that come with a statement put off are those that come alone.
func TestRowsBehind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		migrate(t, db)
		type row struct {
			whole int64
			part  float64
			text  string
			bytes []byte
			yes   bool
			none  *string
			sum   int64
		}
		ask := `SELECT 7, 1.5, '文', CAST('ab' AS ` + map[bool]string{true: "BLOB", false: "BYTEA"}[db.Engine() == store.SQLite] + `), 1 = 1, NULL, SUM(id) FROM t_case`
		read := func(tx *store.Tx) (r row) {
			if err := tx.Row(t.Context(), ask).Scan(&r.whole, &r.part, &r.text, &r.bytes, &r.yes, &r.none, &r.sum); err != nil {
				t.Error(err)
			}
			return r
		}
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			for id := range 3 {
				if err := tx.Later(t.Context(), `INSERT INTO t_case (id, number) VALUES ($1, $2)`, id, fmt.Sprint(id)); err != nil {
					return err
				}
			}
			behind, alone := read(tx), read(tx)
			if behind.whole != alone.whole || behind.part != alone.part || behind.text != alone.text || string(behind.bytes) != string(alone.bytes) ||
				behind.yes != alone.yes || behind.none != alone.none || behind.sum != alone.sum || alone.sum != 3 || alone.text != "文" {
				t.Errorf("%+v\n%+v", behind, alone)
			}
			rows, err := tx.Query(t.Context(), `SELECT id FROM t_case WHERE id > 99`)
			if err != nil {
				return err
			}
			defer rows.Close()
			if rows.Next() {
				t.Error("a row where there is none")
			}
			return rows.Err()
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestNoConnection: who gets no connection in time is told so, also where a single row was asked for.
func TestNoConnection(t *testing.T) {
	url := storetest.Postgres(t)
	db, err := store.OpenWith(t.Context(), url, store.Options{Readers: 1, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.Row(t.Context(), `SELECT 1`).Scan(&n); err != nil {
			return err
		}
		short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := elsewhere(func() error {
			return db.Read(short, func(tx *store.Tx) error { return tx.Row(short, `SELECT 2`).Scan(&n) })
		}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a read without a connection: %v", err)
		}
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%v, %d", err, n)
	}
}
