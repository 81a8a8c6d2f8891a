package worklist_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

func TestBulkMove(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 3)
	for i := range 2 {
		ks[i] = w.do(t, 20, ks[i], "enter", &give{To: "31"})
	}
	for who, sees := range map[int64]bool{10: false, 20: false, 31: false, 40: true} {
		p := w.site(t, who).Get("/work?view=open")
		if strings.Contains(p.Body, "批量转办") != sees {
			t.Errorf("%d is offered the act: %v", who, !sees)
		}
	}
	s := w.site(t, 40)
	all := url.Values{"_sel": {ks[0].Number, ks[1].Number, ks[2].Number, "XH-NONE"}, "_bulk": {"letter.give"}}
	p := s.Submit(s.Get("/work?view=open"), "_sel", all)
	p.Check()
	p.Contains("将处理 2 件，另有 2 件不能处理", ks[0].Number, "待登记")
	if w.get(t, ks[0].ID).Handler != 31 {
		t.Fatal("the preview acted")
	}
	// Between preview and act another has moved one of them.
	w.do(t, 31, ks[1], "end", &letter{})
	p = s.Submit(p, "to", url.Values{"to": {"32"}, "note": {"请假"}, "_act": {"go"}})
	p.Check()
	p.Contains("已处理 1 件，未处理 1 件", ks[0].Number, "已办结")
	k := w.get(t, ks[0].ID)
	if k.Handler != 32 || w.get(t, ks[1].ID).Handler != 31 || w.get(t, ks[2].ID).Handler != 0 {
		t.Error("the wrong cases were handed over")
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		if got := es[len(es)-1].Meta.Notes["reason"]; got != "请假"+k.Number {
			t.Errorf("the input was not completed for the case: %q", got)
		}
		return err
	}))
	p = s.Submit(s.Get("/work?view=open&lang=en"), "_sel", all)
	p.Check()
	p.Contains("Hand over many", "1 will be processed, 3 cannot be")
}

// TestUndo: a handing over can be taken back for half a minute, as a further event, and only where
// nobody has moved the case since.
func TestUndo(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 2)
	for i := range ks {
		ks[i] = w.do(t, 20, ks[i], "enter", &give{To: "31"})
	}
	s := w.site(t, 40)
	hand := func() *webtest.Page {
		p := s.Submit(s.Get("/work?view=open"), "_sel", url.Values{"_sel": {ks[0].Number, ks[1].Number}, "_bulk": {"letter.give"}})
		p.Contains("已选 2 件，将处理 2 件")
		p = s.Submit(p, "to", url.Values{"to": {"32"}, "_act": {"go"}})
		p.Check()
		p.Contains("已处理 2 件", "30 秒内有效")
		if w.get(t, ks[0].ID).Handler != 32 || w.get(t, ks[1].ID).Handler != 32 {
			t.Fatal("they were not handed over")
		}
		return p
	}
	done := hand()
	w.do(t, 32, w.get(t, ks[1].ID), "ask", &letter{})
	w.clock.At = w.clock.At.Add(29 * time.Second)
	if p := w.site(t, 20).Submit(done, "_undo", nil); p.Status == 200 {
		t.Error("another person took it back")
	}
	p := s.Submit(done, "_undo", nil)
	p.Check()
	p.Contains("已撤销 1 件，未撤销 1 件", ks[1].Number, "已有变化")
	if w.get(t, ks[0].ID).Handler != 31 || w.get(t, ks[1].ID).Handler != 32 {
		t.Error("the wrong cases were taken back")
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.office.Events(t.Context(), tx, ks[0].Center, ks[0].ID)
		if n := len(es); es[n-1].Move != "give" || es[n-2].Move != "give" || es[n-1].Meta.Notes["reason"] != "撤销" {
			t.Errorf("the history ends with %s and %s", es[n-2].Move, es[n-1].Move)
		}
		return err
	}))
	done = hand2(t, s, w, ks[0])
	w.clock.At = w.clock.At.Add(31 * time.Second)
	if p := s.Submit(done, "_undo", nil); p.Status != 409 || !strings.Contains(p.Body, "已超过 30 秒") || w.get(t, ks[0].ID).Handler != 32 {
		t.Errorf("after half a minute: %d", p.Status)
	}
}

// hand2 hands one case over to 32.
func hand2(t *testing.T, s *webtest.Site, w *world, k *casework.Case) *webtest.Page {
	t.Helper()
	p := s.Submit(s.Get("/work?view=open"), "_sel", url.Values{"_sel": {k.Number}, "_bulk": {"letter.give"}})
	return s.Submit(p, "to", url.Values{"to": {"32"}, "_act": {"go"}})
}

func TestBulkByOthersIsRefused(t *testing.T) {
	w := newWorld(t)
	k := w.letters(t, 1)[0]
	s := w.site(t, 20)
	p := s.Submit(s.Get("/work?view=open"), "_sel", url.Values{"_sel": {k.Number}, "_bulk": {"letter.give"}})
	if p.Status != 400 && p.Status != 422 {
		t.Errorf("a clerk reached the act of the head: %d", p.Status)
	}
}

func TestRemind(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 2)
	k := w.do(t, 31, w.do(t, 20, ks[0], "enter", &give{To: "31"}), "ask", &letter{})
	s := w.site(t, 20)
	send := func() *webtest.Page {
		p := s.Submit(s.Get("/work?view=open"), "_sel", url.Values{"_sel": {k.Number, ks[1].Number}, "_bulk": {"remind"}})
		p.Check()
		return p
	}
	p := send()
	p.Contains("将处理 1 件，另有 1 件不能处理", "没有等待当事人办理的事项")
	for range 2 { // the same form twice tells once
		q := s.Submit(p, "_sel", url.Values{"_act": {"go"}})
		q.Check()
	}
	want := []casework.Notification{{Center: caseworktest.CenterID, Party: owner, Case: k.ID, Number: k.Number, Kind: casework.NoticeReminder}}
	if !slices.Equal(w.told, want) {
		t.Errorf("told %+v", w.told)
	}
	send().Contains("今天已经催办过")
	for who, code := range map[int64]string{31: "case.remind_twice", 32: "case.remind_role", 10: "case.remind_role"} {
		if err := w.office.Remind(t.Context(), person(who), k.ID); fault.CodeOf(err) != code {
			t.Errorf("%d: %v", who, err)
		}
	}
	w.clock.At = w.clock.At.Add(24 * time.Hour)
	p = w.site(t, 31).Get(fmt.Sprintf("/case/%d", k.ID))
	p.Check()
	p.Contains("催办")
	q := w.site(t, 31).Submit(p, "", nil)
	if q.Status != 303 {
		t.Fatalf("the button of the case: %d %s", q.Status, q.Body)
	}
	if len(w.told) != 2 {
		t.Errorf("told %d times in two days", len(w.told))
	}
	// Both are events of the case, in its chain; neither moved it or its clocks.
	now := w.get(t, k.ID)
	if now.Version != k.Version || now.Due != k.Due || now.Seq != k.Seq+2 {
		t.Errorf("version %d, due %s, %d events; before %d, %s, %d", now.Version, now.Due, now.Seq, k.Version, k.Due, k.Seq)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		if last := es[len(es)-1]; last.Move != casework.RemindMove || last.Actor != 31 || last.Role != string(casework.Examiner) {
			t.Errorf("the last event is %+v", last)
		}
		return err
	}))
	v, err := casework.Verify(t.Context(), w.office.DB)
	if err != nil || len(v.Flaws) > 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
	w.site(t, 10).Get(fmt.Sprintf("/case/%d", k.ID)).Contains("催办", "待补充")
}

// TestSelectAll picks every result of the filter, not only the page, and refuses too many.
func TestSelectAll(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a hundred cases")
	}
	w := newWorld(t)
	w.letters(t, 60)
	s := w.site(t, 40)
	p := s.Get("/work?view=open")
	p.Contains("选择全部 60 件")
	p = s.Submit(p, "_sel", url.Values{"_all": {"1"}, "_bulk": {"letter.give"}})
	p.Check()
	p.Contains("将处理 0 件，另有 60 件不能处理")
}
