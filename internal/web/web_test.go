package web_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

func get(pattern string, h func(*web.Ctx) error) web.Route {
	return web.Route{Method: "GET", Pattern: pattern, Act: "test", Handler: h}
}

func post(pattern string, h func(*web.Ctx) error) web.Route {
	return web.Route{Method: "POST", Pattern: pattern, Act: "test", Handler: h}
}

func formPage(c *web.Ctx) error {
	c.Page.Title = "t"
	if c.Posted() {
		idem, err := c.Idem()
		if err != nil {
			return err
		}
		return c.JSON(200, map[string]string{"idem": idem, "x": c.Form("x")})
	}
	return c.Render("page-blocks", []web.Block{web.Notice{Text: "x"}})
}

func TestRoutesWithoutActDoNotStart(t *testing.T) {
	ok := func(*web.Ctx) error { return nil }
	for name, r := range map[string]web.Route{
		"no act":         {Method: "GET", Pattern: "/a", Handler: ok},
		"act and public": {Method: "GET", Pattern: "/a", Handler: ok, Act: "a", Public: true},
		"method":         {Method: "PUT", Pattern: "/a", Handler: ok, Act: "a"},
		"no handler":     {Method: "GET", Pattern: "/a", Act: "a"},
		"no slash":       {Method: "GET", Pattern: "a", Handler: ok, Act: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it started")
				}
			}()
			web.New(webtest.Config(1), web.Module{Name: "a", Routes: []web.Route{r}})
		})
	}
}

// TestToken posts with every way to be wrong about the token, and the one right way.
func TestToken(t *testing.T) {
	cfg := webtest.Config("x")
	s := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", formPage), post("/a", formPage),
		{Method: "POST", Pattern: "/api/a", Act: "a", JSON: true, Handler: formPage}}})
	token := func() string {
		return regexp.MustCompile(`name="csrf" content="([^"]+)"`).FindStringSubmatch(s.Get("/a").Body)[1]
	}
	if a, b := token(), token(); a == b {
		t.Error("two pages have the same masked token")
	}
	good := url.Values{"_csrf": {token()}, "_idem": {strings.Repeat("a", 26)}, "x": {"1"}}
	if p := s.Post("/a", good); p.Status != 200 || !strings.Contains(p.Body, `"x":"1"`) {
		t.Fatalf("a right token is refused: %d %s", p.Status, p.Body)
	}
	changed := []byte(token())
	changed[0] ^= 1 // another character, whichever it was
	for name, v := range map[string]url.Values{
		"none":      {"_idem": good["_idem"]},
		"empty":     {"_csrf": {""}, "_idem": good["_idem"]},
		"truncated": {"_csrf": {token()[:40]}, "_idem": good["_idem"]},
		"changed":   {"_csrf": {string(changed)}, "_idem": good["_idem"]},
	} {
		if p := s.Post("/a", v); p.Status != http.StatusForbidden {
			t.Errorf("%s: status %d", name, p.Status)
		}
	}
	if p := s.Post("/a", url.Values{"_csrf": good["_csrf"]}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("without idempotency key: %d", p.Status)
	}
	if p := s.Post("/api/a", url.Values{}); p.Status != http.StatusForbidden || !json.Valid([]byte(p.Body)) {
		t.Errorf("JSON route without token: %d %s", p.Status, p.Body)
	}
	for name, change := range map[string]func(*http.Request){
		"other site":      func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"other origin":    func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"method override": func(r *http.Request) { r.Header.Set("X-HTTP-Method-Override", "DELETE") },
	} {
		req := httptest.NewRequest("POST", s.URL+"/a", strings.NewReader(good.Encode()))
		req.RequestURI = ""
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		change(req)
		if p := s.Do(req); p.Status == 200 {
			t.Errorf("%s is accepted", name)
		}
	}
	good.Set("_method", "DELETE")
	if p := s.Post("/a", good); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("_method in the form: %d", p.Status)
	}
}

func TestVisitorsHaveTheirOwnToken(t *testing.T) {
	cfg := webtest.Config(nil)
	r := web.Route{Method: "GET", Pattern: "/a", Public: true, Handler: func(c *web.Ctx) error {
		_, err := io.WriteString(c.W, c.Token())
		return err
	}}
	p := web.Route{Method: "POST", Pattern: "/a", Public: true, Handler: formPage}
	one := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{r, p}})
	v := url.Values{"_csrf": {one.Get("/a").Body}, "_idem": {strings.Repeat("b", 26)}}
	if got := one.Post("/a", v); got.Status != 200 {
		t.Fatalf("own token: %d", got.Status)
	}
	two := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{r, p}})
	two.Get("/a")
	if got := two.Post("/a", v); got.Status != http.StatusForbidden {
		t.Errorf("the token of another visitor: %d", got.Status)
	}
}

func TestCookies(t *testing.T) {
	for _, plain := range []bool{true, false} {
		cfg := webtest.Config(nil)
		cfg.Plain = plain
		m := web.New(cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", func(c *web.Ctx) error {
			c.SetCookie("x", "1", 0)
			return c.JSON(200, 1)
		})}})
		rec := httptest.NewRecorder()
		m.ServeHTTP(rec, httptest.NewRequest("GET", "/a", nil))
		ck := rec.Result().Cookies()[0]
		want := "__Host-zb-x"
		if plain {
			want = "zb-x"
		}
		if ck.Name != want || ck.Secure == plain || !ck.HttpOnly || ck.Path != "/" || ck.Domain != "" || ck.SameSite != http.SameSiteLaxMode {
			t.Errorf("plain %v: %+v", plain, ck)
		}
		if hsts := rec.Header().Get("Strict-Transport-Security"); (hsts == "") != plain {
			t.Errorf("plain %v: HSTS %q", plain, hsts)
		}
	}
}

// TestMissingAndInvisibleAreAlike compares byte by byte, apart from the reference.
func TestMissingAndInvisibleAreAlike(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{
		get("/case/{no}", func(c *web.Ctx) error {
			if c.Path("no") == "1" {
				return fault.New(fault.Missing, "case.invisible", "案件 1 属于别的中心").On("第一条").At("no")
			}
			return fault.New(fault.Missing, "case.none", "没有这个案件")
		})}})
	blank := func(p *webtest.Page) string {
		body := regexp.MustCompile(`<code>[A-Z0-9]{12}</code>`).ReplaceAllString(p.Body, "REF")
		body = regexp.MustCompile(`content="[A-Za-z0-9_-]{86}"`).ReplaceAllString(body, "TOKEN")
		return strings.ReplaceAll(strings.ReplaceAll(body, p.Path, "PATH"), url.QueryEscape(p.Path), "PATH")
	}
	a, b, c := s.Get("/case/1"), s.Get("/case/2"), s.Get("/nothing")
	if a.Status != 404 || blank(a) != blank(b) || blank(a) != blank(c) {
		t.Errorf("they differ:\n%s\n%s\n%s", blank(a), blank(b), blank(c))
	}
}

func TestErrors(t *testing.T) {
	fail := func(err error) web.Route {
		return get("/"+strings.ReplaceAll(fault.CodeOf(err), ".", "-"), func(*web.Ctx) error { return err })
	}
	kinds := map[fault.Kind]int{fault.Internal: 500, fault.Invalid: 422, fault.Forbidden: 403, fault.Missing: 404, fault.Conflict: 409,
		fault.TooLarge: 413, fault.TooMany: 429, fault.Unavailable: 503}
	var routes []web.Route
	for k := range kinds {
		routes = append(routes, fail(fault.New(k, "k."+string(rune('a'+k)), "消息甲").On("某办法第一条").Because(errors.New("cause"))))
	}
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: routes})
	for k, status := range kinds {
		p := s.Get("/k-" + string(rune('a'+k)))
		p.Check()
		if p.Status != status {
			t.Errorf("kind %d: status %d, want %d", k, p.Status, status)
		}
		ref := p.Find("code")
		if !strings.Contains(s.Log.String(), "id="+ref) {
			t.Errorf("the log does not have the reference %s", ref)
		}
		if strings.Contains(p.Body, "cause") {
			t.Error("the cause is shown")
		}
		if k != fault.Missing {
			p.Contains("消息甲", "某办法第一条")
		}
	}
}

func TestSignIn(t *testing.T) {
	cfg := webtest.Config(nil)
	cfg.SignIn = "/in"
	cfg.Guard = func(_ *web.Ctx, r *web.Route) error {
		if r.Public {
			return nil
		}
		return fault.New(fault.Unauthentic, "in", "请先登录")
	}
	s := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", formPage),
		{Method: "GET", Pattern: "/in", Public: true, Handler: func(c *web.Ctx) error { return c.JSON(200, c.ReturnTo()) }},
		{Method: "GET", Pattern: "/", Public: true, Handler: formPage},
		{Method: "POST", Pattern: "/api/b", Act: "b", JSON: true, Bearer: true, Handler: formPage}}})
	p := s.Get("/a?b=1&c=2")
	if p.Status != 303 || p.Header.Get("Location") != "/in?return="+url.QueryEscape("/a?b=1&c=2") {
		t.Errorf("%d %s", p.Status, p.Header.Get("Location"))
	}
	if got := s.Get(p.Header.Get("Location")).Body; strings.TrimSpace(got) != `"/a?b=1\u0026c=2"` {
		t.Errorf("returns to %s", got)
	}
	for _, evil := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/no-such-page-" /* of other method */} {
		if got := strings.TrimSpace(s.Get("/in?return=" + url.QueryEscape(evil)).Body); evil != "/no-such-page-" && got != `"/"` {
			t.Errorf("%s returns to %s", evil, got)
		}
	}
	if p := s.Post("/api/b", nil); p.Status != 401 {
		t.Errorf("API: %d", p.Status)
	}
	req, _ := http.NewRequest("GET", s.URL+"/a", nil)
	req.Header.Set("HX-Request", "true")
	if p := s.Do(req); p.Status != 401 || p.Header.Get("HX-Redirect") == "" {
		t.Errorf("htmx: %d %v", p.Status, p.Header)
	}
}

func TestRedirectOnlyToPages(t *testing.T) {
	var target string
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/go", func(c *web.Ctx) error { return c.Redirect(target) }),
		get("/case/{no}", formPage), post("/only-post", formPage)}})
	for target2, want := range map[string]int{"/case/1": 303, "/case/1?a=b": 303, "/only-post": 500, "/none": 500, "//evil": 500, "https://evil": 500, "case/1": 500, "/case/1\r\nX: y": 500} {
		target = target2
		if p := s.Get("/go"); p.Status != want {
			t.Errorf("%q: %d, want %d", target2, p.Status, want)
		}
	}
}

// asked is somebody by the number of the account.
type asked int64

// LogAccount is what the log says.
func (a asked) LogAccount() int64 { return int64(a) }

// TestLogNamesWho: the line of a refusal says who asked, from where, for which page, and why it was refused.
func TestLogNamesWho(t *testing.T) {
	s := webtest.Start(t, webtest.Config(asked(4711)), web.Module{Name: "a", Routes: []web.Route{get("/a", func(*web.Ctx) error {
		return fault.New(fault.Forbidden, "a.refused", "不可以")
	})}})
	s.Get("/a")
	for _, want := range []string{"failure", "account=4711", "ip=127.0.0.1", "route=/a", "code=a.refused", "time="} {
		if !strings.Contains(s.Log.String(), want) {
			t.Errorf("%s is not in the log: %s", want, s.Log)
		}
	}
}

func TestBodyLimit(t *testing.T) {
	r := post("/a", formPage)
	r.Limit = 1000
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{r}})
	if p := s.Post("/a", url.Values{"x": {strings.Repeat("a", 2000)}}); p.Status != 413 {
		t.Errorf("form: %d", p.Status)
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, _ := w.CreateFormFile("f", "a.txt")
	_, _ = f.Write(make([]byte, 5000))
	w.Close()
	req, _ := http.NewRequest("POST", s.URL+"/a", &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	if p := s.Do(req); p.Status != 413 {
		t.Errorf("multipart: %d", p.Status)
	}
}

// TestFilesStayInMemory sends a file of nearly the limit and looks for temporary files.
func TestFilesStayInMemory(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	var size int64
	r := web.Route{Method: "POST", Pattern: "/a", Act: "a", Limit: 34 << 20, Handler: func(c *web.Ctx) error {
		in, err := c.Input()
		if err != nil {
			return err
		}
		size = in.Files["f"][0].Size
		left, err := os.ReadDir(tmp)
		if len(left) > 0 {
			t.Errorf("temporary files: %v", left)
		}
		return c.JSON(200, err)
	}}
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{r, get("/a", formPage)}})
	token := regexp.MustCompile(`name="csrf" content="([^"]+)"`).FindStringSubmatch(s.Get("/a").Body)[1]
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("_csrf", token)
	f, _ := w.CreateFormFile("f", "a.txt")
	_, _ = f.Write(make([]byte, 33<<20))
	w.Close()
	req, _ := http.NewRequest("POST", s.URL+"/a", &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	if p := s.Do(req); p.Status != 200 || size != 33<<20 {
		t.Errorf("%d, %d bytes", p.Status, size)
	}
}

func TestDisplayStays(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a", formPage)}})
	s.Get("/a?lang=en&big=1&sharp=1&keys=0")
	p := s.Get("/a")
	p.Check()
	p.NoHan()
	for _, want := range []string{`<html lang="en" class="big sharp" data-nokeys>`, `href="/a?lang=zh"`} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if p := s.Get("/a?lang=zh"); !strings.Contains(p.Body, `<html lang="zh-CN"`) {
		t.Error("no way back to Chinese")
	}
}

func TestFlashIsShownOnceAndSigned(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a", formPage), get("/set", func(c *web.Ctx) error {
		c.Flash(web.Green, "已办好<b>")
		return c.Redirect("/a")
	})}})
	s.Get("/set")
	s.Get("/a").Contains("已办好<b>")
	if strings.Contains(s.Get("/a").Body, "已办好") {
		t.Error("it is shown twice")
	}
	req, _ := http.NewRequest("GET", s.URL+"/a", nil)
	req.AddCookie(&http.Cookie{Name: "zb-flash", Value: "eyJ0IjoiZmFsc2NoIn0.AAAA"})
	if strings.Contains(s.Do(req).Body, "falsch") {
		t.Error("a forged message is shown")
	}
}

func TestIP(t *testing.T) {
	cfg := webtest.Config("x")
	cfg.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	var got string
	m := web.New(cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", func(c *web.Ctx) error { got = c.IP().String(); return c.JSON(200, 1) })}})
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"},
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"10.0.0.1:1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:1", "1.2.3.4, 198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:1", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"10.0.0.1:1", "garbage", "10.0.0.1"},
		{"[::ffff:10.0.0.1]:1", "198.51.100.1", "198.51.100.1"},
	} {
		r := httptest.NewRequest("GET", "/a", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		m.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s via %s: %s, want %s", c.forwarded, c.remote, got, c.want)
		}
	}
}

func TestDownload(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a", func(c *web.Ctx) error {
		return c.Download("请求书\"\r\n;%.pdf", "application/pdf", strings.NewReader("%PDF"))
	})}})
	p := s.Get("/a")
	want := `attachment; filename="___________.pdf"; filename*=UTF-8''%E8%AF%B7%E6%B1%82%E4%B9%A6%22%0D%0A%3B%25.pdf`
	if got := p.Header.Get("Content-Disposition"); strings.ReplaceAll(got, "_", "") != strings.ReplaceAll(want, "_", "") {
		t.Errorf("%s", got)
	}
	if !strings.Contains(p.Header.Get("Content-Security-Policy"), "sandbox") || p.Body != "%PDF" {
		t.Error("a file may run in the browser")
	}
}

// TestHalfAResponseIsCutOff: an export that fails in the middle must not look complete.
func TestHalfAResponseIsCutOff(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a", func(c *web.Ctx) error {
		_, _ = c.W.Write(make([]byte, 100_000))
		return errors.New("disk")
	})}})
	res, err := s.Client.Get(s.URL + "/a")
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("the half export looks complete")
	}
}
