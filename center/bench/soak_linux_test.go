package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A reading is what the program takes at one moment.
type reading struct {
	rss, goroutines, fds, wal int64
}

// soakTime is ZHIBAO_SOAK in minutes; a plain test takes seconds, too few to judge memory by.
func soakTime(t *testing.T) (d time.Duration, long bool) {
	t.Helper()
	said := os.Getenv("ZHIBAO_SOAK")
	if said == "" {
		return 8 * time.Second, false
	}
	n, err := strconv.ParseFloat(said, 64)
	if err != nil || n < 0.1 {
		t.Fatalf("ZHIBAO_SOAK=%s", said)
	}
	return time.Duration(n * float64(time.Minute)), n >= 3
}

// soak has a few clients work with the program for a while, at rest between the steps, and reads what it takes.
func soak(t *testing.T, how string, d time.Duration) (all []reading, steps int) {
	t.Helper()
	dir := t.TempDir()
	r, err := newRig(t.Context(), dir, true)
	if err != nil {
		t.Fatal(err)
	}
	staff := map[string]int64{}
	for login, a := range r.people {
		staff[login] = a.Account
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := newProcess(exe, dir, childEnv+"="+how)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	if _, err := p.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := newJournal(p.base(), staff)
	if err := j.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	var wg sync.WaitGroup
	for n := range 4 {
		h := newHand(j, n, &campaign{repeats: 1 << 30, seed: 7})
		wg.Go(func() {
			for ctx.Err() == nil {
				if r, ok := errors.AsType[*refusal](h.next(ctx)); ok && ctx.Err() == nil {
					h.refuse(r)
				}
				time.Sleep(150 * time.Millisecond)
			}
		})
	}
	tick := time.NewTicker(d / 40)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			one, err := takes(p, j.people["head"])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, one)
		case <-ctx.Done():
		}
	}
	wg.Wait()
	if len(j.refused) > 0 {
		t.Errorf("%d steps were refused: %.300s", len(j.refused), j.refused[0])
	}
	return all, len(j.acts)
}

// takes reads what a process takes from outside, and from itself how many goroutines it has.
func takes(p *process, b *browser) (r reading, err error) {
	pid := p.cmd.Process.Pid
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return r, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			if r.rss, err = strconv.ParseInt(strings.Fields(rest)[0], 10, 64); err != nil {
				return r, err
			}
		}
	}
	fds, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return r, err
	}
	r.fds = int64(len(fds))
	if st, err := os.Stat(filepath.Join(dataDir(p.dir), "zhibao.db-wal")); err == nil {
		r.wal = st.Size()
	}
	page, err := b.get(context.Background(), goroutinesPath)
	if err != nil {
		return r, err
	}
	r.goroutines, err = strconv.ParseInt(strings.TrimSpace(page.body), 10, 64)
	return r, err
}

// median is that of one figure in some readings.
func median(all []reading, of func(reading) int64) int64 {
	var out []int64
	for _, r := range all {
		out = append(out, of(r))
	}
	slices.Sort(out)
	return out[len(out)/2]
}

// leaks compares the second third of the readings with the last: the first is for warming up. It says what grew.
func leaks(all []reading, long bool) (out []string) {
	third := len(all) / 3
	if third == 0 {
		return []string{"too few readings"}
	}
	before, after := all[third:2*third], all[2*third:]
	for _, one := range []struct {
		name  string
		of    func(reading) int64
		allow func(before int64) int64
		when  bool
	}{
		{"goroutines", func(r reading) int64 { return r.goroutines }, func(b int64) int64 { return max(b/50, 8) }, true},
		{"open files", func(r reading) int64 { return r.fds }, func(int64) int64 { return 8 }, true},
		{"memory (kB)", func(r reading) int64 { return r.rss }, func(b int64) int64 { return b / 10 }, long},
	} {
		b, a := median(before, one.of), median(after, one.of)
		if one.when && a-b > one.allow(b) {
			out = append(out, fmt.Sprintf("%s grew from %d to %d", one.name, b, a))
		}
	}
	if wal := slices.MaxFunc(all, func(a, b reading) int { return int(a.wal - b.wal) }).wal; wal > 64<<20 {
		out = append(out, fmt.Sprintf("the log of the database grew to %d MB", wal>>20))
	}
	return out
}

// A program that works for a long time takes no more than it did after a while: memory, goroutines, open files, the
// log of the database.
func TestSoak(t *testing.T) {
	d, long := soakTime(t)
	all, steps := soak(t, "counted", d)
	first, last := all[len(all)/3], all[len(all)-1]
	t.Logf("%s, %d steps: memory %d → %d MB, goroutines %d → %d, open files %d → %d, log %d MB", d, steps, first.rss>>10, last.rss>>10, first.goroutines, last.goroutines, first.fds, last.fds, last.wal>>20)
	if found := leaks(all, long); len(found) > 0 || steps == 0 {
		t.Errorf("%d steps; %v", steps, found)
	}
}

// A program of which every answer leaves something behind is found out.
func TestLeakingProgramIsFoundOut(t *testing.T) {
	all, _ := soak(t, "leaky", 8*time.Second)
	if found := leaks(all, false); len(found) < 2 {
		t.Errorf("a program that leaks goroutines and files was not found out: %v", found)
	} else {
		t.Log(found)
	}
}
