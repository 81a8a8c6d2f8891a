package bench

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// pgBin is where Debian keeps the server.
const pgBin = "/usr/lib/postgresql/15/bin"

// A server is one PostgreSQL of a pair, on loopback.
type server struct {
	t    *testing.T
	dir  string
	port int
	more []string // settings that only this one has
}

// run runs one of PostgreSQL's programs, as a user that the server accepts.
func (s *server) run(ctx context.Context, name string, args ...string) (string, error) {
	args = append([]string{filepath.Join(pgBin, name)}, args...)
	if os.Getuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = s.dir
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// must is run where it cannot fail.
func (s *server) must(name string, args ...string) string {
	s.t.Helper()
	out, err := s.run(s.t.Context(), name, args...)
	if err != nil {
		s.t.Fatalf("%s: %v: %s", name, err, out)
	}
	return out
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

// sql runs one statement.
func (s *server) sql(ctx context.Context, statement string) (string, error) {
	return s.run(ctx, "psql", "-X", "-At", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "zhibao", "-d", "postgres", "-c", statement)
}

// newServer reserves a folder and a port.
func newServer(t *testing.T) *server {
	t.Helper()
	dir, err := os.MkdirTemp("", "zhibao-pair-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if os.Getuid() == 0 {
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return &server{t: t, dir: dir, port: l.Addr().(*net.TCPAddr).Port}
}

// start starts the server and stops it with the test.
func (s *server) start() {
	s.t.Helper()
	o := fmt.Sprintf("-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s -c max_connections=200", s.port, s.dir)
	for _, m := range s.more {
		o += " -c " + m
	}
	log := filepath.Join(s.dir, "server.log")
	if out, err := s.run(s.t.Context(), "pg_ctl", "-D", s.data(), "-w", "-t", "60", "-l", log, "-o", o, "start"); err != nil {
		said, _ := os.ReadFile(log)
		s.t.Fatalf("%v: %s %s", err, out, said)
	}
	s.t.Cleanup(func() { s.run(context.Background(), "pg_ctl", "-D", s.data(), "-m", "immediate", "stop") })
}

// signal reaches the server and every process that it started: as a machine that stops or stands still.
func (s *server) signal(sig syscall.Signal) {
	s.t.Helper()
	b, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		s.t.Fatal(err)
	}
	pid := strings.Fields(string(b))[0]
	children, err := os.ReadFile("/proc/" + pid + "/task/" + pid + "/children")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range append([]string{pid}, strings.Fields(string(children))...) {
		if n, err := strconv.Atoi(p); err == nil {
			_ = syscall.Kill(n, sig) // one that has just ended needs none
		}
	}
}

// pair starts a primary and a standby that follows it. Where synchronous, the primary says that a commit
// is done when the standby has it on disk.
func pair(t *testing.T, synchronous bool) (primary, standby *server) {
	t.Helper()
	primary, standby = newServer(t), newServer(t)
	primary.must("initdb", "-D", primary.data(), "-U", "zhibao", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	if synchronous {
		primary.more = []string{"synchronous_standby_names=standby"}
	}
	primary.start()
	standby.must("pg_basebackup", "-D", standby.data(), "-R", "-X", "stream", "--checkpoint=fast",
		"-d", fmt.Sprintf("host=127.0.0.1 port=%d user=zhibao application_name=standby", primary.port))
	standby.start()
	return primary, standby
}

// The primary dies, or stands still and is then shut off; the standby is promoted; the program, which
// knows both, goes on. With a synchronous standby nothing that was acknowledged is lost, even when the
// standby had fallen behind; the control without one does lose it. The old primary, started again by
// mistake, acknowledges nothing.
func TestFailover(t *testing.T) {
	replicas(t)
	if _, err := os.Stat(filepath.Join(pgBin, "pg_basebackup")); err != nil {
		t.Skip("PostgreSQL 15 不可用，跳过主备切换")
	}
	for _, c := range []struct {
		name                string
		synchronous, paused bool
	}{{"dead", true, false}, {"paused", true, true}, {"asynchronous", false, false}} {
		t.Run(c.name, func(t *testing.T) {
			primary, standby := pair(t, c.synchronous)
			database := fmt.Sprintf("postgres://zhibao@/postgres?host=127.0.0.1,127.0.0.1&port=%d,%d&sslmode=disable&target_session_attrs=read-write&connect_timeout=2",
				primary.port, standby.port)
			f := newFleet(t, database, 1)
			var gone, back atomic.Int64 // moments of the fault and of the first act after it
			j, stop := f.crew(t, f.all[0].base(), func(err error) {
				if err == nil && gone.Load() > 0 {
					back.CompareAndSwap(0, time.Now().UnixMilli())
				}
			})
			time.Sleep(3 * time.Second)
			before := acknowledged(j)
			// The standby is cut off first: what is acknowledged now would exist on one machine alone.
			for _, q := range []string{"ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"} {
				if out, err := standby.sql(t.Context(), q); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
			}
			time.Sleep(time.Second)
			begun := time.Now()
			if c.paused {
				primary.signal(syscall.SIGSTOP)
			} else {
				primary.signal(syscall.SIGKILL)
			}
			standby.must("pg_ctl", "-D", standby.data(), "-w", "promote")
			if c.paused {
				// Shut off before anybody works with the other, as the machine's power would be.
				time.Sleep(2 * time.Second)
				primary.signal(syscall.SIGKILL)
			}
			gone.Store(begun.UnixMilli())
			for back.Load() == 0 && time.Since(begun) < 40*time.Second {
				time.Sleep(50 * time.Millisecond)
			}
			took := time.Duration(back.Load()-begun.UnixMilli()) * time.Millisecond
			time.Sleep(2 * time.Second)
			stop()
			o := audit(t, j, database)
			t.Logf("%d acts acknowledged, %d before the fault; back after %s; lost %d, twice %d, half %d", o.Acknowledged, before, took, o.Lost, o.Twice, o.Half)
			switch {
			case before == 0 || back.Load() == 0:
				t.Fatalf("no acts before or after the fault; %s", f.all[0].said())
			case !c.synchronous && o.Lost == 0:
				t.Error("without a synchronous standby nothing was lost: the fault was none")
			case c.synchronous && (o.Lost+o.Twice+o.Half > 0 || took > 30*time.Second):
				t.Errorf("%s, %+v", took, *o)
			}
			if c.synchronous {
				fenced(t, primary)
			}
		})
	}
}

// acknowledged counts what the clients know to be done.
func acknowledged(j *journal) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.acts)
}

// fenced starts the old primary again, as somebody may by mistake: it waits for a standby that follows
// another now, so it says of no write that it is done.
func fenced(t *testing.T, old *server) {
	t.Helper()
	old.start()
	if out, err := old.sql(t.Context(), "SELECT 1"); err != nil {
		t.Fatalf("the old primary does not run: %v %s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if out, err := old.sql(ctx, "CREATE TABLE written_after_promotion (id BIGINT)"); err == nil {
		t.Errorf("the old primary acknowledged a write: %s", out)
	}
}
