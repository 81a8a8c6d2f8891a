package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// htmxSum pins the embedded copy of htmx; it changes only with tools/htmx.
const htmxSum = "c201c7ab3ca600b46b57e7a741ef13b43b7a0ce4be81fd77d0eb35e25075b879"

func TestAssets(t *testing.T) {
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{get("/a", formPage)}})
	page := s.Get("/a").Body
	sizes := map[string]int{}
	for _, at := range regexp.MustCompile(`/-/static/[^"]+`).FindAllString(page, -1) {
		req, _ := http.NewRequest("GET", s.URL+at, nil)
		req.Header.Set("Accept-Encoding", "gzip")
		p := s.Do(req)
		if p.Status != 200 || !strings.Contains(p.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", at, p.Status, p.Header)
		}
		name := at[strings.LastIndex(at, "/")+1:]
		sizes[name] = len(p.Body)
		if p.Header.Get("Content-Encoding") != "gzip" {
			continue
		}
		z, err := gzip.NewReader(strings.NewReader(p.Body))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(plain)
		if !strings.HasPrefix(at, "/-/static/"+hex.EncodeToString(sum[:8])) {
			t.Errorf("%s does not carry its hash", at)
		}
		if name == "htmx.js" && hex.EncodeToString(sum[:]) != htmxSum {
			t.Errorf("htmx.js is not the reviewed copy: %x", sum)
		}
	}
	t.Logf("bytes on the wire: %v", sizes)
	if js := sizes["htmx.js"] + sizes["app.js"]; js == 0 || js > 25<<10 {
		t.Errorf("scripts have %d bytes, at most 25 KB", js)
	}
	if all := sizes["htmx.js"] + sizes["app.js"] + sizes["app.css"] + sizes["icon.svg"]; all > 40<<10 {
		t.Errorf("static files have %d bytes; 40 KB leave 20 KB for the page", all)
	}
	if p := s.Get("/-/static/0000000000000000/app.css"); p.Status != 404 {
		t.Errorf("another hash: %d", p.Status)
	}
}

func TestOwnScriptIsPlain(t *testing.T) {
	b, err := os.ReadFile("static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("\n")); n > 400 {
		t.Errorf("%d lines", n)
	}
	for _, bad := range []string{"eval(", "innerHTML", "localStorage", "sessionStorage", "indexedDB", "new Function", "?.", "??", "document.cookie", "insertAdjacentHTML"} {
		if bytes.Contains(b, []byte(bad)) {
			t.Errorf("app.js contains %s", bad)
		}
	}
	css, err := os.ReadFile("static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	body := css[bytes.IndexByte(css, '\n'):]
	for _, bad := range []string{":where", ":is(", ":has", "gap:", "@layer", "backdrop-filter", "inset:", "aspect-ratio", "@import", "http:"} {
		if bytes.Contains(body, []byte(bad)) {
			t.Errorf("app.css contains %s, which Chromium 78 does not know or the policy forbids", bad)
		}
	}
}
