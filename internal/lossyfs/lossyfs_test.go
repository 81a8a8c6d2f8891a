//go:build linux

package lossyfs

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	Serve(time.Now)
	os.Exit(m.Run())
}

func at(t *testing.T) *Mount {
	t.Helper()
	m, err := At(t.TempDir())
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

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write makes a file, with a synchronisation of it and of its folder or without.
func write(t *testing.T, path string, content []byte, file, folder bool) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	_, err = f.Write(content)
	must(t, err)
	if file {
		must(t, f.Sync())
	}
	must(t, f.Close())
	if folder {
		must(t, syncDir(filepath.Dir(path)))
	}
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// cut cuts the power and mounts what is left.
func cut(t *testing.T, m *Mount, seed uint64) Count {
	t.Helper()
	n, err := m.Cut(seed)
	must(t, err)
	if _, err := os.Create(filepath.Join(m.Dir, "late")); err == nil {
		t.Error("a disk without power takes a file")
	}
	must(t, m.Again())
	return n
}

// What was synchronised is there after every cut; what was not is there as a whole, in parts or not at all.
func TestCut(t *testing.T) {
	m := at(t)
	content := bytes.Repeat([]byte("一二三四"), 1000)
	whole, gone, torn, unnamed := 0, 0, 0, 0
	var n Count
	for seed := range uint64(20) {
		safe, loose, nameless := filepath.Join(m.Dir, "safe"), filepath.Join(m.Dir, "loose"), filepath.Join(m.Dir, "folder", "nameless")
		must(t, os.Mkdir(filepath.Dir(nameless), 0o700))
		write(t, safe, content, true, true)
		write(t, loose, content, false, false)
		write(t, nameless, content, true, false)
		n = cut(t, m, seed)
		if got, err := os.ReadFile(safe); err != nil || !bytes.Equal(got, content) {
			t.Errorf("seed %d: %d bytes, %v", seed, len(got), err)
		}
		switch got, err := os.ReadFile(loose); {
		case err != nil:
			gone++
		case bytes.Equal(got, content):
			whole++
		default:
			torn++
		}
		if got, err := os.ReadFile(nameless); err != nil {
			unnamed++
		} else if !bytes.Equal(got, content) {
			t.Errorf("seed %d: a file that was synchronised has %d bytes", seed, len(got))
		}
		must(t, os.RemoveAll(loose))
		must(t, os.RemoveAll(filepath.Dir(nameless)))
		must(t, syncDir(m.Dir))
	}
	if n.Lost == 0 || n.Torn == 0 || n.Entries == 0 {
		t.Errorf("%+v", n)
	}
	if gone == 0 || torn == 0 || unnamed == 0 {
		t.Errorf("unsynchronised files: %d gone, %d torn, %d whole; %d without a name", gone, torn, whole, unnamed)
	}
}

// The same seed leaves the same disk.
func TestSeed(t *testing.T) {
	one := func(seed uint64) []byte {
		d := newDisk(time.Now)
		it := d.item("a", syscall.S_IFREG|0o600)
		d.set(d.root, "a", it)
		d.root.sync()
		for i := range 40 {
			d.change(it, change{int64(i * 700), bytes.Repeat([]byte{byte(i + 1)}, 900)})
		}
		return d.cut(seed).root.names["a"].data
	}
	if !bytes.Equal(one(5), one(5)) || bytes.Equal(one(5), one(6)) {
		t.Error("the seed does not decide")
	}
}

// A rename and a removal hold only when the folder is synchronised.
func TestNames(t *testing.T) {
	undone, kept := 0, 0
	for seed := range uint64(30) {
		d := newDisk(time.Now)
		a := d.item("a", syscall.S_IFREG|0o600)
		d.set(d.root, "a", a)
		d.root.sync()
		d.set(d.root, "a", nil)
		d.set(d.root, "b", a)
		if d.cut(seed).root.names["b"] == nil {
			undone++
		}
		d.root.sync()
		if d.cut(seed).root.names["b"] != nil && d.cut(seed).root.names["a"] == nil {
			kept++
		}
	}
	if undone == 0 || undone == 30 || kept != 30 {
		t.Errorf("%d undone, %d kept", undone, kept)
	}
}

// Each fault is one that the program meets.
func TestFaults(t *testing.T) {
	m := at(t)
	path := filepath.Join(m.Dir, "a")
	set := func(f Faults) {
		t.Helper()
		_, err := m.Set(f)
		must(t, err)
	}
	content := bytes.Repeat([]byte{7}, 5000)
	write(t, path, content, true, true)

	set(Faults{Flip: true})
	if got, err := os.ReadFile(path); err != nil || bytes.Equal(got, content) || len(got) != len(content) {
		t.Errorf("no bit is inverted: %d bytes, %v", len(got), err)
	}
	set(Faults{FailSyncs: 1})
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	defer f.Close()
	_, err = f.WriteAt([]byte("new"), 0)
	must(t, err)
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Errorf("synchronised: %v", err)
	}
	// A second try succeeds and has saved nothing, as on Linux.
	must(t, f.Sync())
	cut(t, m, 1)
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("what a failed synchronisation left out is there: %.5q, %v", got, err)
	}
	set(Faults{FailAt: 2, Errno: int(syscall.EIO)})
	if err := os.WriteFile(filepath.Join(m.Dir, "b"), content, 0o600); !errors.Is(err, syscall.EIO) {
		t.Errorf("the second operation: %v", err)
	}
	set(Faults{Quota: 8000})
	if err := os.WriteFile(filepath.Join(m.Dir, "c"), content, 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("more than fits: %v", err)
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(m.Dir, &st); err != nil || st.Blocks != 8000/sector {
		t.Errorf("%+v %v", st, err)
	}
	for _, one := range []Faults{{Short: true}, {Interrupt: true}} {
		set(one)
		b := filepath.Join(m.Dir, "d")
		must(t, os.WriteFile(b, content, 0o600))
		must(t, os.WriteFile(b, content, 0o600))
		set(Faults{})
		if got, err := os.ReadFile(b); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%+v: %d bytes, %v", one, len(got), err)
		}
	}
}
