package lost

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// Of files that are missing, those that a step of a case stored are told with the number of the case; those that are
// there are not told.
func TestFilesNamesCases(t *testing.T) {
	db := storetest.Open(t, storetest.Chosen(t, "sqlite:"+filepath.Join(t.TempDir(), "t.db")))
	if err := db.Migrate(t.Context(), casework.Schema()); err != nil {
		t.Fatal(err)
	}
	folder, at := t.TempDir(), time.Date(2026, 11, 29, 10, 0, 0, 123000, time.UTC).UnixMicro()
	addresses := []string{strings.Repeat("ab", 32), strings.Repeat("cd", 32), strings.Repeat("ef", 32)}
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for i, a := range addresses {
			if _, err := tx.Exec(t.Context(), `INSERT INTO casework_file (address, center_id, at) VALUES ($1, 1, $2)`, a, at+int64(i)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(t.Context(), `INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id, handler_id, second_id, opened_at, closed_at, attrs, due, due_clock, due_party, provisional, head)
			VALUES (7, 1, 'preexam', 'YS-1', 'open', 1, 1, '', 0, 0, 0, 0, 0, 0, '{}', 0, '', $2, $2, $1)`, []byte{0}, false); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), `INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, prev, hash)
			VALUES (8, 1, 7, 1, $1, 0, '', '', 'submit', '', 'open', '{}', $2, $2)`, at, []byte{0})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(folder, "ef", addresses[2])
	if err := os.MkdirAll(filepath.Dir(there), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := Files(t.Context(), db, folder)
	if all != 3 || err == nil {
		t.Fatal(all, err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], "缺少 2 个") || !strings.Contains(lines[1], "案件：YS-1") || !strings.Contains(lines[2], "不属于案件步骤") {
		t.Error(err)
	}
	if _, err := Files(t.Context(), db, filepath.Join(folder, "away")); err == nil || !strings.Contains(err.Error(), "缺少 3 个（目录") {
		t.Error(err)
	}
}
