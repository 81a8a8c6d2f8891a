package beside

import (
	"errors"
	"io"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// database is one of a center with three cases.
func database(t *testing.T) (*store.DB, string) {
	t.Helper()
	url := storetest.Chosen(t, storetest.SQLite(t))
	db, err := store.OpenWith(t.Context(), url, store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context(), center.Schemas()...); err != nil {
		t.Fatal(err)
	}
	write(t, db, `INSERT INTO casework_case (id, center_id, chart, state, version, seq, kind, owner_id, agent_id, handler_id, second_id, opened_at, closed_at, attrs, due, due_clock, due_party, provisional, head)
		WITH k (id) AS (VALUES (1), (2), (3)) SELECT id, 1, 'preexam', 'draft', 1, 1, '', 1, 0, 0, 0, 1, 0, '{}', 0, '', FALSE, FALSE, $1 FROM k`, []byte{})
	return db, url
}

func write(t *testing.T, db *store.DB, query string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is left of an upgrade by half is found, and a whole one passes.
func TestHalfUpgradesAreFound(t *testing.T) {
	db, url := database(t)
	for n := 1; n <= 2; n++ {
		if err := Upgrade(t.Context(), io.Discard, url, n, time.Now); err != nil {
			t.Fatal(err)
		}
	}
	undo := errors.New("undone")
	for name, damage := range map[string]string{"": `DELETE FROM next_course WHERE case_id = 0`, "a row is missing": `DELETE FROM next_course WHERE case_id = 1 AND copy = 7`, "a row of before": `UPDATE next_course SET version = 1 WHERE case_id = 2 AND copy = 1`,
		"the round of before": `UPDATE next_round SET version = 1`, "a case was left out": `UPDATE casework_case SET next_version = 1 WHERE id = 3`} {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.Exec(t.Context(), damage); err != nil {
				return err
			}
			version, flaws, err := Upgraded(t.Context(), tx)
			if err != nil || version != 2 || (len(flaws) > 0) != (name != "") {
				t.Errorf("%q: version %d, %v, %v", name, version, flaws, err)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
	}
}

// Messages that are lost, come twice or from nobody are counted.
func TestLettersAreCounted(t *testing.T) {
	db, _ := database(t)
	l, err := NewLetters(0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for id := range 3 {
		write(t, db, `INSERT INTO mailbox_letter (id, center_id, channel, recipient, template, language, number, path, state, tries, error, created_at, ended_at)
			VALUES ($1, 1, 'sms', '-', 'news', 'zh', '', '', 'waiting', 0, '', 1, 0)`, int64(id+1))
	}
	for _, id := range []int64{1, 2, 2, 9} {
		l.Took(id)
	}
	var n Recount
	err = db.Read(t.Context(), func(tx *store.Tx) error {
		n, err = l.Recount(t.Context(), tx)
		return err
	})
	if want := (Recount{All: 3, Lost: 1, Twice: 1, Strange: 1}); err != nil || n != want {
		t.Errorf("%+v, %v", n, err)
	}
}

// An import of which a document is missing is found, and a whole one passes.
func TestImportsAreCounted(t *testing.T) {
	db, _ := database(t)
	m := &Imports{Center: 1, Dir: t.TempDir(), Each: 30, Now: time.Now}
	if err := m.Begin(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if ended, flaws, err := m.Look(t.Context(), db); ended || len(flaws) > 0 || err != nil {
		t.Errorf("before it ran: %v %v %v", ended, flaws, err)
	}
	if err := m.desk(db).Run(t.Context(), 1, m.now, nil); err != nil {
		t.Fatal(err)
	}
	if ended, flaws, err := m.Look(t.Context(), db); !ended || len(flaws) > 0 || err != nil || m.Done != 1 {
		t.Errorf("after it: %v %v %v, %d", ended, flaws, err, m.Done)
	}
	m.Each++
	if _, flaws, err := m.Look(t.Context(), db); len(flaws) == 0 || err != nil {
		t.Errorf("one was to come and did not: %v", err)
	}
	// What a dead process held is due again.
	write(t, db, `UPDATE job_job SET lease = 7, leased_until = $1`, time.Now().Add(lease).UnixMicro())
	if err := Expire(t.Context(), db, time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	var held int
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT COUNT(*) FROM job_job WHERE leased_until > 0`).Scan(&held)
	})
	if err != nil || held > 0 {
		t.Errorf("%d jobs are held, %v", held, err)
	}
}
