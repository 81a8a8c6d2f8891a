package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework/party"
	"zhibao/internal/identity/openid/openidtest"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

// codeOf is the code of the party of an account.
func (w *world) codeOf(t testing.TB, login string) (code string) {
	t.Helper()
	id := w.actor(t, login).Party
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		p, err := party.Get(t.Context(), tx, w.Center.Center.ID, id)
		if err == nil {
			code = p.Code
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestClaim: somebody whom a provider knows and who has no account asks for one. Nothing opens until the
// system administrator has confirmed it, nothing may be done until the security administrator has granted a
// role, and then the provider alone lets the person in and out again.
func TestClaim(t *testing.T) {
	slow(t)
	w := lived(t)
	l := openidtest.New(t, w.now)
	sec, sys := w.person(t, "secadmin"), w.person(t, "sysadmin")
	p := sec.Submit(sec.Get("/admin/signin/new"), "issuer", url.Values{"label": {"省统一认证"}, "issuer": {l.URL}, "client": {"zhibao"}, "secret": {"geheim"}, "claim": {"name"}, "active": {"true"}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	v := w.visitor(t)
	if p := v.Get("/sign-in/claim"); p.Status != http.StatusSeeOther {
		t.Errorf("a stranger whom no provider knows asks for an account: %d", p.Status)
	}
	recognised(t, v, "/sign-in")
	v.Get("/sign-in").Contains("申请开通账号")
	in := url.Values{"kind": {"entity"}, "code": {w.codeOf(t, "qiye01")}, "contact": {"张三"}, "mail": {"zhangsan@example.com"}, "phone": {"13800138000"}}
	if p := v.Submit(v.Get("/sign-in/claim"), "code", in); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	// Neither a second request nor the provider opens anything.
	if recognised(t, v, "/sign-in"); v.Get("/my/sessions").Status == http.StatusOK {
		t.Error("an account that nobody confirmed is open")
	}
	v.Submit(v.Get("/sign-in/claim"), "code", in)
	v.Get("/sign-in").Contains("正待中心确认")

	sys.Get("/admin/claims").Contains("待确认", "z*******@example.com")
	sys.Get("/admin/claims?lang=en").NoHan()
	list := sys.Get("/admin/claims").Body
	if strings.Contains(list, "13800138000") || !strings.Contains(list, "138****8000") {
		t.Error("the telephone is not masked")
	}
	way := regexp.MustCompile(`/unmask/claim/\d+`).FindString(list)
	sys.Submit(sys.Get(way), "reason", url.Values{"reason": {"核实申请人身份"}}).Contains("张三", "13800138000")
	if p := sec.Get("/admin/claims"); p.Status != http.StatusNotFound {
		t.Errorf("the security administrator sees the requests: %d", p.Status)
	}
	press(t, sys, sys.Get("/admin/claims"), `/admin/claims/\d+/confirm`)
	sys.Get("/admin/claims?lang=zh").Contains("已开通")
	var id string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT CAST(id AS TEXT) FROM identity_account WHERE login LIKE 'ext-%'`).Scan(&id)
	})
	if err != nil {
		t.Fatal(err)
	}
	if recognised(t, v, "/sign-in"); v.Get("/my/sessions").Status == http.StatusOK {
		t.Error("an account without a role may do something")
	}
	if p := sec.Post("/admin/roles/"+id, url.Values{"_csrf": {sec.Get("/admin/roles/" + id).Token()}, "role": {"entity"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	v = w.visitor(t)
	recognised(t, v, "/sign-in")
	v.Get("/my/sessions").Contains("本次登录")
	w.leaves(t, v, l)
}

// leaves signs out and is led to where the provider signs out as well.
func (w *world) leaves(t *testing.T, v *webtest.Site, l *openidtest.Liar) {
	t.Helper()
	p := v.Post("/sign-out", url.Values{"_csrf": {v.Get("/my/sessions").Token()}})
	to := regexp.MustCompile(`/sign-in/leave/\d+`).FindString(v.Get(p.Header.Get("Location")).Body)
	if to == "" {
		t.Fatalf("no way to sign out of the provider after %s", p.Header.Get("Location"))
	}
	end, err := url.Parse(v.Get(to).Header.Get("Location"))
	if err != nil || !strings.HasPrefix(end.String(), l.URL+"/end?") || end.Query().Get("client_id") != "zhibao" || !strings.HasSuffix(end.Query().Get("post_logout_redirect_uri"), "/sign-in") {
		t.Errorf("leads to %v (%v)", end, err)
	}
	if v.Get("/my/sessions").Status == http.StatusOK {
		t.Error("still signed in")
	}
}
