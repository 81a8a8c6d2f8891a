package bench

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/center/bench/beside"
	"zhibao/internal/fault"
	"zhibao/internal/web"
)

// A spent is what a served program has used since its start.
type spent struct {
	CPU  time.Duration
	RSS  int64 // bytes, 0 where the system does not tell
	Peak int64
}

// usagePath is answered by "bench serve" alone, beside the pages.
const usagePath = "/bench/usage"

// serveFlags are what the measured program is started with.
type serveFlags struct {
	site
	addr    string
	ahead   time.Duration // its clock goes so much before that of the machine
	tell    bool          // every case that is opened tells its party
	profile string        // file for the profile of the processor
	next    int           // it is the n-th version to come, and upgrades the database first
}

// runServe is the program that is measured: the whole center in a process of its own, so that what it
// uses is counted apart from those who ask it. It differs from "zhibao serve" in its clock, which can
// be set, and in telling what it has used.
func runServe(ctx context.Context, w io.Writer, args []string) (err error) {
	f := serveFlags{}
	_, err = parse("serve", args, func(fs *flag.FlagSet) {
		fs.StringVar(&f.dir, "dir", "", "")
		fs.StringVar(&f.database, "database", "", "")
		fs.StringVar(&f.addr, "addr", "", "")
		fs.DurationVar(&f.ahead, "ahead", 0, "")
		fs.BoolVar(&f.tell, "tell", false, "")
		fs.StringVar(&f.profile, "profile", "", "")
		fs.IntVar(&f.next, "next", 0, "")
	})
	if err != nil || f.dir == "" || f.addr == "" {
		return usageError{err}
	}
	defer fault.Wrap(&err, "serve for a measurement")
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	f.now = func() time.Time { return time.Now().Add(f.ahead) }
	if f.profile != "" {
		out, err := os.Create(filepath.Clean(f.profile))
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if f.next > 0 {
		if err := beside.Upgrade(ctx, w, f.address(), f.next, f.now); err != nil {
			return err
		}
	}
	c, err := f.open(ctx)
	if err != nil {
		return err
	}
	if f.tell {
		telling(c)
	}
	return errors.Join(serveUntil(ctx, c, f.addr), c.Close())
}

// serveUntil serves the pages and does the background work until the context ends.
func serveUntil(ctx context.Context, c *center.Center, addr string) error {
	work, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); c.Background(work) }()
	srv := web.NewServer(addr, withUsage(c.Handler()))
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = srv.Shutdown(last) // what is still open after that is cut off
	}()
	err := srv.ListenAndServe()
	stop()
	<-done
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// withUsage answers what the process has used, beside the pages.
func withUsage(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != usagePath {
			h.ServeHTTP(w, r)
			return
		}
		u := spent{CPU: cpu()}
		u.RSS, u.Peak = resident()
		_ = json.NewEncoder(w).Encode(u) // who asked has gone
	})
}

// resident returns the memory of this process now and at most, where the system tells.
func resident() (now, peak int64) {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		n, _ := strconv.ParseInt(f[1], 10, 64)
		switch f[0] {
		case "VmRSS:":
			now = n << 10
		case "VmHWM:":
			peak = n << 10
		}
	}
	return now, peak
}

// telling makes the opening of a case tell its party, in the same transaction and by the same outbox as a
// paper would: the program itself has nothing to tell somebody about a draft of their own.
func telling(c *center.Center) {
	create := c.Office.Chart("preexam").Move("create")
	run := create.Do.Run
	create.Do.Run = func(s *casework.Step, in any) error {
		if err := run(s, in); err != nil {
			return err
		}
		return s.Office.Tell(s.Ctx, s.Tx, casework.Notification{Center: s.Case.Center, Party: s.Case.Owner, Case: s.Case.ID})
	}
}

// measured starts "bench serve" on a site.
func (r *rig) measured(exe string, on site, more ...string) (*process, error) {
	p, err := newProcess(exe, on.dir)
	if err != nil {
		return nil, err
	}
	p.args = append([]string{"bench", "serve", "--dir", on.dir, "--database", on.database}, more...)
	return p, nil
}

// used asks a measured program what it has used.
func (p *process) used(ctx context.Context) (u spent, err error) {
	got, err := newBrowser(p.base()).get(ctx, usagePath)
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal([]byte(got.body), &u)
}

// end lets the program finish, as an operator does, and waits for it.
func (p *process) end() error {
	if p.cmd == nil {
		return nil
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := p.cmd.Wait()
	p.cmd = nil
	if err != nil {
		return fmt.Errorf("%w: %s", err, p.said())
	}
	return nil
}
