package worklist_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// TestBackAndSendAgain: whoever goes back and sends the form again unchanged is answered as before;
// whoever changed it is told that the first was taken, keeps what was typed, and decides anew.
func TestBackAndSendAgain(t *testing.T) {
	w := newWorld(t)
	k := w.letters(t, 1)[0]
	s := w.site(t, 20)
	p := s.Get(fmt.Sprintf("/case/%d/move/enter", k.ID))
	typed := url.Values{"to": {"31"}, "note": {"专业对口"}}
	for range 2 {
		if q := s.Submit(p, "", typed); q.Status != 303 {
			t.Fatalf("%d %s", q.Status, q.Body)
		}
	}
	if now := w.get(t, k.ID); now.Version != k.Version+1 {
		t.Fatalf("taken twice: %d, %d", k.Version, now.Version)
	}
	q := s.Submit(p, "", url.Values{"to": {"31"}, "note": {"后来改写的说明"}})
	q.Check()
	q.Contains("提交成功")
	before, _, _ := strings.Cut(strings.SplitN(p.Body, `name="_idem" value="`, 2)[1], `"`)
	if !strings.Contains(q.Body, "后来改写的说明") {
		t.Error("what was typed is gone")
	}
	if q.Status == 303 || strings.Contains(q.Body, before) {
		t.Errorf("%d: the key of what was taken stays in the form", q.Status)
	}
}
