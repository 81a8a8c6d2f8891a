package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhibao/internal/web/webtest"
)

// An attack is a value that does harm where it is taken for more than a value, and what shows that it did.
type attack struct {
	name, value string
	shows       *regexp.Regexp // in the answer
}

// attacks are the usual ones. The address is one at which nobody may call.
func attacks(address string) []attack {
	sql := regexp.MustCompile(`(?i)sql logic error|syntax error at or near|sqlite3?:|pgconn|SQLSTATE|unrecognized token`)
	script := regexp.MustCompile(`<script>zb9371|<img src=zb9371`)
	return []attack{
		{"sql quote", `1' OR '1'='1`, sql}, {"sql double", `1" --`, sql}, {"sql union", `1) union select hash from identity_account --`, regexp.MustCompile(`\$argon2id\$`)},
		{"traversal", `../../../../../../etc/passwd`, regexp.MustCompile(`root:[^:]*:0:0`)}, {"traversal with nul", "..\\..\\etc/passwd\x00.png", regexp.MustCompile(`root:[^:]*:0:0`)},
		{"header", "x\r\nX-Zb9371: 1\r\n\r\n<script>zb9371</script>", script}, {"script", `"><script>zb9371</script><img src=zb9371>`, script},
		{"template", `{{printf "%d%d" 93715 60248}}${9371560000+248}<%= 9371560000+248 %>#{9371560000+248}`, regexp.MustCompile(`9371560248`)}, {"elsewhere", "http://" + address + "/zb", nil},
		{"elsewhere without scheme", "//" + address + "/zb", nil}, {"command", "x;id|id`id`$(id)", regexp.MustCompile(`uid=\d+\(`)}, {"format", `%s%s%n%x%d`, regexp.MustCompile(`%!`)},
	}
}

// inner tells what nobody outside may read: stacks, statements, folders of the machine.
var inner = regexp.MustCompile(`goroutine \d+ \[|runtime error:|panic:|\.go:\d+|SELECT [a-z_, ]+ FROM|/zhibao\.db`)

// wrong says what an answer shows that it may not, empty where it is right.
func (a attack) wrong(p *webtest.Page) string {
	// What is no text shows anything by chance.
	kind := p.Header.Get("Content-Type")
	text := kind == "" || strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json")
	switch to := p.Header.Get("Location"); {
	case p.Status >= http.StatusInternalServerError:
		return fmt.Sprintf("%d", p.Status)
	case p.Header.Get("X-Zb9371") != "":
		return "a header of its own"
	case to != "" && !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//"):
		return "leads to " + to
	case text && a.shows != nil && a.shows.MatchString(p.Body):
		return "shows " + a.shows.FindString(p.Body)
	case text && inner.MatchString(p.Body):
		return "shows " + inner.FindString(p.Body)
	}
	return ""
}

// TestHostileParameters sends the usual attacks to every page, in each part of its address and in the parameters
// that pages know, as somebody who may see it: no answer is an error of the program, none shows what it should
// not, and nobody is called. That a wrong answer would be noticed is shown by TestHostileIsNoticed; what is
// posted is the matter of TestRestHostile.
func TestHostileParameters(t *testing.T) {
	slow(t)
	w := lived(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var called atomic.Int64
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			called.Add(1)
			c.Close()
		}
	}()
	defer listener.Close()
	until := time.Now().Add(4 * time.Minute)
	sites, sent := map[string]*webtest.Site{}, 0
	for _, r := range w.Mux.Routes() {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Pattern, "/api/") || strings.HasPrefix(r.Pattern, "/-/") || strings.Contains(r.Pattern, "/static/") || strings.Contains(r.Pattern, "sign-") {
			continue
		}
		s := w.whoMay(t, r.Act, sites)
		if s == nil {
			t.Errorf("nobody of the demo may see %s", r.Pattern)
			continue
		}
		for _, a := range attacks(listener.Addr().String()) {
			if time.Now().After(until) {
				t.Skipf("only %d requests in the time", sent)
			}
			for _, path := range addresses(r.Pattern, a.value) {
				sent++
				if why := a.wrong(s.Get(path)); why != "" {
					t.Errorf("%s at %s: %s", a.name, path, why)
				}
			}
		}
	}
	if called.Load() > 0 {
		t.Errorf("the program called a stranger %d times", called.Load())
	}
	if sent < 2000 {
		t.Errorf("only %d requests", sent)
	}
	t.Log(sent, "requests")
}

// whoMay is somebody of the demo who may see the pages of an act.
func (w *world) whoMay(t *testing.T, act string, sites map[string]*webtest.Site) *webtest.Site {
	for _, login := range []string{"qiye01", "shouli1", "yushen1", "zhifa1", "baosong", "fuzeren", "zhuren", "sysadmin", "secadmin", "auditor", "zhuanjia1"} {
		if act != "" && !w.Office.Policy.Ever(w.actor(t, login).Subject, act) {
			continue
		}
		if sites[login] == nil {
			sites[login] = w.person(t, login)
		}
		return sites[login]
	}
	return nil
}

// addresses are those of a page with a value in each place: in each part of the path alone, and in the
// parameters that pages know.
func addresses(pattern, value string) (out []string) {
	parts := regexp.MustCompile(`\{[^}]+\}`)
	bad, plain := url.PathEscape(value), parts.ReplaceAllString(pattern, "1")
	for i := range len(parts.FindAllString(pattern, -1)) {
		n := -1
		out = append(out, parts.ReplaceAllStringFunc(pattern, func(string) string {
			if n++; n == i {
				return bad
			}
			return "1"
		}))
	}
	q := url.Values{}
	for _, name := range []string{"q", "view", "return", "by", "id", "at", "from", "to", "sort", "page", "code", "number", "kind", "chart", "key", "lang", "f", "a", "b", "year", "state", "account", "verify"} {
		q.Set(name, value)
	}
	return append(out, plain+"?"+q.Encode())
}

// TestHostileIsNoticed: each kind of wrong answer is told from a right one.
func TestHostileIsNoticed(t *testing.T) {
	page := func(status int, body, location string) *webtest.Page {
		return &webtest.Page{Status: status, Body: body, Header: http.Header{"Location": {location}}}
	}
	all := map[string]attack{}
	for _, a := range attacks("127.0.0.1:1") {
		all[a.name] = a
		if why := a.wrong(page(200, "没有找到 &lt;script&gt; 和 {{printf}}", "/sign-in")); why != "" {
			t.Errorf("%s: a right answer is called wrong: %s", a.name, why)
		}
	}
	for name, p := range map[string]*webtest.Page{
		"sql quote": page(200, "SQL logic error: near", ""), "sql union": page(200, "$argon2id$v=19", ""), "traversal": page(200, "root:x:0:0:root", ""), "script": page(200, `<b>"><script>zb9371`, ""),
		"template": page(200, "<p>9371560248</p>", ""), "elsewhere": page(303, "", "http://127.0.0.1:1/zb"), "elsewhere without scheme": page(303, "", "//127.0.0.1:1/zb"), "command": page(200, "uid=0(root)", ""),
		"format": page(200, "%!s(MISSING)", ""), "header": page(500, "", ""), "sql double": page(200, "goroutine 1 [running]", ""),
	} {
		if all[name].wrong(p) == "" {
			t.Errorf("%s is not noticed", name)
		}
	}
}
