package center_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/fault"
	"zhibao/internal/store/storetest"
)

// TestBackupIsRestored: a center that works is backed up twice; the second backup shares what did not
// change; the restored center opens with the key file and holds; whatever is changed in a backup is named
// and refused; and a backup goes into a database of the other engine and back.
func TestBackupIsRestored(t *testing.T) {
	if os.Getenv("ZHIBAO_WHOLE") == "" {
		t.Skip("备份、恢复、两种数据库之间迁移一个示范中心要一分钟以上，设 ZHIBAO_WHOLE=1 才运行")
	}
	dir := t.TempDir()
	data, key, to := filepath.Join(dir, "data"), filepath.Join(dir, "root.key"), filepath.Join(dir, "backups")
	c, _, err := demo.Open(t.Context(), demo.Options{Data: data, KeyFile: key, Now: time.Now, Cases: 12})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for range 2 {
		if err := center.Backup(t.Context(), &out, data, "", to, 0); err != nil {
			t.Fatalf("%v\n%s", err, &out)
		}
		time.Sleep(1100 * time.Millisecond) // backups are named by the second
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(to)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d backups, %v", len(entries), err)
	}
	last := filepath.Join(to, entries[1].Name())
	shared(t, filepath.Join(to, entries[0].Name()), last)

	back := filepath.Join(dir, "back")
	if err := center.Restore(t.Context(), &out, last, back, ""); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if err := center.Restore(t.Context(), &out, last, back, ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("restored over what is there: %v", err)
	}
	again, err := center.Open(t.Context(), center.Config{Data: back, KeyFile: key, Now: time.Now, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if ok, err := center.Verify(t.Context(), &said, back, "", nil); !ok || err != nil {
		t.Errorf("%v %s", err, &said)
	}
	said.Reset()
	if ok, err := center.Doctor(t.Context(), &said, center.Config{Data: back, KeyFile: key}, to); err != nil || !ok && !strings.Contains(said.String(), "磁盘空间") {
		t.Errorf("%v %v\n%s", ok, err, &said)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	said.Reset()
	if ok, err := center.Doctor(t.Context(), &said, center.Config{Data: back, KeyFile: key}, filepath.Join(dir, "none")); ok || err != nil || !strings.Contains(said.String(), "对其他用户可读") || !strings.Contains(said.String(), "没有完整的备份") {
		t.Errorf("%v %v\n%s", ok, err, &said)
	}
	moved(t, back)
	spoiled(t, dir, last)
}

// shared expects that a stored file is the same one in both backups, and no second copy.
func shared(t *testing.T, one, two string) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(one, "files"), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(one, path)
		if err != nil {
			return err
		}
		a, err := os.Stat(path)
		if err != nil {
			return err
		}
		b, err := os.Stat(filepath.Join(two, rel))
		if err != nil {
			return err
		}
		if n++; !os.SameFile(a, b) {
			t.Errorf("%s takes room twice", rel)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files, %v", n, err)
	}
}

// moved takes the restored center to each engine and back, equal every time.
func moved(t *testing.T, data string) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		var out bytes.Buffer
		if err := center.Move(t.Context(), &out, data, "", url); err != nil {
			t.Fatalf("%v\n%s", err, &out)
		}
		if ok, err := center.Verify(t.Context(), &out, "", url, nil); !ok || err != nil {
			t.Fatalf("%v %s", err, &out)
		}
		if err := center.Move(t.Context(), &out, "", url, "sqlite:"+filepath.Join(t.TempDir(), "zhibao.db")); err != nil {
			t.Fatalf("back: %v\n%s", err, &out)
		}
		if err := center.Move(t.Context(), &out, data, "", url); fault.KindOf(err) != fault.Conflict {
			t.Errorf("moved into a full database: %v", err)
		}
	})
}

// spoiled changes a backup in one place after the other and expects that each is refused by its name.
func spoiled(t *testing.T, dir, last string) {
	t.Helper()
	var some string
	err := filepath.WalkDir(filepath.Join(last, "files"), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			some = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{some, filepath.Join(last, "zhibao.db"), filepath.Join(last, "manifest.json")} {
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for what, bad := range map[string][]byte{"a bit": flipped(good), "its end": good[:len(good)/2], "all of it": nil} {
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			err := center.Restore(t.Context(), &bytes.Buffer{}, last, filepath.Join(dir, "spoiled"), "")
			if fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s of %s is changed: %v", what, filepath.Base(path), err)
			}
			if _, err := os.Stat(filepath.Join(dir, "spoiled")); err == nil {
				t.Fatalf("%s of %s is changed, and something was restored", what, filepath.Base(path))
			}
		}
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(some); err != nil {
		t.Fatal(err)
	}
	if err := center.Restore(t.Context(), &bytes.Buffer{}, last, filepath.Join(dir, "spoiled"), ""); fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.MessageOf(err), "文件缺失") {
		t.Errorf("a file is missing: %v", err)
	}
}

// flipped is a file with one bit changed.
func flipped(b []byte) []byte {
	out := bytes.Clone(b)
	out[len(out)/3] ^= 4
	return out
}
