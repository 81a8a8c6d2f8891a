package bench

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"zhibao/internal/lossyfs"
)

// request fills in a request for a decision on an infringement: a case that begins with its papers.
func (s *sick) request() *act {
	s.Helper()
	v := url.Values{"number": {"ZL202310123456.6"}, "title": {"一种支架"}, "holder": {"测量一号精密机械有限公司"}, "granted": {"2023-05-16"}, "status": {"valid"}, "standing": {"holder"},
		"claims": {"权利要求1"}, "product": {"支架"}, "facts": {"公证购得"}, "venue": {"被请求人所在地"}, "opponents.0.name": {"某商店"}, "opponents.0.address": {"老街12号"}, "opponents.0.acts": {"sell"},
		"remedies": {"stop_sell"}, "no_suit": {"true"}, "clear": {"true"}, "_act": {"confirm"}}
	l, err := s.j.people[s.h.owner].form(s.Context(), "/open/infringement/file", v)
	if err != nil {
		s.Fatal(err)
	}
	l.papers = []string{"sheet", "identity", "register"}
	return &act{login: s.h.owner, move: "file", opens: true, letter: l}
}

var paperLink = regexp.MustCompile(`/infringement/\d+/files/\d+`)

// papersOf reads the papers of a request back and counts those that are what was sent.
func (s *sick) papersOf(id int64) (good int) {
	s.Helper()
	b := s.j.people[s.h.owner]
	p, err := b.get(s.Context(), fmt.Sprintf("/case/%d", id))
	if err != nil || p.status != 200 {
		s.Errorf("case %d: %d, %v", id, p.status, err)
	}
	seen := map[string]bool{}
	for _, path := range paperLink.FindAllString(p.body, -1) {
		if seen[path] {
			continue
		}
		seen[path] = true
		f, err := b.get(s.Context(), path)
		for _, name := range []string{"sheet", "identity", "register"} {
			if err == nil && f.status == 200 && f.body == scanned(name) {
				good++
			}
		}
	}
	return good
}

// A request whose papers come with the form that opens the case: whichever operation on the disk fails, there is a
// case with all its papers or none, and after a kill and a restart the same form opens one case. On the way the disk is
// full once.
func TestEveryOperationFailsOpening(t *testing.T) {
	s := newSick(t)
	tried, opened := 0, 0
	one := func(f lossyfs.Faults) (failed bool) {
		t.Helper()
		s.h.rest = []step{{}} // send takes one away
		a := s.request()
		before := s.set(f)
		err := s.h.send(t.Context(), a)
		after := s.set(lossyfs.Faults{})
		if after.Failed == before.Failed {
			if err != nil {
				t.Fatalf("nothing failed, yet %v", err)
			}
			opened++
			return false
		}
		tried++
		status, words := refused(err)
		if err != nil && (status != 503 && status != 507 || !strings.Contains(words, "联系系统管理员")) {
			t.Errorf("%+v: %d, %v", f, status, err)
		}
		s.p.kill()
		s.start()
		if err != nil {
			s.h.rest = []step{{}}
			if err := s.h.send(context.WithoutCancel(t.Context()), a); err != nil {
				t.Fatalf("%+v, once more: %v", f, err)
			}
		}
		if n := s.papersOf(a.about); n != 3 {
			t.Errorf("%+v: %d of 3 papers come back", f, n)
		}
		opened++
		return true
	}
	one(lossyfs.Faults{Quota: s.set(lossyfs.Faults{}).Used})
	for n := 1; one(lossyfs.Faults{FailAt: n, Errno: int(syscall.EIO)}); n += max(1, number("ZHIBAO_IO", 40)) {
	}
	s.whole()
	if tried < 4 {
		t.Errorf("only %d operations were made to fail", tried)
	}
	t.Logf("%d operations failed, one after the other; %d cases were opened", tried, opened)
}
