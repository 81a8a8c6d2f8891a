//go:build amd64 || arm64

package confine

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asChild is set where this test program is started as the one that is confined.
const asChild = "ZHIBAO_CONFINED"

// TestMain tries to get out when it is the confined program.
func TestMain(m *testing.M) {
	if at := os.Getenv(asChild); at != "" {
		for _, p := range probes(at) {
			err := p.try()
			var no syscall.Errno
			errors.As(err, &no)
			fmt.Println(p.name, err == nil, int(no))
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A probe is one way out.
type probe struct {
	name string
	try  func() error
	open bool // it works where nothing is confined; others need rights that a test may lack
}

// raw makes a system call.
func raw(n uintptr, args ...uintptr) func() error {
	return func() error {
		var a [3]uintptr
		copy(a[:], args)
		if _, _, e := syscall.Syscall(n, a[0], a[1], a[2]); e != 0 {
			return e
		}
		return nil
	}
}

// probes are the ways out that are tried; at is a folder with a secret, the port of a listener, and the number of the process that started this one.
func probes(at string) []probe {
	dir, rest, _ := strings.Cut(at, "|")
	port, parent, _ := strings.Cut(rest, "|")
	out := []probe{
		{"read", func() error { _, err := os.ReadFile(filepath.Join(dir, "secret")); return err }, true},
		{"write", func() error { return os.WriteFile(filepath.Join(dir, "left"), []byte("x"), 0o600) }, true},
		{"append", func() error {
			f, err := os.OpenFile(filepath.Join(dir, "secret"), os.O_WRONLY|os.O_APPEND, 0)
			if err == nil {
				err = f.Close()
			}
			return err
		}, true},
		{"list", func() error { _, err := os.ReadDir("/"); return err }, true},
		{"environment", func() error { _, err := os.ReadFile("/proc/" + parent + "/environ"); return err }, true},
		{"remove", func() error { return os.Remove(filepath.Join(dir, "gone")) }, true},
		{"run", func() error { return exec.Command("/bin/echo").Run() }, true},
		{"dial", func() error {
			c, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
			closed(c, err)
			return err
		}, true},
		{"unshare", func() error { return syscall.Unshare(0) }, true},
		{"kill", func() error { return syscall.Kill(os.Getpid(), 0) }, true},
		{"mount", func() error { return syscall.Mount("none", "/nowhere", "tmpfs", 0, "") }, false},
		{"ptrace", func() error { return syscall.PtraceAttach(1) }, false},
	}
	for _, c := range calls {
		n := c.amd64
		if runtime.GOARCH == "arm64" {
			n = c.arm64
		}
		switch c.name {
		// Arguments that do nothing where the call is allowed.
		case "keyctl", "bpf", "perf_event_open", "io_uring_setup", "setns", "pivot_root", "open_by_handle_at", "execveat", "init_module", "add_key", "socket", "memfd_create":
			minus := ^uintptr(0)
			out = append(out, probe{"call " + c.name, raw(uintptr(n), minus, minus, minus), false})
		}
	}
	return out
}

func closed(c net.Conn, err error) {
	if err == nil {
		c.Close()
	}
}

// tried starts this program with limits and returns which ways out are open, and the error of each.
func tried(t *testing.T, l Limits) map[string]string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"secret", "gone"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("未公开"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l.Read, l.Run = append(Libraries(), self), append(Loaders(), self)
	cmd := exec.Command(self)
	cmd.Env = []string{fmt.Sprintf("%s=%s|%d|%d", asChild, dir, listener.Addr().(*net.TCPAddr).Port, os.Getpid())}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := Start(cmd, l); err != nil {
		t.Skip("this system forbids it: ", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err, said.String())
	}
	out := map[string]string{}
	for line := range strings.Lines(said.String()) {
		f := strings.Fields(line)
		out[strings.Join(f[:len(f)-2], " ")] = f[len(f)-2] + " " + f[len(f)-1]
	}
	return out
}

// TestNoWayOut: of what a program can do to read, write, run, reach or look at anything beside its task, nothing works in
// confinement; without it, what needs no right works, so that each probe would notice.
func TestNoWayOut(t *testing.T) {
	full := Probe(Limits{Apart: true, Filtered: true, Files: true})
	if !full.Full() {
		zh, _ := full.Missing()
		t.Skip("this system: ", zh)
	}
	free, confined := tried(t, Limits{}), tried(t, full)
	for _, p := range probes("|0") {
		if p.open && !strings.HasPrefix(free[p.name], "true") {
			t.Errorf("%s fails without limits, so that it finds nothing: %s", p.name, free[p.name])
		}
		want := []string{fmt.Sprintf("false %d", syscall.EPERM), fmt.Sprintf("false %d", syscall.EACCES)}
		if strings.HasPrefix(p.name, "call ") || p.name == "dial" || p.name == "mount" || p.name == "ptrace" {
			want = want[:1] // the filter, not some other reason
		}
		if got := confined[p.name]; got != want[0] && got != want[len(want)-1] {
			t.Errorf("%s in confinement: %q", p.name, got)
		}
	}
}

// TestEachLimit: each limit by itself closes its ways and leaves the others, so that none is there by accident of another.
func TestEachLimit(t *testing.T) {
	full := Probe(Limits{Apart: true, Filtered: true, Files: true})
	if !full.Full() {
		t.Skip("this system has not all limits")
	}
	for _, x := range []struct {
		l      Limits
		closed string
		open   string
	}{{Limits{Filtered: true}, "dial unshare kill", "read write run list"}, {Limits{Files: true}, "read write run list remove", "dial unshare kill"}, {Limits{Apart: true}, "dial", "read list run unshare"}} {
		got := tried(t, x.l)
		for name := range strings.FieldsSeq(x.closed) {
			if !strings.HasPrefix(got[name], "false") {
				t.Errorf("%+v leaves %s open", x.l, name)
			}
		}
		for name := range strings.FieldsSeq(x.open) {
			if !strings.HasPrefix(got[name], "true") {
				t.Errorf("%+v closes %s: %s", x.l, name, got[name])
			}
		}
	}
}

// TestOthersGoOn: after many programs were started in confinement this one can do all that it could, on every thread.
func TestOthersGoOn(t *testing.T) {
	full := Probe(Limits{Apart: true, Filtered: true, Files: true, Run: append(Loaders(), "/bin/true"), Read: Libraries()})
	for range 30 {
		cmd := exec.Command("/bin/true")
		if err := Start(cmd, full); err != nil {
			t.Skip("this system forbids it: ", err)
		}
		_ = cmd.Wait() // what it may become is not the point
	}
	errs := make(chan error, 64)
	for range cap(errs) {
		go func() {
			runtime.LockOSThread() // a thread of its own, whichever it is
			_, err := os.ReadDir("/")
			if err == nil {
				var fd int
				if fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0); err == nil {
					err = syscall.Close(fd)
				}
			}
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}
