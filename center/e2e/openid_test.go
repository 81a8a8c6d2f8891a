package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhibao/center/demo"
	"zhibao/internal/identity/openid/openidtest"
	"zhibao/internal/web/webtest"
)

// recognised goes to a provider by the button of the sign-in page and comes back with what it says.
func recognised(t *testing.T, s *webtest.Site, from string) *webtest.Page {
	t.Helper()
	to := regexp.MustCompile(`/sign-in/with/\d+[^"]*`).FindString(s.Get(from).Body)
	if to == "" {
		t.Fatalf("no button on %s", from)
	}
	p := s.Get(strings.ReplaceAll(to, "&amp;", "&"))
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(p.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	back, err := url.Parse(res.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return s.Get(back.RequestURI())
}

// TestOpenID: the security administrator adds a provider; somebody there is nobody here until the
// owner of an account has linked it, comes in as that account then and with its rights alone, and is
// led nowhere else. A provider that is down leaves the password.
func TestOpenID(t *testing.T) {
	slow(t)
	w := lived(t)
	l := openidtest.New(t, w.now)
	sec := w.person(t, "secadmin")
	p := sec.Submit(sec.Get("/admin/signin/new"), "issuer", url.Values{"label": {"省统一认证"}, "issuer": {l.URL}, "client": {"zhibao"}, "secret": {"geheim"},
		"claim": {"name"}, "active": {"true"}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	if strings.Contains(sec.Get(regexp.MustCompile(`/admin/signin/\d+`).FindString(sec.Get("/admin/signin").Body)).Body, "geheim") {
		t.Error("the secret is shown")
	}

	v := w.visitor(t)
	if p := recognised(t, v, "/sign-in"); p.Header.Get("Location") != "/sign-in?return=%2Fmy%2Fways" {
		t.Fatalf("a stranger is led to %s", p.Header.Get("Location"))
	}
	if p := v.Get("/my/ways"); p.Status == http.StatusOK {
		t.Error("a stranger is in")
	}
	v.Submit(v.Get("/sign-in?return=%2Fmy%2Fways"), "login", url.Values{"login": {"yushen1"}, "password": {demo.Password}})
	v.Get("/my/ways").Contains("张三")
	press(t, v, v.Get("/my/ways"), `/my/ways/join`)
	v.Get("/my/ways").Contains("省统一认证")

	again := w.visitor(t)
	if p := recognised(t, again, "/sign-in?return=%2Fmy%2Fsessions"); p.Header.Get("Location") != "/my/sessions" {
		t.Errorf("leads to %s", p.Header.Get("Location"))
	}
	again.Get("/my/sessions").Contains("本次登录")
	if p := again.Get("/admin/signin"); p.Status != http.StatusNotFound {
		t.Errorf("an examiner sees the rules of signing in: %d", p.Status)
	}
	// Nobody is sent to another site by the address of the page to which they wanted.
	if p := recognised(t, w.visitor(t), "/sign-in?return=https%3A%2F%2Fevil.example%2F"); p.Header.Get("Location") != "/" {
		t.Errorf("leads to %s", p.Header.Get("Location"))
	}

	// An administrator is not let in by somebody else's word.
	l.Bend = func(c map[string]any) { c["sub"] = "user-8" }
	boss := w.visitor(t)
	recognised(t, boss, "/sign-in")
	boss.Submit(boss.Get("/sign-in?return=%2Fmy%2Fways"), "login", url.Values{"login": {"auditor"}, "password": {demo.Password}})
	press(t, boss, boss.Get("/my/ways"), `/my/ways/join`)
	boss.Get("/my/ways").Contains("三员不能关联外部身份")

	// A lie, and a provider that is gone.
	l.Bend = func(c map[string]any) { c["nonce"] = "of another question" }
	liar := w.visitor(t)
	if p := recognised(t, liar, "/sign-in"); p.Header.Get("Location") != "/sign-in" {
		t.Errorf("a lie leads to %s", p.Header.Get("Location"))
	}
	liar.Get("/sign-in").Contains("外部身份未通过验证")

	unlink := v.Get("/my/ways")
	press(t, v, unlink, `/my/ways/links/\d+/remove`)
	l.Bend = nil
	if p := recognised(t, w.visitor(t), "/sign-in"); p.Header.Get("Location") != "/sign-in?return=%2Fmy%2Fways" {
		t.Errorf("without the link: %s", p.Header.Get("Location"))
	}
}

// TestStrongStaff: what the security administrator decides holds at the next sign-in, and not before.
func TestStrongStaff(t *testing.T) {
	slow(t)
	w := lived(t)
	before := w.person(t, "yushen1")
	sec := w.person(t, "secadmin")
	sec.Submit(sec.Get("/admin/signin"), "days", url.Values{"staff": {"true"}, "single": {"true"}, "days": {"90"}, "reason": {"等级保护"}})
	asked := w.visitor(t)
	if p := asked.Submit(asked.Get("/sign-in"), "login", url.Values{"login": {"yushen1"}, "password": {demo.Password}}); strings.HasPrefix(p.Header.Get("Location"), "/second") {
		t.Error("one administrator alone changes the rules")
	}
	sec.Get("/admin/signin").Contains("尚未生效")
	consent(w.person(t, "auditor"), "agree")
	before.Get("/my/sessions").Contains("本次登录")
	v := w.visitor(t)
	p := v.Submit(v.Get("/sign-in"), "login", url.Values{"login": {"yushen1"}, "password": {demo.Password}})
	if !strings.HasPrefix(p.Header.Get("Location"), "/second") {
		t.Errorf("a member of staff without a second factor is led to %s", p.Header.Get("Location"))
	}
	if p := before.Get("/my/sessions"); p.Status == http.StatusOK {
		t.Error("two sessions of a member of staff are open")
	}
	party := w.visitor(t)
	p = party.Submit(party.Get("/sign-in"), "login", url.Values{"login": {"qiye01"}, "password": {demo.Password}})
	if strings.HasPrefix(p.Header.Get("Location"), "/second") {
		t.Error("the rule for the staff holds for an applicant")
	}
}

// TestManyAddresses: whoever tries passwords of many accounts from one address is shut out, whichever
// accounts they are, and is not let in with the right one either.
func TestManyAddresses(t *testing.T) {
	slow(t)
	w := lived(t)
	v := w.visitor(t)
	for i := range 31 {
		p := v.Submit(v.Get("/sign-in"), "login", url.Values{"login": {"niemand" + itoa(int64(i))}, "password": {"falsch falsch falsch"}})
		if shut := p.Status == http.StatusTooManyRequests; shut != (i >= 30) {
			t.Fatalf("try %d: %d", i+1, p.Status)
		}
	}
	if p := v.Submit(v.Get("/sign-in"), "login", url.Values{"login": {"yushen1"}, "password": {demo.Password}}); p.Status != http.StatusTooManyRequests {
		t.Errorf("a right password: %d", p.Status)
	}
}
