package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhibao/internal/lossyfs"
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

// A soaked is what a program was like while people worked with it for long.
type soaked struct {
	all    []reading
	steps  int
	took   [3]sample // of the steps in each third of the time, those under a fault left out
	faults int       // that came on the way
	load   float64   // the share of the processors that the program took, 0 to 1
}

// A soaking is a program with people at work, to which something happens again and again.
type soaking struct {
	*testing.T
	p     *process
	j     *journal
	m     *lossyfs.Mount // nil where there can be none
	epoch atomic.Int64   // odd while there is a fault

	mu  sync.Mutex
	out soaked
}

// soak has a few clients work with the program for a while, at rest between the steps, and reads what it takes.
// Every five minutes, or several times in a shorter while, something happens from which it must recover by itself.
func soak(t *testing.T, how string, d time.Duration) soaked {
	t.Helper()
	on := site{dir: t.TempDir(), now: time.Now}
	s := &soaking{T: t, m: maybeLossy(t, on.dir)}
	s.p, s.j = signedIn(t, on, how)
	defer s.p.kill()
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	begun := time.Now()
	var wg sync.WaitGroup
	for n := range 4 {
		h := newHand(s.j, n, &campaign{repeats: 1 << 30, seed: 7})
		wg.Go(func() {
			for ctx.Err() == nil {
				s.step(ctx, h, min(2, int(3*time.Since(begun)/d)))
				time.Sleep(150 * time.Millisecond)
			}
		})
	}
	wg.Go(func() { s.happen(ctx, min(5*time.Minute, d/6)) })
	tick := time.NewTicker(d / 40)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			one, err := takes(s.p, s.j.people["head"])
			if err != nil {
				t.Fatal(err)
			}
			s.out.all = append(s.out.all, one)
		case <-ctx.Done():
		}
	}
	wg.Wait()
	s.out.load = busy(t, s.p.cmd.Process.Pid).Seconds() / time.Since(begun).Seconds() / float64(runtime.NumCPU())
	if len(s.j.refused) > 0 {
		t.Errorf("%d steps were refused: %.300s", len(s.j.refused), s.j.refused[0])
	}
	s.out.steps = len(s.j.acts)
	return s.out
}

// maybeLossy mounts a disk that can fail where there can be one.
func maybeLossy(t *testing.T, dir string) *lossyfs.Mount {
	t.Helper()
	if err := os.Mkdir(dataDir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	m, err := lossyfs.At(dataDir(dir))
	if err != nil {
		t.Logf("不能挂载 FUSE（%v），不含磁盘的故障", err)
		return nil
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// step makes the next step of a hand. One that met a fault counts neither as refused nor for the times.
func (s *soaking) step(ctx context.Context, h *hand, third int) {
	epoch, begun := s.epoch.Load(), time.Now()
	err := h.next(ctx)
	took := time.Since(begun)
	if ctx.Err() != nil {
		return
	}
	met := epoch%2 == 1 || s.epoch.Load() != epoch
	switch r, refused := errors.AsType[*refusal](err); {
	case refused && !met:
		h.refuse(r)
	case err != nil: // a case that met a fault is given up
		h.open, h.rest, h.last = nil, nil, nil
	case !met:
		s.mu.Lock()
		s.out.took[third] = append(s.out.took[third], took)
		s.mu.Unlock()
	}
}

// happen lets one thing after the other happen: the disk is full, the disk is slow, the machine stands still,
// clients go away in the middle of what they send.
func (s *soaking) happen(ctx context.Context, every time.Duration) {
	while := min(10*time.Second, every/4)
	set := func(f lossyfs.Faults) {
		if s.m == nil {
			return
		}
		if _, err := s.m.Set(f); err != nil {
			s.Error(err)
		}
	}
	pause := func(d time.Duration) {
		select {
		case <-time.After(d):
		case <-ctx.Done():
		}
	}
	for n := 0; ; n++ {
		if pause(every - while - while/2); ctx.Err() != nil {
			return
		}
		s.epoch.Add(1)
		switch n % 4 {
		case 0:
			if s.m != nil {
				c, err := s.m.Count()
				if err != nil {
					s.Error(err)
				}
				set(lossyfs.Faults{Quota: c.Used})
			}
		case 1:
			set(lossyfs.Faults{Delay: 20 * time.Millisecond})
		case 2:
			_ = s.p.cmd.Process.Signal(syscall.SIGSTOP)
		case 3:
			for range 20 {
				s.leave()
			}
		}
		pause(while)
		set(lossyfs.Faults{})
		_ = s.p.cmd.Process.Signal(syscall.SIGCONT)
		s.out.faults++
		pause(while / 2) // what began under the fault has ended
		s.epoch.Add(1)
	}
}

// leave begins to send something large and goes away.
func (s *soaking) leave() {
	c, err := net.Dial("tcp", s.p.addr)
	if err != nil {
		s.Error(err)
		return
	}
	defer c.Close()
	fmt.Fprintf(c, "POST /check HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000000\r\n\r\n--b\r\n%s", s.p.addr, strings.Repeat("x", 64<<10))
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

// busy is the time that a process has had of the processors, from its stat: fields 14 and 15, in hundredths of a second.
func busy(t *testing.T, pid int) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var sum time.Duration
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += time.Duration(n) * 10 * time.Millisecond
	}
	return sum
}

// grows is how much memory may grow from the second third of a time to the last: 5 % an hour and what two collections
// differ by; in less than an hour a tenth.
func grows(d time.Duration) func(before int64) int64 {
	if d < time.Hour {
		return func(b int64) int64 { return b / 10 }
	}
	return func(b int64) int64 { return int64(0.05*float64(b)*(d/3).Hours()) + 4<<10 }
}

// leaks compares the second third of the readings of a time with the last: the first is for warming up. It says what
// grew. Memory is judged from three minutes on.
func leaks(all []reading, d time.Duration) (out []string) {
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
		{"memory (kB)", func(r reading) int64 { return r.rss }, grows(d), d >= 3*time.Minute},
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

// drift says how much the slow steps of the last third are slower than those of the second. The longer it was, the less
// it may be; some milliseconds are noise.
func (s *soaked) drift(d time.Duration) (before, after time.Duration, found []string) {
	allowed := 0.5
	if d >= time.Hour {
		allowed = 0.1
	}
	before, after = s.took[1].at(0.99), s.took[2].at(0.99)
	if float64(after-before) > allowed*float64(before)+float64(10*time.Millisecond) {
		found = []string{fmt.Sprintf("one step of a hundred took %s, and now %s", before, after)}
	}
	return before, after, found
}

// A program that works for a long time, whatever happens meanwhile, takes no more than it did after a while: memory,
// goroutines, open files, the log of the database, and time.
func TestSoak(t *testing.T) {
	d, long := soakTime(t)
	s := soak(t, "counted", d)
	first, last := s.all[len(s.all)/3], s.all[len(s.all)-1]
	before, after, slower := s.drift(d)
	t.Logf("%s, %d steps, %d faults, %.0f %% of %d processors: memory %d → %d MB, goroutines %d → %d, open files %d → %d, log %d MB, p99 %s → %s", d, s.steps, s.faults, 100*s.load, runtime.NumCPU(), first.rss>>10, last.rss>>10, first.goroutines, last.goroutines,
		first.fds, last.fds, last.wal>>20, before.Round(time.Millisecond), after.Round(time.Millisecond))
	found := leaks(s.all, d)
	if long {
		found = append(found, slower...)
	}
	if len(found) > 0 || s.steps == 0 || s.faults < 4 {
		t.Errorf("%d steps, %d faults; %v", s.steps, s.faults, found)
	}
}

// A program of which every answer leaves something behind is found out.
func TestLeakingProgramIsFoundOut(t *testing.T) {
	s := soak(t, "leaky", 8*time.Second)
	if found := leaks(s.all, 8*time.Second); len(found) < 2 {
		t.Errorf("a program that leaks goroutines and files was not found out: %v", found)
	} else {
		t.Log(found)
	}
}

// Steps that take longer and longer are found, those of a machine that is a little slower now are not.
func TestDriftFinds(t *testing.T) {
	at := func(d time.Duration) (out sample) {
		for i := range 100 {
			out = append(out, d+time.Duration(i)*time.Millisecond)
		}
		return out
	}
	for _, c := range []struct {
		after time.Duration
		d     time.Duration
		found bool
	}{{110 * time.Millisecond, time.Minute, false}, {400 * time.Millisecond, time.Minute, true}, {110 * time.Millisecond, 2 * time.Hour, false}, {180 * time.Millisecond, 2 * time.Hour, true}} {
		s := &soaked{}
		s.took[1], s.took[2] = at(100*time.Millisecond), at(c.after)
		if _, _, found := s.drift(c.d); (len(found) > 0) != c.found {
			t.Errorf("from 100 to %s in %s: %v", c.after, c.d, found)
		}
	}
}

// A program that takes longer and longer is found out as in a long run, where the machine is left alone for long enough.
func TestSlowingProgramIsFoundOut(t *testing.T) {
	if _, long := soakTime(t); !long {
		t.Skip("只在长时间运行时判断快慢（ZHIBAO_SOAK），跳过")
	}
	s := soak(t, "slowing", 8*time.Second)
	if before, after, found := s.drift(time.Hour); len(found) == 0 {
		t.Errorf("a program that slows from %s to %s was not found out", before, after)
	} else {
		t.Log(found)
	}
}
