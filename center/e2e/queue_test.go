package e2e

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"zhibao/examination/preexam"
	"zhibao/internal/web/webtest"
)

// TestBulkReassign hands a case to another examiner from the list of the head: the second reader
// stays, and a case that cannot be handed over is left as it is.
func TestBulkReassign(t *testing.T) {
	w := lived(t)
	id, final := w.find(t, "preexam", preexam.Examining), w.find(t, "preexam", preexam.Failed)
	if id == 0 || final == 0 {
		t.Fatal("the demo has no case under examination, or none that failed")
	}
	k, done := w.read(t, id), w.read(t, final)
	s := w.person(t, "fuzeren")
	p := s.Get("/work?view=open")
	p.Check()
	p.Contains("各人工作量", "批量转办", "领取下一件")
	p = s.Submit(p, "_sel", url.Values{"_sel": {k.Number, done.Number}, "_bulk": {"preexam.reassign"}})
	p.Check()
	p.Contains("将处理 1 件，另有 1 件不能处理", k.Number)
	to := ""
	for _, o := range webtest.All(p.Root, "option") {
		if v := webtest.Attr(o, "value"); v != "" && v != strconv.FormatInt(k.Handler, 10) && v != strconv.FormatInt(k.Second, 10) {
			to = v
			break
		}
	}
	p = s.Submit(p, "handler", url.Values{"handler": {to}, "reason": {"请假代办"}, "_act": {"go"}})
	p.Check()
	p.Contains("已处理 1 件")
	now := w.read(t, id)
	if strconv.FormatInt(now.Handler, 10) != to || now.Second != k.Second || now.State != k.State {
		t.Errorf("handler %d, second %d, state %s; was %d, %d, %s", now.Handler, now.Second, now.State, k.Handler, k.Second, k.State)
	}
	if strings.Contains(w.person(t, "shouli1").Get("/work?view=open").Body, "批量转办") {
		t.Error("the counter is offered the act of the head")
	}
}
