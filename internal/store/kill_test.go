package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/leaktest"
	"zhibao/internal/lossyfs"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// childEnv holds what a re-executed test binary is to do, and the address of its database.
const childEnv = "ZHIBAO_STORE_CHILD"

// TestMain lets the test binary be its own victim: with childEnv set it works until killed.
func TestMain(m *testing.M) {
	lossyfs.Serve(time.Now)
	task, url, child := strings.Cut(os.Getenv(childEnv), " ")
	if !child {
		os.Exit(leaktest.Main(m))
	}
	ctx := context.Background()
	db, err := store.Open(ctx, url)
	if mode, loose := strings.CutPrefix(task, "loose-"); err == nil && loose {
		task, err = "write", store.Loosen(ctx, db, mode)
	}
	if err == nil && task == "write" {
		err = writeUntilKilled(ctx, db)
	}
	if err == nil && task == "migrate" {
		err = db.Migrate(ctx, manyMigrations())
	}
	fmt.Println("ended", err)
	os.Exit(1)
}

// writeUntilKilled prints the id of each case when it and its event are acknowledged.
func writeUntilKilled(ctx context.Context, db *store.DB) error {
	if err := db.Migrate(ctx, schema(map[string]string{"20261123_t.sql": tables})); err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make(chan error, 8)
	for range cap(errs) {
		wg.Go(func() {
			for {
				id := db.NewID()
				if err := db.Write(ctx, func(tx *store.Tx) error {
					if _, err := tx.Exec(ctx, `INSERT INTO t_case (id, number) VALUES ($1, $2)`, id, fmt.Sprint(id)); err != nil {
						return err
					}
					_, err := tx.Exec(ctx, `INSERT INTO t_event (id, case_id, what) VALUES ($1, $2, $3)`,
						db.NewID(), id, strings.Repeat("文", 200))
					return err
				}); err != nil {
					errs <- err
					return
				}
				os.Stdout.WriteString(fmt.Sprintf("%d\n", id)) // one write, so lines stay whole
			}
		})
	}
	wg.Wait()
	return <-errs
}

// killed runs the child for about as long as given, kills it and returns its whole lines. What else is to
// happen at that moment happens first.
func killed(t *testing.T, task, url string, after time.Duration, first ...func()) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+task+" "+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan bool)
	timer := time.AfterFunc(after, func() {
		defer close(over)
		for _, f := range first {
			f()
		}
		cmd.Process.Kill()
	})
	defer timer.Stop()
	var lines []string
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err == io.EOF {
			break // what has no end of line was not told
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	if !timer.Stop() {
		<-over // the child may have ended by itself meanwhile
	}
	cmd.Wait()
	return lines
}

// kills is how often a process is killed; the nightly run sets ZHIBAO_KILLS=200.
func kills(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_KILLS")); err == nil {
		return n
	}
	if testing.Short() {
		return 3
	}
	return 20
}

// A process killed at any moment has lost nothing that it acknowledged and left nothing half
// done.
func TestKilledWriter(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		acknowledged := map[int64]bool{}
		for range kills(t) {
			for _, line := range killed(t, "write", url, time.Duration(30+rand.IntN(250))*time.Millisecond) {
				id, err := strconv.ParseInt(line, 10, 64)
				if err != nil {
					t.Fatalf("the child says %q", line)
				}
				acknowledged[id] = true
			}
		}
		db := storetest.Open(t, url)
		if err := db.Integrity(t.Context()); err != nil {
			t.Error(err)
		}
		stored, half := 0, 0
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			rows, err := tx.Query(t.Context(), `SELECT c.id, count(e.id) FROM t_case c
				LEFT JOIN t_event e ON e.case_id = c.id GROUP BY c.id`)
			if err != nil {
				return err
			}
			for rows.Next() {
				var id int64
				var events int
				if err := rows.Scan(&id, &events); err != nil {
					return err
				}
				stored++
				if events != 1 {
					half++
				}
				delete(acknowledged, id)
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(acknowledged) > 0 || half > 0 || stored == 0 {
			t.Errorf("%d stored, %d acknowledged and lost, %d half done", stored, len(acknowledged), half)
		}
		t.Logf("%d writes stored", stored)
	})
}

func manyMigrations() store.Schema {
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("202611%02d_%02d.sql", 1+i/2, i)] = fmt.Sprintf(
			`CREATE TABLE t_%d (id BIGINT PRIMARY KEY); INSERT INTO t_%d (id) VALUES (1); ALTER TABLE t_%d ADD COLUMN b TEXT;`, i, i, i)
	}
	return schema(files)
}

// A migration killed at any moment goes on where it was.
func TestKilledMigration(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		// Each child lives a little longer than the one before, until one comes to its end.
		for n := range 200 {
			if lines := killed(t, "migrate", url, time.Duration(4+n)*time.Millisecond); len(lines) > 0 {
				t.Logf("%d kills: %s", n, lines[0])
				break
			}
		}
		db := storetest.Open(t, url)
		for range 2 {
			if err := db.Migrate(t.Context(), manyMigrations()); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 40 {
			if n := count(t, db, fmt.Sprintf("t_%d WHERE b IS NULL", i)); n != 1 {
				t.Errorf("t_%d has %d rows", i, n)
			}
		}
	})
}
