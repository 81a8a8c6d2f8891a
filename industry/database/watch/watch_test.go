package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/worklist"
	"zhibao/industry/database"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/literature"
)

type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	told   []int64
	used   [][2]int64 // searches of which watches were made
	fail   error      // what telling answers
	index  *search.Index
	feeds  []intake.Feed
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Schemas: []store.Schema{Schema(), holding.Schema(), worklist.Schema()}, Grants: Grants(), Settings: Settings()})
	w.clock.SetDay(calendar.MustDay("2026-11-23"))
	index, err := search.Open(t.TempDir(), holding.SearchSchema(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.index = index
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	w.feeds = []intake.Feed{{Source: "测试数据", AsOf: calendar.MustDay("2026-11-20")}}
	w.start()
	return w
}

// start makes the desk anew, as a process that starts does.
func (w *world) start() {
	w.Desk = New(Deps{Holding: &holding.Holding{DB: w.office.DB, Now: w.clock.Now},
		Feeds: func(context.Context, int64) ([]intake.Feed, error) { return w.feeds, nil },
		Count: func(ctx context.Context, _ int64, r search.Request) (search.Result, error) {
			return w.index.Find(ctx, r)
		},
		Words: func(context.Context, casework.Actor, int64) (string, string, error) {
			return "TI=支架", "支架", nil
		},
		Used: func(_ context.Context, _ *store.Tx, _, run, watch int64) error {
			w.used = append(w.used, [2]int64{run, watch})
			return nil
		},
		Staff: func(context.Context, *store.Tx, int64) ([]form.Option, error) {
			return []form.Option{{Value: "5", Label: web.Text{"预审员5", "预审员5"}}, {Value: "6", Label: web.Text{"预审员6", "预审员6"}}}, nil
		},
		Tell: func(_ context.Context, _ *store.Tx, _ int64, accounts []int64) error {
			if w.fail == nil {
				w.told = append(w.told, accounts...)
			}
			return w.fail
		}})
	w.Use(w.office)
}

func as(account int64) casework.Actor {
	return casework.Actor{Name: fmt.Sprintf("预审员%d", account), Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(casework.Examiner)}}}
}

// doc is a made-up publication.
func doc(serial int, title, applicant, ipc, day string) literature.Document {
	return literature.Document{Number: fmt.Sprintf("CN1%08dA", serial), Office: "CN", KindCode: "A", Kind: patent.Kind("发明"), Published: calendar.MustDay(day), Filed: calendar.MustDay(day) - 500, Language: "zh",
		Titles: []literature.Text{{Language: "zh", Words: title}}, Applicants: []literature.Party{{Name: applicant, Country: "CN"}}, IPC: []string{ipc}, Source: literature.Source{Name: "测试数据", Format: "test", At: serial, AsOf: calendar.MustDay(day)}}
}

func (w *world) put(t testing.TB, docs ...literature.Document) {
	t.Helper()
	rs, err := w.Holding.Put(t.Context(), caseworktest.CenterID, docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rs {
		if r.Err != nil {
			t.Fatal(r.Number, r.Err)
		}
		if err := w.index.Put(t.Context(), []search.Document{holding.Index(&docs[i])}); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) make(t testing.TB, kind, about string, causes ...string) *Watch {
	t.Helper()
	x := &Watch{Title: kind + "监视", Kind: kind, About: about, Causes: causes, Recipients: []Recipient{{5, "预审员5"}}}
	if err := w.Save(t.Context(), as(5), x); err != nil {
		t.Fatal(err)
	}
	return x
}

func (w *world) run(t testing.TB) {
	t.Helper()
	if _, err := w.Run(t.Context(), caseworktest.CenterID); err != nil {
		t.Fatal(err)
	}
}

// all are the warnings, each as cause and number.
func (w *world) all(t testing.TB) (out []*Warning) {
	t.Helper()
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, _, err = warnings(t.Context(), tx, as(5), asked{order: "g.id", limit: 1000})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func causesIn(ws []*Warning) map[string]int {
	out := map[string]int{}
	for _, w := range ws {
		out[w.Cause]++
	}
	return out
}

// TestNewDocuments: each kind of watch is told of what is new, of nothing that was there before, and once.
func TestNewDocuments(t *testing.T) {
	w := newWorld(t)
	w.put(t, doc(1, "折叠支架", "甲公司", "F16M 11/04", "2026-10-01"))
	w.run(t)
	w.clock.SetDay(calendar.MustDay("2026-11-24"))
	q := w.make(t, byQuery, "TI=支架", Publication, Grant, Status)
	firm := w.make(t, byFirm, "甲公司", Publication)
	class := w.make(t, byClass, "F16M", Publication)
	numbers := w.make(t, byNumbers, "CN100000002A", Publication)
	other := w.make(t, byQuery, "TI=激光器", Publication)
	w.clock.SetDay(calendar.MustDay("2026-11-25"))
	old := doc(3, "旧支架", "甲公司", "F16M 11/04", "2019-01-01") // imported later, published long ago
	w.put(t, doc(2, "手机支架", "甲公司", "F16M 11/38", "2026-11-20"), old)
	w.run(t)
	by := map[int64]int{}
	for _, x := range w.all(t) {
		by[x.Watch]++
		if x.Number != "CN100000002A" || x.Cause != Publication || x.Level != blue {
			t.Errorf("warned of %s %s, level %d", x.Cause, x.Number, x.Level)
		}
	}
	for _, x := range []*Watch{q, firm, class, numbers} {
		if by[x.ID] != 1 {
			t.Errorf("%s: %d warnings", x.Title, by[x.ID])
		}
	}
	if by[other.ID] != 0 {
		t.Error("a watch of something else was told")
	}
	if len(w.told) != 1 || w.told[0] != 5 {
		t.Errorf("told: %v", w.told)
	}
	n := len(w.all(t))
	again := doc(2, "手机支架（改）", "甲公司", "F16M 11/38", "2026-11-20")
	again.Source.AsOf++
	w.put(t, again)
	w.run(t)
	if got := len(w.all(t)); got != n {
		t.Errorf("%d warnings after a change of what was warned of, want %d", got, n)
	}
}

// TestEvents: a legal event that becomes known warns once, with the level of its kind; the settings decide it.
func TestEvents(t *testing.T) {
	w := newWorld(t)
	first := doc(1, "折叠支架", "甲公司", "F16M 11/04", "2026-10-01")
	w.put(t, first)
	w.make(t, byQuery, "TI=支架", Status)
	w.clock.SetDay(calendar.MustDay("2026-11-25"))
	first.Events = []literature.Event{{Kind: literature.Assigned, Day: calendar.MustDay("2026-11-10"), From: "甲公司", To: "乙公司"}, {Kind: literature.Invalid, Day: calendar.MustDay("2026-11-12")}, {Kind: literature.Pledged, Day: calendar.MustDay("2020-01-01")}}
	first.Source.AsOf++
	w.put(t, first)
	w.run(t)
	w.run(t)
	levels := map[string]int{}
	for _, x := range w.all(t) {
		levels[x.Cause] = x.Level
	}
	if len(w.all(t)) != 2 || levels["status.assigned"] != yellow || levels["status.invalid"] != red {
		t.Errorf("warned: %v", levels)
	}
}

// TestEndInBetween: where the last step fails, nothing is kept of the batch and nothing is lost.
func TestEndInBetween(t *testing.T) {
	w := newWorld(t)
	w.make(t, byQuery, "TI=支架", Publication)
	w.clock.SetDay(calendar.MustDay("2026-11-25"))
	var docs []literature.Document
	for i := range batch + 20 {
		docs = append(docs, doc(i+1, "支架", "甲公司", "F16M 11/04", "2026-11-20"))
	}
	w.put(t, docs...)
	w.fail = errors.New("killed")
	if _, err := w.Run(t.Context(), caseworktest.CenterID); !errors.Is(err, w.fail) {
		t.Fatal(err)
	}
	if n := len(w.all(t)); n != 0 {
		t.Fatalf("%d warnings of a batch that was not finished", n)
	}
	w.fail = nil
	w.start()
	w.run(t)
	w.run(t)
	if n := len(w.all(t)); n != len(docs) {
		t.Errorf("%d warnings, want %d", n, len(docs))
	}
}

// TestMeasures: the end of a term, a burst and a dominating holder, each at its threshold and not below.
func TestMeasures(t *testing.T) {
	w := newWorld(t)
	ending := doc(1, "老支架", "甲公司", "F16M 11/04", "2008-01-01")
	ending.Grant, ending.KindCode, ending.Number, ending.Filed = true, "B", "CN100000001B", calendar.MustDay("2007-02-01")
	later := doc(2, "新支架", "甲公司", "F16M 11/04", "2015-01-01")
	later.Grant, later.KindCode, later.Number, later.Filed = true, "B", "CN100000002B", calendar.MustDay("2014-02-01")
	w.put(t, ending, later)
	for i := range 12 { // one a month for a year: the mean is one
		w.put(t, doc(100+i, "激光器", fmt.Sprintf("公司%d", i), "H01S 5/024", (month(calendar.MustDay("2025-10-05"), i)+4).String()))
	}
	for i := range 9 {
		w.put(t, doc(200+i, "激光器", "丁公司", "H01S 5/024", "2026-10-12"))
	}
	w.make(t, byNumbers, "CN100000001B CN100000002B", Term)
	w.make(t, byClass, "H01S", Burst, Share)
	w.run(t)
	w.run(t)
	got := causesIn(w.all(t))
	if got[Term] != 1 || got[Burst] != 1 || got[Share] != 1 || len(w.all(t)) != 3 {
		t.Fatalf("warned: %v", got)
	}
	for _, x := range w.all(t) {
		switch x.Cause {
		case Term:
			if x.Number != "CN100000001B" || x.Day != calendar.MustDay("2027-01-31") {
				t.Errorf("%s ends on %s", x.Number, x.Day)
			}
		case Burst:
			if x.Facts.Count != 9 || x.Facts.Total != 12 || x.Facts.Percent != 900 || x.Facts.Month != "2026-10" {
				t.Errorf("burst: %+v", x.Facts)
			}
		case Share:
			if x.Facts.Holder != "丁公司" || x.Facts.Count != 9 {
				t.Errorf("share: %+v", x.Facts)
			}
		}
	}
	if err := w.Save(t.Context(), as(5), &Watch{Title: "x", Kind: byQuery, About: "TI=x", Causes: []string{Term}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("terms of a query: %v", err)
	}
}

// TestFees: an annual fee is warned of before it falls due. The first row is the example of the Guidelines
// for Patent Examination (part 5, chapter 9, section 2.2.1): filed 1997-06-03, granted 2001-08-01 with the
// fee of the fifth year, so that of the sixth is due on 2002-06-03.
func TestFees(t *testing.T) {
	day := calendar.MustDay
	for _, x := range []struct {
		kind, filed, granted, from string
		want                       fee
	}{
		{"发明", "1997-06-03", "2001-08-01", "2001-08-02", fee{6, day("2002-06-03"), day("2002-12-03")}},
		{"发明", "1997-06-03", "2001-08-01", "2002-06-03", fee{6, day("2002-06-03"), day("2002-12-03")}},
		{"发明", "1997-06-03", "2001-08-01", "2002-06-04", fee{7, day("2003-06-03"), day("2003-12-03")}},
		{"发明", "1997-06-03", "2001-08-01", "2016-06-03", fee{20, day("2016-06-03"), day("2016-12-05")}},
		{"发明", "1997-06-03", "2001-08-01", "2016-06-04", fee{}},
		{"实用新型", "2020-03-15", "2020-10-01", "2026-01-01", fee{7, day("2026-03-16"), day("2026-09-15")}},
		{"外观设计", "2021-06-01", "2021-06-01", "2021-06-02", fee{2, day("2022-06-01"), day("2022-12-01")}},
		{"发明", "", "2001-08-01", "2001-08-02", fee{}},
	} {
		d := literature.Document{Kind: patent.Kind(x.kind), Published: day(x.granted)}
		if x.filed != "" {
			d.Filed = day(x.filed)
		}
		if got := feeFrom(calendar.Public(), &d, database.TermEnd(kindOf(&d), d.Filed), day(x.from)); got != x.want {
			t.Errorf("%v: fee of year %d due %s, late %s", x, got.year, got.due, got.late)
		}
	}
	w := newWorld(t)
	due := doc(1, "老支架", "甲公司", "F16M 11/04", "2018-01-02")
	due.Grant, due.KindCode, due.Number, due.Filed = true, "B", "CN100000001B", day("2020-12-23")
	lapsed := doc(2, "旧支架", "甲公司", "F16M 11/04", "2018-01-02")
	lapsed.Grant, lapsed.KindCode, lapsed.Number, lapsed.Filed = true, "B", "CN100000002B", due.Filed
	lapsed.Events = []literature.Event{{Kind: literature.Lapsed, Day: day("2024-01-02")}}
	w.put(t, due, lapsed)
	w.make(t, byNumbers, "CN100000001B CN100000002B", Fee)
	w.run(t)
	w.run(t)
	if all := w.all(t); len(all) != 1 || all[0].Cause != Fee || all[0].Number != "CN100000001B" || all[0].Facts.Year != 7 {
		t.Fatalf("warned: %+v", all)
	}
}

func (w *world) site(t testing.TB, a any) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, w.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
}

// TestPages: a watch is made of a search, warns, is handled by whom it concerns, paused and ended; each
// page in both languages.
func TestPages(t *testing.T) {
	w := newWorld(t)
	s, other := w.site(t, as(5)), w.site(t, as(6))
	s.Get(path).Contains("文献库是空的")
	w.put(t, doc(1, "折叠支架", "甲公司", "F16M 11/04", "2026-10-01"))
	s.Get(path).Contains("截至 2026-11-20")
	p := s.Get(home + "/new?run=1")
	p.Check()
	p.Contains("TI=支架")
	made := s.Submit(p, "title", url.Values{"title": {"支架"}, "recipients": {"5"}})
	if made.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	place := made.Header.Get("Location")
	if len(w.used) != 1 || w.used[0][0] != 1 || !strings.HasSuffix(place, text(w.used[0][1])) {
		t.Errorf("the search of which %s was made is not kept for it: %v", place, w.used)
	}
	w.clock.SetDay(calendar.MustDay("2026-11-25"))
	w.put(t, doc(2, "手机支架", "甲公司", "F16M 11/38", "2026-11-20"))
	w.run(t)
	if wrong := s.Submit(s.Get(home+"/new"), "title", url.Values{"title": {"错"}, "kind": {byClass}, "about": {"支架"}, "recipients": {"5"}}); wrong.Status != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body, "不是分类号") {
		t.Errorf("a word was taken for a class: %d", wrong.Status)
	}
	warning := path + "/" + text(w.all(t)[0].ID)
	s.Get(path).Contains("手机支架")
	s.Get(path + "?level=1").Contains("没有符合条件的预警")
	for _, x := range []string{path, home, warning, place, place + "/edit"} {
		s.Get(x).Check()
	}
	if got := s.Submit(s.Get(warning), "note", url.Values{"do": {dismissed}}); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("dismissed without a reason: %d", got.Status)
	}
	if got := s.Submit(s.Get(warning), "note", url.Values{"do": {handled}, "note": {"已通知企业"}}); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	s.Get(warning).Contains("已通知企业", "已处理")
	if err := w.Handle(t.Context(), as(6), w.all(t)[0].ID, handled, "x"); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("handled by somebody else: %v", err)
	}
	if strings.Contains(other.Get(warning).Body, `name="note"`) {
		t.Error("somebody else is offered to handle it")
	}
	if got := s.Submit(s.Get(place), "do", url.Values{"do": {"pause"}}); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	w.put(t, doc(3, "桌面支架", "甲公司", "F16M 11/38", "2026-11-20"))
	w.run(t)
	w.clock.SetDay(calendar.MustDay("2026-11-26"))
	if got := s.Submit(s.Get(place), "do", url.Values{"do": {"resume"}}); got.Status != http.StatusSeeOther {
		t.Fatalf("%d", got.Status)
	}
	w.put(t, doc(4, "墙面支架", "甲公司", "F16M 11/38", "2026-11-20"))
	w.run(t)
	if n := len(w.all(t)); n != 2 {
		t.Errorf("%d warnings, want the one before the pause and the one after it", n)
	}
	w.feeds[0].Stale = true
	s.Get(path).Contains("过期")
	s.Get("/?lang=en")
	for _, x := range []string{path, home, warning, place, place + "/edit", home + "/new"} {
		en := s.Get(x)
		en.Check()
		en.NoHan()
	}
}

// TestAboutIsSealed: what is watched does not stand in the database.
func TestAboutIsSealed(t *testing.T) {
	w := newWorld(t)
	x := w.make(t, byQuery, "标题=绝密的可折叠飞行器", Publication)
	var about []byte
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT about FROM watch_watch WHERE id = $1`, x.ID).Scan(&about)
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(about), "飞行器") || len(about) == 0 {
		t.Error("what is watched can be read in the database")
	}
}
