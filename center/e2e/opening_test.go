package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"zhibao/internal/web/webtest"
)

// TestEmergencyReading: a head asks for the text of a case, cannot allow it alone, reads it after
// the director agreed, and everybody concerned finds it recorded.
func TestEmergencyReading(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	desk, ask := fmt.Sprintf("/preexam/%d/desk", id), fmt.Sprintf("/case/%d/ask", id)
	head, director := w.person(t, "fuzeren"), w.person(t, "zhuren")
	if p := head.Get(desk); p.Status != 404 {
		t.Fatalf("a head reads the text without asking: %d", p.Status)
	}
	has(t, head.Get(fmt.Sprintf("/case/%d", id)), "申请查阅正文")
	has(t, head.Submit(head.Get(ask), "reason", url.Values{"reason": {"短"}}), "需要改正")
	follow(t, head, head.Submit(head.Get(ask), "reason", url.Values{"reason": {"当事人来访，须当面核对补正要求"}}), "请联系另一位负责人批准")
	one := link(t, head.Get("/openings"), "/openings/")
	has(t, head.Get(one), "申请人不能批准自己的申请")
	if p := director.Get(desk); p.Status != 404 {
		t.Errorf("the director reads the text before deciding: %d", p.Status)
	}
	p := director.Get(one)
	has(t, p, "须当面核对补正要求")
	follow(t, director, director.Submit(p, "decision", url.Values{"decision": {"agree"}, "reason": {"情况属实，同意"}}), "生效中")
	has(t, head.Get(desk), "权利要求书")
	if p := director.Get(desk); p.Status != 404 {
		t.Errorf("the director reads what was opened to another: %d", p.Status)
	}
	has(t, w.person(t, "auditor").Get("/admin/audit"), "批准紧急查阅")
	mine := w.person(t, "qiye01").Get(fmt.Sprintf("/case/%d?show=reads", id))
	has(t, mine, "批准紧急查阅")
	if strings.Contains(mine.Body, "核对补正要求") || strings.Contains(mine.Body, "许文静") {
		t.Error("the applicant reads the reason or the name")
	}
	follow(t, head, head.Submit(head.Get(one), "", nil), "查阅授权已结束")
	if p := head.Get(desk); p.Status != 404 {
		t.Errorf("still open after the end: %d", p.Status)
	}
}

func has(t *testing.T, p *webtest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Fatalf("%s (%d): no %q in %s", p.Path, p.Status, w, shorten(webtest.Text(p.Root)))
		}
	}
}

// follow goes where an answer leads and looks for words there.
func follow(t *testing.T, s *webtest.Site, p *webtest.Page, words string) {
	t.Helper()
	if p.Status != 303 {
		t.Fatalf("%s: %d %s", p.Path, p.Status, shorten(webtest.Text(p.Root)))
	}
	has(t, s.Get(p.Header.Get("Location")), words)
}

// link is the first link of a page that begins so.
func link(t *testing.T, p *webtest.Page, prefix string) string {
	t.Helper()
	for _, a := range webtest.All(p.Root, "a") {
		if h := webtest.Attr(a, "href"); strings.HasPrefix(h, prefix) {
			return h
		}
	}
	t.Fatalf("%s: no link to %s", p.Path, prefix)
	return ""
}
