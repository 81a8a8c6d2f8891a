package bench

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/internal/web/form"
	"zhibao/protection/infringement"
)

// restoreLimit is how long a restore of so many MB may take: a minute for the first gigabyte, half an hour for fifty.
func restoreLimit(mb int) time.Duration {
	return time.Duration(min(60*float64(mb)/1024, 60+(1800-60)*float64(mb-1024)/(49*1024)) * float64(time.Second))
}

// A backup of so much data as ZHIBAO_RESTORE says in MB is restored within the time for it, and opens. A plain run
// restores little and looks at no clock; that a backup with a changed byte is refused is the control.
func TestRestoreInTime(t *testing.T) {
	mb := 24
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_RESTORE")); err == nil && n > 0 {
		mb = n
	}
	dir := t.TempDir()
	r, err := newRig(t.Context(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	entrust(t, r)
	for left, no := int64(mb)<<20, int64(0); left > 0; no++ {
		size := min(left, 48<<20)
		left -= size
		in := &infringement.Supplement{Facts: "补充照片", Files: []form.File{form.NewFile("", "照片.jpg", size, func() (io.ReadCloser, error) {
			return io.NopCloser(&pattern{size: size, no: no}), nil
		})}}
		in.Clear = true
		k := dispute(t, r)
		if _, err := r.Office.Move(t.Context(), casework.Request{Actor: r.people["applicant-1"], Case: k, Move: "supplement", Input: in, Expected: 2}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to, back := filepath.Join(dir, "backups"), filepath.Join(dir, "back")
	begun := time.Now()
	if err := center.Backup(t.Context(), &out, dataDir(dir), "", to, 0); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	made := time.Since(begun)
	// What is restored is all that is left: a disk has to hold it twice, not three times.
	if err := os.RemoveAll(dataDir(dir)); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(to)
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	last := filepath.Join(to, names[0].Name())
	begun = time.Now()
	if err := center.Restore(t.Context(), &out, last, back, ""); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	took := time.Since(begun)
	t.Logf("%d MB: backed up in %s, restored in %s", mb, made.Round(time.Millisecond), took.Round(time.Millisecond))
	if limit := restoreLimit(mb); mb >= 1024 && took > limit {
		t.Errorf("the restore of %d MB took %s, more than %s", mb, took, limit)
	}
	c, err := center.Open(t.Context(), center.Config{Data: back, KeyFile: keyFile(dir), Now: time.Now, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	size, err := c.FilesSize(t.Context())
	if want := int64(mb) << 20; err != nil || size < want {
		t.Errorf("%d MB of files are there, want %d: %v", size>>20, mb, err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(back); err != nil {
		t.Fatal(err)
	}
	spoil(t, last)
	if err := center.Restore(t.Context(), &out, last, filepath.Join(dir, "spoilt"), ""); err == nil {
		t.Error("a backup with a changed byte was restored: the test finds nothing")
	}
}

// spoil changes one byte of one large file of a backup.
func spoil(t *testing.T, dir string) {
	t.Helper()
	done := false
	err := filepath.WalkDir(filepath.Join(dir, "files"), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || done {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || len(b) < 1<<20 {
			return err
		}
		b[len(b)/2] ^= 1
		done = true
		return os.WriteFile(path, b, 0o600)
	})
	if err != nil || !done {
		t.Fatalf("nothing to change: %v", err)
	}
}
