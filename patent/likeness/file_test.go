package likeness

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zhibao/internal/imagery"
)

// entries are pictures of three views a design, the change counting up from one number on.
func entries(from, n int) (out []Entry) {
	for i := from; i < from+n; i++ {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		out = append(out, Entry{Change: int64(i + 1), Design: Design{ID: int64(i / 3), Locarno: "06-01", On: 20000}, Name: fmt.Sprint("视图", i%3), View: seen(r, 50)})
	}
	return out
}

func opened(t *testing.T, path string) *Collection {
	t.Helper()
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestFile: what was written is there again, answers as it did, and knows up to where it goes.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "designs")
	c := opened(t, path)
	for i := range 10 {
		if err := c.Write(entries(30*i, 30)); err != nil {
			t.Fatal(err)
		}
	}
	ask := []Asked{{Turns: []imagery.View{entries(77, 1)[0].View}}}
	want := c.Query(ask, Filter{}, 20)
	if want[0].ID != 25 || want[0].Score < 0.999 || want[0].Views[0].View != "视图2" {
		t.Errorf("%+v", want[0])
	}
	if _, err := Open(path); err == nil {
		t.Error("two have the same file open")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	c = opened(t, path)
	if designs, pictures := c.Len(); designs != 100 || pictures != 300 || c.Change() != 300 {
		t.Error(designs, pictures, c.Change())
	}
	if got := c.Query(ask, Filter{}, 20); !slices.Equal(ids(got), ids(want)) || got[0].Score != want[0].Score {
		t.Errorf("%v, before %v", ids(got), ids(want))
	}
	c.Close()
}

// TestDamage cuts the file at every byte of its end and turns bytes over: a good beginning is left, which
// is filled up again from the change that it states.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "designs")
	c := opened(t, path)
	if err := c.Write(entries(0, 12)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(data []byte, least int) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c := opened(t, path)
		defer c.Close()
		_, pictures := c.Len()
		if pictures < least || int(c.Change()) != pictures {
			t.Fatalf("%d pictures up to change %d are left of %d bytes", pictures, c.Change(), len(data))
		}
		if err := c.Write(entries(pictures, 12-pictures)); err != nil {
			t.Fatal(err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, whole) {
			t.Fatalf("it was not filled up again: %v", err)
		}
	}
	for n := range len(whole) + 1 {
		if n < 8 || n > len(whole)-20 || n%331 == 0 {
			try(whole[:n], max(n-headSize, 0)/recordSize)
		}
	}
	for at := 0; at < len(whole); at += 307 {
		bad := slices.Clone(whole)
		bad[at] ^= 0x10
		try(bad, max(at-headSize, 0)/recordSize)
	}
	try(append(slices.Clone(whole), 1, 2, 3), 12)
	try([]byte("something else altogether, longer than the head of such a file is"), 0)
}

// TestCompact: what was replaced again and again does not stay for ever.
func TestCompact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "designs")
	c := opened(t, path)
	for i := range 5 {
		all := entries(0, 30)
		for k := range all {
			all[k].Change = int64(30*i + k + 1)
		}
		if err := c.Write(all); err != nil {
			t.Fatal(err)
		}
	}
	want := c.Query([]Asked{{Turns: []imagery.View{entries(7, 1)[0].View}}}, Filter{}, 10)
	c.Close()
	c = opened(t, path)
	defer c.Close()
	if st, err := os.Stat(path); err != nil || st.Size() != headSize+30*recordSize || c.Change() != 150 {
		t.Errorf("%v bytes up to change %d, %v", st.Size(), c.Change(), err)
	}
	if got := c.Query([]Asked{{Turns: []imagery.View{entries(7, 1)[0].View}}}, Filter{}, 10); !slices.Equal(ids(got), ids(want)) {
		t.Errorf("%v, before %v", ids(got), ids(want))
	}
}

const killed = "LIKENESS_KILLED"

// TestKill kills a process while it writes, many times: what is left is always the beginning of what it
// wrote, and never less than what it said was written.
func TestKill(t *testing.T) {
	if path := os.Getenv(killed); path != "" {
		writeForever(t, path)
	}
	path := filepath.Join(t.TempDir(), "designs")
	for round := range 12 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKill$")
		cmd.Env = append(os.Environ(), killed+"="+path)
		var said bytes.Buffer
		cmd.Stdout = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(30+17*round) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		c := opened(t, path)
		_, pictures := c.Len()
		if n := bytes.Count(said.Bytes(), []byte("w")); pictures < n || int(c.Change()) != pictures {
			t.Fatalf("round %d: %d pictures up to change %d are left of %d that were written", round, pictures, c.Change(), n)
		}
		for at, want := range entries(0, pictures) {
			if got := c.view(int32(at)); *got != want.View {
				t.Fatalf("round %d: picture %d is another one", round, at)
			}
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// writeForever goes on behind what is there, and says a letter for each picture that is written.
func writeForever(t *testing.T, path string) {
	c := opened(t, path)
	for at := int(c.Change()); ; at += 5 {
		if err := c.Write(entries(at, 5)); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.WriteString("wwwww"); errors.Is(err, os.ErrClosed) {
			return
		}
	}
}
