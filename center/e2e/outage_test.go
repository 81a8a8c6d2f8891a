package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/governance/outage"
	"zhibao/governance/outage/contingency"
	"zhibao/governance/outage/probe"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A running term of a party, with a login of that party.
type owed struct {
	id    int64
	clock string
	due   calendar.Day
	login string
}

// owes finds a case of the demo in which a party has a term that ends in some days, and somebody who acts
// for it.
func (w *world) owes(t testing.TB) (o owed) {
	t.Helper()
	logins := map[int64]string{}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := w.Book.List(t.Context(), tx, 1, 0)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.Party != 0 {
				logins[a.Party] = a.Login
			}
		}
		for day := w.Office.Today() + 1; day < w.Office.Today()+60 && o.id == 0; day++ {
			codes, err := w.Outage.Ending(t.Context(), tx, 1, day)
			if err != nil {
				return err
			}
			for _, c := range codes {
				var id int64
				before, clock, _ := strings.Cut(c, ".")
				if _, err := fmt.Sscan(before, &id); err != nil {
					return err
				}
				k, err := w.Office.Get(t.Context(), tx, casework.Robot(1), id)
				if err != nil {
					return err
				}
				clocks, err := w.Office.Clocks(t.Context(), tx, k)
				if err != nil {
					return err
				}
				for _, x := range clocks {
					login := logins[k.Agent]
					if login == "" {
						login = logins[k.Owner]
					}
					if x.Rule.Code == clock && x.Rule.Party && login != "" && k.Number != "" && (x.Rule.Regime == term.Center || x.Rule.Regime == term.CenterFixed) {
						o = owed{id, clock, day, login}
					}
				}
			}
		}
		return nil
	})
	if err != nil || o.id == 0 {
		t.Fatalf("no term of a party runs (%d logins): %v", len(logins), err)
	}
	return o
}

// turn sets the clock of the center forward to a time of China.
func (w *world) turn(t testing.TB, at string) {
	t.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", at, calendar.Shanghai())
	if err != nil || to.Before(w.now()) {
		t.Fatalf("the clock cannot be turned to %s: %v", at, err)
	}
	w.ahead.Add(int64(to.Sub(w.now())))
}

// down has the platform notice that it took no filing from one time to another, as it does after a restart.
func (w *world) down(t testing.TB, from, until string) (id int64) {
	t.Helper()
	for _, at := range []string{from, until} {
		w.turn(t, at)
		if err := w.Outage.Beat(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if id = w.find(t, "outage", outage.Noted); id == 0 {
		t.Fatal("the gap became no outage")
	}
	return id
}

// desk is a contingency desk whose folder is that of the center, with a key that the center registered.
func (w *world) desk(t testing.TB, at func() time.Time) *contingency.Desk {
	t.Helper()
	key, err := seal.SignerOf(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	to, err := w.Outage.Opener(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	d, err := contingency.Open(w.Outage.Folder, key, to.Public(), 1<<20, at)
	if err != nil {
		t.Fatal(err)
	}
	w.configured(t, "outage.signers", seal.SignerID(key.Public()))
	return d
}

// TestOutageJourney follows an evening on which nobody could file: the platform notices it by itself, the
// head verifies it, the director moves the terms on a basis, and the party sees the new day and why. What the
// contingency desk received goes in with the time of its receipt, and everybody can check that receipt.
func TestOutageJourney(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			o := w.owes(t)
			b.announced()
			evening := o.due.String()
			w.turn(t, evening+" 22:20")
			received := w.now().Add(time.Hour)
			slip, err := w.desk(t, func() time.Time { return received }).Take(t.Context(), "答复.zip", strings.NewReader("answer of the party"))
			if err != nil {
				t.Fatal(err)
			}
			id := w.down(t, evening+" 22:30", evening+" 23:50")
			w.turn(t, (o.due+1).String()+" 09:00")
			b.moved(o, id)
			b.wentIn(o, id, slip)
			b.observed()
			b.beside()
			b.clean()
		})
	}
}

// announced: maintenance that is near stands on every page, that of signing in too, until it is called off.
func (b *seat) announced() {
	b.t.Helper()
	day := b.Office.Today()
	err := b.DB.Read(b.t.Context(), func(tx *store.Tx) error {
		cal, err := b.Office.Calendar(b.t.Context(), tx, 1)
		if err == nil {
			day = cal.NextWorking(cal.NextWorking(day))
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.open("/sign-in")
	if b.text(".banner") != "" {
		b.t.Fatal("a banner without maintenance")
	}
	b.as("sysadmin")
	b.open("/outage/plans/new")
	b.send(typed("since", day.String()+" 01:00"), typed("until", day.String()+" 03:00"), typed("what", "升级数据库"), typed("what_en", "Database upgrade"))
	for _, login := range []string{"qiye01", "yushen1", "zhuren"} {
		b.as(login)
		if got := b.text(".banner"); !strings.Contains(got, day.String()+" 01:00") || !strings.Contains(got, "升级数据库") {
			b.t.Errorf("%s sees %q", login, got)
		}
	}
	b.open("/guide")
	b.press(`form[action="/sign-out"] button`)
	b.open("/sign-in?lang=en")
	if got := b.text(".banner"); !strings.Contains(got, "Database upgrade") {
		b.t.Errorf("the page of signing in says %q", got)
	}
	b.shown("banner-sign-in", "/sign-in?lang=zh")
	b.as("sysadmin")
	b.shown("outage", "/outage")
	b.press(`a[href^="/outage/plans/"][href$="/cancel"]`)
	b.send(ticked("sure"))
	b.open("/guide")
	if got := b.text(".banner"); got != "" {
		b.t.Errorf("called off, and the page says %q", got)
	}
}

// moved: from the record to the new day of the party.
func (b *seat) moved(o owed, id int64) {
	b.t.Helper()
	b.as("fuzeren")
	b.open("/outage")
	b.has(o.due.String()+" 22:30", "平台自测")
	b.step(id, "verify", typed("cause", "机房断电"))
	b.as("zhuren")
	b.open(fmt.Sprintf("/case/%d", id))
	b.has("建议顺延至下一个工作日", b.read(b.t, o.id).Number)
	b.shown("outage-case", fmt.Sprintf("/case/%d", id))
	b.step(id, "extend", typed("basis", "本中心规定第三条"))
	if due := b.dueOf(o); due != o.due {
		b.t.Errorf("the term moved to %s before the announcement", due)
	}
	b.step(id, "announce")
	due := b.dueOf(o)
	if due <= o.due {
		b.t.Fatalf("the term stays at %s", due)
	}
	b.as(o.login)
	b.open(fmt.Sprintf("/case/%d", o.id))
	b.has("期限顺延（系统中断）", "本中心规定第三条", due.String())
	b.shown("outage-party", fmt.Sprintf("/case/%d", o.id))
	b.open("/service")
	b.has("已公告顺延", "机房断电", "本中心规定第三条")
	b.shown("service", "/service")
}

// wentIn: a package of the contingency desk, from the folder to the case.
func (b *seat) wentIn(o owed, id int64, slip *contingency.Receipt) {
	b.t.Helper()
	b.as("shouli1")
	b.open("/outage/arrivals")
	b.has("1 份")
	b.send(picked("how", "只检查，不导入"))
	b.has("可以导入", slip.Number)
	b.send(picked("how", "导入"))
	b.has("已导入", "待归入案件")
	b.send(picked("how", "导入"))
	b.has("以前已导入")
	b.shown("arrivals", "/outage/arrivals")
	b.as("fuzeren")
	b.open(fmt.Sprintf("/case/%d/move/assign", id))
	arrival := eval[string](b, `[...document.querySelectorAll('#f-arrival option')].map(o => o.value).filter(v => v)[0]`)
	b.step(id, "assign", chosen("arrival", arrival), typed("number", b.read(b.t, o.id).Number), typed("basis", "本中心规定第四条"))
	b.as(o.login)
	b.open(fmt.Sprintf("/case/%d", o.id))
	b.has("收到应急件（系统中断期间）", "本中心规定第四条", o.due.String()+" 23:20:00", slip.Number, "尚未补办")
	b.shown("arrival-case", fmt.Sprintf("/case/%d", o.id))
	site := b.person(b.t, o.login)
	page := site.Get(fmt.Sprintf("/case/%d", o.id))
	link := eval[string](b, `document.querySelector('a[href*="/arrival/"]').getAttribute('href')`)
	if got := site.Get(link); got.Status != 200 || got.Body != "answer of the party" || page.Status != 200 {
		b.t.Errorf("the package: %d %q", got.Status, shorten(got.Body))
	}
	if got := b.person(b.t, "qiye08").Get(link); got.Status == 200 {
		b.t.Error("a stranger reads the package")
	}
	b.press(`form[action="/sign-out"] button`)
	b.open("/verify")
	b.press(`a[href="/verify/receipt"]`)
	b.send(filed("receipt", b.file("receipt.txt", []byte(slip.Text()))))
	b.has("签名有效", "本中心登记的应急收件公钥", "已导入平台并归入案件", slip.Number)
	b.photo("receipt")
	b.open("/verify/receipt")
	b.send(filed("receipt", b.file("changed.txt", []byte(strings.Replace(slip.Text(), "23:20", "23:19", 1)))))
	b.has("签名不成立")
}

// beside: what stands on other hosts, the page of the service as files and the contingency desk.
func (b *seat) beside() {
	b.t.Helper()
	dir := filepath.Join(b.dir, "status")
	if err := center.Status(b.t.Context(), io.Discard, filepath.Join(b.Dir, "data"), "", dir); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Navigate("file://" + dir + "/index.html"))
	b.has("已公告顺延", "本中心规定第三条", "近 90 日")
	b.photo("status")
	desk := httptest.NewServer(b.desk(b.t, b.now))
	defer desk.Close()
	b.do(chromedp.Navigate(desk.URL))
	b.photo("desk")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{b.file("new.zip", []byte("another"))}))
	b.press(`form:has(#file) button`)
	b.has("已收到", "知保应急收件回执 1", "new.zip")
	b.photo("desk-receipt")
	b.open("/service")
}

// observed: the record of a prober goes in on the page, and what only the prober saw becomes a record.
func (b *seat) observed() {
	b.t.Helper()
	key, err := seal.SignerOf(bytes.Repeat([]byte{9}, 32)) // that of the desk, which is registered
	if err != nil {
		b.t.Fatal(err)
	}
	r := &probe.Record{Dir: b.dir, Address: "https://zhibao.example.cn", Key: key}
	at := b.now().Truncate(time.Minute).Add(-20 * time.Minute)
	for i := range 20 {
		seen := probe.Up
		if i > 4 && i < 12 {
			seen = probe.Down
		}
		if err := r.Add(at.Add(time.Duration(i)*time.Minute), seen, time.Second, "拒绝连接"); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.as("sysadmin")
	b.open("/outage")
	b.press(`a[href="/outage/probe"]`)
	b.photo("probe")
	b.send(filed("record", filepath.Join(b.dir, "probe-2026-11.txt")))
	b.has("新增探测 20 次，新增中断记录 1 条", "外部探测", at.Add(5*time.Minute).In(calendar.Shanghai()).Format("2006-01-02 15:04"))
	b.shown("observed", "/outage")
}

// dueOf is when the term ends now.
func (b *seat) dueOf(o owed) (due calendar.Day) {
	b.t.Helper()
	err := b.DB.Read(b.t.Context(), func(tx *store.Tx) error {
		k, err := b.Office.Get(b.t.Context(), tx, casework.Robot(1), o.id)
		if err != nil {
			return err
		}
		clocks, err := b.Office.Clocks(b.t.Context(), tx, k)
		for _, c := range clocks {
			if c.Rule.Code == o.clock {
				due = c.Result.Due
			}
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return due
}

// shown looks at a page at both widths, and keeps pictures where SHOTS says so.
func (b *seat) shown(name, path string) {
	b.t.Helper()
	b.open(path)
	b.photo(name)
}

// photo looks at the page that is open at both widths.
func (b *seat) photo(name string) {
	b.t.Helper()
	for _, width := range []int64{1440, 390} {
		if err := webtest.Size(b.ctx, width, 900); err != nil {
			b.t.Fatal(err)
		}
		if n, err := webtest.Overflow(b.ctx); n > 0 || err != nil {
			b.t.Errorf("%s at %d: %d px too wide (%v): %s", name, width, n, err, eval[string](b, `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth).map(e => e.tagName + '.' + e.className).slice(0, 6).join(' ')`))
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			if err := webtest.Screenshot(b.ctx, filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width))); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	if err := webtest.Size(b.ctx, b.width, 800); err != nil {
		b.t.Fatal(err)
	}
}
