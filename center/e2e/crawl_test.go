package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhibao/internal/web/webtest"
)

// staffed are the accounts of the demo by what they are, one for each role.
func staffed() []struct{ role, login string } {
	return []struct{ role, login string }{{"", ""}, {"entity", "qiye01"}, {"agency", "daili01"}, {"clerk", "shouli1"}, {"examiner", "yushen1"}, {"reviewer", "fuhe1"}, {"marker", "baosong"},
		{"head", "fuzeren"}, {"director", "zhuren"}, {"enforcer", "zhifa1"}, {"expert", "zhuanjia1"}, {"province", "shengju"}, {"nation", "guojia"}, {"sysadmin", "sysadmin"}, {"secadmin", "secadmin"}, {"auditor", "auditor"}}
}

var number = regexp.MustCompile(`/\d+`)

// key is what makes two addresses the same page: the route, the step and the state, not the case.
func key(path, state string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	var names []string
	for n, v := range u.Query() {
		if n == "view" {
			n = v[0]
		}
		names = append(names, n)
	}
	slices.Sort(names)
	return number.ReplaceAllString(u.Path, "/N") + "?" + strings.Join(names, "&") + " " + state
}

// skip are addresses that are no pages.
var skip = regexp.MustCompile(`/(export|archive|pdf|docx|original|template|failed|csv|xlsx)(/|$|\?)|^/-/|\.(pdf|zip|xlsx|csv|svg|png)$|format=|lang=|big=|sharp=|sort=|openapi`)

// A page is one address with what makes it different from others.
type page struct{ path, key string }

// crawl returns the addresses of all different pages that a person reaches by links, at most
// limit, each fetched once.
func crawl(t testing.TB, s *webtest.Site, limit int, seen func(*webtest.Page)) (out []page) {
	t.Helper()
	queue, known, keys := []string{"/", "/guide", "/status", "/sign-in", "/verify", "/register", "/takeover", "/work?view=open", "/work?view=closed", "/work?view=all"}, map[string]bool{}, map[string]bool{}
	for len(queue) > 0 && len(out) < limit {
		path := queue[0]
		queue = queue[1:]
		p := s.Get(path)
		if p.Status == http.StatusSeeOther {
			if to := p.Header.Get("Location"); !known[to] {
				known[to] = true
				queue = append(queue, to)
			}
			continue
		}
		if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			continue
		}
		state := ""
		for _, h := range webtest.All(p.Root, "div.head") {
			for _, tag := range webtest.All(h, "span.tag") {
				state += webtest.Text(tag)
			}
		}
		k := key(path, state)
		if keys[k] {
			continue
		}
		keys[k] = true
		out = append(out, page{path, k})
		if seen != nil {
			seen(p)
		}
		for _, a := range webtest.All(p.Root, "a") {
			to := webtest.Attr(a, "href")
			to, _, _ = strings.Cut(to, "#")
			if !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "?") || skip.MatchString(to) {
				continue
			}
			if strings.HasPrefix(to, "?") {
				to = strings.Split(path, "?")[0] + to
			}
			if !known[to] {
				known[to] = true
				queue = append(queue, to)
			}
		}
	}
	return out
}
