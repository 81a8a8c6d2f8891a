package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/lossyfs"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// cuts is how often the power is cut; scripts/chaos sets ZHIBAO_CUTS.
func cuts(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_CUTS")); err == nil {
		return n
	}
	return usual
}

// seed is where the cuts begin; a failure names the one that repeats it.
func seed() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("ZHIBAO_SEED"), 10, 64); err == nil {
		return n
	}
	return uint64(time.Now().UnixNano())
}

// lossy mounts a disk that can fail, or skips the test.
func lossy(t *testing.T) *lossyfs.Mount {
	t.Helper()
	m, err := lossyfs.At(t.TempDir())
	if err != nil {
		t.Skipf("不能挂载 FUSE（%v），跳过", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func set(t *testing.T, m *lossyfs.Mount, f lossyfs.Faults) lossyfs.Count {
	t.Helper()
	n, err := m.Set(f)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A verdict is what a number of cuts did to a database; told are those before which something was acknowledged,
// which on a busy machine are not all.
type verdict struct{ cuts, told, acknowledged, lossy, lost, corrupt, half int }

// under cuts the power under a writer, again and again, and looks at what is left. Each database is a new one and
// goes when it was looked at: the disk is in memory, and every cut copies it.
func under(t *testing.T, task string, n int) (v verdict) {
	t.Helper()
	m := lossy(t)
	from := seed()
	for i := range uint64(n) {
		path := filepath.Join(m.Dir, fmt.Sprintf("db%d", i), "t.db") // a new folder: its entry can be lost, too
		after := time.Duration(40+(from+i)*7919%260) * time.Millisecond
		lines := killed(t, task, path, after, func() {
			if _, err := m.Cut(from + i); err != nil {
				t.Error(err)
			}
		})
		if err := m.Again(); err != nil {
			t.Fatal(err)
		}
		v.cuts++
		before := v
		look(t, path, lines, &v)
		if err := errors.Join(os.RemoveAll(filepath.Dir(path)), synced(m.Dir)); err != nil {
			t.Fatal(err)
		}
		told := v.acknowledged > before.acknowledged
		if told {
			v.told++
		}
		if v.lost > before.lost || v.corrupt > before.corrupt || v.half > before.half {
			if told {
				v.lossy++
			}
			t.Logf("种子 %d：确认 %d，丢失 %d，不完整 %d，损坏 %d；重做：ZHIBAO_CUTS=1 ZHIBAO_SEED=%d go test -count=1 -run '^%s$' ./internal/store",
				from+i, len(lines), v.lost-before.lost, v.half-before.half, v.corrupt-before.corrupt, from+i, t.Name())
		}
	}
	t.Logf("%s：%+v", task, v)
	return v
}

// synced writes a folder to disk, so that what was removed from it does not come back.
func synced(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// look compares what was acknowledged with what is there.
func look(t *testing.T, path string, lines []string, v *verdict) {
	t.Helper()
	acknowledged := map[int64]bool{}
	for _, line := range lines {
		if said, ended := strings.CutPrefix(line, "ended "); ended && strings.Contains(said, "store.") {
			continue // it met the disk without power before it was killed
		}
		id, err := strconv.ParseInt(line, 10, 64)
		if err != nil {
			t.Fatalf("the child says %q", line)
		}
		acknowledged[id] = true
	}
	v.acknowledged += len(acknowledged)
	db, err := store.Open(t.Context(), path)
	if err != nil {
		v.corrupt++
		return
	}
	defer db.Close()
	if err := db.Integrity(t.Context()); err != nil {
		v.corrupt++
		return
	}
	err = db.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT c.id, count(e.id) FROM t_case c LEFT JOIN t_event e ON e.case_id = c.id GROUP BY c.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var events int
			if err := rows.Scan(&id, &events); err != nil {
				return err
			}
			if events != 1 {
				v.half++
			}
			delete(acknowledged, id)
		}
		return rows.Err()
	})
	// Without the tables, nothing that was acknowledged is there.
	if err != nil && len(acknowledged) == 0 && !strings.Contains(err.Error(), "no such table") {
		t.Error(err)
	}
	v.lost += len(acknowledged)
}

// After a power cut at any moment every acknowledged write is there as a whole, whatever became of the
// sectors that were not synchronised.
func TestPowerCut(t *testing.T) {
	if v := under(t, "write", cuts(6)); v.lost+v.corrupt+v.half > 0 || v.acknowledged == 0 {
		t.Errorf("%+v", v)
	}
}

// A database that does not wait for the disk is found out: it loses what it acknowledged, or breaks. Where the
// power goes is chance, and a cut just after the disk was waited for does no harm: of many cuts half must do
// some, of few one; without any, the power is cut some more.
func TestPowerCutFindsLooseDatabases(t *testing.T) {
	for _, mode := range []string{"NORMAL", "OFF"} {
		t.Run(mode, func(t *testing.T) {
			n := max(4, cuts(4)/8)
			v := under(t, "loose-"+mode, n)
			for more := 0; v.lossy == 0 && more < 5; more++ {
				v = under(t, "loose-"+mode, n)
			}
			if v.lossy == 0 || n >= 20 && 2*v.lossy < v.told {
				t.Errorf("only %d of %d cuts did harm: the test finds nothing", v.lossy, v.told)
			}
		})
	}
}

// A failed synchronisation stops all writing at once: nothing is synchronised a second time, reading goes
// on, the message says what is wrong, and what was acknowledged is there after the power was cut.
func TestLyingDisk(t *testing.T) {
	m := lossy(t)
	ctx := t.Context()
	path := filepath.Join(m.Dir, "t.db")
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx, schema(map[string]string{"20261123_t.sql": tables})); err != nil {
		t.Fatal(err)
	}
	add := func(db *store.DB) error {
		return db.Write(ctx, func(tx *store.Tx) error {
			id := db.NewID()
			_, err := tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2)`, id, fmt.Sprint(id))
			return err
		})
	}
	for range 20 {
		if err := add(db); err != nil {
			t.Fatal(err)
		}
	}
	before := set(t, m, lossyfs.Faults{FailSyncs: 1})
	for i, code := range []string{"store.disk", "store.stopped", "store.stopped"} {
		err := add(db)
		if fault.CodeOf(err) != code || fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.MessageOf(err), "数据盘") {
			t.Errorf("write %d: %v, want %s", i, err, code)
		}
	}
	after, err := m.Count()
	if err != nil {
		t.Fatal(err)
	}
	if after.Failed != before.Failed+1 || after.Syncs != before.Syncs+1 {
		t.Errorf("%d failed, %d synchronised: it was tried again", after.Failed-before.Failed, after.Syncs-before.Syncs)
	}
	if n := count(t, db, "t_case"); n != 20 {
		t.Errorf("%d rows while writing has stopped", n)
	}
	if _, err := m.Cut(1); err != nil {
		t.Fatal(err)
	}
	_ = db.Close() // the disk is gone
	if err := m.Again(); err != nil {
		t.Fatal(err)
	}
	again := storetest.Open(t, "sqlite:"+path)
	if err := again.Integrity(ctx); err != nil {
		t.Error(err)
	}
	if n := count(t, again, "t_case"); n != 20 {
		t.Errorf("%d rows after the cut", n)
	}
	if err := add(again); err != nil {
		t.Error(err)
	}
}

// Signals and short writes are no errors. A bit that comes back wrong from the disk is found by the check
// of the database, or nothing that is wrong is handed out.
func TestRoughDisk(t *testing.T) {
	for name, f := range map[string]lossyfs.Faults{"short": {Short: true, Only: "t.db"}, "interrupted": {Interrupt: true, Only: "t.db"}} {
		t.Run(name, func(t *testing.T) {
			m := lossy(t)
			path := filepath.Join(m.Dir, "t.db")
			db := storetest.Open(t, "sqlite:"+path)
			if err := db.Migrate(t.Context(), schema(map[string]string{"20261123_t.sql": tables})); err != nil {
				t.Fatal(err)
			}
			set(t, m, f)
			written := 0
			for range 60 {
				err := db.Write(t.Context(), func(tx *store.Tx) error {
					id := db.NewID()
					_, err := tx.Exec(t.Context(), `INSERT INTO t_case (id, number) VALUES ($1, $2)`, id, fmt.Sprint(id))
					return err
				})
				if err == nil {
					written++
				} else if fault.KindOf(err) != fault.Unavailable && fault.CodeOf(err) != "store.full" {
					t.Errorf("%v", err)
				}
			}
			n := set(t, m, lossyfs.Faults{})
			if got := count(t, db, "t_case"); got != written || n.Failed == 0 {
				t.Errorf("%d of %d writes are there; %d faults", got, written, n.Failed)
			}
			t.Logf("%d of 60 written with %d faults", written, n.Failed)
			if err := db.Integrity(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// Whichever operation on the disk fails, a write is there as a whole or not at all, and the message says
// why. Afterwards the program goes on, or says that it has stopped.
func TestEveryOperationFails(t *testing.T) {
	m := lossy(t)
	ctx := context.Background()
	fired := 0
	for n := 1; n <= 400; n++ {
		path := filepath.Join(m.Dir, fmt.Sprint("n", n), "t.db")
		db, err := store.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(ctx, schema(map[string]string{"20261123_t.sql": tables})); err != nil {
			t.Fatal(err)
		}
		before := set(t, m, lossyfs.Faults{FailAt: n, Errno: int(syscall.EIO)})
		id := db.NewID()
		err = db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2)`, id, fmt.Sprint(id)); err != nil {
				return err
			}
			// More than a page, so that there are several operations.
			_, err := tx.Exec(ctx, `INSERT INTO t_event (id, case_id, what) VALUES ($1, $2, $3)`, db.NewID(), id, strings.Repeat("文", 30_000))
			return err
		})
		after := set(t, m, lossyfs.Faults{})
		if after.Failed == before.Failed {
			if err != nil || fired < 5 {
				t.Errorf("operation %d did not fail: %v", n, err)
			}
			db.Close()
			t.Logf("%d operations failed, one after the other", fired)
			return
		}
		fired++
		cases, events := count(t, db, "t_case"), count(t, db, "t_event")
		want := 0
		if err == nil {
			want = 1
		}
		if cases != want || events != want {
			t.Errorf("operation %d: %v, %d cases, %d events", n, err, cases, events)
		}
		if err != nil && (fault.KindOf(err) != fault.Unavailable || fault.MessageOf(err) == "") {
			t.Errorf("operation %d: %v", n, err)
		}
		if err := db.Integrity(ctx); err != nil {
			t.Errorf("operation %d: %v", n, err)
		}
		db.Close()
	}
	t.Errorf("%d operations failed and there is no end", fired)
}
