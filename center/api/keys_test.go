package api_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework"
)

// TestKeysPage makes a key in the browser, uses it, and revokes it.
func TestKeysPage(t *testing.T) {
	w := newWorld(t)
	jar, err := cookiejar.New(nil)
	must(t, err)
	u, err := url.Parse(w.site.URL)
	must(t, err)
	jar.SetCookies(u, []*http.Cookie{{Name: "zb-s", Value: w.session("企业"), Path: "/"}})
	w.site.Client.Jar = jar

	p := w.site.Get("/my/keys")
	if p.Status != 200 || !strings.Contains(p.Body, `value="preexam.create"`) || strings.Contains(p.Body, `value="preexam.accept"`) {
		t.Fatalf("acts on the page: %d", p.Status)
	}
	p.Check()
	made := w.site.Submit(p, "name", url.Values{"name": {"内部系统"}, "days": {"30"}, "acts": {"preexam.create"}})
	secret := regexp.MustCompile(`zbk_[A-Za-z0-9_-]+`).FindString(made.Body)
	if made.Status != 200 || secret == "" {
		t.Fatalf("no key is shown: %d %s", made.Status, made.Body)
	}
	r := w.get(secret, "/api/v1").want(200, "")
	if acts := r.at("acts").([]any); len(acts) != 2 || acts[0] != casework.ActSee || acts[1] != "preexam.create" {
		t.Fatalf("acts: %s", r.raw)
	}
	w.move(secret, "/api/v1/preexam/create", 0, nil2).want(201, "")

	bad := w.site.Submit(p, "name", url.Values{"name": {"x"}, "days": {"30"}, "acts": {"preexam.accept"}})
	if bad.Status != http.StatusUnprocessableEntity || strings.Contains(bad.Body, "zbk_") {
		t.Fatalf("an act of others was granted: %d", bad.Status)
	}
	list := w.site.Get("/my/keys")
	if strings.Contains(list.Body, secret) || !strings.Contains(list.Body, "内部系统") {
		t.Fatal("the list shows the key, or does not show its name")
	}
	action := regexp.MustCompile(`/my/keys/\d+/revoke`).FindString(list.Body)
	csrf := regexp.MustCompile(`name="_csrf" value="([^"]+)"`).FindStringSubmatch(list.Body)[1]
	if out := w.site.Post(action, url.Values{"_csrf": {csrf}}); out.Status != http.StatusSeeOther {
		t.Fatalf("revoke: %d %s", out.Status, out.Body)
	}
	w.get(secret, "/api/v1").want(401, "api.key")

	en := w.site.Get("/my/keys?lang=en")
	en.Check()
	en.NoHan()
	jar.SetCookies(u, []*http.Cookie{{Name: "zb-s", Value: w.session("系统管理员"), Path: "/"}})
	if p := w.site.Get("/my/keys?lang=zh"); p.Status != 200 || strings.Contains(p.Body, `name="acts"`) || !strings.Contains(p.Body, "没有可以经接口办理的事项") {
		t.Fatalf("an administrator has nothing to do here: %d", p.Status)
	}
}
