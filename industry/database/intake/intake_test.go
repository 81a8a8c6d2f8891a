package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"zhibao/industry/database/intake"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// An import that is tried writes nothing and says what it would do; imported twice it says nothing new.
func TestTrial(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		d, dir, ctx := desk(t, url), t.TempDir(), t.Context()
		good, bad := folder(t, dir, 300)
		var m *intake.Import
		err := d.DB.Write(ctx, func(tx *store.Tx) (err error) { m, err = d.Plan(ctx, tx, what(dir)); return err })
		if err != nil {
			t.Fatal(err)
		}
		if m, err = d.Do(ctx, 1, m.ID, "check"); err != nil {
			t.Fatal(err)
		}
		if err := d.Run(ctx, 1, m.ID, nil); err != nil {
			t.Fatal(err)
		}
		if m, err = d.Find(ctx, 1, m.ID); err != nil || m.State != intake.Checked || m.Trial.New != int64(good) || m.Trial.Refused != int64(bad) {
			t.Fatalf("%+v %v", m, err)
		}
		if s, err := d.Holding.State(ctx, 1); err != nil || s.Documents != 0 {
			t.Fatal("a trial wrote", s, err)
		}
		if m, err = d.Do(ctx, 1, m.ID, "start"); err != nil {
			t.Fatal(err)
		}
		if err := d.Run(ctx, 1, m.ID, nil); err != nil {
			t.Fatal(err)
		}
		if m, err = d.Find(ctx, 1, m.ID); err != nil || m.State != intake.Done || m.New != int64(good) || m.Refused != int64(bad) {
			t.Fatalf("%+v %v", m, err)
		}
		rs, err := d.Refused(ctx, 1, m.ID, 100)
		if err != nil || len(rs) != bad || rs[0].File != "in/bulk.xml" || rs[0].Line == 0 || rs[bad-1].File != "in/rows.csv" || rs[bad-1].Cells[2] != "no number" {
			t.Fatalf("%+v %v", rs, err)
		}
		again, err := bring(ctx, d, what(dir), nil)
		if err != nil || again.Unchanged != int64(good) || again.New+again.Changed != 0 {
			t.Fatalf("%+v %v", again, err)
		}
		if _, err := d.Do(ctx, 1, m.ID, "pause"); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		if _, err := d.Find(ctx, 2, m.ID); fault.KindOf(err) != fault.Missing {
			t.Error("another center sees it:", err)
		}
	})
}

// A pause stops the import between two batches, and it goes on from there; cancelled it does not.
func TestPause(t *testing.T) {
	d, dir, ctx := desk(t, storetest.SQLite(t)), t.TempDir(), t.Context()
	good, bad := folder(t, dir, 1000)
	n := 0
	m, err := bring(ctx, d, what(dir), func(m *intake.Import) {
		if n++; n == 2 {
			if _, err := d.Do(ctx, 1, m.ID, "pause"); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil || m.State != intake.Paused || m.Sum() == 0 || m.Sum() >= int64(good) {
		t.Fatalf("%+v %v", m, err)
	}
	if m, err = d.Do(ctx, 1, m.ID, "go_on"); err != nil {
		t.Fatal(err)
	}
	if err := d.Run(ctx, 1, m.ID, nil); err != nil {
		t.Fatal(err)
	}
	if m, err = d.Find(ctx, 1, m.ID); err != nil || m.State != intake.Done || m.New != int64(good) || m.Refused != int64(bad) {
		t.Fatalf("%+v %v", m, err)
	}
}

// Two processes at the same import do not count anything twice.
func TestTwoAtOnce(t *testing.T) {
	d, dir, ctx := desk(t, storetest.SQLite(t)), t.TempDir(), t.Context()
	good, bad := folder(t, dir, 1000)
	var m *intake.Import
	err := d.DB.Write(ctx, func(tx *store.Tx) (err error) { m, err = d.Plan(ctx, tx, what(dir)); return err })
	if err != nil {
		t.Fatal(err)
	}
	if m, err = d.Do(ctx, 1, m.ID, "start"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := d.Run(ctx, 1, m.ID, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	// Each may have stopped for another; one call more goes on behind what stands.
	if err := d.Run(ctx, 1, m.ID, nil); err != nil {
		t.Fatal(err)
	}
	if m, err = d.Find(ctx, 1, m.ID); err != nil || m.State != intake.Done || m.New != int64(good) || m.Refused != int64(bad) || m.Unchanged != 0 {
		t.Fatalf("%+v %v", m, err)
	}
}

// What cannot be imported says why, and what a person said about a column is remembered for the source.
func TestColumns(t *testing.T) {
	d, dir, ctx := desk(t, storetest.SQLite(t)), t.TempDir(), t.Context()
	file := filepath.Join(dir, "mine.csv")
	if err := os.WriteFile(file, []byte("编码,说法\nCN113783949A,一种电池\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := what(file)
	in.Items[0].Name = "mine.csv"
	m, err := bring(ctx, d, in, nil)
	if err != nil || m.State != intake.Done || m.Refused != 1 || m.New != 0 {
		t.Fatalf("%+v %v", m, err)
	}
	rs, err := d.Refused(ctx, 1, m.ID, 10)
	if err != nil || len(rs) != 1 || !strings.Contains(rs[0].Reason, "公开（公告）号") {
		t.Fatal(rs, err)
	}
	for heading, field := range map[string]string{"编码": "number", "说法": "title"} {
		if err := d.Decide(ctx, 1, in.Source, heading, field); err != nil {
			t.Fatal(err)
		}
	}
	if m, err = bring(ctx, d, in, nil); err != nil || m.New != 1 {
		t.Fatalf("%+v %v", m, err)
	}
	doc, _, err := d.Holding.Find(ctx, 1, "CN113783949A")
	if err != nil || doc.Titles[0].Words != "一种电池" || doc.Source.Name != in.Source {
		t.Fatal(doc, err)
	}
	if err := d.Decide(ctx, 1, in.Source, "编码", "nonsense"); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
	in.Items[0].Path = filepath.Join(dir, "none")
	if m, err = bring(ctx, d, in, nil); err != nil || m.State != intake.Failed || m.Error == "" {
		t.Fatalf("%+v %v", m, err)
	}
	in.AsOf = 0
	err = d.DB.Write(ctx, func(tx *store.Tx) error { _, err := d.Plan(ctx, tx, in); return err })
	if fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}
