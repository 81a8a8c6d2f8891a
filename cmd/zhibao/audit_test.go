package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAuditLog: the audit of a new center goes out line by line, while it runs; with a state the next call writes
// nothing but what is newer, and a file that is no state is refused and left alone.
func TestAuditLog(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir)
	state := filepath.Join(dir, "audit.state")
	write := func(want bool, args ...string) []string {
		t.Helper()
		out, err := program(t.Context(), append([]string{"audit", "--data", filepath.Join(dir, "data")}, args...)...).CombinedOutput()
		if (err == nil) != want {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
	}
	all := write(true, "--state", state)
	line := regexp.MustCompile(`^CEF:0\|zhibao\|zhibao\|[^|]*\|[a-z.]+\|[a-z.]+\|[37]\|rt=\d{13} externalId=\d+ deviceExternalId=\d+ suid=\d+ `)
	accounts := 0
	for _, l := range all {
		if !line.MatchString(l) {
			t.Error(l)
		}
		accounts += strings.Count(l, "|account.create|account.create|")
	}
	if accounts != 3 {
		t.Errorf("three administrators were made, the audit has %d:\n%s", accounts, strings.Join(all, "\n"))
	}
	if again := write(true, "--state", state); len(again) > 0 {
		t.Errorf("written twice: %v", again)
	}
	if again := write(true); len(again) != len(all) {
		t.Errorf("%d lines without a state, %d with one", len(again), len(all))
	}
	s.end(t)
	other := filepath.Join(dir, "other")
	if err := os.WriteFile(other, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(false, "--state", other)
	if b, err := os.ReadFile(other); err != nil || string(b) != "x" {
		t.Error("what is no state was written over", err)
	}
}
