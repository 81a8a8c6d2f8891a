package scan_test

import (
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/scan"
)

// TestClamd asks the real clamd, with one signature of our own, where it is installed.
func TestClamd(t *testing.T) {
	program, err := exec.LookPath("clamd")
	if err != nil {
		t.Skip("没有安装 clamd，只与测试中的扫描程序核对")
	}
	dir, err := os.MkdirTemp("", "scan") // short, as the name of a socket must be
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("own.ndb", "Zhibao.Eicar:0:*:"+hex.EncodeToString([]byte(eicar))+"\n")
	write("conf", fmt.Sprintf("LocalSocket %s/s\nDatabaseDirectory %s\nForeground yes\nStreamMaxLength 4M\n", dir, dir))
	cmd := exec.Command(program, "-c", filepath.Join(dir, "conf"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	s, err := scan.Parse("unix:" + filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if err = s.Ping(t.Context()); err == nil {
			break
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
	for text, code := range map[string]string{"一种装置。": "", strings.Repeat("一种装置。", 100000): "", eicar: "scan.found", strings.Repeat("x", 1<<20) + "\n" + eicar: "scan.found", strings.Repeat("x", 6<<20): "scan.limit"} {
		got, err := io.ReadAll(s.Watch(t.Context(), strings.NewReader(text)))
		if code != "" && fault.CodeOf(err) != code || code == "" && (err != nil || string(got) != text) {
			t.Errorf("%d bytes: %d read, %v, want %q", len(text), len(got), err, code)
		}
	}
}
