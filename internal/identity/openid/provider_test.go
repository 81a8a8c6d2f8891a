package openid_test

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity/openid"
)

// foreign builds and starts the provider of tools/oidc-provider, which is not ours, and returns its
// issuer. Building takes minutes the first time, so it runs where ZHIBAO_OIDC is set.
func foreign(t *testing.T) (issuer string) {
	t.Helper()
	if os.Getenv("ZHIBAO_OIDC") == "" {
		t.Skip("设 ZHIBAO_OIDC=1 才编译并启动外部身份提供方")
	}
	exe := filepath.Join(t.TempDir(), "provider")
	build := exec.Command("go", "build", "-o", exe, "github.com/zitadel/oidc/v3/example/server")
	build.Dir = "../../../tools/oidc-provider"
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("外部身份提供方不能编译（离线？）：%v %s", err, out)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(free.Addr().String())
	must(t, err)
	must(t, free.Close())
	run := exec.Command(exe)
	run.Env = append(os.Environ(), "PORT="+port, "REDIRECT_URI="+back)
	must(t, run.Start())
	t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
	issuer = "http://localhost:" + port + "/"
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		res, err := http.Get(issuer + ".well-known/openid-configuration")
		if err == nil {
			res.Body.Close()
			return issuer
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// through signs in at the provider as its test user, as a browser would, and returns where it sends the
// browser in the end.
func through(t *testing.T, address string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), back) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	res, err := browser.Get(address)
	must(t, err)
	page, err := io.ReadAll(res.Body)
	must(t, err)
	res.Body.Close()
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindSubmatch(page)
	if id == nil {
		t.Fatalf("no form: %d %s", res.StatusCode, page)
	}
	to, err := res.Request.URL.Parse("/login/username")
	must(t, err)
	res, err = browser.PostForm(to.String(), url.Values{"id": {string(id[1])}, "username": {"test-user@localhost"}, "password": {"verysecure"}})
	must(t, err)
	defer res.Body.Close()
	u, err := url.Parse(res.Header.Get("Location"))
	must(t, err)
	if !strings.HasPrefix(u.String(), back) {
		t.Fatalf("%d leads to %s", res.StatusCode, u)
	}
	return u.Query()
}

// TestForeignProvider signs in at a provider that somebody else wrote; a code that was used, one for
// another question and a client that the provider does not know are refused.
func TestForeignProvider(t *testing.T) {
	issuer := foreign(t)
	d := newDesk(t)
	set := openid.Provider{Label: "外部", Issuer: issuer, Client: "web", Secret: "secret", Scopes: []string{"profile", "email"}, Claim: "name", Active: true}
	id, err := d.Set(t.Context(), by, set)
	must(t, err)
	begin := func() (openid.Reply, string) {
		address, ticket, err := d.Begin(t.Context(), id, back, "/")
		must(t, err)
		return openid.Reply{Ticket: ticket, Back: back}, address
	}
	r, address := begin()
	q := through(t, address)
	r.State, r.Code, r.Issuer = q.Get("state"), q.Get("code"), q.Get("iss")
	p, err := d.Finish(t.Context(), r)
	must(t, err)
	if p.Subject != "id1" {
		t.Errorf("%+v", p)
	}
	refused := func(what string, r openid.Reply) {
		t.Helper()
		if _, err := d.Finish(t.Context(), r); fault.KindOf(err) != fault.Unauthentic {
			t.Errorf("%s: %v", what, err)
		}
	}
	// The code again, for a new question: used, and of another verifier.
	again, address := begin()
	u, err := url.Parse(address)
	must(t, err)
	again.State, again.Code = u.Query().Get("state"), q.Get("code")
	refused("code used twice", again)
	// A fresh code of another browser, put into this one.
	_, theirs := begin()
	stolen := through(t, theirs).Get("code")
	mine, address := begin()
	u, err = url.Parse(address)
	must(t, err)
	mine.State, mine.Code = u.Query().Get("state"), stolen
	refused("code of another browser", mine)
	// A wrong secret.
	set.ID, set.Secret = id, "falsch"
	_, err = d.Set(t.Context(), by, set)
	must(t, err)
	r, address = begin()
	q = through(t, address)
	r.State, r.Code = q.Get("state"), q.Get("code")
	refused("wrong secret", r)
}
