package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A full has the program on a file system that can have so many files and no more.
func newFewFiles(t *testing.T, files int) *sick {
	t.Helper()
	s := &sick{T: t, c: campaign{repeats: 1 << 30, dir: t.TempDir(), seed: 13}}
	if err := os.Mkdir(dataDir(s.c.dir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dataDir(s.c.dir), "tmpfs", 0, fmt.Sprintf("size=400m,nr_inodes=%d", files)); err != nil {
		if os.Getenv("STRICT") != "" {
			t.Fatal(err)
		}
		t.Skipf("不能挂载 tmpfs（%v），跳过", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dataDir(s.c.dir), syscall.MNT_DETACH) })
	s.begun("quiet")
	return s
}

// stuff makes empty files until there can be no more, and returns what takes them away again.
func stuff(t *testing.T, dir string) (empty func()) {
	t.Helper()
	spare := filepath.Join(dir, "spare")
	if err := os.Mkdir(spare, 0o700); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		err := os.WriteFile(filepath.Join(spare, fmt.Sprint(n)), nil, 0o600)
		if errors.Is(err, syscall.ENOSPC) {
			break
		}
		if err != nil || n > 100_000 {
			t.Fatalf("%d files: %v", n, err)
		}
	}
	return func() {
		if err := os.RemoveAll(spare); err != nil {
			t.Error(err)
		}
	}
}

// With no file left that the disk could have, though there is space: reading goes on, steps that need none are
// done, an upload is refused with 507 and words that help, and is taken without a restart when files can be made
// again. That the file system is said to have 100 MB and more free is the control.
func TestFullOfFilesProgram(t *testing.T) {
	s := newFewFiles(t, 600)
	uploads, others := 0, 0
	for uploads < 2 || others < 2 {
		empty := stuff(t, dataDir(s.c.dir))
		var st syscall.Statfs_t
		if err := syscall.Statfs(dataDir(s.c.dir), &st); err != nil || st.Ffree > 0 || st.Bavail*uint64(st.Bsize) < 100<<20 {
			t.Fatalf("%d files and %d MB are free: the test finds nothing, %v", st.Ffree, st.Bavail*uint64(st.Bsize)>>20, err)
		}
		if p, err := s.j.people["head"].get(t.Context(), "/work"); err != nil || p.status != 200 || !strings.Contains(p.body, "磁盘将满") {
			t.Errorf("nobody is told: %d, %v", p.status, err)
		}
		l := len(s.j.acts)
		move, err := s.begin()
		switch status, words := refused(err); {
		case move == "upload" && (status != 507 || !strings.Contains(words, "磁盘已满") || len(s.j.acts) != l):
			t.Errorf("an upload: %d, %v", status, err)
		case move == "upload":
			uploads++
		case err != nil && status != 507:
			t.Errorf("%s: %v", move, err)
		default:
			others++
		}
		s.reads(move + " without files")
		empty()
		if s.h.open != nil {
			begun := time.Now()
			if err := s.h.send(t.Context(), s.h.open); err != nil {
				t.Fatalf("%s: still refused: %v", move, err)
			}
			t.Logf("%s: taken %s after there were files", move, time.Since(begun).Round(time.Millisecond))
		}
		if others > 40 || t.Failed() {
			t.Fatal("no upload was tried, or what else was tried failed")
		}
	}
	s.whole()
}
