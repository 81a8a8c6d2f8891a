package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhibao/center/demo"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

// mails counts the mails of a template.
func (w *world) mails(t testing.TB, template string) (n int) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT COUNT(*) FROM mailbox_letter WHERE template = $1 AND center_id = 1`, template).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOwnPassword: somebody finds the page in the menu, changes the password, goes on in the same browser and
// gets a mail; the other browser is out.
func TestOwnPassword(t *testing.T) {
	w := lived(t)
	here, there := w.person(t, "qiye01"), w.person(t, "qiye01")
	here.Get("/my/sessions").Contains("修改密码")
	change := func(old, next, again string) *webtest.Page {
		return here.Submit(here.Get("/my/password"), "again", url.Values{"old": {old}, "password": {next}, "again": {again}})
	}
	for want, p := range map[string]*webtest.Page{
		"当前密码不正确":   change("falsch und lang genug", "ein neuer Satz 2027", "ein neuer Satz 2027"),
		"两次输入的密码不同": change(demo.Password, "ein neuer Satz 2027", "ein neuer Satz 2028"),
		"已泄露的常用密码":  change(demo.Password, "Chickenwing101", "Chickenwing101"),
	} {
		if p.Status != http.StatusUnprocessableEntity || !strings.Contains(webtest.Text(p.Root), want) || strings.Contains(p.Body, "ein neuer Satz") {
			t.Errorf("%s: %d %s", want, p.Status, shorten(webtest.Text(p.Root)))
		}
	}
	before := w.mails(t, "signin")
	if p := change(demo.Password, "ein neuer Satz 2027", "ein neuer Satz 2027"); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	here.Get("/my/sessions").Contains("本次登录")
	if p := there.Get("/work"); p.Status != http.StatusSeeOther {
		t.Errorf("the other browser is still in: %d", p.Status)
	}
	if n := w.mails(t, "signin"); n != before+1 {
		t.Errorf("%d mails", n-before)
	}
	here.Get("/my/password?lang=en").NoHan()
}

// TestSignInAgain: whoever signs in while signed in leaves no session behind.
func TestSignInAgain(t *testing.T) {
	w := lived(t)
	s := w.person(t, "qiye02")
	p := s.Submit(s.Get("/sign-in"), "login", url.Values{"login": {"qiye02"}, "password": {demo.Password}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	if n := strings.Count(s.Get("/my/sessions").Body, "/end\""); n != 0 {
		t.Errorf("%d sessions are left behind", n)
	}
}

// TestStaleSessionChangesNothing: who finds a browser in which somebody signed in an hour ago takes no way to
// sign in away.
func TestStaleSessionChangesNothing(t *testing.T) {
	w := lived(t)
	s := w.person(t, "qiye03")
	token := s.Get("/my/ways").Token()
	try := func() *webtest.Page {
		return s.Post("/my/ways/links/1/remove", url.Values{"_csrf": {token}})
	}
	stale := func(p *webtest.Page) bool {
		return strings.Contains(webtest.Text(p.Root)+webtest.Text(s.Get("/my/ways").Root), "登录已超过 15 分钟")
	}
	if stale(try()) {
		t.Error("a fresh session is called stale")
	}
	for range 4 {
		w.ahead.Add(int64(5 * time.Minute))
		s.Get("/my/ways")
	}
	if !stale(try()) {
		t.Error("a stale session may change the ways to sign in")
	}
}
