package web_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// serving runs a server as the program does, and returns its address and what was handled.
func serving(t *testing.T, change func(*http.Server), routes ...web.Route) string {
	t.Helper()
	srv := web.NewServer("", web.New(webtest.Config("x"), web.Module{Name: "a", Routes: routes}))
	srv.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if change != nil {
		change(srv)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { srv.Close() })
	return l.Addr().String()
}

// say sends bytes and returns all that comes back until the server closes or is silent.
func say(t *testing.T, address, what string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(2 * time.Second)); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, what) // the server may have enough before all is sent
	b, _ := io.ReadAll(conn)
	return string(b)
}

// TestWire speaks HTTP wrongly: whatever a front and this server could count differently is refused, or
// is the last that the connection carries, so that nobody's request becomes the beginning of another's.
func TestWire(t *testing.T) {
	var handled atomic.Int32
	address := serving(t, nil, get("/a", func(c *web.Ctx) error { return c.JSON(200, 1) }), get("/hidden", func(c *web.Ctx) error {
		handled.Add(1)
		return c.JSON(200, 1)
	}), web.Route{Method: "POST", Pattern: "/a", Public: true, Bearer: true, Handler: func(c *web.Ctx) error {
		_, err := io.Copy(io.Discard, c.R.Body)
		return errors.Join(err, c.JSON(200, 1))
	}})
	const behind = "GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	// The control: a second request on a connection is answered, so the probe sees what is smuggled.
	if out := say(t, address, "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"+behind); handled.Swap(0) != 1 || strings.Count(out, "HTTP/1.1 200") != 2 {
		t.Fatalf("a second request is not answered: %s", out)
	}
	for name, what := range map[string]string{
		"length and chunks":            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"chunks and length":            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
		"two lengths":                  "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 90\r\n\r\n",
		"list of lengths":              "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 90\r\n\r\n",
		"signed length":                "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n",
		"negative length":              "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
		"hexadecimal length":           "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n",
		"blank before the colon":       "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"unknown coding":               "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"two codings":                  "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		"coding list":                  "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"tab in the coding":            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\tchunked\x0b\r\n\r\n0\r\n\r\n",
		"chunk size with sign":         "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
		"huge chunk size":              "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff0\r\n\r\n",
		"NUL in a header":              "GET /a HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
		"name with a space":            "GET /a HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n",
		"no host":                      "GET /a HTTP/1.1\r\nX: b\r\n\r\n",
		"two hosts":                    "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"host with a path":             "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n",
		"HTTP 1.0 with chunks":         "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"line break within the target": "GET /a\nX: b HTTP/1.1\r\nHost: a\r\n\r\n",
		"no version":                   "GET /a\r\n\r\n",
		"HTTP 2 in the clear":          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	} {
		if out := say(t, address, what+behind); handled.Swap(0) != 0 {
			t.Errorf("%s: the request behind it is answered: %s", name, out)
		}
	}
	for name, what := range map[string]string{"one header of 1 MB": "GET /a HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
		"a hundred thousand headers": "GET /a HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: y\r\n", 100_000) + "\r\n",
		"an address of 1 MB":         "GET /" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHost: a\r\n\r\n"} {
		if out := say(t, address, what); out != "" && !strings.HasPrefix(out, "HTTP/1.1 431") {
			t.Errorf("%s: %.100s", name, out)
		}
	}
	for _, method := range []string{"TRACE", "TRACK", "CONNECT", "DEBUG", "PUT", "DELETE", "PATCH", "PROPFIND"} {
		out := say(t, address, method+" /a HTTP/1.1\r\nHost: a\r\nX-Echo: needle\r\nConnection: close\r\n\r\n")
		if strings.Contains(out, "needle") || !strings.HasPrefix(out, "HTTP/1.1 40") && !strings.HasPrefix(out, "HTTP/1.1 50") {
			t.Errorf("%s: %.100s", method, out)
		}
	}
}

// TestSlowClients: whoever sends nothing, or a byte at a time, is cut off; many who do not speak hinder nobody.
func TestSlowClients(t *testing.T) {
	s := web.NewServer("", nil)
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 64<<10 {
		t.Errorf("a limit is missing: %+v", s)
	}
	page := get("/a", func(c *web.Ctx) error { return c.JSON(200, 1) })
	cut := func(limit time.Duration) bool {
		address := serving(t, func(s *http.Server) { s.ReadHeaderTimeout, s.ReadTimeout = limit, limit }, page)
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "GET /a HTTP/1.1\r\nHost: a\r\n")
		for range 10 {
			time.Sleep(50 * time.Millisecond)
			_, _ = io.WriteString(conn, "X")
		}
		_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		_, err = bufio.NewReader(conn).ReadByte()
		timeout, ok := errors.AsType[net.Error](err)
		return err == nil || !ok || !timeout.Timeout()
	}
	if !cut(200 * time.Millisecond) {
		t.Error("a client that never ends its header is kept")
	}
	if cut(time.Hour) {
		t.Error("the probe does not see that a client is kept")
	}
	address := serving(t, nil, page)
	for range 400 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "GET /a HT")
	}
	start := time.Now()
	if out := say(t, address, "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"); !strings.HasPrefix(out, "HTTP/1.1 200") || time.Since(start) > time.Second {
		t.Errorf("after 400 idle connections: %v %.80s", time.Since(start), out)
	}
}

// TestSecurityHeaders asks in every way that ends otherwise, and finds the headers on each answer.
func TestSecurityHeaders(t *testing.T) {
	cfg := webtest.Config("x")
	cfg.Plain = false
	m := web.New(cfg, web.Module{Name: "a", Routes: []web.Route{get("/page", formPage), post("/page", formPage),
		get("/json", func(c *web.Ctx) error { return c.JSON(200, 1) }),
		get("/file", func(c *web.Ctx) error {
			return c.Download("a.html", "text/html; charset=utf-8", strings.NewReader("<script>"))
		}),
		get("/go", func(c *web.Ctx) error { return c.Redirect("/page") }),
		get("/refused", func(*web.Ctx) error { return fault.New(fault.Forbidden, "x.y", "不行，请返回") }),
		get("/broken", func(*web.Ctx) error { return errors.New("x") }),
		get("/panic", func(*web.Ctx) error { panic("x") })}})
	asset := ""
	for _, part := range strings.Split(func() string {
		rec := httptest.NewRecorder()
		m.ServeHTTP(rec, httptest.NewRequest("GET", "/page", nil))
		return rec.Body.String()
	}(), `"`) {
		if strings.HasSuffix(part, ".css") || strings.HasSuffix(part, ".js") {
			asset = part
		}
	}
	if asset == "" {
		t.Fatal("the page has no asset")
	}
	seen := map[int]bool{}
	for _, c := range []struct{ method, path string }{{"GET", "/page"}, {"HEAD", "/page"}, {"POST", "/page"}, {"GET", "/json"}, {"GET", "/file"}, {"GET", "/go"},
		{"GET", "/refused"}, {"GET", "/broken"}, {"GET", "/panic"}, {"GET", "/none"}, {"GET", "/api/none"}, {"PUT", "/page"}, {"OPTIONS", "/page"}, {"TRACE", "/page"},
		{"GET", "//page"}, {"GET", "/a/../page"}, {"GET", "/page/"}, {"GET", "/%2e%2e/page"}, {"GET", "/page%00"}, {"GET", asset}, {"POST", asset},
		{"GET", asset + "x"}, {"GET", "/static/"}, {"GET", "/-/"}, {"GET", "/.git/config"}, {"GET", "/-/watermark.svg"}, {"GET", "/?_method=DELETE"}} {
		rec := httptest.NewRecorder()
		req := httptest.NewRequest(c.method, "/", nil)
		u, err := url.Parse("http://a.example" + c.path)
		if err != nil {
			t.Fatal(err)
		}
		req.URL, req.RequestURI = u, c.path
		m.ServeHTTP(rec, req)
		h := rec.Header()
		seen[rec.Code] = true
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000; includeSubDomains"} {
			if h.Get(name) != want {
				t.Errorf("%s %s (%d): %s is %q", c.method, c.path, rec.Code, name, h.Get(name))
			}
		}
		policy := h.Get("Content-Security-Policy")
		if policy != web.CSP && policy != "default-src 'none'; sandbox" || h.Get("Permissions-Policy") == "" {
			t.Errorf("%s %s (%d): policy %q", c.method, c.path, rec.Code, policy)
		}
		if cache := h.Get("Cache-Control"); cache != "no-store" && c.path != asset {
			t.Errorf("%s %s (%d): Cache-Control %q", c.method, c.path, rec.Code, cache)
		}
		if kind := h.Get("Content-Type"); rec.Body.Len() > 0 && (kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8")) {
			t.Errorf("%s %s (%d): Content-Type %q", c.method, c.path, rec.Code, kind)
		}
		if h.Get("Access-Control-Allow-Origin") != "" || h.Get("Server") != "" || h.Get("X-Powered-By") != "" {
			t.Errorf("%s %s: %v", c.method, c.path, h)
		}
	}
	for _, code := range []int{200, 303, 403, 404, 500} {
		if !seen[code] {
			t.Errorf("no answer was %d", code)
		}
	}
}

// TestCrossOriginMatrix posts with each pair of what browsers say of where a request comes from. A request
// without both headers is that of an old browser in a plain network: there the token alone decides.
func TestCrossOriginMatrix(t *testing.T) {
	cfg := webtest.Config("x")
	cfg.Origins = []string{"https://portal.example.cn"}
	done := 0
	s := webtest.Start(t, cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", formPage), post("/a", func(c *web.Ctx) error {
		done++
		return formPage(c)
	})}})
	own := "http://" + strings.TrimPrefix(s.URL, "http://")
	for _, site := range []string{"", "same-origin", "same-site", "cross-site", "none", "garbage"} {
		for _, origin := range []string{"", own, "https://portal.example.cn", "https://evil.example", "null", "https://portal.example.cn.evil.example", "https://127.0.0.1"} {
			for _, token := range []bool{true, false} {
				v := url.Values{"_idem": {strings.Repeat("a", 26)}}
				if token {
					v.Set("_csrf", s.Get("/a").Token())
				}
				req, err := http.NewRequest("POST", s.URL+"/a", strings.NewReader(v.Encode()))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				for name, value := range map[string]string{"Sec-Fetch-Site": site, "Origin": origin} {
					if value != "" {
						req.Header.Set(name, value)
					}
				}
				done = 0
				p := s.Do(req)
				// Whoever may post: the page itself, what the person typed in, the portal that is configured,
				// and, where the browser does not say, whoever names this address or nothing.
				trusted := origin == "https://portal.example.cn" || site == "same-origin" || site == "none" || site == "" && (origin == "" || origin == own)
				if want := trusted && token; (done == 1) != want || (p.Status == 200) != want {
					t.Errorf("site %q, origin %q, token %v: %d, done %d", site, origin, token, p.Status, done)
				}
				if p.Header.Get("Access-Control-Allow-Origin") != "" {
					t.Errorf("origin %q may read", origin)
				}
			}
		}
	}
}

// TestForwardedNames: what a caller says about its host, scheme or address in other headers changes nothing.
func TestForwardedNames(t *testing.T) {
	cfg := webtest.Config("x")
	cfg.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	m := web.New(cfg, web.Module{Name: "a", Routes: []web.Route{get("/a", func(c *web.Ctx) error {
		return c.JSON(200, []string{c.Address("/x"), c.IP().String()})
	}), get("/go", func(c *web.Ctx) error { return c.Redirect("/a") })}})
	answer := func(path string, headers ...string) string {
		r := httptest.NewRequest("GET", "http://center.example"+path, nil)
		r.RemoteAddr = "203.0.113.9:1"
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		rec := httptest.NewRecorder()
		m.ServeHTTP(rec, r)
		return fmt.Sprint(rec.Code, rec.Header().Get("Location"), rec.Body)
	}
	for _, path := range []string{"/a", "/go", "/none"} {
		// A page that is not found names a reference, which differs; its address must not.
		plain := answer(path)
		for _, h := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL", "Forwarded", "X-Host", "True-Client-IP", "X-Forwarded-Prefix"} {
			got := answer(path, h, "evil.example")
			if strings.Contains(got, "evil") || path != "/none" && got != plain {
				t.Errorf("%s: %s changes the answer to %.200s", path, h, got)
			}
		}
	}
}

// TestLogLines puts into every part of a request what could end a line of the log or colour a screen.
func TestLogLines(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a/{x}", func(c *web.Ctx) error {
		return fmt.Errorf("reading %s: %w", c.Path("x"), errors.New(c.Query("q")+c.R.UserAgent()))
	}), post("/a", formPage)}})
	nasty := "x\r\nlevel=ERROR msg=forged\x1b[31m\u202e\u2028\x00\x85"
	paths := []string{"/a/" + url.PathEscape(nasty) + "?q=" + url.QueryEscape(nasty), "/" + url.PathEscape(nasty), "/a?_method=" + url.QueryEscape(nasty)}
	for _, p := range paths {
		s.Get(p)
	}
	s.Post("/a", url.Values{"_csrf": {nasty}, nasty: {nasty}})
	log := s.Log.String()
	lines := strings.Split(strings.TrimSuffix(log, "\n"), "\n")
	if !strings.Contains(log, "forged") {
		t.Error("the error is not in the log, so nothing is shown")
	}
	// Each request has a line of its own and at most one of its failure; each begins with its time.
	if len(lines) > 2*4 || slices.ContainsFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "time=") }) {
		t.Errorf("%d lines:\n%s", len(lines), log)
	}
	if strings.ContainsAny(log, "\r\x1b\x00\u202e\u2028\u0085") {
		t.Errorf("a control character is in the log: %q", log)
	}
}
