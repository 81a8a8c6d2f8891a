package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhibao/internal/web/webtest"
)

// press posts the button of a page whose address matches.
func press(t *testing.T, s *webtest.Site, p *webtest.Page, action string) *webtest.Page {
	t.Helper()
	to := regexp.MustCompile(action).FindString(p.Body)
	if to == "" {
		t.Fatalf("no button %s on %s: %s", action, p.Path, shorten(webtest.Text(p.Root)))
	}
	return s.Post(to, url.Values{"_csrf": {p.Token()}})
}

// TestForgottenPassword walks the way back into an account over the pages: one administrator asks,
// another grants, the first takes the link, once, and the owner sets a password.
func TestForgottenPassword(t *testing.T) {
	w := lived(t)
	sys, sec := w.person(t, "sysadmin"), w.person(t, "secadmin")
	owner := w.person(t, "yushen1")
	id := itoa(w.actor(t, "yushen1").Account)
	if p := sys.Post("/admin/accounts/"+id+"/password", url.Values{"_csrf": {sys.Get("/admin/accounts").Token()}}); p.Status != http.StatusConflict {
		t.Errorf("one administrator alone makes a link: %d", p.Status)
	}
	p := sys.Submit(sys.Get("/admin/resets?account="+id), "proof", url.Values{"account": {id}, "kind": {"password"}, "proof": {"本人到场，出示工作证"}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	list := sys.Get("/admin/resets")
	if strings.Contains(list.Body, "/grant") {
		t.Error("who asked is offered to grant")
	}
	grant := regexp.MustCompile(`/admin/resets/\d+/grant`)
	seen := sec.Get("/admin/resets")
	if p := sys.Post(grant.FindString(seen.Body), url.Values{"_csrf": {list.Token()}}); p.Status != http.StatusForbidden {
		t.Errorf("who asked grants: %d", p.Status)
	}
	if p := press(t, sec, seen, grant.String()); p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	link := press(t, sys, sys.Get("/admin/resets"), `/admin/resets/\d+/link`)
	path := regexp.MustCompile(`/password/[A-Z0-9]+`).FindString(link.Body)
	if path == "" {
		t.Fatalf("no link: %d %s", link.Status, shorten(webtest.Text(link.Root)))
	}
	if strings.Contains(sys.Get("/admin/resets").Body, "/link") {
		t.Error("the link is offered twice")
	}
	v := w.visitor(t)
	if p := v.Submit(v.Get(path), "again", url.Values{"password": {"ein neuer Satz 2027"}, "again": {"ein neuer Satz 2027"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	if p := owner.Get("/work"); p.Status != http.StatusSeeOther {
		t.Errorf("the old session holds: %d", p.Status)
	}
	sys.Get("/admin/resets?lang=en").NoHan()
	sec.Get("/admin/audit")
	w.person(t, "auditor").Get("/admin/audit").Contains("申请重设", "准予重设")
}

// TestOwnSessionsPage: somebody who is signed in twice ends the other session.
func TestOwnSessionsPage(t *testing.T) {
	w := lived(t)
	here, there := w.person(t, "shouli1"), w.person(t, "shouli1")
	if p := press(t, here, here.Get("/my/sessions"), `/my/sessions/[0-9a-f]+/end`); p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	if p := there.Get("/work"); p.Status != http.StatusSeeOther {
		t.Errorf("the ended session holds: %d", p.Status)
	}
	here.Get("/my/sessions").Contains("本次登录")
}
