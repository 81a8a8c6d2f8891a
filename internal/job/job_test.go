package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/leaktest"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// A clock that moves only when told.
type clock struct{ us atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.us.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMicro(c.us.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.us.Add(d.Microseconds()) }

var effects = store.Schema{Owner: "t", Files: fstest.MapFS{"20261123_t.sql": {Data: []byte(
	`CREATE TABLE t_effect (name TEXT PRIMARY KEY, times BIGINT NOT NULL)`)}}}

func open(t testing.TB, db *store.DB) {
	t.Helper()
	if err := db.Migrate(t.Context(), job.Schema(), effects); err != nil {
		t.Fatal(err)
	}
}

func enqueue(t testing.TB, db *store.DB, r *job.Runner, q job.Request) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) error { return r.Enqueue(t.Context(), tx, q) }); err != nil {
		t.Fatal(err)
	}
}

// add is an effect that counts how often it happened.
func add(name string) job.Effect {
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO t_effect (name, times) VALUES ($1, 1)
			ON CONFLICT (name) DO UPDATE SET times = t_effect.times + 1`, name)
		return err
	}
}

func number(t testing.TB, db *store.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(context.Background(), query, args...).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func times(t testing.TB, db *store.DB, name string) int {
	return number(t, db, `SELECT coalesce(max(times), 0) FROM t_effect WHERE name = $1`, name)
}

func runDue(t testing.TB, r *job.Runner, want int) {
	t.Helper()
	if n, err := r.RunDue(t.Context()); n != want || err != nil {
		t.Errorf("%d runs, want %d; %v", n, want, err)
	}
}

func TestRun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		c := newClock()
		r := job.New(db, job.Options{Now: c.now})
		var got []job.Job
		r.Handle("remind", func(ctx context.Context, j job.Job) (job.Effect, error) {
			var p struct{ Case int64 }
			if err := json.Unmarshal(j.Payload, &p); err != nil {
				return nil, err
			}
			got = append(got, j)
			return add(fmt.Sprint(p.Case)), nil
		})
		type payload struct{ Case int64 }
		enqueue(t, db, r, job.Request{Kind: "remind", Payload: payload{1}})
		enqueue(t, db, r, job.Request{Kind: "remind", Payload: payload{2}, At: c.now().Add(time.Hour)})
		enqueue(t, db, r, job.Request{Kind: "other", Payload: payload{3}})
		// What is not committed does not exist.
		db.Write(t.Context(), func(tx *store.Tx) error {
			r.Enqueue(t.Context(), tx, job.Request{Kind: "remind", Payload: payload{4}})
			return errors.New("no")
		})
		runDue(t, r, 1)
		if len(got) != 1 || got[0].Attempt != 1 || !got[0].RunAt.Equal(c.now()) || times(t, db, "1") != 1 {
			t.Errorf("got %+v", got)
		}
		c.pass(time.Hour)
		runDue(t, r, 1)
		runDue(t, r, 0)
		if times(t, db, "2") != 1 || number(t, db, `SELECT count(*) FROM job_job`) != 1 {
			t.Error("the later job did not run once, or a job of another program was touched")
		}
	})
}

// A job that fails comes back later and later, then counts as failed, and can be retried.
// Its effect is taken back with it.
func TestFailure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		c := newClock()
		var failed []job.Job
		r := job.New(db, job.Options{Now: c.now, Tries: 4, Failed: func(ctx context.Context, tx *store.Tx, j job.Job) error {
			failed = append(failed, j)
			return add("task")(ctx, tx)
		}})
		healthy := false
		r.Handle("send", func(context.Context, job.Job) (job.Effect, error) {
			return func(ctx context.Context, tx *store.Tx) error {
				if err := add("send")(ctx, tx); err != nil || healthy {
					return err
				}
				return fault.New(fault.Unavailable, "mail.down", "含有正文的消息")
			}, nil
		})
		r.Handle("panic", func(context.Context, job.Job) (job.Effect, error) { panic("secret") })
		r.Handle("never", func(context.Context, job.Job) (job.Effect, error) {
			return nil, job.Permanent(errors.New("wrong address"))
		})
		enqueue(t, db, r, job.Request{Kind: "send"})
		waits := 0
		for len(failed) == 0 && waits < 10000 {
			if _, err := r.RunDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			c.pass(time.Second)
			waits++
		}
		// Three pauses of 15, 30 and 60 seconds, each half to one and a half times as long.
		if waits < 52 || waits > 170 || times(t, db, "send") != 0 || times(t, db, "task") != 1 {
			t.Errorf("failed after %d s, %d effects, %d tasks", waits, times(t, db, "send"), times(t, db, "task"))
		}
		if j := failed[0]; j.Attempt != 4 || j.Error != "mail.down" {
			t.Errorf("failed: %+v", j)
		}
		enqueue(t, db, r, job.Request{Kind: "panic"})
		enqueue(t, db, r, job.Request{Kind: "never"})
		runDue(t, r, 2)
		var list []job.Job
		if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
			list, err = r.Failed(t.Context(), tx)
			return err
		}); err != nil || len(list) != 2 || list[0].Kind != "never" && list[1].Kind != "never" {
			t.Fatalf("%+v, %v", list, err)
		}
		if n := number(t, db, `SELECT count(*) FROM job_job WHERE error LIKE '%正文%' OR error LIKE '%secret%'`); n != 0 {
			t.Error("the words of an error are stored")
		}
		healthy = true
		retry := func() error {
			return db.Write(t.Context(), func(tx *store.Tx) error { return r.Retry(t.Context(), tx, failed[0].ID) })
		}
		if err := retry(); err != nil {
			t.Error(err)
		}
		if err := retry(); fault.CodeOf(err) != "job.none" {
			t.Errorf("second retry: %v", err)
		}
		runDue(t, r, 1)
		if times(t, db, "send") != 1 {
			t.Error("the retried job had no effect")
		}
	})
}

// A request with a name waits once; one that comes while the job runs has it run again.
func TestOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		c := newClock()
		r := job.New(db, job.Options{Now: c.now})
		q := job.Request{Kind: "index", Once: "case/1"}
		during := 0
		r.Handle("index", func(ctx context.Context, j job.Job) (job.Effect, error) {
			if during > 0 {
				during--
				enqueue(t, db, r, q)
			}
			return add("index"), nil
		})
		later := q
		later.At = c.now().Add(time.Hour)
		enqueue(t, db, r, later)
		enqueue(t, db, r, q) // moves it forward
		enqueue(t, db, r, later)
		runDue(t, r, 1)
		during = 1
		enqueue(t, db, r, q)
		runDue(t, r, 2)
		if n := times(t, db, "index"); n != 3 || number(t, db, `SELECT count(*) FROM job_job`) != 0 {
			t.Errorf("%d times", n)
		}
	})
}

// A process that was believed dead and comes back changes nothing.
func TestFence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		c := newClock()
		stuck, release := make(chan bool), make(chan bool)
		slow, quick := job.New(db, job.Options{Now: c.now}), job.New(db, job.Options{Now: c.now})
		slow.Handle("x", func(context.Context, job.Job) (job.Effect, error) {
			close(stuck)
			<-release
			return add("x"), nil
		})
		quick.Handle("x", func(ctx context.Context, j job.Job) (job.Effect, error) {
			if j.Attempt != 2 {
				t.Errorf("attempt %d", j.Attempt)
			}
			return add("x"), nil
		})
		enqueue(t, db, slow, job.Request{Kind: "x"})
		done := make(chan error)
		go func() { _, err := slow.RunDue(context.Background()); done <- err }()
		<-stuck
		runDue(t, quick, 0)
		c.pass(5*time.Minute + time.Second)
		runDue(t, quick, 1)
		close(release)
		if err := <-done; err != nil || times(t, db, "x") != 1 {
			t.Errorf("effect happened %d times; %v", times(t, db, "x"), err)
		}
	})
}

// A handler that works longer than the lease keeps it.
func TestProlong(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	open(t, db)
	r := job.New(db, job.Options{Now: time.Now, Lease: 300 * time.Millisecond})
	var runs atomic.Int32
	r.Handle("long", func(ctx context.Context, j job.Job) (job.Effect, error) {
		runs.Add(1)
		time.Sleep(900 * time.Millisecond)
		return add("long"), ctx.Err()
	})
	enqueue(t, db, r, job.Request{Kind: "long"})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 10 {
				if _, err := r.RunDue(context.Background()); err != nil {
					t.Error(err)
				}
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	if runs.Load() != 1 || times(t, db, "long") != 1 {
		t.Errorf("%d runs", runs.Load())
	}
}

// Periodic jobs run when they are due, once however many processes there are and however
// many runs were missed.
func TestEvery(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		c := newClock()
		var rs []*job.Runner
		for range 3 {
			r := job.New(db, job.Options{Now: c.now})
			r.Every("night", job.Interval(24*time.Hour), func(context.Context, job.Job) (job.Effect, error) {
				return add("night"), nil
			})
			rs = append(rs, r)
		}
		all := func() {
			var wg sync.WaitGroup
			for _, r := range rs {
				wg.Go(func() {
					if _, err := r.RunDue(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		for i, step := range []struct {
			pass time.Duration
			want int
		}{{0, 0}, {14 * time.Hour, 0}, {time.Hour, 1}, {time.Hour, 1}, {23 * time.Hour, 2}, {10 * 24 * time.Hour, 3}, {time.Hour, 3}} {
			c.pass(step.pass)
			all()
			if n := times(t, db, "night"); n != step.want {
				t.Errorf("step %d: %d runs, want %d", i, n, step.want)
			}
		}
	})
}

// Run ends within its grace; what was cancelled is handed back as if it had not begun.
func TestStop(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		open(t, db)
		r := job.New(db, job.Options{Now: time.Now, Poll: time.Hour, Grace: 50 * time.Millisecond, Workers: 3})
		var started sync.WaitGroup
		started.Add(2)
		r.Handle("short", func(context.Context, job.Job) (job.Effect, error) {
			started.Done()
			time.Sleep(20 * time.Millisecond)
			return add("short"), nil
		})
		r.Handle("stuck", func(ctx context.Context, j job.Job) (job.Effect, error) {
			started.Done()
			<-ctx.Done()
			return nil, ctx.Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan bool)
		go func() { r.Run(ctx); close(done) }()
		enqueue(t, db, r, job.Request{Kind: "short"})
		enqueue(t, db, r, job.Request{Kind: "stuck"})
		r.Wake()
		started.Wait()
		cancel()
		<-done
		if times(t, db, "short") != 1 {
			t.Error("a job under way was not finished")
		}
		if n := number(t, db, `SELECT count(*) FROM job_job WHERE kind = 'stuck' AND lease = 0 AND attempt = 0`); n != 1 {
			t.Error("the cancelled job was not handed back")
		}
	})
}

const childEnv = "ZHIBAO_JOB_CHILD"

// TestMain lets the test binary run jobs until it is killed.
func TestMain(m *testing.M) {
	url, child := os.LookupEnv(childEnv)
	if !child {
		os.Exit(leaktest.Main(m))
	}
	db, err := store.Open(context.Background(), url)
	if err != nil {
		panic(err)
	}
	newWorker(db, 200*time.Millisecond).Run(context.Background())
}

func newWorker(db *store.DB, lease time.Duration) *job.Runner {
	r := job.New(db, job.Options{Now: time.Now, Lease: lease, Poll: 10 * time.Millisecond, Tries: 1000, Workers: 8})
	r.Handle("count", func(ctx context.Context, j job.Job) (job.Effect, error) {
		time.Sleep(rand.N(4 * time.Millisecond))
		return add(string(j.Payload)), nil
	})
	return r
}

// Several processes work at the jobs of one database and are killed again and again: every
// job has its effect exactly once.
func TestKilled(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		db := storetest.Open(t, url)
		open(t, db)
		r := newWorker(db, 200*time.Millisecond)
		const jobs = 3000
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			for i := range jobs {
				if err := r.Enqueue(t.Context(), tx, job.Request{Kind: "count", Payload: i}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for range 6 {
					cmd := exec.Command(os.Args[0])
					cmd.Env = append(os.Environ(), childEnv+"="+url)
					if err := cmd.Start(); err != nil {
						t.Error(err)
						return
					}
					time.Sleep(40*time.Millisecond + rand.N(80*time.Millisecond))
					cmd.Process.Kill()
					cmd.Wait()
				}
			})
		}
		wg.Wait()
		left := number(t, db, `SELECT count(*) FROM job_job`)
		for number(t, db, `SELECT count(*) FROM job_job`) > 0 {
			if _, err := r.RunDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
		if n, twice := number(t, db, `SELECT count(*) FROM t_effect`), number(t, db, `SELECT count(*) FROM t_effect WHERE times <> 1`); n != jobs || twice != 0 {
			t.Errorf("%d effects of %d, %d not exactly once", n, jobs, twice)
		}
		t.Logf("%d jobs were left by the killed", left)
	})
}

func BenchmarkJobs(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			db := storetest.Open(b, url(b))
			open(b, db)
			r := job.New(db, job.Options{Now: time.Now, Workers: 64})
			r.Handle("x", func(context.Context, job.Job) (job.Effect, error) { return nil, nil })
			for range b.N/100 + 1 {
				if err := db.Write(b.Context(), func(tx *store.Tx) error {
					for range 100 {
						if err := r.Enqueue(b.Context(), tx, job.Request{Kind: "x"}); err != nil {
							return err
						}
					}
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ResetTimer()
			n, err := r.RunDue(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "jobs/s")
		})
	}
}

// What cannot be written as JSON is refused when it is asked for.
func TestPayloadIsJSON(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	open(t, db)
	r := job.New(db, job.Options{Now: time.Now})
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		return r.Enqueue(t.Context(), tx, job.Request{Kind: "x", Payload: make(chan int)})
	})
	if err == nil || !strings.Contains(err.Error(), "enqueueing x") {
		t.Errorf("got %v", err)
	}
}
