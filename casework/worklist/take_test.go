package worklist_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestTakeInParallel clicks fifty times at once: fifty different cases, then nothing.
func TestTakeInParallel(t *testing.T) {
	w := newWorld(t)
	w.letters(t, 50)
	got := make([]int64, 50)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			a := person(20)
			a.Account = int64(1000 + i%7)
			id, err := w.pages.Take(t.Context(), a, w.clock.Now())
			if err != nil {
				t.Error(err)
			}
			got[i] = id
		})
	}
	wg.Wait()
	slices.Sort(got)
	if n := len(slices.Compact(slices.Clone(got))); n != 50 || got[0] == 0 {
		t.Errorf("%d different cases of 50, the least %d", n, got[0])
	}
	if id, err := w.pages.Take(t.Context(), person(20), w.clock.Now()); id != 0 || err != nil {
		t.Errorf("a 51st case %d, %v", id, err)
	}
}

func TestTakeOrderAndEnd(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 2)
	take := func(who int64) int64 {
		t.Helper()
		id, err := w.pages.Take(t.Context(), person(who), w.clock.Now())
		must(t, err)
		return id
	}
	for _, who := range []int64{31, 40, 10} {
		if id := take(who); id != 0 {
			t.Errorf("%d took %d from a queue of others", who, id)
		}
	}
	if id := take(20); id != ks[0].ID {
		t.Errorf("took %d, not the oldest", id)
	}
	if id := take(21); id != ks[1].ID {
		t.Errorf("took %d, not the second", id)
	}
	w.clock.At = w.clock.At.Add(worklist.TakeFor)
	if id := take(21); id != 0 {
		t.Errorf("took %d in the last moment of the colleague's time", id)
	}
	w.clock.At = w.clock.At.Add(time.Second)
	if id := take(21); id != ks[0].ID {
		t.Errorf("took %d, not the one that was left", id)
	}
	// A declared conflict of interest hides the case from the one who declared it.
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO casework_conflict (center_id, case_id, account_id, at) VALUES (1,$1,20,0)`, ks[1].ID)
		return err
	}))
	if id := take(20); id != 0 {
		t.Errorf("took %d in spite of a conflict of interest", id)
	}
}

func TestTakePage(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, 20)
	p := s.Get("/work?lang=zh")
	p.Check()
	p.Contains("领取下一件", "30 分钟")
	p = s.Submit(p, "", nil)
	if p.Status != 303 || p.Header.Get("Location") != "/work" {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	s.Get("/work").Contains("没有等待领取的案件")
	k := w.letters(t, 1)[0]
	p = s.Submit(s.Get("/work?view=open"), "", nil)
	if to := p.Header.Get("Location"); to != fmt.Sprintf("/case/%d", k.ID) {
		t.Fatalf("led to %q", to)
	}
	for who, sees := range map[int64]bool{21: true, 40: true, 20: false, 10: false} {
		body := w.site(t, who).Get("/work?view=open")
		body.Check()
		if got := strings.Contains(body.Body, name(20)+" 正在办理"); got != sees {
			t.Errorf("%d sees who works on the case: %v", who, got)
		}
	}
	english := w.site(t, 21).Get("/work?view=open&lang=en")
	english.Check()
	english.Contains("Take the next case", "is working on it")
	// The next state is another's: who took the case for the one before is no longer named.
	w.do(t, 20, k, "enter", &give{To: "31"})
	if strings.Contains(w.site(t, 40).Get("/work?view=open").Body, "正在办理") {
		t.Error("the take outlived the state")
	}
	for who := range map[int64]bool{31: true, 10: true} {
		if strings.Contains(w.site(t, who).Get("/work").Body, "领取下一件") {
			t.Errorf("%d is offered a queue that is not shared", who)
		}
	}
	other := w.site(t, 31)
	token := other.Get("/work").Token()
	if p := other.Post("/work/take", url.Values{"_csrf": {token}, "_idem": {strings.Repeat("a", 20)}}); p.Status != 403 || !strings.Contains(p.Body, "没有共用的待办队列") {
		t.Errorf("an examiner took from the queue: %d", p.Status)
	}
}

func TestWorkload(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	ks := w.letters(t, 5)
	for i, to := range []string{"31", "31", "32", "99"} {
		ks[i] = w.do(t, 20, ks[i], "enter", &give{To: to})
	}
	load := func(a casework.Actor) (out []casework.Work) {
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
			out, err = w.office.Workload(t.Context(), tx, a)
			return err
		}))
		return out
	}
	w.clock.SetDay(ks[0].Due)
	want := []casework.Work{{Account: 31, Open: 2, DueToday: 2}, {Account: 0, Open: 1, DueToday: 1}, {Account: 32, Open: 1, DueToday: 1}, {Account: 99, Open: 1, DueToday: 1}}
	if got := load(person(40)); !slices.Equal(got, want) {
		t.Errorf("on the due day %+v", got)
	}
	w.clock.SetDay(ks[0].Due + 1)
	w.do(t, 32, ks[2], "end", &letter{})
	want = []casework.Work{{Account: 31, Open: 2, Overdue: 2}, {Account: 0, Open: 1, Overdue: 1}, {Account: 99, Open: 1, Overdue: 1}}
	if got := load(person(40)); !slices.Equal(got, want) {
		t.Errorf("the day after %+v", got)
	}
	stranger := person(40)
	stranger.Center = 2
	if got := load(stranger); len(got) != 0 {
		t.Errorf("another center sees %+v", got)
	}
	s := w.site(t, 40)
	p := s.Get("/work?view=open")
	p.Check()
	p.Contains("各人工作量", name(31), name(99))
	href := "/work?handler=31&view=late"
	if !strings.Contains(p.Body, strings.ReplaceAll(href, "&", "&amp;")) || strings.Contains(p.Body, "handler=99") {
		t.Error("the links of the strip are wrong")
	}
	p = s.Get(href)
	p.Check()
	p.Contains("共 2 件")
	p = s.Get("/work?lang=en")
	p.Check()
	p.Contains("Workload", "Overdue", "Due today")
	if strings.Contains(w.site(t, 20).Get("/work").Body, "各人工作量") {
		t.Error("a clerk sees the workload of others")
	}
}
