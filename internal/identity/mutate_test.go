package identity_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestEveryMutationIsFound changes one value of one entry of the audit, at random, a thousand times.
// Each is found, and the entry that is named is the one that was changed.
func TestEveryMutationIsFound(t *testing.T) {
	b, db, _ := newBook(t)
	must(t, db.Write(t.Context(), func(tx *store.Tx) error {
		for i := range 60 {
			if err := b.Audit(t.Context(), tx, by(), "test", fmt.Sprint(i), strings.Repeat("细", i%7)); err != nil {
				return err
			}
		}
		return nil
	}))
	exec := func(query string, args ...any) {
		t.Helper()
		must(t, db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), query, args...); return err }))
	}
	found := 0
	for range 1000 {
		seq := 1 + rand.N(60)
		change, back, with := mutation(seq)
		var old any
		must(t, db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(t.Context(), `SELECT `+back+` FROM identity_audit WHERE seq = $1`, seq).Scan(&old)
		}))
		exec(change, append([]any{seq}, with...)...)
		flaw, _, err := identity.VerifyAudit(t.Context(), db)
		must(t, err)
		if !strings.Contains(flaw, fmt.Sprintf("第 %d 条", seq)) {
			t.Errorf("%s on %d: %q", change, seq, flaw)
		} else {
			found++
		}
		if b, ok := old.([]byte); ok && b == nil {
			old = []byte{} // the first entry follows on nothing, which is not NULL
		}
		exec(`UPDATE identity_audit SET `+back+` = $2 WHERE seq = $1`, seq, old)
	}
	if flaw, _, err := identity.VerifyAudit(t.Context(), db); flaw != "" || err != nil {
		t.Errorf("after everything was put back: %q, %v", flaw, err)
	}
	t.Logf("%d of 1000 found", found)
}

// mutation is a change of one column of an entry, the column that it changes and what else the change takes.
func mutation(seq int) (change, column string, with []any) {
	made := binary.BigEndian.AppendUint64(make([]byte, 24), uint64(seq))
	text := []string{"actor", "act", "object", "detail", "ip"}
	switch n := rand.N(9); {
	case n < len(text):
		return `UPDATE identity_audit SET ` + text[n] + ` = ` + text[n] + ` || 'x' WHERE seq = $1`, text[n], nil
	case n == 5:
		return fmt.Sprintf(`UPDATE identity_audit SET at = at + %d WHERE seq = $1`, 1+rand.N(1000)), "at", nil
	case n == 6:
		return `UPDATE identity_audit SET actor_id = actor_id + 1 WHERE seq = $1`, "actor_id", nil
	case n == 7:
		return `UPDATE identity_audit SET hash = $2 WHERE seq = $1`, "hash", []any{made}
	}
	return `UPDATE identity_audit SET prev = $2 WHERE seq = $1`, "prev", []any{made}
}
