package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	separate "zhibao/casework/consent"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
)

var create = preexam.Create{Ref: "E2E"}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// upload sends a form with a file, as a browser without scripts does.
func upload(t testing.TB, s *webtest.Site, page, name string, content []byte, more url.Values) *webtest.Page {
	t.Helper()
	return attach(t, s, page, "files", form.Bytes(name, content), more)
}

// attach sends the form of a page with a file in the field.
func attach(t testing.TB, s *webtest.Site, page, field string, file form.File, more url.Values) *webtest.Page {
	t.Helper()
	p := s.Get(page)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	values := hidden(p)
	if strings.Contains(p.Body, `name="clear"`) {
		values.Set("clear", "true")
	}
	if strings.Contains(p.Body, `name="sensitive"`) {
		values.Set("sensitive", separate.Own)
	}
	for k, v := range more {
		values[k] = v
	}
	for k, v := range values {
		for _, x := range v {
			if err := m.WriteField(k, x); err != nil {
				t.Fatal(err)
			}
		}
	}
	part, err := m.CreateFormFile(field, file.Name)
	if err == nil {
		var r io.ReadCloser
		if r, err = file.Open(); err == nil {
			_, err = io.Copy(part, r)
		}
	}
	if err != nil || m.Close() != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, s.URL+action(p), &b)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	return s.Do(req)
}

// form is the form of a step on a page.
func action(p *webtest.Page) string {
	for _, f := range webtest.All(p.Root, "form.form") {
		if a := webtest.Attr(f, "action"); a != "" {
			return a
		}
	}
	return p.Path
}

// hidden are the hidden fields of the step's form.
func hidden(p *webtest.Page) url.Values {
	out := url.Values{}
	for _, f := range webtest.All(p.Root, "form.form") {
		for _, in := range webtest.All(f, "input") {
			if webtest.Attr(in, "type") == "hidden" {
				out.Set(webtest.Attr(in, "name"), webtest.Attr(in, "value"))
			}
		}
	}
	return out
}

// saveDraft saves what was typed, as the script of a page does.
func saveDraft(t testing.TB, s *webtest.Site, p *webtest.Page, key string, v url.Values) {
	t.Helper()
	v.Set("_draft", "0")
	req, err := http.NewRequest(http.MethodPost, s.URL+"/-/draft/"+key, strings.NewReader(v.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-CSRF-Token", p.Token())
	if got := s.Do(req); got.Status != http.StatusOK || !json.Valid([]byte(got.Body)) {
		t.Fatalf("draft: %d %s", got.Status, got.Body)
	}
}

// events counts the events of a step in a case.
func (w *world) events(t testing.TB, id int64, move string) (n int) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT COUNT(*) FROM casework_event WHERE case_id = $1 AND move = $2`, id, move).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSentTwice sends the same form at the same moment, again after going back, and again after
// the case has moved on: one record.
func TestSentTwice(t *testing.T) {
	w := lived(t)
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	clerk := w.person(t, "shouli1")
	p := clerk.Get("/case/" + itoa(id) + "/move/accept")
	v := hidden(p)
	v.Set("remark", "同意受理")
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}
	for range 6 {
		all.Go(func() {
			a := clerk.Post(action(p), v)
			mu.Lock()
			defer mu.Unlock()
			got[a.Status]++
		})
	}
	all.Wait()
	if n := w.events(t, id, "accept"); n != 1 || got[http.StatusSeeOther] != 6 {
		t.Fatalf("%d records, answers %v", n, got)
	}
	// Back, and sent again from the old page.
	if again := clerk.Post(action(p), v); again.Status != http.StatusSeeOther {
		t.Errorf("sent again: %d %s", again.Status, shorten(webtest.Text(again.Root)))
	}
	// A page of its own with a key of its own, opened before: told what happened, nothing done.
	v.Set("_idem", "another-key-0123456789")
	late := clerk.Post(action(p), v)
	if late.Status < 400 || late.Status >= 500 {
		t.Errorf("a second acceptance answers %d", late.Status)
	}
	late.Contains("同意受理")
	if back := clerk.Get("/case/" + itoa(id) + "/move/accept"); back.Status != http.StatusSeeOther {
		t.Errorf("the form opened after the fact answers %d", back.Status)
	} else {
		clerk.Get(back.Header.Get("Location")).Contains("现在不能办理")
	}
	if n := w.events(t, id, "accept"); n != 1 {
		t.Errorf("%d records of one acceptance", n)
	}
}

// TestTwoAtOnce: the clerk and the director open the same form and send it. The second learns what
// the first did, and what was typed is still there.
func TestTwoAtOnce(t *testing.T) {
	w := lived(t)
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	one, two := w.person(t, "shouli1"), w.person(t, "zhuren")
	first, second := one.Get("/case/"+itoa(id)+"/move/accept"), two.Get("/case/"+itoa(id)+"/move/return")
	type answer struct{ a, b *webtest.Page }
	var got answer
	var all sync.WaitGroup
	all.Go(func() { got.a = one.Submit(first, "remark", url.Values{"remark": {"甲的受理意见"}}) })
	all.Go(func() { got.b = two.Submit(second, "reason", url.Values{"reason": {"乙写下的退回理由"}}) })
	all.Wait()
	won, lost, kept := got.a, got.b, "乙写下的退回理由"
	if got.a.Status != http.StatusSeeOther {
		won, lost, kept = got.b, got.a, "甲的受理意见"
	}
	if won.Status != http.StatusSeeOther || lost.Status == http.StatusSeeOther {
		t.Fatalf("both %d and %d", got.a.Status, got.b.Status)
	}
	if n := w.events(t, id, "accept") + w.events(t, id, "return"); n != 1 {
		t.Errorf("%d records", n)
	}
	lost.Check()
	lost.Contains(kept, "需要改正")
	t.Log(shorten(strings.Join(texts(lost, "div.err"), " ")))
}

// TestTwoExaminersAtOneDesk: two windows decide on the same finding.
func TestTwoWindowsAtOneDesk(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	a, b := w.person(t, "yushen1"), w.person(t, "yushen1")
	desk := "/preexam/" + itoa(id) + "/desk"
	pa, pb := a.Get(desk), b.Get(desk)
	ra := a.Submit(pa, "reason", url.Values{"decision": {"dismiss"}, "reason": {"甲窗口的理由"}})
	rb := b.Submit(pb, "reason", url.Values{"decision": {"dismiss"}, "reason": {"乙窗口的理由"}})
	if ra.Status != http.StatusSeeOther {
		t.Fatalf("the first decision: %d %s", ra.Status, shorten(webtest.Text(ra.Root)))
	}
	if rb.Status == http.StatusSeeOther {
		t.Fatalf("the second decision was taken too, by %s", rb.Header.Get("Location"))
	}
	rb.Contains("乙窗口的理由")
	if n := w.events(t, id, "judge"); n != 1 {
		t.Errorf("%d decisions", n)
	}
}

// TestDraftOutlivesTheSession: the session ends while a form is being filled in; after signing in
// again it is all there.
func TestDraftOutlivesTheSession(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	s := w.person(t, "yushen1")
	page := "/case/" + itoa(id) + "/move/opine"
	p := s.Get(page)
	saveDraft(t, s, p, "preexam.opine."+itoa(id), url.Values{"opinion": {"写到一半的意见"}})
	v := hidden(p)
	v.Set("opinion", "写到一半的意见")
	w.endSessions(t, "yushen1")
	late := s.Post(action(p), v)
	if late.Status == http.StatusOK || w.events(t, id, "opine") != 0 {
		t.Fatalf("done without a session: %d", late.Status)
	}
	s = w.person(t, "yushen1")
	s.Get(page).Contains("写到一半的意见")
	// Nobody else sees it.
	if other := w.person(t, "fuhe1").Get(page); strings.Contains(other.Body, "写到一半的意见") {
		t.Error("somebody else sees the draft")
	}
}

func (w *world) endSessions(t testing.TB, login string) {
	t.Helper()
	account := w.actor(t, login).Account
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM identity_session WHERE account_id = $1`, account)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// texts are the words of the elements.
func texts(p *webtest.Page, sel string) (out []string) {
	for _, n := range webtest.All(p.Root, sel) {
		out = append(out, webtest.Text(n))
	}
	return out
}
