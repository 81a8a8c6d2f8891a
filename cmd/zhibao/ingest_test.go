package main

import (
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhibao/center"
)

// What an operator types: a key, a look from outside at a center that is there and at one that is not, and
// folders that are no filings, which are named and exit with 1.
func TestIngestCommand(t *testing.T) {
	dir := t.TempDir()
	data, key, own := filepath.Join(dir, "data"), filepath.Join(dir, "keys", "root.key"), filepath.Join(dir, "desk.key")
	s := start(t, dir)
	out, err := program(t.Context(), "contingency", "key", "--key", own).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "outage.signers") {
		t.Fatalf("%v\n%s", err, out)
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, c := range []struct{ at, want string }{{"http://" + s.addr, "\tok\t"}, {gone.URL, "\tfail\t"}} {
		record := t.TempDir()
		if out, err := program(t.Context(), "probe", "--dir", record, "--key", own, "--once", c.at).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		files, err := filepath.Glob(filepath.Join(record, "probe-*.txt"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%v, %v", files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil || !strings.Contains(string(text), c.want) {
			t.Errorf("%s: %s", c.at, text)
		}
	}
	folder := filepath.Join(dir, "desk")
	if err := os.MkdirAll(filepath.Join(folder, "YJ20261125235000-0123456789ab"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 { // while the platform runs
		out, err := program(t.Context(), "ingest", "--data", data, "--key", key, "--dry-run", folder).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || !regexp.MustCompile(`未导入  YJ20261125235000-0123456789ab[\s\S]*缺少文件 key`).Match(out) {
			t.Errorf("%v\n%s", err, out)
		}
	}
	s.end(t)
	var said strings.Builder
	if ok, err := center.Doctor(t.Context(), &said, center.Config{Data: data, KeyFile: key}, ""); err != nil || !strings.Contains(said.String(), "提示  受理的副本：SQLite，一份") {
		t.Errorf("%v %v\n%s", ok, err, said.String())
	}
}
