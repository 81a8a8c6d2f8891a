package webtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// demoPages are the pages of the demo and the status with which they answer.
var demoPages = []struct {
	path   string
	status int
}{
	{"/demo/list", 200}, {"/demo/list?kind=" + url.QueryEscape("投诉") + "&sort=-no", 200}, {"/demo/list?due=2027-01-01", 200},
	{"/demo/list?due=bad", 422}, {"/demo/list?page=3", 200},
	{"/demo/form", 200}, {"/demo/case", 200}, {"/demo/custom", 200}, {"/demo/blocked", 403}, {"/demo/broken", 500}, {"/demo/panic", 500},
	{"/demo/none", 404}, {"/demo/hidden", 404},
}

// with adds to the query of an address.
func with(path, more string) string {
	if strings.Contains(path, "?") {
		return path + "&" + more
	}
	return path + "?" + more
}

func TestPages(t *testing.T) {
	s, _, _ := demoSite(t)
	for _, l := range []string{"zh", "en"} {
		for _, d := range demoPages {
			p := s.Get(with(d.path, "lang="+l))
			p.Check()
			if l == "en" {
				p.NoHan()
			}
			if p.Status != d.status {
				t.Errorf("%s: status %d, want %d; log:\n%s", d.path, p.Status, d.status, s.Log)
			}
		}
	}
	if strings.Contains(s.Log.String(), "secret") {
		t.Error("the value of a panic is in the log")
	}
	if s.Get("/demo/none").Status != http.StatusNotFound {
		t.Error("an unknown page is not 404")
	}
}
