package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
	"zhibao/law/statute"
)

// with adds to the query of an address.
func with(path, more string) string {
	if strings.Contains(path, "?") {
		return path + "&" + more
	}
	return path + "?" + more
}

// TestEveryPageIsRight crawls as each role and takes every different page apart, in both
// languages: well-formed, labelled, no inline handler, nothing untranslated.
func TestEveryPageIsRight(t *testing.T) {
	slow(t)
	w := lived(t)
	known := spoken(t)
	// The value of a setting is the center's own text, even while nobody has changed it.
	for _, d := range w.Office.Settings.Defs() {
		for _, v := range d.Default {
			delete(known, v)
		}
	}
	// The name of a Chinese law and the place in it are quoted as they are, marked as Chinese.
	w.quoted(t, known)
	for _, r := range staffed() {
		t.Run("role="+r.role, func(t *testing.T) {
			s := w.visitor(t)
			if r.login != "" {
				s = w.person(t, r.login)
			}
			pages := crawl(t, s, 80, func(p *webtest.Page) {
				p.Check()
				if p.Status >= 500 {
					t.Errorf("%s: %d", p.Path, p.Status)
				}
			})
			for _, x := range pages {
				en := s.Get(with(x.path, "lang=en"))
				en.Check()
				en.NoHan()
				helpline(t, en)
				for _, text := range untranslated(en, known) {
					t.Errorf("%s: %q is said by the program and has no English here", en.Path, text)
				}
			}
			t.Logf("%d pages", len(pages))
		})
	}
	if t.Failed() {
		t.Log(w.failures())
	}
}

// quoted takes names of laws, their versions and the articles that are cited out of what an English page
// must say in English.
func (w *world) quoted(t testing.TB, known map[string]bool) {
	t.Helper()
	for said := range known {
		if _, _, cited := statute.Find(said); cited {
			delete(known, said)
		}
	}
	p := w.program(t, "yushen1")
	for _, x := range statute.All() {
		delete(known, x.Name)
		for _, v := range x.Versions {
			delete(known, v)
		}
		var cited []struct{ Article string }
		if reply := p.call("GET", "/law/"+x.Code, nil); reply.status == 404 {
			continue // nothing rests on it
		}
		p.get("/law/"+x.Code, &cited)
		for _, one := range cited {
			delete(known, one.Article)
		}
	}
}

// failures are the lines of the log that tell of trouble.
func (w *world) failures() string {
	var out []string
	for l := range strings.Lines(w.Log.String()) {
		if strings.Contains(l, "level=ERROR") || strings.Contains(l, "panic") {
			out = append(out, l)
		}
	}
	return strings.Join(out, "")
}

// TestEveryPageIsAccessible opens every page of every role in Chromium: Chinese on a wide window,
// English on a telephone. SHOTS names a folder for pictures, ROLE one role.
func TestEveryPageIsAccessible(t *testing.T) {
	slow(t)
	shots := os.Getenv("SHOTS")
	if shots == "" {
		whole(t)
	}
	w := lived(t)
	done := map[string]bool{}
	for _, r := range staffed() {
		if only := os.Getenv("ROLE"); only != "" && only != r.role {
			continue
		}
		t.Run("role="+r.role, func(t *testing.T) {
			s := w.visitor(t)
			if r.login != "" {
				s = w.person(t, r.login)
			}
			var pages []page
			for _, x := range crawl(t, s, 80, nil) {
				// What another role of the same side has shown in the same state looks the same.
				if k := side(r.role) + x.key; !done[k] || shots != "" {
					done[k] = true
					pages = append(pages, x)
				}
			}
			for _, view := range []struct {
				width int64
				lang  string
			}{{1440, "zh"}, {390, "en"}, {390, "zh"}} {
				if view.width == 390 && view.lang == "zh" && shots == "" {
					continue // a picture more, nothing new to check
				}
				ctx := webtest.Browser(t)
				if err := errors.Join(s.Cookies(ctx), webtest.Size(ctx, view.width, 900)); err != nil {
					t.Fatal(err)
				}
				for i, x := range pages {
					look(t, ctx, s, with(x.path, "lang="+view.lang), shots, fmt.Sprintf("%s-%02d-%d%s", r.role, i, view.width, view.lang))
				}
			}
			t.Logf("%d pages", len(pages))
		})
	}
}

// side is whose pages look alike.
func side(role string) string {
	switch role {
	case "entity", "agency":
		return "party"
	case "clerk", "examiner", "reviewer", "marker", "head", "director":
		return "staff"
	}
	return role
}

// look opens one page and checks what only a browser shows.
func look(t *testing.T, ctx ctxt, s *webtest.Site, path, shots, name string) {
	t.Helper()
	res, err := chromedp.Run(ctx, chromedp.NavigateResponse(s.URL+path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if res != nil && res.Status >= http.StatusInternalServerError {
		t.Errorf("%s: %d", path, res.Status)
	}
	if shots != "" {
		t.Log(name, path)
		if err := webtest.Screenshot(ctx, filepath.Join(shots, name+".png")); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := webtest.Overflow(ctx); n > 0 || err != nil {
		t.Errorf("%s: %s is %d px too wide (%v)", name, path, n, err)
	}
	found, err := webtest.Axe(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s: %s: %s", name, path, v)
	}
}
