package notify

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/casework/treelog"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestHeadsByMail: the latest head goes to the addresses that the center named, whole and checkable, and to nobody
// while none is named; an address that cannot be right holds up no other.
func TestHeadsByMail(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{Settings: treelog.Settings(), Schemas: []store.Schema{identity.Schema(), job.Schema(), mailbox.Schema(), Schema()}})
	ctx, folder := t.Context(), t.TempDir()
	book, jobs := identity.New(o.DB, o.Keys, clock.Now, identity.Policy{}), job.New(o.DB, job.Options{Now: clock.Now})
	d, err := New(Deps{DB: o.DB, Keys: o.Keys, Book: book, Jobs: jobs, Now: clock.Now, URL: "https://zhibao.example.cn", Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	write := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := o.DB.Write(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	mails := func() (out []string) {
		t.Helper()
		if err := d.SendHeads(ctx, caseworktest.CenterID, o.Settings); err != nil {
			t.Fatal(err)
		}
		clock.At = clock.At.Add(time.Minute)
		if _, err := jobs.RunDue(ctx); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(b))
		}
		return out
	}
	set := func(to string) {
		write(func(tx *store.Tx) error {
			return o.Settings.Set(ctx, tx, o.DB.NewID(), caseworktest.CenterID, setting.Value{Key: treelog.KeyMail, Value: to, From: calendar.DayOf(clock.At)})
		})
	}
	set("sheng@example.com falsch shenji@example.com")
	if n := len(mails()); n != 0 {
		t.Errorf("%d mails before there is a head", n)
	}
	write(func(tx *store.Tx) error {
		return book.Audit(ctx, tx, identity.Who{Center: caseworktest.CenterID, Name: "甲"}, "setting", "x", "")
	})
	if _, err := (&treelog.Log{DB: o.DB, Keys: o.Keys, Now: clock.Now}).Seal(ctx, caseworktest.CenterID, false); err != nil {
		t.Fatal(err)
	}
	all := mails()
	if len(all) != 2 {
		t.Fatalf("%d mails", len(all))
	}
	for _, m := range all {
		text := plain(t, m)
		i, j := strings.Index(text, "知保存证树头"), strings.Index(text, "核对与见证")
		h, err := treelog.ParseHead(text[max(i, 0):max(j, 0)])
		if err != nil || !h.Signed() || h.Center != caseworktest.CenterID || h.Size != 1 {
			t.Errorf("the head in the mail: %+v %v\n%s", h, err, text)
		}
	}
	set("")
	if n := len(mails()); n != 2 {
		t.Errorf("%d mails, and nobody is named any more", n-2)
	}
}

// plain is the text of a mail.
func plain(t *testing.T, raw string) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	body := io.Reader(m.Body)
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(m.Body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, m.Body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
