package demo_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center/demo"
	"zhibao/internal/store"
)

// TestDemoIsLivedIn builds a small demo and looks whether every state that the full one shows can
// be reached and every chain holds.
func TestDemoIsLivedIn(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	c, accounts, err := demo.Open(t.Context(), demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"),
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cases: 45, Progress: func(s string) { t.Log(s) }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if len(accounts) < 15 {
		t.Errorf("%d accounts", len(accounts))
	}
	v, err := casework.Verify(t.Context(), c.DB)
	if err != nil || len(v.Flaws) > 0 {
		t.Fatalf("%+v %v", v.Flaws, err)
	}
	states := map[string]int{}
	err = c.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(context.Background(), `SELECT chart || '/' || state, COUNT(*) FROM casework_case GROUP BY 1 ORDER BY 1`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			var n int
			if err := rows.Scan(&s, &n); err != nil {
				return err
			}
			states[s] = n
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(states)
	if states["registration/active"] < 40 || len(states) < 8 {
		t.Errorf("too little life: %v", states)
	}
}
