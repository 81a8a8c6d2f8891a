package store

import (
	"path/filepath"
	"syscall"
	"testing"
)

// What TestFull shows with a limit of the engine, on a real file system that is full.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
		t.Skip("不能挂载 tmpfs，跳过")
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	db, _ := openTemp(t, dir)
	acknowledged := 0
	var err error
	for err == nil && acknowledged < 5000 {
		if err = write(db, insertBlob, make([]byte, 2000)); err == nil {
			acknowledged++
		}
	}
	if !IsFull(err) {
		t.Errorf("after %d writes: %v", acknowledged, err)
	}
	if n := rows(t, db); n != acknowledged {
		t.Errorf("%d rows, %d acknowledged", n, acknowledged)
	}
	// Opening for reading works while the disk is full.
	second, err := Open(t.Context(), filepath.Join(dir, "t.db"))
	if err != nil {
		t.Errorf("opening on a full disk: %v", err)
	} else {
		if err := second.Migrate(t.Context()); err != nil {
			t.Error(err)
		}
		rows(t, second)
		second.Close()
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=30m"); err != nil {
		t.Fatal(err)
	}
	put(t, db, insertBlob, make([]byte, 2000))
	if n := rows(t, db); n != acknowledged+1 {
		t.Errorf("%d rows, %d acknowledged", n, acknowledged+1)
	}
	if err := db.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}
