package center_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// What a center needs is lost, one thing after the other: nothing begins anew as if all were well, no key is
// made in place of the one that is gone, and doctor names the files that are missing.
func TestLost(t *testing.T) {
	dir := t.TempDir()
	cfg := center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), MakeKey: true, Plain: true,
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Center: center.Identity("SUZ", "中国（示范）知识产权保护中心", "Demo Center", "32")}
	opens := func() error {
		c, err := center.Open(t.Context(), cfg)
		if err == nil {
			err = c.Close()
		}
		return err
	}
	if err := opens(); err != nil {
		t.Fatal(err)
	}
	if err := opens(); err != nil {
		t.Fatalf("the second start: %v", err)
	}
	// A file to which the database refers.
	address := strings.Repeat("ab", 32)
	file := filepath.Join(cfg.Data, "files", "ab", address)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("sealed"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := center.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	err = c.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO casework_file (address, center_id, at) VALUES ($1, 1, 0)`, address)
		return err
	})
	if err == nil {
		err = c.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	doctor := func() string {
		t.Helper()
		var out bytes.Buffer
		if _, err := center.Doctor(t.Context(), &out, cfg, ""); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if said := doctor(); !strings.Contains(said, "正常  案件文件：1 个") {
		t.Errorf("nothing is missing: %s", said)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if said := doctor(); !strings.Contains(said, "缺少 1 个") {
		t.Errorf("a file is missing: %s", said)
	}
	if err := os.WriteFile(file, []byte("sealed"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The key.
	kept := cfg.KeyFile + ".kept"
	if err := os.Rename(cfg.KeyFile, kept); err != nil {
		t.Fatal(err)
	}
	if err := opens(); fault.CodeOf(err) != "seal.missing" {
		t.Errorf("without its key: %v", err)
	}
	if _, err := os.Stat(cfg.KeyFile); err == nil {
		t.Error("a new key lies where the old one was")
	}
	if err := os.Rename(kept, cfg.KeyFile); err != nil {
		t.Fatal(err)
	}
	// The database.
	if cfg.Database = storetest.Chosen(t, ""); cfg.Database == "" {
		for _, name := range []string{"zhibao.db", "zhibao.db-wal", "zhibao.db-shm"} {
			if err := os.RemoveAll(filepath.Join(cfg.Data, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 2 {
		if err := opens(); fault.CodeOf(err) != "center.database_lost" {
			t.Errorf("without its database: %v", err)
		}
	}
}

// A center that is given no log works all the same, also when it would have something to say: that its disk
// fills up, for one.
func TestOpensWithoutLog(t *testing.T) {
	dir := t.TempDir()
	c, err := center.Open(t.Context(), center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), MakeKey: true, Plain: true,
		Now: time.Now, Center: center.Identity("SUZ", "中国（示范）知识产权保护中心", "Demo Center", "32")})
	if err != nil {
		t.Fatal(err)
	}
	c.Log.Warn("the disk fills up")
	if err := c.Tend(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}
