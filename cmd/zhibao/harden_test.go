//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// hardenEnv makes the test binary say what harden did to it.
const hardenEnv = "ZHIBAO_TEST_HARDEN"

// TestNoCore: a program that serves leaves no core, whatever the limit was, and lets nobody of the same
// user look into its memory. The control is the same program before harden.
func TestNoCore(t *testing.T) {
	if how := os.Getenv(hardenEnv); how != "" {
		if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}); err != nil {
			t.Fatal(err)
		}
		if how == "yes" {
			if err := harden(); err != nil {
				t.Fatal(err)
			}
		}
		limits, err := os.ReadFile("/proc/self/limits")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("core %s dumpable %t\n", regexp.MustCompile(`Max core file size\s+(\d+)`).FindStringSubmatch(string(limits))[1], dumpable())
		return
	}
	for how, want := range map[string]string{"yes": "core 0 dumpable false", "no": "core 1048576 dumpable true"} {
		cmd := program(t.Context(), "-test.run=^TestNoCore$")
		cmd.Env = append(os.Environ(), hardenEnv+"="+how)
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, want %q: %.300s", how, err, want, out)
		}
	}
}

// locked is what a program says while it runs.
type locked struct {
	mu sync.Mutex
	b  strings.Builder
}

// Write adds to it.
func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is all of it.
func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// has looks for words.
func (l *locked) has(words string) bool { return strings.Contains(l.String(), words) }

// TestServeHardens reads the limit of a program that serves from outside.
func TestServeHardens(t *testing.T) {
	dir := t.TempDir()
	cmd := program(t.Context(), "serve", "--data", filepath.Join(dir, "data"), "--key", filepath.Join(dir, "keys", "root.key"), "--addr", "127.0.0.1:0")
	var said locked
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	core := regexp.MustCompile(`Max core file size\s+0\s+0`)
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", cmd.Process.Pid))
		// That there is no scanner and which program this is stands in the log.
		if err == nil && core.Match(limits) && said.has("msg=scan state=off") && said.has("msg=program sha256=") {
			return
		}
	}
	t.Errorf("the limit of the core is not zero, or the log does not say what runs: %s", said.String())
}
