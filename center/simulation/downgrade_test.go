package simulation

import (
	"testing"
	"testing/fstest"

	"zhibao/center"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// newer is what a version to come may add: a column that has a value for those who do not know it, a table,
// an index.
var newer = store.Schema{Owner: "newer", Files: fstest.MapFS{"29990101_newer.sql": {Data: []byte(`
ALTER TABLE casework_case ADD COLUMN newer_note TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_event ADD COLUMN newer_note TEXT;
ALTER TABLE document_paper ADD COLUMN newer_weight BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party_party ADD COLUMN newer_note TEXT NOT NULL DEFAULT '';
CREATE TABLE newer_thing (id BIGINT PRIMARY KEY, center_id BIGINT NOT NULL, words TEXT NOT NULL);
CREATE INDEX newer_noted ON casework_case (center_id, newer_note);
`)}}}

// This version works on a database that a newer one has added to: chance makes its moves there, and
// everything that must hold does. The newer version then finds nothing left to do, and its columns as it
// left them. What a newer version has broken, this one refuses.
func TestOlderProgram(t *testing.T) {
	w := newWorld(t, 5)
	work := func(steps int) {
		t.Helper()
		for range steps {
			if err := w.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.whole(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	work(30)
	all := append(center.Schemas(), newer)
	if err := w.DB.Migrate(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	exec := func(query string, args ...any) {
		t.Helper()
		if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), query, args...); return err }); err != nil {
			t.Fatal(err)
		}
	}
	exec(`UPDATE casework_case SET newer_note = 'seen'`)
	before := len(w.shadow.ids)
	// Back, on, and back again: N+1, N, N+1, N.
	for range 2 {
		if err := w.DB.Migrate(t.Context(), center.Schemas()...); err != nil {
			t.Fatal(err)
		}
		work(60)
		if err := w.DB.Migrate(t.Context(), all...); err != nil {
			t.Fatal(err)
		}
	}
	kept, moves := 0, 0
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT COUNT(*) FROM casework_case WHERE newer_note = 'seen'`).Scan(&kept)
	})
	for _, n := range w.moves {
		moves += n
	}
	if err != nil || kept != before || len(w.shadow.ids) == before {
		t.Errorf("of %d cases %d are as the newer version left them; %d now; %v", before, kept, len(w.shadow.ids), err)
	}
	t.Logf("%d moves of %d kinds", moves, len(w.moves))
	broken := &fstest.MapFile{Data: []byte(`ALTER TABLE casework_case RENAME COLUMN title TO heading`)}
	// The control: the version before cannot work where a column is missing, which is why it refuses.
	exec(`INSERT INTO store_migration (owner, name, hash) VALUES ('newer', '29990102_newer_breaking.sql', 'x')`)
	if err := w.DB.Migrate(t.Context(), center.Schemas()...); fault.CodeOf(err) != "store.newer" {
		t.Errorf("a database that a newer version broke is opened: %v", err)
	}
	exec(`DELETE FROM store_migration WHERE name = '29990102_newer_breaking.sql'`)
	two := store.Schema{Owner: "newer", Files: fstest.MapFS{"29990101_newer.sql": newer.Files.(fstest.MapFS)["29990101_newer.sql"], "29990102_newer_breaking.sql": broken}}
	if err := w.DB.Migrate(t.Context(), append(center.Schemas(), two)...); err != nil {
		t.Fatal(err)
	}
	var failed error
	for n := 0; n < 40 && failed == nil; n++ {
		failed = w.step(t.Context())
	}
	if failed == nil {
		t.Error("without a column that it needs, this version goes on")
	}
}
