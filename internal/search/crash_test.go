package search_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/leaktest"
	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

func opened(t *testing.T, dir string, tail int) *search.Index {
	t.Helper()
	x, err := search.Open(dir, searchtest.Schema(), search.Options{Tail: tail})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

func put(t *testing.T, x *search.Index, docs ...search.Document) {
	t.Helper()
	if err := x.Put(context.Background(), docs); err != nil {
		t.Fatal(err)
	}
}

// A step is the change of a number: documents that come, and some that go. It is the same every time.
func step(n int) (docs []search.Document, gone []string) {
	rng := rand.New(rand.NewPCG(9, uint64(n)))
	if n%5 == 4 {
		for range 3 {
			gone = append(gone, fmt.Sprint("k", rng.IntN(400)))
		}
		return nil, gone
	}
	for range 1 + rng.IntN(8) {
		docs = append(docs, search.Document{ID: fmt.Sprint("k", rng.IntN(400)), Texts: map[string][]string{"title": {fmt.Sprintf("第%d步 step%d", n, n)}, "claims": {strings.Repeat("半导体装置", rng.IntN(60))}}})
	}
	return docs, nil
}

// model applies the first steps to a scan.
func model(steps int) *searchtest.Scan {
	s := &searchtest.Scan{Schema: searchtest.Schema(), Docs: map[string]search.Document{}}
	for n := range steps {
		docs, gone := step(n)
		for _, d := range docs {
			s.Docs[d.ID] = d
		}
		for _, id := range gone {
			delete(s.Docs, id)
		}
	}
	return s
}

// TestMain is the child that is killed when it is told a folder.
func TestMain(m *testing.M) {
	if dir := os.Getenv("ZHIBAO_SEARCH_CHILD"); dir != "" {
		from, _ := strconv.Atoi(os.Getenv("ZHIBAO_SEARCH_FROM"))
		if err := child(dir, from); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(leaktest.Main(m))
}

// child makes one step after the other and says so when it is acknowledged, until it is killed. It
// writes files all the time, because little is kept in memory.
func child(dir string, from int) error {
	x, err := search.Open(dir, searchtest.Schema(), search.Options{Tail: 16 << 10})
	if err != nil {
		return err
	}
	ctx := context.Background()
	for n := from; ; n++ {
		docs, gone := step(n)
		if err := errors.Join(x.Put(ctx, docs), x.Delete(ctx, gone)); err != nil {
			return err
		}
		if n%97 == 96 {
			if err := x.Merge(ctx); err != nil {
				return err
			}
		}
		fmt.Println(n + 1)
	}
}

// TestKilled kills the child at any moment. What it had acknowledged is there, and at most the one
// step more that it was about to acknowledge, as a whole.
func TestKilled(t *testing.T) {
	kills := 30
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	done := 0
	for range kills {
		done = agreed(t, dir, done, killed(t, dir, done, time.Duration(rng.IntN(60))*time.Millisecond))
	}
	t.Logf("%d kills, %d steps", kills, done)
}

// killed runs the child for a while after its first acknowledgement and returns the last one.
func killed(t *testing.T, dir string, from int, after time.Duration) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ZHIBAO_SEARCH_CHILD="+dir, fmt.Sprint("ZHIBAO_SEARCH_FROM=", from))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := from
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if acknowledged, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(lines.Text())
		}
		if first {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	return acknowledged
}

// agreed opens what the child left and returns how many steps are in it.
func agreed(t *testing.T, dir string, from, acknowledged int) int {
	t.Helper()
	x, err := search.Open(dir, searchtest.Schema(), search.Options{})
	if err != nil {
		t.Fatalf("after step %d: %v", acknowledged, err)
	}
	defer x.Close()
	var said string
	for steps := acknowledged; steps <= acknowledged+1; steps++ {
		if said = differs(t, x, model(steps)); said == "" {
			return steps
		}
	}
	t.Fatalf("from step %d, %d acknowledged: %s", from, acknowledged, said)
	return 0
}

// differs compares names, and the words by which each document is told from its earlier forms.
func differs(t *testing.T, x *search.Index, want *searchtest.Scan) string {
	t.Helper()
	got, err := searchtest.IDs(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if ids := slices.Sorted(maps.Keys(want.Docs)); !slices.Equal(got, ids) {
		return fmt.Sprintf("documents %v, want %v", got, ids)
	}
	for id, d := range want.Docs {
		r, err := x.Find(context.Background(), search.Request{Query: search.Text{Field: "title", Words: d.Texts["title"][0]}, Within: []string{id}})
		if err != nil {
			t.Fatal(err)
		}
		if r.Total != 1 {
			return id + " is not what was put last"
		}
	}
	return ""
}

// copied is the folder as a power cut would leave it, without the lock of the one who has it open.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// journalOf returns the only journal of a folder.
func journalOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "journal-*"))
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	return found[len(found)-1]
}

// TestTorn cuts the journal at every byte: what is left is a number of whole steps, and as many as
// fit. A byte that is turned in front of whole steps is damage, and the file is named.
func TestTorn(t *testing.T) {
	dir := t.TempDir()
	x := opened(t, dir, 0)
	var ends []int64
	for n := range 4 {
		put(t, x, search.Document{ID: fmt.Sprint("d", n), Texts: map[string][]string{"title": {fmt.Sprint("字", n)}}})
		info, err := os.Stat(journalOf(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, info.Size())
	}
	left := copied(t, dir)
	data, err := os.ReadFile(journalOf(t, left))
	if err != nil {
		t.Fatal(err)
	}
	for size := range len(data) + 1 {
		whole, _ := slices.BinarySearch(ends, int64(size)+1)
		torn := copied(t, left)
		write(t, journalOf(t, torn), data[:size])
		y, err := search.Open(torn, searchtest.Schema(), search.Options{})
		if err != nil {
			t.Fatalf("cut to %d bytes: %v", size, err)
		}
		if y.Docs() != whole {
			t.Fatalf("cut to %d bytes: %d documents, want %d", size, y.Docs(), whole)
		}
		if err := y.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for at := int64(0); at < ends[2]; at += 7 {
		bad := slices.Clone(data)
		bad[at] ^= 0x40
		torn := copied(t, left)
		path := journalOf(t, torn)
		write(t, path, bad)
		named(t, torn, filepath.Base(path))
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// named opens a damaged index: the fault names the file.
func named(t *testing.T, dir, file string) {
	t.Helper()
	y, err := search.Open(dir, searchtest.Schema(), search.Options{})
	if err == nil {
		_ = y.Close()
		t.Fatalf("damage of %s was not found", file)
	}
	if fault.CodeOf(err) != "search.damaged" || !strings.Contains(fault.MessageOf(err), file) {
		t.Fatalf("damage of %s: %v, %s", file, err, fault.MessageOf(err))
	}
}

// TestDamaged turns bytes all over the files, cuts them short and takes them away.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	x := opened(t, dir, 0)
	for n := range 200 {
		put(t, x, search.Document{ID: fmt.Sprint("d", n), Texts: map[string][]string{"title": {fmt.Sprint("半导体", n)}}})
	}
	if err := x.Delete(context.Background(), []string{"d7"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	segments, err := filepath.Glob(filepath.Join(dir, "segment-*"))
	if err != nil || len(segments) == 0 {
		t.Fatal(segments, err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, path := range []string{segments[0], filepath.Join(dir, "index")} {
		name := filepath.Base(path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			bad := slices.Clone(data)
			bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
			torn := copied(t, dir)
			write(t, filepath.Join(torn, name), bad)
			named(t, torn, name)
			write(t, filepath.Join(torn, name), data[:rng.IntN(len(data))])
			named(t, torn, name)
		}
	}
	torn := copied(t, dir)
	if err := os.Remove(filepath.Join(torn, filepath.Base(segments[0]))); err != nil {
		t.Fatal(err)
	}
	named(t, torn, filepath.Base(segments[0]))
	if err := search.Remove(torn); err != nil {
		t.Fatal(err)
	}
	if y := opened(t, torn, 0); y.Docs() != 0 {
		t.Fatal("a removed index is not empty")
	}
}

// TestClose leaves no goroutine and no file behind it, and a second process is kept out before.
func TestClose(t *testing.T) {
	dir := t.TempDir()
	before := runtime.NumGoroutine()
	for range 5 {
		x := opened(t, dir, 1<<10)
		if _, err := search.Open(dir, searchtest.Schema(), search.Options{}); fault.CodeOf(err) != "search.locked" {
			t.Fatalf("opened twice: %v", err)
		}
		put(t, x, search.Document{ID: "a", Texts: map[string][]string{"title": {strings.Repeat("半导体", 500)}}})
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Find(context.Background(), search.Request{}); fault.CodeOf(err) != "search.closed" {
			t.Fatalf("found after it was closed: %v", err)
		}
		if err := x.Put(context.Background(), []search.Document{{ID: "b"}}); fault.CodeOf(err) != "search.closed" {
			t.Fatalf("put after it was closed: %v", err)
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// TestOtherSchema throws away an index that was made for another schema.
func TestOtherSchema(t *testing.T) {
	dir := t.TempDir()
	x := opened(t, dir, 0)
	put(t, x, search.Document{ID: "a"})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	s := searchtest.Schema()
	s.Version = "next"
	y, err := search.Open(dir, s, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	if y.Docs() != 0 {
		t.Fatal("the old index is still there")
	}
}
