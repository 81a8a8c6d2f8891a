package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/examination/preexam"
	"zhibao/internal/mailbox/mailboxtest"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

// setUp fills in the page of the mail server as the administrator.
func setUp(t *testing.T, admin *webtest.Site, o *mailboxtest.Office, ours mailboxtest.Authority, password string) *webtest.Page {
	t.Helper()
	return admin.Submit(admin.Get("/admin/messages/mail"), "host", url.Values{"host": {"localhost"}, "port": {fmt.Sprint(o.Port)}, "security": {"starttls"},
		"from": {"zhibao@example.cn"}, "username": {mailboxtest.User}, "password": {password}, "roots": {ours.PEM}})
}

// The administrator sets up a mail server with TLS and a password, tests it, is told the reason
// when it fails, and from then on parties get mails that hold a number and a link alone. The
// password is nowhere to be read again.
func TestMessages(t *testing.T) {
	slow(t)
	w := lived(t)
	ours := mailboxtest.NewAuthority(t, "localhost")
	o := &mailboxtest.Office{Cert: ours.Cert, Offers: "PLAIN LOGIN", Refuse: "nobody@"}
	o.Open(t)
	admin := w.person(t, "sysadmin")
	admin.Get("/admin/messages").Contains("未配置")
	if p := setUp(t, admin, o, ours, "wrong"); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	try := func(to string) *webtest.Page {
		return admin.Submit(admin.Get("/admin/messages/mail"), "to", url.Values{"to": {to}})
	}
	if p := try("somebody@example.com"); p.Status != http.StatusUnprocessableEntity || !strings.Contains(webtest.Text(p.Root), "不接受用户名或密码") {
		t.Errorf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	setUp(t, admin, o, ours, mailboxtest.Password)
	if p := try("nobody@example.com"); !strings.Contains(webtest.Text(p.Root), "拒收") {
		t.Errorf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	if p := try("somebody@example.com"); p.Status != http.StatusSeeOther {
		t.Errorf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	admin.Get("/admin/messages/mail").Contains("测试成功")
	// An empty password is the stored one, for the same server only.
	if p := setUp(t, admin, o, ours, ""); p.Status != http.StatusSeeOther {
		t.Errorf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	other := admin.Submit(admin.Get("/admin/messages/mail"), "host", url.Values{"host": {"mail.elsewhere.example"}, "port": {"25"}, "security": {"starttls"},
		"from": {"zhibao@example.cn"}, "username": {mailboxtest.User}, "password": {""}, "roots": {ours.PEM}})
	if other.Status != http.StatusUnprocessableEntity {
		t.Errorf("the stored password would go elsewhere: %d", other.Status)
	}
	mailed(t, w, o)
	forgotten(t, w, admin)
}

// mailed serves a paper and waits for its mail.
func mailed(t *testing.T, w *world, o *mailboxtest.Office) {
	t.Helper()
	app := defective(0, 0, nil)
	id := w.submitted(t, "qiye01", "", app)
	w.move(t, "shouli1", id, "return", &preexam.GiveBack{Reason: "请核对联系人电话" + canary})
	defer w.running(t)()
	link := fmt.Sprintf("https://zhibao.example.cn/case/%d", id)
	for range 200 {
		got, clear := o.Got()
		for _, m := range got {
			if !strings.Contains(m.Body, link) {
				continue
			}
			if clear || !strings.Contains(m.Subject, "您有新的文书") {
				t.Errorf("in the clear: %v; %+v", clear, m)
			}
			for _, secret := range []string{app.Request.Title, canary, app.Request.Inventors[0].Name} {
				if strings.Contains(m.Subject+m.Body, secret) {
					t.Errorf("the mail tells %q: %+v", secret, m)
				}
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("no mail arrived", w.failures())
}

// forgotten looks for the password on the pages and on the disk.
func forgotten(t *testing.T, w *world, admin *webtest.Site) {
	t.Helper()
	for _, path := range []string{"/admin/messages", "/admin/messages/mail", "/admin/messages/sms"} {
		if p := admin.Get(path); strings.Contains(p.Body, mailboxtest.Password) {
			t.Errorf("%s shows the password", path)
		}
	}
	if strings.Contains(w.Log.String(), mailboxtest.Password) {
		t.Error("the log has the password")
	}
	err := filepath.WalkDir(w.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(mailboxtest.Password)) {
			t.Errorf("%s has the password", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A gateway takes text messages over HTTP as those of the carriers do: JSON, a key in a header, and
// an answer that says whether it went well.
type gateway struct {
	mu  sync.Mutex
	bad bool // the number is refused
	got []struct{ Phone, Content string }
}

// ServeHTTP answers 200 to everybody; only the word in the answer tells.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var m struct{ Phone, Content string }
	if r.Header.Get("X-Key") != mailboxtest.Password || json.NewDecoder(r.Body).Decode(&m) != nil {
		http.Error(w, "key", http.StatusUnauthorized)
		return
	}
	if g.bad {
		http.Error(w, "number", http.StatusBadRequest)
		return
	}
	g.got = append(g.got, m)
	fmt.Fprint(w, `{"code":"OK"}`)
}

// to returns what was sent to a number since the last look.
func (g *gateway) to(phone string) (out []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, m := range g.got {
		if m.Phone == phone {
			out = append(out, m.Content)
		}
	}
	g.got = nil
	return out
}

// The administrator sets up a gateway for text messages on its page and tests it; whoever asked for
// them is told of a paper with a number and a link alone, and what the gateway refuses becomes a task
// of the counter. The key of the gateway is nowhere to be read again.
func TestTextMessages(t *testing.T) {
	slow(t)
	w := lived(t)
	g := &gateway{}
	srv := httptest.NewServer(g)
	defer srv.Close()
	admin, party := w.person(t, "sysadmin"), w.person(t, "qiye01")
	page := func() *webtest.Page { return admin.Get("/admin/messages/sms") }
	set := func(url0, key string) *webtest.Page {
		return admin.Submit(page(), "url", url.Values{"url": {url0}, "header": {"X-Key"}, "value": {key}, "body": {`{"phone":"{to}","content":"{text}"}`}, "success": {`"OK"`}})
	}
	try := func(to string) *webtest.Page { return admin.Submit(page(), "to", url.Values{"to": {to}}) }
	if p := set("http://sms.example.cn/send", "x"); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, `href="#f-url"`) {
		t.Errorf("an address without TLS is not refused beside its field: %d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	set(srv.URL, "wrong")
	if p := try("13900009999"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong key: %d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	if p := set(srv.URL, mailboxtest.Password); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	if p := try("13900009999"); p.Status != http.StatusSeeOther || len(g.to("13900009999")) != 1 {
		t.Errorf("the test message: %d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	party.Submit(party.Get("/my/notices"), "paper_sms", url.Values{"paper_mail": {"off"}, "paper_sms": {"now"}, "reminder_mail": {"off"}, "reminder_sms": {"off"}})
	phone := w.phone(t, "qiye01")
	defer w.running(t)()
	app := defective(0, 0, nil)
	id := w.submitted(t, "qiye01", "", app)
	w.move(t, "shouli1", id, "return", &preexam.GiveBack{Reason: "请核对联系人电话" + canary})
	link := fmt.Sprintf("https://zhibao.example.cn/case/%d", id)
	var told string
	for range 200 {
		if told += strings.Join(g.to(phone), "\n"); strings.Contains(told, link) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !strings.Contains(told, link) {
		t.Fatalf("no message came: %q", told)
	}
	for _, secret := range []string{app.Request.Title, canary, app.Request.Inventors[0].Name, applicant(0).Name} {
		if strings.Contains(told, secret) {
			t.Errorf("the message tells %q: %s", secret, told)
		}
	}
	g.mu.Lock()
	g.bad = true
	g.mu.Unlock()
	w.move(t, "qiye01", id, "submit", undertaken())
	clerk := w.person(t, "shouli1")
	for range 200 {
		if strings.Contains(clerk.Get("/letters").Body, "发送失败") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	clerk.Get("/letters").Contains(phone, "发送失败", "对方拒收", "已电话告知")
	forgotten(t, w, admin)
}

// running lets the jobs of the center run until the function that it returns is called.
func (w *world) running(t *testing.T) (stop func()) {
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.Background(ctx) }()
	return func() { end(); <-ended }
}

// phone is the telephone number of an account of the demo.
func (w *world) phone(t testing.TB, login string) (n string) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		a, err := w.Book.ByLogin(t.Context(), tx, login)
		if err == nil {
			n = a.Phone
		}
		return err
	})
	if err != nil || n == "" {
		t.Fatalf("%s has no telephone: %v", login, err)
	}
	return n
}
