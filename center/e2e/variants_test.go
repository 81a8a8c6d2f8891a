package e2e

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest/parceltest"
	"zhibao/examination/preexam"
	"zhibao/internal/web/webtest"
	"zhibao/patent/filing"
)

// A guise is one way to ask for an address that is not one's own.
type guise struct {
	name string
	as   func(address string) (method, path string, header []string)
}

// guises are what a front, a router or a file system elsewhere takes for the same address.
func guises() []guise {
	path := func(name string, change func(string) string) guise {
		return guise{name, func(a string) (string, string, []string) { return "GET", change(a), nil }}
	}
	header := func(name string, pairs ...string) guise {
		return guise{name, func(a string) (string, string, []string) { return "GET", a, pairs }}
	}
	return []guise{
		path("as it is", func(a string) string { return a }),
		{"HEAD", func(a string) (string, string, []string) { return "HEAD", a, nil }},
		{"POST", func(a string) (string, string, []string) { return "POST", a, nil }},
		{"override in a header", func(a string) (string, string, []string) {
			return "POST", a, []string{"X-HTTP-Method-Override", "GET"}
		}},
		{"override in the query", func(a string) (string, string, []string) { return "POST", a + "?_method=GET", nil }},
		path("capitals", strings.ToUpper),
		path("slash behind", func(a string) string { return a + "/" }),
		path("two slashes", func(a string) string { return strings.Replace(a, "/", "//", 1) }),
		path("two slashes within", func(a string) string {
			return a[:strings.LastIndexByte(a, '/')] + "/" + a[strings.LastIndexByte(a, '/'):]
		}),
		path("parameter", func(a string) string { return a + ";x=1" }),
		path("parameter within", func(a string) string { return strings.Replace(a[1:], "/", ";x/", 1) }),
		path("dot", func(a string) string { return "/." + a }),
		path("coded dot", func(a string) string { return "/%2e" + a }),
		path("coded way up", func(a string) string { return "/guide/%2e%2e" + a }),
		path("way up", func(a string) string { return "/sign-in/.." + a }),
		path("way up with a parameter", func(a string) string { return "/guide/..;" + a }),
		path("coded slash", func(a string) string { return a[:1] + strings.ReplaceAll(a[1:], "/", "%2f") }),
		path("coded twice", func(a string) string { return a[:1] + strings.ReplaceAll(a[1:], "/", "%252f") }),
		path("coded letter", func(a string) string { return "/%" + hexOf(a[1]) + a[2:] }),
		path("backslash", func(a string) string { return a[:1] + strings.ReplaceAll(a[1:], "/", "%5c") }),
		path("NUL", func(a string) string { return a + "%00" }),
		path("line break", func(a string) string { return a + "%0d%0a" }),
		path("extension", func(a string) string { return a + ".json" }),
		path("style sheet", func(a string) string { return a + "/x.css" }),
		path("static", func(a string) string { return "/static" + a }),
		path("fragment for scripts", func(a string) string { return a + "?fragment=1&partial=1&format=json&print=1&big=1" }),
		path("another account", func(a string) string { return a + "?account=1&user=1&as=1&role=director&party=1&center=1" }),
		header("script", "HX-Request", "true", "HX-Boosted", "true"),
		header("JSON", "Accept", "application/json"),
		header("part", "Range", "bytes=0-99"),
		header("original address", "X-Original-URL", "/guide", "X-Rewrite-URL", "/guide"),
		header("local address", "X-Forwarded-For", "127.0.0.1", "X-Real-IP", "127.0.0.1", "Forwarded", "for=127.0.0.1"),
		header("known to a front", "X-Remote-User", "zhuren", "X-Forwarded-User", "zhuren", "Remote-User", "zhuren"),
		header("not changed", "If-None-Match", "*", "If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"),
	}
}

func hexOf(c byte) string { return string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]) }

// TestVariantsOfAddresses (SZ04): every address at which the owner of a case finds its text is asked for by
// those who may not see it, in every guise. Nobody gets a word of it, and whoever may not know of the case
// does not learn that it is there: what is answered is what is answered for a case that does not exist.
func TestVariantsOfAddresses(t *testing.T) {
	slow(t)
	w := lived(t)
	a := planted()
	id := w.move(t, "qiye01", 0, "create", &create)
	w.move(t, "qiye01", id, "upload", uploaded(pack(t, a, filing.Options{})))
	w.move(t, "qiye01", id, "submit", &preexam.Submit{Undertaking: true})
	w.examined(t, id, "yushen1", "fuhe1")
	values := map[string][]string{"": {itoa(id)}, "version": {"1"}, "file": {"0"}, "format": {"pdf", "docx", "json"}, "paper": {itoa(w.paper(t, id))}, "move": {"opine"}, "figure": {"0"}}
	owner, program := w.person(t, "qiye01"), w.program(t, "qiye01")
	var found []string
	for _, r := range w.Mux.Routes() {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Pattern, "/-/") || !strings.Contains(r.Pattern, "{") {
			continue
		}
		for _, at := range meanings(r.Pattern, values) {
			if body, status := w.fetched(owner, program, at); status == http.StatusOK && parceltest.Holds(body, canary) && strings.Contains(at, itoa(id)) {
				found = append(found, at)
			}
		}
	}
	if len(found) < 8 {
		t.Fatalf("the owner finds the text at %d addresses only: %v", len(found), found)
	}
	asked := 0
	logins := []string{"", "qiye04"}
	if full() {
		logins = append(logins, "yushen5", "daili01", "zhifa1", "sysadmin", "auditor", "shengju")
	} else {
		found = []string{found[0], found[len(found)/2], found[len(found)-1]}
	}
	for _, login := range logins {
		s, key := w.visitor(t), ""
		if login != "" {
			s, key = w.person(t, login), w.program(t, login).key
		}
		for _, at := range found {
			for _, g := range guises() {
				asked++
				method, path, header := g.as(at)
				if !strings.HasPrefix(path, "/") {
					path = "/" + path
				}
				code, body := in(t, s, method, path, key, header)
				if code == http.StatusTooManyRequests { // so many are answered in a minute
					w.ahead.Add(int64(time.Minute))
					code, body = in(t, s, method, path, key, header)
				}
				if parceltest.Holds(body, canary) {
					t.Errorf("%q reads %s (%s)", login, at, g.name)
				}
				// An examiner of the center sees that the case is there, not what is in it.
				if login == "yushen5" || login == "shengju" {
					continue
				}
				other := strings.ReplaceAll(path, itoa(id), itoa(nothing.item))
				if none, _ := in(t, s, method, other, key, header); code != none && code != http.StatusTooManyRequests && none != http.StatusTooManyRequests {
					t.Errorf("%q asks for %s (%s): %d, for what does not exist: %d", login, at, g.name, code, none)
				}
			}
		}
	}
	t.Logf("%d addresses, %d questions", len(found), asked)
	// The control: the same probe, as the owner, reads it.
	if _, body := in(t, owner, "GET", found[0], "", nil); !strings.Contains(found[0], "/api/") && !parceltest.Holds(body, canary) {
		t.Error("the probe does not see what is there")
	}
}

// in asks for an address as it stands, with nothing cleaned on the way.
func in(t *testing.T, s *webtest.Site, method, path, key string, header []string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, s.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	at, query, _ := strings.Cut(path, "?")
	plain, err := url.PathUnescape(at)
	if err != nil {
		plain = at
	}
	req.URL.Path, req.URL.RawPath, req.URL.RawQuery = plain, at, query
	for pair := range slices.Chunk(header, 2) {
		req.Header.Set(pair[0], pair[1])
	}
	if strings.Contains(path, "api") && key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := s.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, body
}

// TestSignOutClearsTheBrowser: whoever signs out is out, and the browser is told to drop what it holds.
func TestSignOutClearsTheBrowser(t *testing.T) {
	w := lived(t)
	s := w.person(t, "qiye01")
	p := s.Post("/sign-out", url.Values{"_csrf": {s.Get("/work").Token()}})
	if p.Status != http.StatusSeeOther || p.Header.Get("Clear-Site-Data") != `"cache", "storage"` || s.Get("/work").Status == http.StatusOK {
		t.Errorf("signing out answers %d with %q", p.Status, p.Header.Get("Clear-Site-Data"))
	}
}
