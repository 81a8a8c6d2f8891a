package intake_test

import (
	"archive/zip"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// desk opens a database and brings documents into it.
func desk(t testing.TB, url string) *intake.Desk {
	t.Helper()
	db, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background(), holding.Schema(), intake.Schema()); err != nil {
		t.Fatal(err)
	}
	return &intake.Desk{DB: db, Now: time.Now, Holding: &holding.Holding{DB: db, Now: time.Now}}
}

// grant is a document of the United States office.
func grant(n int) string {
	return fmt.Sprintf("<?xml version=\"1.0\"?>\n<us-patent-grant lang=\"EN\"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>%08d</doc-number><kind>B2</kind><date>20200101</date></document-id></publication-reference><invention-title>Thing %d</invention-title></us-bibliographic-data-grant><description><p>%s</p></description></us-patent-grant>\n", n, n, strings.Repeat("words ", 200))
}

// folder writes documents of every way they come in: concatenated, alone, in an archive, as rows; some
// broken. It returns how many are good and how many are not.
func folder(t testing.TB, dir string, n int) (good, bad int) {
	t.Helper()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var bulk strings.Builder
	for i := range n {
		bulk.WriteString(grant(1_000_000 + i))
		if i%100 == 50 {
			bulk.WriteString("<us-patent-grant><x></us-patent-grant>\n")
			bad++
		}
	}
	write("bulk.xml", bulk.String())
	for i := range n / 10 {
		write(fmt.Sprintf("one-%04d.xml", i), grant(2_000_000+i))
	}
	var list strings.Builder
	list.WriteString("Publication Number,Kind,Title\n")
	for i := range n {
		fmt.Fprintf(&list, "US%d,B1,Row %d\n", 3_000_000+i, i)
		if i%200 == 100 {
			list.WriteString(",B1,no number\n")
			bad++
		}
	}
	write("rows.csv", list.String())
	write("readme.txt", "nothing of use")
	f, err := os.Create(filepath.Join(dir, "z.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for i := range n / 10 {
		w, err := z.Create(fmt.Sprintf("%04d/doc.xml", i))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, grant(4_000_000+i))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	return 2*n + 2*(n/10), bad
}

func what(dir string) intake.New {
	return intake.New{Center: 1, Name: "test", Source: "来源", AsOf: calendar.MustDay("2026-01-01"), Items: []intake.Item{{Name: "in", Path: dir}}}
}

// bring imports to the end, going on where an earlier process stopped.
func bring(ctx context.Context, d *intake.Desk, in intake.New, told func(*intake.Import)) (*intake.Import, error) {
	m, err := d.Resume(ctx, in)
	if err != nil {
		return nil, err
	}
	if m == nil {
		err = d.DB.Write(ctx, func(tx *store.Tx) error {
			m, err = d.Plan(ctx, tx, in)
			return err
		})
		if err != nil {
			return nil, err
		}
		if m, err = d.Do(ctx, 1, m.ID, "start"); err != nil {
			return nil, err
		}
	}
	if err := d.Run(ctx, 1, m.ID, told); err != nil {
		return nil, err
	}
	return d.Find(ctx, 1, m.ID)
}

// TestChild is the process that is killed; by itself it does nothing.
func TestChild(t *testing.T) {
	dir := os.Getenv("ZHIBAO_INTAKE_CHILD")
	if dir == "" {
		t.Skip("只由 TestKilled 启动")
	}
	d := desk(t, "sqlite:"+filepath.Join(dir, "test.db"))
	// A process that was killed late may have come to the end; another import is not what is asked for.
	all, err := d.List(t.Context(), 1, 10)
	if err != nil || len(all) == 1 && all[0].State == intake.Done {
		fmt.Println("done before", err)
		return
	}
	m, err := bring(t.Context(), d, what(filepath.Join(dir, "in")), nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("done", m.State)
}

// reached waits until more documents are held than before, or the process has had its time.
func reached(t *testing.T, d *intake.Desk, before int64) int64 {
	for range 200 {
		s, err := d.Holding.State(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if s.Documents > before {
			return s.Documents
		}
		time.Sleep(10 * time.Millisecond)
	}
	return before
}

// Killing the process at any moment loses nothing and repeats nothing.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("短测试跳过：反复启动并终止子进程")
	}
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	good, bad := folder(t, filepath.Join(dir, "in"), 300*kills)
	d := desk(t, "sqlite:"+filepath.Join(dir, "test.db"))
	killed, halfway, before := 0, 0, int64(0)
	for i := 0; ; i++ {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
		child.Env = append(os.Environ(), "ZHIBAO_INTAKE_CHILD="+dir)
		var out strings.Builder
		child.Stdout, child.Stderr = &out, &out
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if killed < kills {
			// Somewhere behind a batch, or before the first.
			if i%4 != 0 {
				if now := reached(t, d, before); now > before {
					before, halfway = now, halfway+1
				}
			}
			time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
			child.Process.Kill() // SIGKILL; it may have ended, which is as good
			killed++
		}
		err := child.Wait()
		if killed >= kills && err == nil {
			break
		}
		if i > kills+5 {
			t.Fatal(err, out.String())
		}
	}
	if halfway < 5 {
		t.Fatalf("the process was stopped half-way %d times only", halfway)
	}
	t.Logf("%d kills, %d of them between two batches", killed, halfway)
	all, err := d.List(t.Context(), 1, 10)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	m := all[0]
	s, err := d.Holding.State(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	refused, err := d.Refused(t.Context(), 1, m.ID, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	if m.State != intake.Done || m.New != int64(good) || m.Changed+m.Unchanged != 0 || m.Refused != int64(bad) || s.Documents != int64(good) || len(refused) != bad || m.Ignored != 1 || m.Bytes != m.Total {
		t.Fatalf("after %d kills: %+v, %d held, %d refusals listed; want %d and %d", killed, m, s.Documents, len(refused), good, bad)
	}
	// Everything can be read back in the order of the changes.
	seen, after := map[string]bool{}, int64(0)
	for {
		ds, upTo, err := d.Holding.Changes(t.Context(), 1, after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(ds) == 0 {
			break
		}
		for _, x := range ds {
			if seen[x.Number] {
				t.Fatalf("%s twice", x.Number)
			}
			seen[x.Number] = true
		}
		after = upTo
	}
	if len(seen) != good {
		t.Fatal(len(seen))
	}
}
