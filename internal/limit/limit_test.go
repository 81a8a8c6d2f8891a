package limit_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

type clock struct{ us atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.us.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMicro(c.us.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.us.Add(d.Microseconds()) }

func limiter(t testing.TB, db *store.DB, c *clock) *limit.Limiter {
	t.Helper()
	if err := db.Migrate(t.Context(), limit.Schema()); err != nil {
		t.Fatal(err)
	}
	return limit.New(db, limit.Options{Now: c.now, Secret: []byte("secret"), Keys: 100})
}

var perMinute = limit.Rule{Name: "search", Max: 6, Per: time.Minute}

// allowed tries until refused and returns how often it worked.
func allowed(t testing.TB, l *limit.Limiter, key string) (n int, err error) {
	t.Helper()
	for n < 1000 {
		if err := l.Allow(t.Context(), perMinute, key); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestRate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		l := limiter(t, db, c)
		n, err := allowed(t, l, "1.2.3.4")
		if n != 6 || fault.KindOf(err) != fault.TooMany || !strings.Contains(fault.MessageOf(err), "10 秒") {
			t.Errorf("%d tries, %v", n, fault.MessageOf(err))
		}
		if d, ok := limit.RetryAfter(err); !ok || d != 10*time.Second {
			t.Errorf("retry after %v", d)
		}
		if n, _ := allowed(t, l, "1.2.3.5"); n != 6 {
			t.Errorf("another key: %d tries", n)
		}
		for _, step := range []struct {
			pass time.Duration
			want int
		}{{9 * time.Second, 0}, {time.Second, 1}, {25 * time.Second, 2}, {time.Hour, 6}} {
			c.pass(step.pass)
			if n, _ := allowed(t, l, "1.2.3.4"); n != step.want {
				t.Errorf("after %v: %d tries, want %d", step.pass, n, step.want)
			}
		}
		// A restart forgets nothing that was written down.
		if err := l.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		l = limiter(t, db, c)
		if n, _ := allowed(t, l, "1.2.3.4"); n != 0 {
			t.Errorf("after a restart: %d tries", n)
		}
		// A clock set back locks out for Per at most.
		c.pass(-48 * time.Hour)
		c.pass(time.Minute)
		if n, _ := allowed(t, l, "1.2.3.4"); n > 6 {
			t.Errorf("after the clock went back: %d", n)
		}
		c.pass(time.Minute)
		if n, _ := allowed(t, l, "1.2.3.4"); n < 5 {
			t.Errorf("a minute later: %d", n)
		}
	})
}

// Processes on one database allow the rate together: what one has written down counts in the other,
// and what both counted at the same time is added up.
func TestRateIsShared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		a, b := limiter(t, db, c), limiter(t, db, c)
		flush := func() {
			for _, l := range []*limit.Limiter{a, b} {
				if err := l.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, l := range []*limit.Limiter{a, b, a, b} {
			if err := l.Allow(t.Context(), perMinute, "x"); err != nil {
				t.Fatal(err)
			}
		}
		flush()
		// Six in all: two are left, for whoever comes first.
		if n, _ := allowed(t, a, "x"); n != 2 {
			t.Errorf("%d tries left, want 2", n)
		}
		flush()
		if n, _ := allowed(t, b, "x"); n != 0 {
			t.Errorf("the other process allows %d more", n)
		}
		c.pass(time.Minute)
		if n, _ := allowed(t, b, "x"); n != 6 {
			t.Errorf("after a minute %d tries, want 6", n)
		}
	})
}

// Over any stretch of time at most Max + Max·stretch/Per tries are allowed, and after Per
// without a try all of Max.
func TestRateHolds(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	c := newClock()
	l := limiter(t, db, c)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		key := fmt.Sprint(run)
		var at []time.Time
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 20_000), 1, 60).Draw(t, "gaps in ms") {
			c.pass(time.Duration(gap) * time.Millisecond)
			if l.Allow(context.Background(), perMinute, key) == nil {
				at = append(at, c.now())
			}
		}
		for i := range at {
			for j := i; j < len(at); j++ {
				most := 6 + int(at[j].Sub(at[i])*6/time.Minute)
				if j-i+1 > most {
					t.Fatalf("%d tries within %v", j-i+1, at[j].Sub(at[i]))
				}
			}
		}
		c.pass(time.Minute)
		for i := range 6 {
			if err := l.Allow(context.Background(), perMinute, key); err != nil {
				t.Fatalf("try %d after a minute's rest: %v", i, err)
			}
		}
	})
}

// More keys than fit into memory neither grow it nor lose a count.
func TestManyKeys(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	c := newClock()
	l := limiter(t, db, c)
	for i := range 500 {
		if n, _ := allowed(t, l, fmt.Sprint(i)); n != 6 {
			t.Fatalf("key %d: %d", i, n)
		}
	}
	for i := range 500 {
		if n, _ := allowed(t, l, fmt.Sprint(i)); n != 0 {
			t.Errorf("key %d was forgotten", i)
		}
	}
	c.pass(2 * time.Minute)
	if err := l.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "limit_rate"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

func count(t testing.TB, db *store.DB, table string) (n int) {
	t.Helper()
	if err := db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

var signIn = limit.Lockout{Name: "sign-in", Max: 5, Within: 30 * time.Minute, Lock: 15 * time.Minute, Most: 4 * time.Hour}

func TestLockout(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		l := limiter(t, db, c)
		tries := func(key string) (n int, err error) {
			for n < 100 {
				if err = l.Try(t.Context(), signIn, key); err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		}
		n, err := tries("王")
		if n != 5 || fault.CodeOf(err) != "limit.locked" || !strings.Contains(fault.MessageOf(err), "15 分钟") {
			t.Errorf("%d tries, %s", n, fault.MessageOf(err))
		}
		// A restart does not help, nor does another account suffer.
		l = limiter(t, db, c)
		if n, _ := tries("王"); n != 0 {
			t.Errorf("after a restart: %d tries", n)
		}
		if until, err := l.Locked(t.Context(), signIn, "王"); err != nil || !until.Equal(c.now().Add(15*time.Minute)) {
			t.Errorf("locked until %v, %v", until, err)
		}
		for _, step := range []struct {
			pass time.Duration
			want int
			wait time.Duration // of the lock that follows
		}{
			{14 * time.Minute, 0, time.Minute},
			{time.Minute, 5, 30 * time.Minute},
			{30 * time.Minute, 5, time.Hour},
			{3 * time.Hour, 5, 2 * time.Hour},
			{3 * time.Hour, 5, 4 * time.Hour},
			{5 * time.Hour, 5, 4 * time.Hour},
			{30 * time.Hour, 5, 15 * time.Minute},
		} {
			c.pass(step.pass)
			n, err := tries("王")
			if d, _ := limit.RetryAfter(err); n != step.want || d != step.wait {
				t.Errorf("after %v: %d tries, then %v", step.pass, n, d)
			}
		}
		// Right tries reset; slow wrong ones do not add up.
		c.pass(time.Hour)
		for range 20 {
			for range 4 {
				if err := l.Try(t.Context(), signIn, "李"); err != nil {
					t.Fatal(err)
				}
			}
			if err := l.Right(t.Context(), signIn, "李"); err != nil {
				t.Fatal(err)
			}
		}
		for range 20 {
			c.pass(31 * time.Minute)
			if err := l.Try(t.Context(), signIn, "赵"); err != nil {
				t.Fatal(err)
			}
		}
		if until, _ := l.Locked(t.Context(), signIn, "赵"); !until.IsZero() {
			t.Errorf("locked until %v", until)
		}
		c.pass(48 * time.Hour)
		if err := l.Sweep(t.Context()); err != nil || count(t, db, "limit_lockout") != 0 {
			t.Errorf("%d rows are left, %v", count(t, db, "limit_lockout"), err)
		}
	})
}

// Guessing with many hands at once gives no more guesses than one after the other.
func TestLockoutTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		l := limiter(t, db, newClock())
		var wg sync.WaitGroup
		var n atomic.Int32
		for range 64 {
			wg.Go(func() {
				if l.Try(t.Context(), signIn, "王") == nil {
					n.Add(1)
				}
			})
		}
		wg.Wait()
		if n.Load() != 5 {
			t.Errorf("%d guesses", n.Load())
		}
	})
}

// The tables hold neither accounts nor addresses.
func TestKeysAreHashed(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	l := limiter(t, db, newClock())
	l.Allow(t.Context(), perMinute, "192.0.2.7")
	l.Try(t.Context(), signIn, "192.0.2.7")
	l.Flush(t.Context())
	for _, table := range []string{"limit_rate", "limit_lockout"} {
		if n := count(t, db, table+" WHERE key LIKE '%192%2%7%' AND length(key) <> 40"); n != 0 {
			t.Errorf("%s holds an address", table)
		}
		if n := count(t, db, table+" WHERE length(key) = 40"); n != 1 {
			t.Errorf("%s: %d rows", table, n)
		}
	}
}
