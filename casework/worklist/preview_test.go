package worklist_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// TestEffectIsShownFirst: lengthening, suspending and resuming show what becomes of the terms, and
// leave nothing behind until they are confirmed; then exactly that happens.
func TestEffectIsShownFirst(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02")) // a Monday
	k := w.letters(t, 1)[0]
	k = w.do(t, 20, k, "enter", &give{To: "31"})
	if k.Due.String() != "2026-03-09" {
		t.Fatal(k.Due)
	}
	s := w.site(t, 40)
	try := func(move string, v url.Values, want ...string) *webtest.Page {
		t.Helper()
		p := s.Submit(s.Get(fmt.Sprintf("/case/%d/move/%s", k.ID, move)), "", v)
		p.Check()
		p.Contains(append(want, "尚未办理")...)
		if now := w.get(t, k.ID); now.Version != k.Version || now.Seq != k.Seq || now.Due != k.Due || now.State != k.State {
			t.Fatalf("the preview of %s changed the case", move)
		}
		return p
	}
	confirm := func(p *webtest.Page) {
		t.Helper()
		if q := s.Submit(p, "", url.Values{"_act": {"confirm"}}); q.Status != 303 {
			t.Fatalf("%d %s", q.Status, q.Body)
		}
		k = w.get(t, k.ID)
	}
	p := try("more", url.Values{"days": {"3工作日"}}, "答复期限", "2026-03-09（一）", "2026-03-12（四）", "确认延长")
	if confirm(p); k.Due.String() != "2026-03-12" {
		t.Errorf("confirmed: %s", k.Due)
	}
	if q := s.Submit(s.Get(fmt.Sprintf("/case/%d/move/more", k.ID)), "", url.Values{"days": {"很久"}}); q.Status != 422 || !strings.Contains(q.Body, "不是期限") {
		t.Errorf("a refusal is told before the preview: %d", q.Status)
	}
	confirm(try("hold", nil, "2026-03-12（四）", "中止，恢复后计算"))
	if !k.Due.IsZero() {
		t.Errorf("suspended: %s", k.Due)
	}
	w.clock.SetDay(calendar.MustDay("2026-03-05"))
	confirm(try("go", nil, "中止，恢复后计算", "2026-03-17（二）"))
	if k.Due.String() != "2026-03-17" {
		t.Errorf("resumed: %s", k.Due)
	}
	// What weighs on no term is made at once.
	for _, m := range []string{"enter", "end", "give", "ask", "write"} {
		if chart := w.office.Chart("letter"); chart.Weighs(chart.Move(m)) {
			t.Errorf("%s shows an effect that it cannot have", m)
		}
	}
	v, err := casework.Verify(t.Context(), w.office.DB)
	if err != nil || len(v.Flaws) > 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// TestOutageIsNoted: a day on which the center was closed stands in the history of the cases whose
// terms it moved, once and in its place.
func TestOutageIsNoted(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	k := w.letters(t, 1)[0]
	day := calendar.MustDay("2026-03-04")
	layer, err := calendar.CloseDays("系统停机", day, day)
	must(t, err)
	_, err = w.office.AddCalendarLayer(t.Context(), person(40), layer)
	must(t, err)
	page := func() string { return webtest.Text(w.site(t, 20).Get(fmt.Sprintf("/case/%d", k.ID)).Root) }
	if strings.Contains(page(), "系统停机（临时闭馆）当日不计入期限") {
		t.Error("a day that is still to come is noted as past")
	}
	w.clock.SetDay(calendar.MustDay("2026-03-05"))
	k = w.do(t, 20, w.get(t, k.ID), "enter", &give{To: "31"})
	if k.Due.String() != "2026-03-10" {
		t.Fatalf("due %s", k.Due)
	}
	text := page()
	note, entered, written := strings.Index(text, "当日不计入期限"), strings.Index(text, "2026-03-05 10:00"), strings.Index(text, "2026-03-02 10:01")
	if entered < 0 || note < entered || written < note || strings.Count(text, "当日不计入期限") != 1 {
		t.Errorf("the note stands at %d, the steps at %d and %d: %s", note, entered, written, text)
	}
}
