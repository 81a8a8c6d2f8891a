package main

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

// inner tells what nobody outside may read.
var inner = regexp.MustCompile(`goroutine \d+ \[|runtime error:|panic:|[a-z]\.go:\d+|SELECT [a-z_, ]+ FROM|/zhibao\.db|(?i)sql logic error|syntax error at or near|sqlite3?:|SQLSTATE|\$argon2id\$`)

// look judges an answer itself: an error of the program is a finding, whatever the scanner thinks.
func (r *relay) look(t *target, path string, body []byte, res *http.Response, b []byte) {
	if r.password == "" {
		return
	}
	kind := res.Header.Get("Content-Type")
	switch {
	case res.StatusCode >= 500 && res.StatusCode != http.StatusServiceUnavailable:
		r.fail("%d：%s %.300s %.300s（%s）", res.StatusCode, t.route.Method, path, body, t.who.login)
	case (strings.Contains(kind, "html") || strings.Contains(kind, "json") || strings.HasPrefix(kind, "text/")) && inner.Match(b):
		r.fail("%s：%s %.300s %.300s（%s）", inner.Find(b), t.route.Method, path, body, t.who.login)
	}
}

// An answer is how the center answered a request that changed something, or nothing.
type answer struct {
	status  int
	took    time.Duration
	changed bool
}

// count keeps how a target answered, and who attacked it: a request that changes nothing is no attack, and one
// that a limit held up did not come through.
func (r *relay) count(by string, i int, a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sent[by] == nil {
		r.sent[by] = map[int]int{}
	}
	if r.kinds[i] == nil {
		r.kinds[i] = map[int]int{}
	}
	r.kinds[i][a.status]++
	r.took[i] += a.took
	switch {
	case a.status == http.StatusTooManyRequests:
		r.limited++
	case a.changed:
		r.sent[by][i]++
	}
}
