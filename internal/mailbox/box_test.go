package mailbox

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

type clock struct{ us atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.us.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMicro(c.us.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.us.Add(d.Microseconds()) }

// memory is a driver that keeps what it is given, or fails.
type memory struct {
	err error

	mu  sync.Mutex
	got []Parcel
	n   int // deliveries, also those that fail
}

func (m *memory) Deliver(_ context.Context, p Parcel) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n++
	if m.err == nil {
		m.got = append(m.got, p)
	}
	return m.err
}

// fixed is the same drivers for every center.
func fixed(m map[Channel]Driver) func(context.Context, *store.Tx, int64, Channel) (Driver, error) {
	return func(_ context.Context, _ *store.Tx, _ int64, ch Channel) (Driver, error) { return m[ch], nil }
}

var templates = []Template{{ID: "news",
	Chinese: Words{"案件 {number} 有新消息", "您的案件 {number} 有新消息，请登录 {link} 查看。"},
	English: Words{"News in case {number}", "There is news in your case {number}: {link}"}}}

func newBox(t testing.TB, db *store.DB, c *clock, o Options) (*Box, *job.Runner) {
	t.Helper()
	if err := db.Migrate(t.Context(), job.Schema(), Schema()); err != nil {
		t.Fatal(err)
	}
	jobs := job.New(db, job.Options{Now: c.now})
	o.Now, o.BaseURL, o.Templates = c.now, "https://zhibao.example.cn/center", templates
	b, err := New(db, jobs, o)
	if err != nil {
		t.Fatal(err)
	}
	return b, jobs
}

func send(t testing.TB, db *store.DB, b *Box, m Message) (id int64, err error) {
	t.Helper()
	err = db.Write(t.Context(), func(tx *store.Tx) (err error) {
		id, err = b.Send(t.Context(), tx, m)
		return err
	})
	return id, err
}

func letter(t testing.TB, db *store.DB, b *Box, id int64) (l Letter) {
	t.Helper()
	if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
		l, err = b.Letter(t.Context(), tx, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return l
}

var news = Message{Center: 5, Channel: Mail, To: "zhang@example.com", Template: "news", Number: "YS-SUZ-2026-00012-K", Path: "/case/17"}

func TestSend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		mails, texts := &memory{}, &memory{}
		b, jobs := newBox(t, db, c, Options{Driver: fixed(map[Channel]Driver{Mail: mails, SMS: texts})})
		id, err := send(t, db, b, news)
		if err != nil {
			t.Fatal(err)
		}
		text := news
		text.Channel, text.To, text.Language = SMS, "13800138000", "en"
		if _, err := send(t, db, b, text); err != nil {
			t.Fatal(err)
		}
		// What is taken back is not sent.
		db.Write(t.Context(), func(tx *store.Tx) error {
			b.Send(t.Context(), tx, news)
			return errors.New("no")
		})
		if n, err := jobs.RunDue(t.Context()); n != 2 || err != nil {
			t.Errorf("%d runs, %v", n, err)
		}
		if len(mails.got) != 1 || len(texts.got) != 1 {
			t.Fatalf("%+v %+v", mails.got, texts.got)
		}
		p := mails.got[0]
		if p.ID != id || p.To != news.To || p.Subject != "案件 YS-SUZ-2026-00012-K 有新消息" ||
			!strings.Contains(p.Body, "登录 https://zhibao.example.cn/center/case/17 查看") || !p.At.Equal(c.now()) {
			t.Errorf("%+v", p)
		}
		if texts.got[0].Body != "There is news in your case YS-SUZ-2026-00012-K: https://zhibao.example.cn/center/case/17" {
			t.Errorf("%+v", texts.got[0])
		}
		if l := letter(t, db, b, id); l.State != Sent || l.To != "z***@example.com" || l.Tries != 1 || !l.Ended.Equal(c.now()) {
			t.Errorf("%+v", l)
		}
		if n, _ := jobs.RunDue(t.Context()); n != 0 {
			t.Error("sent again")
		}
	})
}

// What cannot be delivered is tried again, given up in the end, reported in the same
// transaction, and can be sent again by hand.
func TestUndelivered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		d := &memory{err: undelivered(errors.New("down"))}
		var failed []Letter
		b, jobs := newBox(t, db, c, Options{Driver: fixed(map[Channel]Driver{Mail: d}), Tries: 3,
			Failed: func(_ context.Context, _ *store.Tx, l Letter) error { failed = append(failed, l); return nil }})
		id, err := send(t, db, b, news)
		if err != nil {
			t.Fatal(err)
		}
		tries := 0
		for len(failed) == 0 && tries < 10 {
			n, err := jobs.RunDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			tries += n
			c.pass(3 * time.Hour)
		}
		if tries != 3 || failed[0].ID != id || failed[0].State != Failed || failed[0].Error != "mailbox.undelivered" || failed[0].To != news.To {
			t.Errorf("%d tries, %+v", tries, failed)
		}
		d.err = nil
		for i, want := range []string{"", "mailbox.not_failed"} {
			err := db.Write(t.Context(), func(tx *store.Tx) error { return b.Resend(t.Context(), tx, id) })
			if want == "" && err != nil || want != "" && fault.CodeOf(err) != want {
				t.Errorf("resend %d: %v", i, err)
			}
		}
		if _, err := jobs.RunDue(t.Context()); err != nil || len(d.got) != 1 || letter(t, db, b, id).State != Sent {
			t.Errorf("%+v, %v", d.got, err)
		}
		// An address that the other side refuses, and a channel without a driver, are not tried twice.
		d.err = refused(errors.New("550"))
		send(t, db, b, news)
		send(t, db, b, Message{Center: 5, Channel: SMS, To: "13800138000", Template: "news"})
		failed = nil
		if n, err := jobs.RunDue(t.Context()); n != 2 || err != nil || len(failed) != 2 {
			t.Errorf("%d runs, %v, %+v", n, err, failed)
		}
		var open []Letter
		if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
			open, err = b.Unsent(t.Context(), tx, 5)
			return err
		}); err != nil || len(open) != 2 {
			t.Errorf("%+v, %v", open, err)
		}
	})
}

// A message cannot carry a sentence, whichever field it is put into.
func TestNoContent(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	b, _ := newBox(t, db, newClock(), Options{})
	for name, m := range map[string]Message{
		"number":       {1, Mail, "a@b.cn", "news", "zh", "一种机臂", "/case/1"},
		"long number":  {1, Mail, "a@b.cn", "news", "zh", strings.Repeat("A", 41), "/case/1"},
		"path":         {1, Mail, "a@b.cn", "news", "zh", "", "/case/一种机臂"},
		"query":        {1, Mail, "a@b.cn", "news", "zh", "", "/case?title=x"},
		"encoded path": {1, Mail, "a@b.cn", "news", "zh", "", "/case/%E4%B8%80"},
		"other site":   {1, Mail, "a@b.cn", "news", "zh", "", "//evil.example/x"},
		"climbing":     {1, Mail, "a@b.cn", "news", "zh", "", "/../x"},
		"address":      {1, Mail, "一种机臂 <a@b.cn>", "news", "zh", "", ""},
		"header":       {1, Mail, "a@b.cn\r\nBcc: c@d.cn", "news", "zh", "", ""},
		"two":          {1, Mail, "a@b.cn,c@d.cn", "news", "zh", "", ""},
		"phone":        {1, SMS, "138 0013 8000", "news", "zh", "", ""},
		"mail as sms":  {1, SMS, "a@b.cn", "news", "zh", "", ""},
		"template":     {1, Mail, "a@b.cn", "一种机臂", "zh", "", ""},
		"language":     {1, Mail, "a@b.cn", "news", "fr", "", ""},
		"channel":      {1, "fax", "a@b.cn", "news", "zh", "", ""},
	} {
		if _, err := send(t, db, b, m); fault.Of(err) == nil {
			t.Errorf("%s was accepted: %v", name, err)
		}
	}
	if _, err := send(t, db, b, Message{1, SMS, "+8613800138000", "news", "", "", ""}); err != nil {
		t.Error(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := Message{Channel: Mail, To: rapid.String().Draw(t, "to"), Language: "zh", Number: rapid.String().Draw(t, "number"), Path: rapid.String().Draw(t, "path")}
		if m.check() == nil {
			for _, r := range m.Number + m.Path {
				if r > 127 || r == ' ' || r == '%' || r == '?' {
					t.Fatalf("%+v was accepted", m)
				}
			}
		}
	})
}

func TestNewRefuses(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	jobs := job.New(db, job.Options{Now: newClock().now})
	for name, o := range map[string]Options{
		"no address": {Templates: templates},
		"bad scheme": {Templates: templates, BaseURL: "javascript://x/"},
		"twice":      {Templates: append(templates, templates...), BaseURL: "https://x.cn"},
		"incomplete": {Templates: []Template{{ID: "x", Chinese: Words{"a", "b"}}}, BaseURL: "https://x.cn"},
	} {
		if _, err := New(db, jobs, o); fault.Of(err) == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
