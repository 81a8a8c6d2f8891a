package status_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/document"
	"zhibao/casework/status"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// answering is a site on which nobody is signed in.
type answering struct {
	*parceltest.World
	t      *testing.T
	public *status.Pages
	desk   *answer.Desk
}

func newAnswering(t *testing.T) *answering {
	t.Helper()
	w := &answering{t: t, World: parceltest.New(t, caseworktest.Setup{Schemas: []store.Schema{limit.Schema()}})}
	w.desk = &answer.Desk{Office: w.Office}
	w.public = status.New(status.Pages{Office: w.Office, Limits: limit.New(w.Office.DB, limit.Options{Now: w.Office.Now, Secret: []byte("secret")}), Answers: w.desk})
	return w
}

func (w *answering) browser() *webtest.Site {
	cfg := webtest.Config(nil)
	cfg.Now = w.Clock.Now
	cfg.Guard = w.public.Guard(func(_ *web.Ctx, r *web.Route) error {
		if r.Public {
			return nil
		}
		return fault.New(fault.Unauthentic, "web.signin", "请先登录")
	})
	cfg.Session = w.public.Session(func(*web.Ctx) web.Session { return web.Session{} })
	return webtest.Start(w.t, cfg, append(w.Modules(), w.public.Module())...)
}

// give has the counter give a party another code and reads it from the paper.
func (w *answering) give(k *casework.Case, to int64, days calendar.Day) (code string) {
	w.t.Helper()
	w.Do(20, k, answer.MoveGive, &answer.Another{Party: fmt.Sprint(to), Until: w.Office.Today() + days, Known: "来电核对身份证号"})
	w.Read(func(tx *store.Tx) error {
		key, err := w.Office.Keys.CaseKey(w.t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		papers, err := document.Of(w.t.Context(), tx, k.Center, k.ID)
		if err != nil {
			return err
		}
		x, err := document.Open(w.t.Context(), tx, key, k.ID, papers[len(papers)-1].ID)
		if err != nil {
			return err
		}
		text, err := paper.Marshal(paper.Paper{Title: "正文", Body: x.Content.Body}) // the paper has a code of its own besides
		code = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]`).FindString(string(text))
		return err
	})
	if code == "" {
		w.t.Fatal("no code on the paper")
	}
	return code
}

func (w *answering) enter(s *webtest.Site, code string) *webtest.Page {
	w.t.Helper()
	return s.Submit(s.Get("/answer"), "code", url.Values{"code": {code}})
}

// TestAnswerWithCode: a party without account opens its case with the code on the paper, sees what its
// side sees, hands in evidence and answers, and the code is used up.
func TestAnswerWithCode(t *testing.T) {
	w := newAnswering(t)
	k, another := w.Open(), w.Open()
	code := w.give(k, parceltest.Other, 15)
	s := w.browser()
	if p := s.Get("/case/" + fmt.Sprint(k.ID)); p.Status != http.StatusSeeOther && p.Status != http.StatusUnauthorized {
		t.Fatalf("the case is open to everybody: %d", p.Status)
	}
	s.Get("/answer").Check()
	wrong := w.enter(s, document.Code())
	mistyped := w.enter(s, "1234")
	if wrong.Status != 422 || mistyped.Status != 422 || strings.Contains(wrong.Body, "校验") {
		t.Fatalf("codes that nobody gave: %d, %d", wrong.Status, mistyped.Status)
	}
	to := w.enter(s, strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	if want := fmt.Sprintf("/case/%d", k.ID); to.Status != http.StatusSeeOther || to.Header.Get("Location") != want {
		t.Fatalf("the code leads to %d %s", to.Status, to.Header.Get("Location"))
	}
	page := s.Get(to.Header.Get("Location"))
	page.Check()
	page.Contains(k.Number, "办理中", "答复码通知", "证据（0）")
	for _, path := range []string{fmt.Sprintf("/case/%d", another.ID), fmt.Sprintf("/case/%d/evidence", another.ID), fmt.Sprintf("/case/%d/move/reply", another.ID), "/messages", "/figures", "/open/parcel/send"} {
		if p := s.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s is open with a code for another case: %d", path, p.Status)
		}
	}
	if list := s.Get("/work?view=open"); strings.Contains(list.Body, another.Number) || !strings.Contains(list.Body, k.Number) {
		t.Error("the list shows other cases")
	}
	hand := s.Submit(s.Get(fmt.Sprintf("/case/%d/move/exhibit", k.ID)), "name", url.Values{"name": {"照片"}, "kind": {"书证"}, "purpose": {"证明完好"}, "source": {"自行拍摄"}, "form": {"照片"}})
	if hand.Status != http.StatusSeeOther {
		t.Fatalf("handing in: %d %s", hand.Status, hand.Body)
	}
	form := s.Get(fmt.Sprintf("/case/%d/move/reply", k.ID))
	if strings.Contains(form.Body, "代哪一方办理") {
		t.Error("a party is asked on whose behalf it acts")
	}
	done := s.Submit(form, "text", url.Values{"text": {"包裹已签收"}})
	if done.Status != http.StatusSeeOther {
		t.Fatalf("answering: %d %s", done.Status, done.Body)
	}
	w.Read(func(tx *store.Tx) error {
		events, err := w.Office.Events(t.Context(), tx, k.Center, k.ID)
		last := events[len(events)-1]
		if last.Move != "reply" || last.Meta.Via != answer.Via || last.Name != "公司201（凭答复码）" || last.Actor >= 0 {
			t.Errorf("recorded as %s of %s (%d) through %s", last.Move, last.Name, last.Actor, last.Meta.Via)
		}
		return err
	})
	// It looks on, and does nothing more; the code lets nobody in again.
	if p := s.Get(fmt.Sprintf("/case/%d", k.ID)); p.Status != 200 || strings.Contains(p.Body, "/move/reply") {
		t.Errorf("after the answer: %d", p.Status)
	}
	if p := s.Submit(form, "text", url.Values{"text": {"再答一次"}}); p.Status == http.StatusSeeOther {
		t.Error("a used code answers again")
	}
	if p := w.enter(w.browser(), code); p.Status != 422 {
		t.Errorf("a used code lets in: %d", p.Status)
	}
}

// TestCodesEnd: a code ends with its last day, with the visit's time, and when another takes its place.
func TestCodesEnd(t *testing.T) {
	w := newAnswering(t)
	k := w.Open()
	first := w.give(k, parceltest.Other, 15)
	s := w.browser()
	w.enter(s, first)
	address := fmt.Sprintf("/case/%d", k.ID)
	sees := func() bool { return s.Get(address).Status == 200 }
	if !sees() {
		t.Fatal("the visit did not begin")
	}
	w.Clock.At = w.Clock.At.Add(121 * time.Minute)
	if sees() {
		t.Error("the visit outlasts its time")
	}
	w.enter(s, first)
	second := w.give(k, parceltest.Other, 1)
	if sees() || w.enter(s, first).Status != 422 {
		t.Error("the first code goes on after another was given")
	}
	w.enter(s, second)
	if !sees() {
		t.Fatal("the second code does not work")
	}
	left := s.Submit(s.Get("/answer"), "code", url.Values{"code": {second}})
	if left.Status != http.StatusSeeOther {
		t.Errorf("entering again: %d", left.Status)
	}
	w.Clock.At = w.Clock.At.Add(48 * time.Hour)
	if sees() || w.enter(s, second).Status != 422 {
		t.Error("the code outlasts its last day")
	}
	_, err := w.Try(20, k, answer.MoveGive, &answer.Another{Party: "999", Until: w.Office.Today(), Known: "来电"})
	if fault.CodeOf(err) != "answer.party" {
		t.Errorf("a code for a stranger: %v", err)
	}
	_, err = w.Try(20, k, answer.MoveGive, &answer.Another{Party: fmt.Sprint(parceltest.Other), Until: w.Office.Today() - 1, Known: "来电"})
	if fault.CodeOf(err) != "answer.until" {
		t.Errorf("a code that ended yesterday: %v", err)
	}
}

// TestCodesAreFew: guessing is slowed down.
func TestCodesAreFew(t *testing.T) {
	w := newAnswering(t)
	s := w.browser()
	p := w.enter(s, document.Code())
	for range 12 {
		p = s.Submit(s.Get("/answer"), "code", url.Values{"code": {document.Code()}})
	}
	if p.Status != http.StatusTooManyRequests {
		t.Errorf("the thirteenth guess is answered %d", p.Status)
	}
}
