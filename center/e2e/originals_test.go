package e2e

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// originals are the links to originals, papers and records of a case, and by what they are called in the interface.
var originals = regexp.MustCompile(`href="(/infringement/\d+/files/\d+|/case/\d+/evidence/\d+/file/\d+|/case/\d+/delivery/\d+/proof/\d+|/case/\d+/hearings/\d+/record/docx|/case/\d+/hearings/\d+/scan/\d+|/case/\d+/paper/\d+)"`)

// twinOf is the address of the interface for a link of a page.
var twinOf = []struct {
	page *regexp.Regexp
	api  string
}{
	{regexp.MustCompile(`^/infringement/(\d+)/files/(\d+)$`), "/cases/$1/infringement/files/$2"},
	{regexp.MustCompile(`^/case/(\d+)/evidence/(\d+)/file/(\d+)$`), "/cases/$1/exhibits/$2/files/$3"},
	{regexp.MustCompile(`^/case/(\d+)/paper/(\d+)$`), "/cases/$1/papers/$2/json"},
}

// TestOriginalsAreReadings opens some of each kind of original, paper and record of disputes that pages lead to, on the pages and by
// the interface, as people of the center: each time the chain of the case has one more reading by that account. The
// numbers of persons in them are not masked, so nobody reads them unseen. The page of the case alone is no reading.
func TestOriginalsAreReadings(t *testing.T) {
	slow(t)
	w := lived(t)
	cases := w.oneOfEach(t)
	kinds, enough := map[string]int{}, map[string]int{"zhifa1": 8, "shouli1": 16}
	for _, login := range []string{"zhifa1", "shouli1"} {
		site, p, account := w.person(t, login), w.program(t, login), w.actor(t, login).Account
		for _, id := range append(cases["infringement"], cases["counterfeit"]...) {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			reads := func() int { return w.readings(t, n, account) }
			before := reads()
			body := site.Get("/case/" + id).Body
			if reads() != before {
				t.Errorf("the page of case %s is a reading", id)
			}
			evidence := site.Get("/case/" + id + "/evidence").Body
			for _, m := range regexp.MustCompile(`href="(/case/\d+/evidence/\d+|/case/\d+/hearings/\d+|/case/\d+/delivery/\d+)"`).FindAllStringSubmatch(body+evidence, -1) {
				body += site.Get(m[1]).Body
			}
			seen := map[string]bool{}
			for _, m := range originals.FindAllStringSubmatch(body+evidence, -1) {
				if seen[m[1]] {
					continue
				}
				seen[m[1]] = true
				kind := strings.TrimPrefix(regexp.MustCompile(`\d+`).ReplaceAllString(m[1], "N"), "/")
				if kinds[kind] >= enough[login] {
					continue
				}
				was := reads()
				if r := site.Get(m[1]); r.Status != http.StatusOK {
					continue
				}
				if kinds[kind]++; reads() <= was {
					t.Errorf("%s opened %s, and nothing says so", login, m[1])
				}
				for _, x := range twinOf {
					if !x.page.MatchString(m[1]) {
						continue
					}
					was := reads()
					if r := p.call("GET", x.page.ReplaceAllString(m[1], x.api), nil); r.status == http.StatusOK && reads() <= was {
						t.Errorf("%s opened %s by the interface, and nothing says so", login, m[1])
					} else if r.status == http.StatusOK {
						kinds["api "+kind]++
					}
				}
			}
		}
	}
	t.Log(kinds)
	for _, kind := range []string{"infringement/N/files/N", "case/N/evidence/N/file/N", "case/N/paper/N", "api infringement/N/files/N", "api case/N/evidence/N/file/N", "api case/N/paper/N"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s was opened", kind)
		}
	}
}
