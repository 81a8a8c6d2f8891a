package bench

import (
	"os"
	"strings"
	"testing"
	"time"

	"zhibao/internal/lossyfs"
)

// once sends the next step, or the one that was not answered.
func (s *sick) once() (move string, err error) {
	s.Helper()
	if open := s.h.open; open != nil {
		return open.move, s.h.send(s.Context(), open)
	}
	return s.begin()
}

// told waits until the head of the center is told that writes are slow, or is not told any more.
func (s *sick) told(want bool) time.Duration {
	s.Helper()
	begun := time.Now()
	for {
		p, err := s.j.people["head"].get(s.Context(), "/work")
		if err != nil || p.status != 200 {
			s.Fatalf("the list of work: %d, %v", p.status, err)
		}
		if strings.Contains(p.body, "保存缓慢") == want {
			return time.Since(begun)
		}
		if time.Since(begun) > time.Minute {
			s.Errorf("slow is said: %v after %s", !want, time.Since(begun))
			return time.Since(begun)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// On a disk of which every operation takes long, reading goes on; a step is done late, or is not answered, and
// then the same form is taken once when the disk is well. With ZHIBAO_SLOW, at 200 ms (and 2 s where it says 2s) those who answer for the
// center are told, and no longer when it is over; at two seconds nothing can be answered in time, and nothing is
// asked of the program but that it goes on by itself afterwards. The control is in the test: a step must take many
// times the delay, or fail.
func TestSlowDiskProgram(t *testing.T) {
	delays := []time.Duration{10 * time.Millisecond}
	switch os.Getenv("ZHIBAO_SLOW") {
	case "":
	case "2s": // by night: a step takes minutes
		delays = append(delays, 200*time.Millisecond, 2*time.Second)
	default:
		delays = append(delays, 200*time.Millisecond)
	}
	s := newSickAs(t, "steady")
	for range 2 {
		if move, err := s.once(); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	for _, delay := range delays {
		s.set(lossyfs.Faults{Delay: delay})
		steps, done := 0, 0
		for begun := time.Now(); steps < 3 && time.Since(begun) < time.Minute; steps++ {
			before := time.Now()
			move, err := s.once()
			took := time.Since(before)
			if status, _ := refused(err); err == nil {
				done++
			} else if status != 0 && status < 500 {
				t.Errorf("%s: %v", move, err)
			}
			if took < 4*delay {
				t.Errorf("%s took %s with %s for each operation: the test finds nothing", move, took, delay)
			}
			t.Logf("%s each: %s after %s, %v", delay, move, took.Round(time.Millisecond), err)
		}
		var said time.Duration
		if delay < time.Second {
			s.reads("on a slow disk")
		}
		if delay == 200*time.Millisecond {
			said = s.told(true)
		}
		s.set(lossyfs.Faults{})
		begun := time.Now()
		for {
			move, err := s.once()
			if err == nil {
				break
			}
			if time.Since(begun) > 30*time.Second {
				t.Fatalf("%s: still refused on a disk that is well: %v", move, err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Logf("%s each: %d of %d steps were answered, told after %s, back %s after the disk was well", delay, done, steps, said.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond))
		if delay >= 200*time.Millisecond {
			s.told(false)
		}
	}
	s.whole()
}
