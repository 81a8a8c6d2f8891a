package recorded

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// upgradeLimit is how long an upgrade may take that is done while nobody can work.
const upgradeLimit = 60 * time.Second

// fill copies cases and events that the version has until there are so many more of each: with the same columns and
// lengths, under new keys, from below the range of those that the program makes. Their chains do not hold, which no
// upgrade looks at.
func fill(t *testing.T, db *store.DB, rows int) {
	t.Helper()
	const cases = `INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id, handler_id, second_id, opened_at, closed_at,
			title, attrs, due, due_clock, due_party, provisional, head)
		WITH RECURSIVE n (i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		SELECT $1 + n.i, k.center_id, k.chart, NULL, k.state, k.version, k.seq, k.kind, k.owner_id + n.i %% 5000, k.agent_id, k.handler_id + n.i %% 40, k.second_id, k.opened_at + n.i * 1000000,
			k.closed_at, k.title, k.attrs, k.due + n.i %% 900, k.due_clock, k.due_party, k.provisional, k.head
		FROM casework_case k, n WHERE k.id = $2`
	const events = `INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input, idem, prev, hash)
		WITH RECURSIVE n (i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		SELECT $1 + n.i, e.center_id, $1 + n.i, e.seq, e.at + n.i * 1000000, e.actor_id, e.actor, e.role, e.move, e.from_state, e.to_state, e.meta, e.input, NULL, e.prev, e.hash
		FROM casework_event e, n WHERE e.id = $2`
	const batch = 20_000
	var models [2]int64
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT (SELECT MIN(id) FROM casework_case), (SELECT MIN(id) FROM casework_event)`).Scan(&models[0], &models[1])
	})
	for done := 0; done < rows && err == nil; done += batch {
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			for i, query := range []string{cases, events} {
				if _, err := tx.Exec(t.Context(), fmt.Sprintf(query, min(batch, rows-done)-1), int64(1+done), models[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A center with a million cases and as many events is brought up to date by the files that its version has not
// seen within a minute, and as quickly by one that rewrites every case, which the program has none of. ZHIBAO_ROWS
// says how many there are; a plain test has few and looks that all were rewritten, which is the control of the
// filling.
func TestUpgradeInTime(t *testing.T) {
	rows := 2000
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_ROWS")); err == nil {
		rows = n
	}
	each(t, func(t *testing.T, v version, url string) {
		db := open(t, url)
		defer db.Close()
		begun := time.Now()
		fill(t, db, rows)
		filled := time.Since(begun)
		bytes := db.Stats(t.Context()).Bytes
		own, had := files(t, center.Schemas()), applied(t, db)
		begun = time.Now()
		upgrade(t, db, own)
		took := time.Since(begun)
		begun = time.Now()
		upgrade(t, db, slices.Concat(own, next))
		rewritten := time.Since(begun)
		var courses, noted int
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT (SELECT COUNT(*) FROM next_course), (SELECT COUNT(*) FROM casework_case WHERE next_note <> '')`).Scan(&courses, &noted)
		})
		if err != nil || courses < rows || noted < rows {
			t.Errorf("%d and %d rows were upgraded, %v", courses, noted, err)
		}
		t.Logf("%d cases and %d events more (filled in %s), %d MB: the program's %d files in %s, one that rewrites every case and one that counts all events in %s", rows, rows, filled.Round(time.Second),
			bytes>>20, len(own)-len(had), took.Round(time.Millisecond), rewritten.Round(time.Millisecond))
		if took > upgradeLimit || rewritten > upgradeLimit {
			t.Errorf("the upgrades took %s and %s, more than %s", took, rewritten, upgradeLimit)
		}
	})
}

// A center whose program is that of the first day, with a million cases and as many events, is brought up to date
// by all files that came after within a minute as well.
func TestAllFilesInTime(t *testing.T) {
	rows := 2000
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_ROWS")); err == nil {
		rows = n
	}
	storetest.EachURL(t, func(t *testing.T, url string) {
		db := open(t, url)
		defer db.Close()
		own := files(t, center.Schemas())
		first := slices.DeleteFunc(slices.Clone(own), func(f file) bool { return f.name[:8] > own[0].name[:8] })
		upgrade(t, db, first)
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			for _, query := range []string{
				`INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id, handler_id, second_id, opened_at, closed_at, title, attrs, due, due_clock, due_party, provisional, head)
					VALUES (9000000, 1, 'preexam', 'W2026-1', 'examining', 3, 3, 'invention', 7, 8, 9, 0, 1780000000000, 1790000000000, $1, '{}', 20300, 'examine', FALSE, FALSE, $1)`,
				`INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input, idem, prev, hash)
					VALUES (9000001, 1, 9000000, 1, 1780000000000, 7, 'agent', 'agent', 'submit', 'draft', 'submitted', '{"about":"as long as what a move says of itself"}', $1, NULL, $1, $1)`,
			} {
				if _, err := tx.Exec(t.Context(), query, make([]byte, 32)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, db, rows)
		begun := time.Now()
		upgrade(t, db, own)
		took := time.Since(begun)
		t.Logf("%d cases and %d events: %d files after the first %d in %s", rows, rows, len(own)-len(first), len(first), took.Round(time.Millisecond))
		if seen := applied(t, db); len(seen) != len(own) || len(first) == len(own) || took > upgradeLimit {
			t.Errorf("%d of %d files in %s, more than %s", len(seen), len(own), took, upgradeLimit)
		}
	})
}
