package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhibao/internal/lossyfs"
	"zhibao/internal/store"
)

// A sick is a program on a disk that can fail, with one client at a time.
type sick struct {
	*testing.T
	m *lossyfs.Mount
	p *process
	j *journal
	h *hand
	c campaign
	o outcome
}

// newSick starts the program on its disk, with the people signed in.
func newSick(t *testing.T) *sick { return newSickAs(t, "quiet") }

func newSickAs(t *testing.T, how string) *sick {
	t.Helper()
	s := &sick{T: t, c: campaign{repeats: 1 << 30, dir: t.TempDir(), seed: 11}}
	s.m = lossy(t, s.c.dir)
	s.begun(how)
	return s
}

// begun starts the program, as how says, on the disk that stands where its data lie, with the people signed in
// and one of them at work.
func (s *sick) begun(how string) {
	s.Helper()
	s.p, s.j = signedIn(s.T, s.c.site(), how)
	s.h = newHand(s.j, 0, &s.c)
}

// signedIn makes the data of a program, starts it as how says and signs the people in.
func signedIn(t *testing.T, on site, how string) (*process, *journal) {
	t.Helper()
	staff, err := on.prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := newProcess(exe, on.dir, childEnv+"="+how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	if _, err := p.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := newJournal(p.base(), staff)
	if err := j.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p, j
}

func (s *sick) start() {
	s.Helper()
	if _, err := s.p.start(s.Context()); err != nil {
		s.Fatal(err)
	}
}

func (s *sick) set(f lossyfs.Faults) lossyfs.Count {
	s.Helper()
	n, err := s.m.Set(f)
	if err != nil {
		s.Fatal(err)
	}
	return n
}

// begin has the next step done, and when the case is at its end, takes up a new one that goes all the way.
func (s *sick) begin() (move string, err error) {
	s.Helper()
	for len(s.h.rest) == 0 {
		if plan := s.h.plan(); plan[len(plan)-1].move == "opine" {
			s.h.rest, s.h.k = plan, 0
		}
	}
	move = s.h.rest[0].move
	return move, s.h.next(s.Context())
}

// refused returns the answer that refused a step, if that is how it ended.
func refused(err error) (status int, words string) {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.page.status, r.page.body
	}
	return 0, ""
}

// reads fails the test unless lists, a case and its file can be read.
func (s *sick) reads(when string) {
	s.Helper()
	paths := []string{"/desk", "/sign-in"}
	if s.h.k != 0 && s.h.last != nil {
		paths = append(paths, fmt.Sprintf("/case/%d", s.h.k))
	}
	for _, a := range s.j.acts {
		if a.move == "upload" {
			paths = append(paths, fmt.Sprintf("/preexam/%d/original/1/0", a.about))
			break
		}
	}
	for _, path := range paths {
		if p, err := s.j.people[s.h.owner].get(s.Context(), path); err != nil || p.status >= 400 && path != "/desk" || p.status >= 500 {
			s.Errorf("%s: %s answers %d, %v", when, path, p.status, err)
		}
	}
}

// whole looks at everything after the step, as after a kill.
func (s *sick) whole() {
	s.Helper()
	db, err := store.Open(s.Context(), s.c.site().address())
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	if err := s.j.look(s.Context(), &s.o, db, true); err != nil {
		s.Fatal(err)
	}
	if !s.o.holds() {
		s.Errorf("%+v", s.o)
	}
}

// Those who answer for the center are told before the disk is full, on the page with which they begin.
func (s *sick) warned() {
	s.Helper()
	used := s.set(lossyfs.Faults{}).Used
	for _, one := range []struct {
		percent int64
		want    bool
	}{{50, false}, {80, false}, {90, true}, {97, true}} {
		s.set(lossyfs.Faults{Quota: used * 100 / one.percent})
		p, err := s.j.people["head"].get(s.Context(), "/work")
		if err != nil || p.status != 200 || strings.Contains(p.body, "磁盘将满") != one.want {
			s.Errorf("%d %% used: %d, %v", one.percent, p.status, err)
		}
	}
	s.set(lossyfs.Faults{})
}

// With the disk full, at every step of a case: reading goes on, the step is refused with 507 and words that
// help, nothing of it is left, and as soon as there is space the same form is taken, without a restart.
func TestFullDiskProgram(t *testing.T) {
	s := newSick(t)
	s.warned()
	full, steps := 0, 0
	var slowest time.Duration
	for range 10 {
		steps++
		l := len(s.j.acts)
		n := s.set(lossyfs.Faults{})
		s.set(lossyfs.Faults{Quota: n.Used})
		move, err := s.begin()
		if err == nil {
			s.set(lossyfs.Faults{})
			continue // there was room in the log for so little
		}
		status, words := refused(err)
		if status != 507 || !strings.Contains(words, "磁盘已满") {
			t.Errorf("%s on a full disk: %d, %v", move, status, err)
		} else {
			full++
		}
		if len(s.j.acts) != l {
			t.Errorf("%s was acknowledged", move)
		}
		s.reads(move + " on a full disk")
		s.set(lossyfs.Faults{})
		begun := time.Now()
		for {
			if s.h.open != nil {
				err = s.h.send(t.Context(), s.h.open)
			} else {
				_, err = s.begin()
			}
			if err == nil {
				break
			}
			if time.Since(begun) > 10*time.Second {
				t.Fatalf("%s: still refused with space: %v", move, err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		slowest = max(slowest, time.Since(begun))
	}
	s.whole()
	if 2*full < steps {
		t.Errorf("only %d of %d steps met a full disk", full, steps)
	}
	t.Logf("%d of %d steps met a full disk; after there was space the slowest took %s", full, steps, slowest)
}

// After a failed synchronisation the program takes nothing more and says so, with 503, until it is restarted;
// reading goes on, and what it acknowledged before is there.
func TestLyingDiskProgram(t *testing.T) {
	s := newSick(t)
	for range 3 {
		if move, err := s.begin(); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	s.set(lossyfs.Faults{FailSyncs: 1})
	for range 3 {
		var err error
		if s.h.open != nil {
			err = s.h.send(t.Context(), s.h.open)
		} else {
			_, err = s.begin()
		}
		if status, words := refused(err); status != 503 || !strings.Contains(words, "数据盘") {
			t.Errorf("%d, %v", status, err)
		}
		s.reads("after the disk failed")
	}
	if n := s.set(lossyfs.Faults{}); n.Failed != 1 {
		t.Errorf("%d synchronisations failed", n.Failed)
	}
	s.p.kill()
	if _, err := s.m.Cut(1); err != nil {
		t.Fatal(err)
	}
	if err := s.m.Again(); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.whole()
}

// A bit of a file that comes back wrong is found before anything is handed out.
func TestFlippedFileProgram(t *testing.T) {
	s := newSick(t)
	for range 2 {
		if move, err := s.begin(); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	path := fmt.Sprintf("/preexam/%d/original/1/0", s.h.k)
	b := s.j.people[s.h.owner]
	if p, err := b.get(t.Context(), path); err != nil || p.status != 200 {
		t.Fatalf("%d %v", p.status, err)
	}
	s.set(lossyfs.Faults{Flip: true, Only: "files"})
	// What the system still has in memory is not read again: as after a restart of the machine.
	if err := os.WriteFile("/proc/sys/vm/drop_caches", []byte("1"), 0); err != nil {
		t.Skipf("不能清空页缓存（%v），跳过", err)
	}
	p, err := b.get(t.Context(), path)
	n := s.set(lossyfs.Faults{})
	// An answer that has begun is cut off, one that has not is an error.
	if err == nil && p.status != 500 || strings.Contains(p.body, "立杆") || n.Failed == 0 {
		t.Errorf("%d, %d bytes were flipped: %v", p.status, n.Failed, err)
	}
}

// Whichever operation on the disk fails during a step, the step is done as a whole or not at all, the answer
// says so, and after a restart the same form is taken once.
func TestEveryOperationFailsProgram(t *testing.T) {
	s := newSick(t)
	every := 100 // of so many operations one is made to fail; scripts/chaos sets ZHIBAO_IO
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_IO")); err == nil && n > 0 {
		every = n
	}
	tried := 0
	for _, wanted := range []string{"upload", "submit"} {
		for n := 1; ; n += every {
			for len(s.h.rest) == 0 || s.h.rest[0].move != wanted {
				if move, err := s.begin(); err != nil {
					t.Fatalf("%s: %v", move, err)
				}
			}
			before := s.set(lossyfs.Faults{FailAt: n, Errno: int(syscall.EIO)})
			_, err := s.begin()
			after := s.set(lossyfs.Faults{})
			if after.Failed == before.Failed {
				if err != nil {
					t.Fatalf("%s: nothing failed, yet %v", wanted, err)
				}
				t.Logf("%s: %d operations", wanted, n-1)
				break
			}
			tried++
			status, words := refused(err)
			if err != nil && (status != 503 && status != 507 || !strings.Contains(words, "联系系统管理员")) {
				t.Errorf("%s, operation %d: %d, %v", wanted, n, status, err)
			}
			s.p.kill()
			s.start()
			if s.h.open != nil {
				if err := s.h.send(context.WithoutCancel(t.Context()), s.h.open); err != nil {
					t.Errorf("%s, operation %d: once more: %v", wanted, n, err)
					s.h.open, s.h.rest = nil, nil
				}
			}
			s.h.rest = nil // the next try is with a new case
		}
	}
	s.whole()
	if tried < 3 {
		t.Errorf("only %d operations were made to fail", tried)
	}
	t.Logf("%d operations failed, one after the other", tried)
}
