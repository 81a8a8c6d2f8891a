package bench

import (
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A led clock goes on from where it was put.
type led struct{ at atomic.Pointer[[2]time.Time] }

func (l *led) put(now time.Time) { l.at.Store(&[2]time.Time{now, time.Now()}) }

func (l *led) now() time.Time {
	at := l.at.Load()
	return at[0].Add(time.Since(at[1]))
}

// A rush is the last minutes of a day on which the terms of many cases end.
type rush struct {
	*testing.T
	clock *led
	rig   *rig
	b     *browser
	due   calendar.Day
	cases []int64
}

// newRush brings in cases that all have to be answered on the day, and stops a moment before its end.
func newRush(t *testing.T, cases int) *rush {
	t.Helper()
	r := &rush{T: t, clock: &led{}}
	r.clock.put(time.Date(2026, 3, 2, 10, 0, 0, 0, calendar.Shanghai()))
	rig, err := newRigOn(t.Context(), site{dir: t.TempDir(), now: r.clock.now}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rig.Close() })
	r.rig = rig
	entrust(t, rig)
	for range cases {
		r.cases = append(r.cases, dispute(t, rig))
	}
	k := r.load(r.cases[0])
	r.due = k.Due
	r.clock.put(r.due.Begin().Add(24*time.Hour - 50*time.Second))
	srv := httptest.NewServer(rig.Handler())
	t.Cleanup(srv.Close)
	r.b = newBrowser(srv.URL)
	r.b.client.Timeout = 5 * time.Minute
	if err := r.b.signIn(t.Context(), "applicant-1"); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rush) load(id int64) (k *casework.Case) {
	r.Helper()
	err := r.rig.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		k, err = r.rig.Office.Get(r.Context(), tx, r.rig.people["head"], id)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return k
}

// latest is the last event of a case.
func (r *rush) latest(id int64) casework.Event {
	r.Helper()
	var all []casework.Event
	err := r.rig.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = r.rig.Office.Events(r.Context(), tx, r.rig.Center.Center.ID, id)
		return err
	})
	if err != nil || len(all) == 0 {
		r.Fatal(err)
	}
	return all[len(all)-1]
}

// A slow upload sends everything but the end of its body, and that when it is told to.
type slow struct {
	id   int64
	tell chan struct{}
	done chan error
	sent chan struct{} // the last byte has been handed to the connection
}

// begin opens the form of case id and sends all but the end of it.
func (r *rush) begin(id, size int64) *slow {
	r.Helper()
	l, err := r.b.form(r.Context(), fmt.Sprintf("/case/%d/move/supplement", id), url.Values{"facts": {"补充照片"}, "clear": {"true"}})
	if err != nil {
		r.Fatal(err)
	}
	in, out := io.Pipe()
	w := multipart.NewWriter(out)
	s := &slow{id, make(chan struct{}), make(chan error, 1), make(chan struct{})}
	go func() {
		for name, vs := range l.values {
			for _, v := range vs {
				_ = w.WriteField(name, v) // a broken pipe ends the request, whose error is looked at
			}
		}
		f, _ := w.CreateFormFile("files", "照片.jpg")
		_, _ = io.Copy(f, &pattern{size: size})
		<-s.tell
		_ = w.Close()
		_ = out.Close()
		close(s.sent)
	}()
	go func() {
		req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, r.b.base+l.action, in)
		if err != nil {
			s.done <- err
			return
		}
		req.Header.Set("Content-Type", w.FormDataContentType())
		p, err := r.b.do(req)
		if err == nil && p.status != http.StatusSeeOther {
			err = &refusal{l.action, p}
		}
		s.done <- err
	}()
	return s
}

// At the end of the last day many send large files at once. Whatever has arrived to its last byte before midnight
// is of that day, however long it waits for its turn; what comes later is of the next one; and no case is closed
// for want of an answer while answers wait. That the hour of the turn would have been too late is the control.
func TestRushToMidnight(t *testing.T) {
	const each, size = 8, 5 << 20
	r := newRush(t, 3*each)
	var early, late []*slow
	for i, id := range r.cases {
		switch i / each {
		case 0:
			early = append(early, r.begin(id, size))
		case 1:
			late = append(late, r.begin(id, size))
		}
	}
	// Nothing can be recorded meanwhile: the turn of all comes after midnight.
	held, let, free := make(chan bool), make(chan bool), make(chan error)
	go func() {
		free <- r.rig.DB.Write(context.WithoutCancel(t.Context()), func(*store.Tx) error {
			close(held)
			<-let
			return nil
		})
	}()
	<-held
	var wg sync.WaitGroup
	for _, s := range early {
		close(s.tell)
		wg.Go(func() { <-s.sent })
	}
	wg.Wait()
	time.Sleep(3 * time.Second) // what has been sent is received and read by now
	if now := r.clock.now(); calendar.DayOf(now) != r.due {
		t.Skipf("this machine is too slow for the last minute of a day: it is %s", now)
	}
	r.clock.put((r.due + 1).Begin().Add(2 * time.Second))
	for _, s := range late {
		close(s.tell)
		wg.Go(func() { <-s.sent })
	}
	wg.Wait()
	time.Sleep(time.Second)
	close(let)
	if err := <-free; err != nil {
		t.Fatal(err)
	}
	if err := r.rig.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, s := range early {
		if err := <-s.done; err != nil {
			t.Errorf("case %d, sent in time: %v", s.id, err)
			continue
		}
		e := r.latest(s.id)
		if calendar.DayOf(e.Counted()) != r.due || e.Move != "supplement" {
			t.Errorf("case %d: %s counts as of %s, it came on %s", s.id, e.Move, e.Counted(), r.due)
		}
		if calendar.DayOf(e.At) == r.due {
			t.Errorf("case %d: its turn came before midnight: the test finds nothing", s.id)
		}
		r.met(s.id, r.due)
	}
	for _, s := range late {
		if err := <-s.done; err != nil {
			t.Errorf("case %d, sent late: %v", s.id, err)
			continue
		}
		r.met(s.id, r.due+1)
	}
	r.lapsed()
}

// met fails the test unless the term of a case was met on the day.
func (r *rush) met(id int64, day calendar.Day) {
	r.Helper()
	var clocks []casework.Clock
	err := r.rig.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		k, err := r.rig.Office.Get(r.Context(), tx, r.rig.people["head"], id)
		if err == nil {
			clocks, err = r.rig.Office.Clocks(r.Context(), tx, k)
		}
		return err
	})
	for _, c := range clocks {
		if c.Rule.Code == "supplement" && (c.Met != day || c.Late(day) != (day > r.due)) {
			r.Errorf("case %d: met on %s, late: %v, want %s", id, c.Met, c.Late(day), day)
		}
	}
	if err != nil || len(clocks) == 0 {
		r.Errorf("case %d: %d clocks, %v", id, len(clocks), err)
	}
}

// lapsed looks at the cases that nobody answered: they stay open until no answer can be waiting any more.
func (r *rush) lapsed() {
	r.Helper()
	unanswered := r.cases[2*len(r.cases)/3:]
	for _, one := range []struct {
		after  time.Duration
		closed bool
	}{{10 * time.Minute, false}, {20 * time.Minute, true}} {
		r.clock.put((r.due + 1).Begin().Add(one.after))
		if err := r.rig.Tend(r.Context()); err != nil {
			r.Fatal(err)
		}
		for _, id := range unanswered {
			if k := r.load(id); k.Open() == one.closed {
				r.Errorf("case %d, %s after midnight: %s", id, one.after, k.State)
			}
		}
	}
}
