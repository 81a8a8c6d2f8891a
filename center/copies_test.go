package center

import (
	"strings"
	"testing"

	"zhibao/internal/store"
)

// TestCopies: what the doctor says of the copies of an acknowledged write, on each side of the line. Nothing
// is called two that a failed disk could lose.
func TestCopies(t *testing.T) {
	for name, c := range map[string]struct {
		engine      string
		c           store.Copies
		found, note string
		two         bool
	}{
		"SQLite":          {store.SQLite, store.Copies{}, "SQLite，一份", "只有这一块磁盘", false},
		"alone":           {store.Postgres, store.Copies{Commit: "on"}, "PostgreSQL，一份", "没有设置 synchronous_standby_names", false},
		"standby":         {store.Postgres, store.Copies{Names: "ANY 1 (a, b)", Commit: "on", Now: 2}, "现有 2 个备库确认", "", true},
		"standby applies": {store.Postgres, store.Copies{Names: "a", Commit: "remote_apply", Now: 1}, "现有 1 个备库确认", "", true},
		"standby unseen":  {store.Postgres, store.Copies{Names: "a", Commit: "on"}, "同步备库", "没有看到确认的备库", true},
		"not on its disk": {store.Postgres, store.Copies{Names: "a", Commit: "remote_write", Now: 1}, "remote_write", "等同一份", false},
		"not waited for":  {store.Postgres, store.Copies{Names: "a", Commit: "local", Now: 1}, "local", "等同一份", false},
	} {
		s := inWords(symptom{}, c.engine, c.c)
		if s.err != nil || !strings.Contains(s.found, c.found) || !strings.Contains(s.note, c.note) || (s.note == "") != (c.note == "") || c.c.Two() != c.two {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
