package webtest

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"zhibao/internal/web"
)

// Noon is the time at which test sites stand.
func Noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*3600)) }

// A Site is a running Mux and a browser without scripts: a client with cookies.
type Site struct {
	URL    string
	Mux    *web.Mux
	Client *http.Client
	Log    *bytes.Buffer
	t      testing.TB
}

// Config is a configuration for tests: actor is signed in, everything is allowed.
func Config(actor any) web.Config {
	return web.Config{
		System: web.Text{"业务平台", "Work Platform"}, Brand: web.Text{"示范知识产权保护中心", "Model IP Protection Center"},
		Footer: web.Footer{Guide: "/", Owner: web.Text{"示范知识产权保护中心", "Model IP Protection Center"}},
		Guard:  func(c *web.Ctx, _ *web.Route) error { c.Actor = actor; return nil },
		Session: func(c *web.Ctx) web.Session {
			if actor == nil {
				return web.Session{}
			}
			return web.Session{ID: "session-of-test", Ends: 15 * time.Minute}
		},
		Key: bytes.Repeat([]byte{7}, 32), Plain: true, Now: Noon,
	}
}

// Start serves the modules until the test ends.
func Start(t testing.TB, cfg web.Config, modules ...web.Module) *Site {
	t.Helper()
	s := &Site{t: t, Log: &bytes.Buffer{}}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(s.Log, nil))
	}
	s.Mux = web.New(cfg, modules...)
	srv := httptest.NewServer(s.Mux)
	t.Cleanup(srv.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.URL = srv.URL
	s.Client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// A Page is a response, taken apart.
type Page struct {
	Status int
	Header http.Header
	Body   string
	Root   *html.Node
	Path   string // address of the page, with the query
	t      testing.TB
}

// Get fetches a page and follows no redirect.
func (s *Site) Get(path string) *Page {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.Do(req)
}

// Do sends a request and reads the answer.
func (s *Site) Do(req *http.Request) *Page {
	s.t.Helper()
	res, err := s.Client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	page := b
	if kind := res.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "text/html") {
		page = nil // bytes of a file may look like elements without an end
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		s.t.Fatal(err)
	}
	return &Page{Status: res.StatusCode, Header: res.Header, Body: string(b), Root: root, Path: req.URL.RequestURI(), t: s.t}
}

// Post sends a form as it is given, without token.
func (s *Site) Post(path string, v url.Values) *Page {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(v.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.Do(req)
}

// Token returns the CSRF token for scripts that the page carries.
func (p *Page) Token() string {
	p.t.Helper()
	for _, m := range All(p.Root, "meta") {
		if Attr(m, "name") == "csrf" {
			return Attr(m, "content")
		}
	}
	p.t.Fatalf("%s has no token for scripts", p.Path)
	return ""
}

// Submit fills in the form of page p that has a field of the name in "has", or the first
// POST form where it is empty, and sends it as a browser without scripts would: with the
// hidden fields and the values that are there.
func (s *Site) Submit(p *Page, has string, v url.Values) *Page {
	s.t.Helper()
	for _, f := range All(p.Root, "form") {
		if Attr(f, "method") != "post" {
			continue
		}
		values := formValues(f)
		if _, ok := values[has]; !ok && has != "" || has == "" && len(All(f, "button.aslink")) > 0 {
			continue
		}
		for name, val := range v {
			values[name] = val
		}
		action := Attr(f, "action")
		if action == "" {
			action = p.Path
		}
		return s.Post(action, values)
	}
	s.t.Fatalf("no form with field %q in %s", has, p.Path)
	return nil
}

// formValues are what the form would send untouched. The names of fields that would send
// nothing, such as a box that is not ticked, are there without value.
func formValues(f *html.Node) url.Values {
	out := url.Values{}
	for _, in := range All(f, "input", "textarea", "select", "button") {
		name := Attr(in, "name")
		if name == "" || in.Data == "button" {
			continue
		}
		if _, ok := out[name]; !ok {
			out[name] = nil
		}
		switch {
		case in.Data == "textarea":
			out.Add(name, strings.TrimPrefix(Text(in), "\n"))
		case in.Data == "select":
			for _, o := range All(in, "option") {
				if Has(o, "selected") {
					out.Add(name, Attr(o, "value"))
				}
			}
		case Attr(in, "type") == "checkbox" || Attr(in, "type") == "radio":
			if Has(in, "checked") {
				out.Add(name, Attr(in, "value"))
			}
		case Attr(in, "type") != "file":
			out.Add(name, Attr(in, "value"))
		}
	}
	return out
}
