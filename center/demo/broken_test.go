package demo_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center/demo"
	"zhibao/internal/store"
)

// A building that is broken off is not taken for a finished demo, whether it ended with an error or
// died on the spot; the next start builds a whole one.
func TestBrokenOff(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	o := demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), Now: func() time.Time { return now },
		Log: slog.New(slog.DiscardHandler), Cases: 6}
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(s string) {
		if strings.Contains(s, "十八个月") {
			cancel()
		}
	}
	if _, _, err := demo.Open(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("the broken off building: %v", err)
	}
	rebuilt := false
	o.Progress = func(s string) {
		rebuilt = rebuilt || strings.Contains(s, "重新建立")
		if strings.Contains(s, "备案申请主体") {
			panic("killed") // nothing is closed, nothing is cleared up
		}
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("was not killed")
			}
		}()
		_, _, _ = demo.Open(t.Context(), o)
	}()
	if !rebuilt {
		t.Error("nothing was said about the broken off building")
	}
	o.Progress = nil
	for _, open := range []string{"built", "opened again"} {
		c, _, err := demo.Open(t.Context(), o)
		if err != nil {
			t.Fatalf("%s: %v", open, err)
		}
		n := 0
		err = c.DB.Read(t.Context(), func(tx *store.Tx) error {
			l, err := c.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: "preexam", NoTitles: true, PerPage: 100})
			n = len(l.Cases)
			return err
		})
		if err != nil || n < 6 {
			t.Errorf("%s: %d cases, %v", open, n, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
