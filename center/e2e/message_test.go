package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/examination/preexam"
	"zhibao/internal/mailbox/mailboxtest"
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
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.Background(ctx) }()
	defer func() { stop(); <-ended }()
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
	for _, path := range []string{"/admin/messages", "/admin/messages/mail"} {
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
