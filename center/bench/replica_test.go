package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// product returns the program: ZHIBAO_BIN, or one that is built now.
func product(t *testing.T) string {
	t.Helper()
	if bin := os.Getenv("ZHIBAO_BIN"); bin != "" {
		return bin
	}
	bin := filepath.Join(t.TempDir(), "zhibao")
	if out, err := exec.Command("go", "build", "-o", bin, "zhibao/cmd/zhibao").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return bin
}

// A fleet is several processes of the program on one database and one folder of files.
type fleet struct {
	all   []*process
	staff map[string]int64
	dir   string
	on    site
	// What was not answered is sent again, as by people who wait; otherwise it is given up.
	insist bool
}

// newFleet makes the data and starts n processes, each with an index of its own.
func newFleet(t *testing.T, database string, n int) *fleet {
	t.Helper()
	return newFleetWith(t, database, n, func(*rig) {})
}

// newFleetWith lets the data be prepared before the processes start, and gives them more arguments.
func newFleetWith(t *testing.T, database string, n int, prepare func(*rig), more ...string) *fleet {
	t.Helper()
	f := &fleet{dir: t.TempDir()}
	f.on = site{dir: f.dir, database: database, now: time.Now}
	var err error
	if f.staff, err = f.on.prepare(t.Context(), func(r *rig) error { prepare(r); return nil }); err != nil {
		t.Fatal(err)
	}
	exe := product(t)
	for i := range n {
		p, err := newProcess(exe, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		p.args = []string{"serve", "--data", dataDir(f.dir), "--key", keyFile(f.dir), "--database", database,
			"--index", filepath.Join(f.dir, fmt.Sprintf("index-%d", i)), "--drain", "1s"}
		p.args = append(p.args, more...)
		if _, err := p.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.kill)
		f.all = append(f.all, p)
	}
	return f
}

// ready asks a process as a proxy does.
func ready(p *process) bool {
	client := http.Client{Timeout: time.Second}
	res, err := client.Get(p.base() + "/ready")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// A balancer is a proxy that sends each request to the next process that is ready. It never sends one
// twice, so that every failure is seen.
type balancer struct {
	*httptest.Server
	up     []atomic.Bool
	next   atomic.Int64
	failed atomic.Int64
	served atomic.Int64
}

func balance(t *testing.T, f *fleet) *balancer {
	t.Helper()
	b := &balancer{up: make([]atomic.Bool, len(f.all))}
	var proxies []*httputil.ReverseProxy
	for i, p := range f.all {
		to, err := url.Parse(p.base())
		if err != nil {
			t.Fatal(err)
		}
		rp := httputil.NewSingleHostReverseProxy(to)
		rp.Transport = &http.Transport{MaxIdleConnsPerHost: 16}
		rp.ErrorHandler = func(w http.ResponseWriter, r *http.Request, _ error) {
			if r.Context().Err() == nil { // a client that has gone, at the end of the test, missed nothing
				b.failed.Add(1)
			}
			w.WriteHeader(http.StatusBadGateway)
		}
		proxies = append(proxies, rp)
		b.up[i].Store(ready(p))
		go func() {
			for t.Context().Err() == nil {
				b.up[i].Store(ready(p))
				time.Sleep(100 * time.Millisecond)
			}
		}()
	}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range proxies {
			if i := int(b.next.Add(1)) % len(proxies); b.up[i].Load() {
				b.served.Add(1)
				proxies[i].ServeHTTP(w, r)
				return
			}
		}
		b.failed.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(b.Close)
	return b
}

// toil works until the context ends; what fails is given up, and the hand begins another case.
func (h *hand) toil(ctx context.Context, insist bool, done func(error)) {
	for ctx.Err() == nil {
		var err error
		if insist && h.open != nil {
			err = h.send(ctx, h.open)
		} else {
			err = h.next(ctx)
		}
		if ctx.Err() != nil {
			return
		}
		done(err)
		if r, ok := errors.AsType[*refusal](err); insist && err != nil && (!ok || r.page.status >= 500) {
			time.Sleep(50 * time.Millisecond)
		} else if err != nil {
			h.open, h.rest, h.last = nil, nil, nil
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// crew sets hands to work at base and returns their journal and what ends them. Acts are told to done.
func (f *fleet) crew(t *testing.T, base string, done func(error)) (*journal, func()) {
	t.Helper()
	j := newJournal(base, f.staff)
	if err := j.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range 4 {
		h := newHand(j, i, &campaign{repeats: usualRepeats, seed: 1})
		wg.Go(func() { h.toil(ctx, f.insist, done) })
	}
	return j, func() { stop(); wg.Wait() }
}

// audit compares what was acknowledged with the database.
func audit(t *testing.T, j *journal, database string) *outcome {
	t.Helper()
	db, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	o := &outcome{Acknowledged: len(j.acts)}
	if err := wholeness(t.Context(), db, o); err != nil {
		t.Fatal(err)
	}
	if err := db.Read(t.Context(), func(tx *store.Tx) error { return j.compare(t.Context(), tx, o) }); err != nil {
		t.Fatal(err)
	}
	return o
}

// replicas skips where the test was not asked for: it takes most of a minute and a server.
func replicas(t *testing.T) {
	t.Helper()
	if os.Getenv("ZHIBAO_REPLICAS") == "" {
		t.Skip("未设 ZHIBAO_REPLICAS=1，跳过多进程与主备切换")
	}
}

// Three processes are restarted one after the other under load. Told in time, the proxy sends nothing to
// the one that ends, so nobody notices. Killed instead, the same harness sees requests fail; what was
// acknowledged is there in both cases.
func TestRollingRestart(t *testing.T) {
	replicas(t)
	for _, c := range []struct {
		name   string
		signal syscall.Signal
	}{{"told", syscall.SIGTERM}, {"killed", syscall.SIGKILL}} {
		t.Run(c.name, func(t *testing.T) {
			database := storetest.Postgres(t)
			f := newFleet(t, database, 3)
			b := balance(t, f)
			var failed atomic.Int64
			var first atomic.Pointer[string]
			j, stop := f.crew(t, b.URL, func(err error) {
				if err != nil && !isDone(err) {
					failed.Add(1)
					s := err.Error()
					first.CompareAndSwap(nil, &s)
				}
			})
			var slowest time.Duration
			for range 2 {
				for _, p := range f.all {
					time.Sleep(500 * time.Millisecond)
					begun := time.Now()
					if err := p.cmd.Process.Signal(c.signal); err != nil {
						t.Fatal(err)
					}
					err := p.cmd.Wait()
					if err != nil && c.signal == syscall.SIGTERM {
						t.Errorf("%v: %s", err, p.said())
					}
					slowest = max(slowest, time.Since(begun))
					if _, err := p.start(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
			}
			stop()
			o := audit(t, j, database)
			t.Logf("%d requests, %d acts acknowledged, %d failed at the proxy, %d acts refused, slowest end %s; lost %d, twice %d, half %d",
				b.served.Load(), o.Acknowledged, b.failed.Load(), failed.Load(), slowest.Round(time.Millisecond), o.Lost, o.Twice, o.Half)
			if o.Acknowledged == 0 || o.Lost+o.Twice+o.Half > 0 {
				t.Errorf("%+v", *o)
			}
			switch {
			case c.signal == syscall.SIGKILL:
				if b.failed.Load() == 0 {
					t.Error("the kills were not noticed: the harness sees no failure")
				}
			case b.failed.Load()+failed.Load() > 0:
				t.Errorf("%d requests failed while processes were told to end", b.failed.Load()+failed.Load())
				if s := first.Load(); s != nil {
					t.Error(*s)
				}
			case slowest > 11*time.Second:
				t.Errorf("a process took %s to end", slowest)
			}
		})
	}
}

// What one process did, the other knows at the next request: sessions, forms and their keys, roles, and
// that a session or an account ended.
func TestProcessesShare(t *testing.T) {
	replicas(t)
	database := storetest.Postgres(t)
	f := newFleet(t, database, 3)
	at := func(b *browser, i int) *browser { b.base = f.all[i].base(); return b }
	must := func(p page, err error) page {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	who := newBrowser(f.all[0].base())
	if err := who.signIn(t.Context(), "applicant-1"); err != nil {
		t.Fatal(err)
	}
	h := newHand(newJournal("", f.staff), 0, &campaign{repeats: 1, seed: 7})
	l, err := who.form(t.Context(), "/open/preexam/create", h.plan()[0].values)
	if err != nil {
		t.Fatal(err)
	}
	// The form of the one is sent to the other, and a second time to the first.
	first := must(at(who, 1).send(t.Context(), l))
	again := must(at(who, 0).send(t.Context(), l))
	if m := caseOf.FindString(first.location); m == "" || !strings.HasPrefix(again.location, m) {
		t.Errorf("the same form led to %q and to %q", first.location, again.location)
	}
	if p := must(at(who, 0).get(t.Context(), first.location)); p.status != http.StatusOK {
		t.Errorf("the case of the other process: %d", p.status)
	}
	// A third process, which is this test, changes what the others must know at once.
	c, err := f.on.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	change := func(do func(tx *store.Tx, by identity.Who) error) {
		t.Helper()
		by := identity.Who{Center: c.Center.ID, Name: "测量"}
		if err := c.DB.Write(t.Context(), func(tx *store.Tx) error { return do(tx, by) }); err != nil {
			t.Fatal(err)
		}
	}
	clerk := newBrowser(f.all[0].base())
	see := func(what string, path string, want bool) {
		t.Helper()
		for i := range f.all {
			if p := must(at(clerk, i).get(t.Context(), path)); (p.status == http.StatusOK) != want {
				t.Errorf("%s: process %d answers %d", what, i, p.status)
			}
		}
	}
	if err := clerk.signIn(t.Context(), "counter"); err != nil {
		t.Fatal(err)
	}
	id := f.staff["counter"]
	see("signed in at the first", "/work", true)
	change(func(tx *store.Tx, by identity.Who) error { return c.Book.EndSessions(t.Context(), tx, by, id) })
	see("the session ended", "/work", false)
	if err := at(clerk, 1).signIn(t.Context(), "counter"); err != nil {
		t.Fatal(err)
	}
	see("signed in at the second", "/work", true)
	change(func(tx *store.Tx, by identity.Who) error {
		return c.Book.SetStatus(t.Context(), tx, by, id, identity.Disabled)
	})
	see("the account is disabled", "/work", false)
}
