package center_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// kept is a center on disk that is not open.
type kept struct {
	center.Config
	t *testing.T
}

// founded makes a center and closes it again.
func founded(t *testing.T) *kept {
	t.Helper()
	dir := t.TempDir()
	k := &kept{t: t, Config: center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), MakeKey: true, Plain: true,
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Center: center.Identity("SUZ", "中国（示范）知识产权保护中心", "Demo Center", "32")}}
	if err := k.starts(func(*center.Center) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return k
}

// starts starts the center, does something and stops it.
func (k *kept) starts(do func(c *center.Center) error) error {
	c, err := center.Open(k.t.Context(), k.Config)
	if err != nil {
		return err
	}
	if err := do(c); err != nil {
		return err
	}
	return c.Close()
}

// refer has the database refer to a stored file, which is written too, and returns its path.
func (k *kept) refer(address string) (path string) {
	k.t.Helper()
	path = filepath.Join(k.Data, "files", address[:2], address)
	k.write(path, []byte("sealed"), 0o600)
	err := k.starts(func(c *center.Center) error {
		return c.DB.Write(k.t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(k.t.Context(), `INSERT INTO casework_file (address, center_id, at) VALUES ($1, 1, 0)`, address)
			return err
		})
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return path
}

func (k *kept) write(path string, content []byte, mode os.FileMode) {
	k.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		k.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, mode); err != nil {
		k.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		k.t.Fatal(err)
	}
}

// doctor returns what the doctor says.
func (k *kept) doctor() string {
	k.t.Helper()
	var out bytes.Buffer
	if _, err := center.Doctor(k.t.Context(), &out, k.Config, ""); err != nil {
		k.t.Fatal(err)
	}
	return out.String()
}

// A key file that is damaged, open to others, one part of a divided one, or that of another center: the start says
// so and the doctor finds it, without a start and without a panic.
func TestWrongKeyIsTold(t *testing.T) {
	k := founded(t)
	own, err := os.ReadFile(k.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	if said := k.doctor(); !strings.Contains(said, "正常  密钥文件：") {
		t.Fatalf("its own key: %s", said)
	}
	other := founded(t)
	foreign, err := os.ReadFile(other.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, code string
		content    []byte
		mode       os.FileMode
	}{
		{"of another center", "seal.wrong_root", foreign, 0o600},
		{"empty", "seal.key_file", nil, 0o600},
		{"cut off", "seal.key_file", own[:len(own)/2], 0o600},
		{"open to others", "seal.rights", own, 0o644},
		{"a part", "seal.share", []byte(`{"share":"01ab","sealed":"AA=="}`), 0o600},
	} {
		k.write(k.KeyFile, c.content, c.mode)
		if err := k.starts(func(*center.Center) error { return nil }); fault.CodeOf(err) != c.code {
			t.Errorf("a start with a key %s: %v", c.name, err)
		}
		if said := k.doctor(); !strings.Contains(said, "问题  密钥文件：") {
			t.Errorf("the doctor, with a key %s: %s", c.name, said)
		}
	}
	k.write(k.KeyFile, own, 0o600)
	if err := k.starts(func(*center.Center) error { return nil }); err != nil {
		t.Error(err)
	}
}

// A backup of a center that lost files which an earlier one holds is not called complete, and no earlier one is
// removed for it. What no backup holds is told, and backups go on.
func TestBackupMissesFiles(t *testing.T) {
	k := founded(t)
	file := k.refer(strings.Repeat("ab", 32))
	to := filepath.Join(t.TempDir(), "backups")
	backUp := func() (said string, code string) {
		t.Helper()
		time.Sleep(time.Second + 50*time.Millisecond) // they are named by the second
		var out bytes.Buffer
		err := center.Backup(t.Context(), &out, k.Data, k.Database, to, 1)
		if err == nil {
			return out.String(), ""
		}
		return out.String(), fault.CodeOf(err)
	}
	all := func() int {
		t.Helper()
		entries, err := os.ReadDir(to)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if said, code := backUp(); code != "" || !strings.Contains(said, "其中案件文件 1 个") {
		t.Fatal(said, code)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if said, code := backUp(); code != "lost.files" || strings.Contains(said, "备份完成") {
			t.Fatalf("a file is missing: %q %s", said, code)
		}
	}
	if n := all(); n != 3 {
		t.Errorf("%d backups are there", n)
	}
	// Put back, the next is complete and the others are thinned.
	k.write(file, []byte("sealed"), 0o600)
	if said, code := backUp(); code != "" || all() != 1 {
		t.Errorf("put back: %q %s, %d backups", said, code, all())
	}
	// One that was never in a backup.
	if err := os.Remove(k.refer(strings.Repeat("cd", 32))); err != nil {
		t.Fatal(err)
	}
	if said, code := backUp(); code != "" || !strings.Contains(said, "注意：") || all() != 1 {
		t.Errorf("lost for good: %q %s", said, code)
	}
	if said := k.doctor(); !strings.Contains(said, "缺少 1 个") || !strings.Contains(said, "cdcdcdcdcdcd") {
		t.Errorf("the doctor does not name it: %s", said)
	}
}

// An empty database, and one that cannot be reached, are told as what they are.
func TestEmptyDatabaseIsTold(t *testing.T) {
	k := founded(t)
	db := filepath.Join(t.TempDir(), "empty.db")
	k.write(db, nil, 0o600)
	k.Database = "sqlite:" + db
	var out bytes.Buffer
	if _, err := center.Doctor(t.Context(), &out, k.Config, ""); fault.CodeOf(err) != "lost.empty" {
		t.Errorf("an empty database: %v\n%s", err, out.String())
	}
	k.Database = "postgres://zhibao@127.0.0.1:1/zhibao?sslmode=disable"
	if _, err := center.Doctor(t.Context(), &out, k.Config, ""); fault.CodeOf(err) != "lost.away" {
		t.Errorf("a server that is away: %v", err)
	}
	if err := k.starts(func(*center.Center) error { return nil }); fault.CodeOf(err) != "lost.away" {
		t.Errorf("a start: %v", err)
	}
}

// A process whose database or files were deleted under it goes on answering people, but says at /ready that it must
// not be trusted.
func TestReadyMissesData(t *testing.T) {
	k := founded(t)
	if err := k.starts(func(c *center.Center) error {
		ask := func() int {
			w := httptest.NewRecorder()
			c.Ready(&atomic.Bool{}, http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ready", nil))
			return w.Code
		}
		lose := []string{filepath.Join(k.Data, "files")}
		if k.Database == "" {
			lose = append(lose, filepath.Join(k.Data, "zhibao.db"))
		}
		for _, path := range lose {
			if got := ask(); got != http.StatusOK {
				t.Errorf("all is there: %d", got)
			}
			if err := os.Rename(path, path+".away"); err != nil {
				return err
			}
			if got := ask(); got != http.StatusServiceUnavailable {
				t.Errorf("without %s: %d", path, got)
			}
			if err := os.Rename(path+".away", path); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
