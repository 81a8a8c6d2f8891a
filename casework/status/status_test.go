package status_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/status"
	"zhibao/internal/access"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/rule"
	"zhibao/law/term"
)

type nothing struct{}

// world is a center with one case whose code is known.
type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	limits *limit.Limiter
	code   string
	k      *casework.Case
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	do := casework.Input(func(*casework.Step, *nothing) error { return nil })
	chart := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "in", Title: "待登记", English: "At the counter", Phase: "受理", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Phase: "办结", Final: true}},
		Moves: []casework.Move{{Code: "write", Title: "来信", English: "Write", To: []string{"in"}, By: []casework.Role{casework.Entity}, Basis: cite,
			Do: casework.Input(func(s *casework.Step, _ *nothing) (err error) {
				s.Case.Owner = s.Actor.Party
				s.SetTitle("一种秘密装置")
				w.code, err = status.Issue(s)
				return err
			})}, {Code: "end", Title: "办结", English: "End", From: []string{"in"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: cite, Do: do}},
		Clocks: []casework.ClockRule{{Code: "reply", Title: "答复期限", English: "Reply", Start: []string{"write"}, Stop: []string{"end"}, Setting: "document.days", Regime: term.Center, Basis: cite}}}
	defs := status.Settings()
	days := defs[0]
	days.Key, days.Type, days.Default = "document.days", "length", map[string]string{"": "5工作日"}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart}, Settings: append(defs, days), Schemas: []store.Schema{limit.Schema()}})
	w.limits = limit.New(w.office.DB, limit.Options{Now: w.clock.Now, Secret: []byte("test")})
	w.k = w.move(t, 10, casework.Entity, "write")
	return w
}

func (w *world) move(t testing.TB, account int64, role casework.Role, move string) *casework.Case {
	t.Helper()
	a := casework.Actor{Name: "某人", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(role)}}}
	r := casework.Request{Actor: a, Chart: "letter", Move: move, Input: &nothing{}}
	if role == casework.Entity {
		r.Actor.Party = 100
	}
	if w.k != nil {
		r.Case, r.Expected = w.k.ID, w.k.Version
	}
	out, err := w.office.Move(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return out.Case
}

func (w *world) site(t testing.TB) *webtest.Site {
	cfg := webtest.Config(nil)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, status.New(status.Pages{Office: w.office, Limits: w.limits}).Module())
}

func ask(s *webtest.Site, code string) *webtest.Page {
	return s.Get("/status?" + url.Values{"code": {code}}.Encode())
}

// TestStatusIsSmallAndSilent: what a phone gets from the symbol on a receipt has no script, says how
// the matter stands and nothing of what it is about, and is kept by nobody.
func TestStatusIsSmallAndSilent(t *testing.T) {
	w := newWorld(t)
	s := w.site(t)
	p := ask(s, w.code)
	p.Check()
	p.Contains("待登记", "由本中心办理", "承诺日期", "2026-01-12", "12330")
	for _, secret := range []string{"秘密装置", "某人", "<script", "htmx.js"} {
		if strings.Contains(p.Body, secret) {
			t.Errorf("the page has %q", secret)
		}
	}
	if !strings.Contains(p.Body, `name="robots" content="noindex"`) || p.Header.Get("Cache-Control") != "no-store" || p.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers %v", p.Header)
	}
	total := len(p.Body)
	for _, m := range regexp.MustCompile(`(?:href|src)="(/-/[^"]+\.(?:css|svg|js)[^"]*)"`).FindAllStringSubmatch(p.Body, -1) {
		total += transferred(t, s, m[1])
	}
	t.Logf("%d bytes, %d of them the page", total, len(p.Body))
	if total == len(p.Body) || total > 20<<10 {
		t.Errorf("the page weighs %d bytes with what it loads", total)
	}
	if strings.Contains(s.Log.String(), w.code) || strings.Contains(s.Log.String(), strings.ReplaceAll(w.code, "-", "")) {
		t.Error("the code is in the log")
	}
	lower := strings.ToLower(strings.ReplaceAll(w.code, "-", " "))
	ask(s, lower).Contains("待登记")
}

// transferred is how many bytes of a file go over the line to a browser that takes gzip.
func transferred(t *testing.T, s *webtest.Site, path string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	n := 0
	for buf := make([]byte, 4096); ; {
		m, err := res.Body.Read(buf)
		if n += m; err != nil {
			return n
		}
	}
}

// TestUnknownCodesAreAlike: an unknown, a mistyped and an expired code get the same answer, and an
// address has ten tries a minute.
func TestUnknownCodesAreAlike(t *testing.T) {
	w := newWorld(t)
	w.k = w.move(t, 20, casework.Clerk, "end")
	s := w.site(t)
	ask(s, w.code).Contains("已办结")
	w.clock.At = w.clock.At.AddDate(1, 0, 1)
	answer := func(code string) string {
		p := ask(s, code)
		p.Check()
		masked := regexp.MustCompile(`name="_(csrf|idem)" value="[^"]*"`).ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(p.Body, code, "CODE"), url.QueryEscape(code), "CODE"), "")
		return fmt.Sprint(p.Status, masked)
	}
	expired, unknown, mistyped := answer(w.code), answer(document.Code()), answer("ABCD-EFGH-JKMN-PQRS-1")
	if expired != unknown || unknown != mistyped || !strings.Contains(unknown, "没有与此码对应的记录") || !strings.HasPrefix(unknown, "200") {
		t.Errorf("the answers differ:\n%s\n%s\n%s", expired, unknown, mistyped)
	}
	w.clock.At = w.clock.At.Add(10 * time.Minute)
	refused := 0
	for range 12 {
		if p := ask(s, document.Code()); p.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("%d of 12 tries in a minute were refused", refused)
	}
	w.clock.At = w.clock.At.Add(10 * time.Minute)
	if p := ask(s, w.code); p.Status != 200 {
		t.Errorf("later: %d", p.Status)
	}
}

// TestRating: a finished matter is rated once for each code, in five levels, with words that lie
// encrypted; the staff reads them, and the figure counts the case.
func TestRating(t *testing.T) {
	w := newWorld(t)
	s := w.site(t)
	if p := ask(s, w.code); strings.Contains(p.Body, "提交评价") {
		t.Error("a matter under way can be rated")
	}
	w.k = w.move(t, 20, casework.Clerk, "end")
	p := ask(s, w.code)
	p.Check()
	p.Contains("非常满意", "满意", "基本满意", "不满意", "非常不满意", "意见和建议")
	if q := s.Submit(p, "code", nil); q.Status != 422 || !strings.Contains(q.Body, "请选择") {
		t.Errorf("without a level: %d", q.Status)
	}
	q := s.Submit(p, "code", url.Values{"level": {"4"}, "words": {"办理很快"}})
	q.Check()
	q.Contains("已用于评价")
	s.Submit(p, "code", url.Values{"level": {"1"}, "words": {"再评一次"}}).Contains("已用于评价")
	ask(s, w.code).Contains("已用于评价")
	if q := s.Submit(p, "code", url.Values{"code": {document.Code()}, "level": {"1"}}); q.Status != 200 || !strings.Contains(q.Body, "没有与此码对应的记录") {
		t.Errorf("an unknown code: %d", q.Status)
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		var n, level int
		var words []byte
		if err := tx.Row(t.Context(), `SELECT COUNT(*), MAX(level) FROM status_rating`).Scan(&n, &level); err != nil {
			return err
		}
		if err := tx.Row(t.Context(), `SELECT words FROM status_rating`).Scan(&words); err != nil {
			return err
		}
		if n != 1 || level != 4 || strings.Contains(string(words), "办理") {
			t.Errorf("%d ratings, level %d, words %q", n, level, words)
		}
		day := w.office.Today()
		f, err := status.Measures()[0].Compute(t.Context(), tx, caseworktest.CenterID, casework.Period{From: day, To: day})
		if len(f.Numerator) != 1 || len(f.Denominator) != 1 || f.Denominator[0] != w.k.ID || f.Value != 100 {
			t.Errorf("the figure %+v", f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg := webtest.Config(casework.Actor{Subject: access.Subject{Account: 40, Center: caseworktest.CenterID, Roles: []string{string(casework.Head)}}})
	staff := webtest.Start(t, cfg, status.New(status.Pages{Office: w.office, Limits: w.limits}).Module()).Get("/ratings")
	staff.Check()
	staff.Contains("办理很快", "满意")
}
