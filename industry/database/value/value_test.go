package value

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/access"
	"zhibao/internal/fault"
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
	branch []string // documents of branch 1
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Schemas: []store.Schema{Schema(), holding.Schema(), worklist.Schema()}, Grants: Grants(), Settings: Settings()})
	w.clock.SetDay(calendar.MustDay("2026-11-28"))
	w.Desk = New(Deps{Holding: &holding.Holding{DB: w.office.DB, Now: w.clock.Now},
		Branches: func(context.Context, int64) ([]form.Option, error) {
			return []form.Option{{Value: "1", Label: web.Text{"电池", "Batteries"}}}, nil
		},
		InBranch: func(context.Context, int64, int64) ([]string, error) { return w.branch, nil }})
	w.Use(w.office)
	return w
}

func clerk() casework.Actor {
	return casework.Actor{Name: "受理员", Subject: access.Subject{Account: 5, Center: caseworktest.CenterID, Roles: []string{string(casework.Clerk)}}}
}

func (w *world) set(t testing.TB, key, value, from string) {
	t.Helper()
	if err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "value." + key, Value: value, From: calendar.MustDay(from), Reason: "测试"})
	}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) put(t testing.TB, docs ...literature.Document) {
	t.Helper()
	for part := range slices.Chunk(docs, 300) {
		rs, err := w.Holding.Put(t.Context(), caseworktest.CenterID, part, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rs {
			if r.Err != nil {
				t.Fatal(r.Number, r.Err)
			}
		}
	}
}

func (w *world) site(t testing.TB, a casework.Actor) *webtest.Site {
	t.Helper()
	cfg := webtest.Config(a)
	cfg.Now = w.clock.Now
	return webtest.Start(t, cfg, w.Module(), web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true, Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}})
}

// grant is a granted invention.
func grant(serial int, filed, granted string) literature.Document {
	return literature.Document{Number: fmt.Sprintf("CN1%08dB", serial), Office: "CN", KindCode: "B", Kind: patent.Invention, Grant: true, Filed: calendar.MustDay(filed), Published: calendar.MustDay(granted), Language: "zh",
		Titles: []literature.Text{{Language: "zh", Words: "一种电池"}}, Applicants: []literature.Party{{Name: "甲公司", Country: "CN", Address: "浙江省杭州市西湖区1号"}}, IPC: []string{"H01M 10/0525"}, Family: fmt.Sprintf("F%d", serial),
		Source: literature.Source{Name: "公布数据", Format: "test", AsOf: calendar.MustDay("2026-11-20")}}
}

// on judges a patent on a day.
func (w *world) on(t testing.TB, number, day string) (j Judged) {
	t.Helper()
	if _, err := w.Feed(t.Context(), caseworktest.CenterID, 100); err != nil {
		t.Fatal(err)
	}
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		p, err := w.patent(t.Context(), tx, caseworktest.CenterID, number)
		if err != nil {
			return err
		}
		r, err := w.rulesOf(t.Context(), tx, caseworktest.CenterID, calendar.MustDay(day))
		j = r.judge(p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return j
}

// answers writes the answers to validity, the five criteria and the whole.
func (j *Judged) answers() string {
	out := j.Valid.Code() + ":"
	for _, v := range j.Verdicts {
		out += " " + v.Answer.Code()
	}
	return out + " = " + j.High.Code()
}

// TestCriteria: each criterion by itself, on the days where it turns; what is not decided or not known is not
// judged.
func TestCriteria(t *testing.T) {
	w := newWorld(t)
	leap := grant(2, "2016-02-29", "2018-01-01")
	pledged := grant(3, "2020-01-01", "2022-01-01")
	pledged.Events = []literature.Event{{Kind: literature.Pledged, Day: calendar.MustDay("2023-05-01"), To: "某银行"}}
	lapsed := grant(4, "2010-01-01", "2012-01-01")
	lapsed.Events = []literature.Event{{Kind: literature.Lapsed, Day: calendar.MustDay("2022-03-01")}, {Kind: literature.Restored, Day: calendar.MustDay("2022-09-01")}}
	stated := grant(5, "2015-01-01", "2017-01-01")
	stated.Status = "失效"
	void := grant(6, "2012-01-01", "2014-01-01")
	void.Events = []literature.Event{{Kind: literature.Invalid, Day: calendar.MustDay("2025-01-01"), Detail: "宣告专利权部分无效"}, {Kind: literature.Invalid, Day: calendar.MustDay("2026-01-01"), Detail: "宣告专利权全部无效"}}
	us := literature.Document{Number: "US10000001B2", Office: "US", KindCode: "B2", Kind: patent.Invention, Grant: true, Published: calendar.MustDay("2021-06-01"), Family: "F1", Source: literature.Source{Name: "海外数据", AsOf: calendar.MustDay("2026-10-01")},
		Events: []literature.Event{{Kind: literature.Lapsed, Day: calendar.MustDay("2025-06-01")}}}
	hk := us
	hk.Number, hk.Office, hk.Family, hk.Events = "HK1234567A", "HK", "F2", nil
	old := grant(7, "2006-11-28", "2009-01-01")
	w.put(t, grant(1, "2020-03-01", "2022-03-01"), leap, pledged, lapsed, stated, void, old, us, hk)
	for _, x := range []struct{ number, day, want string }{
		{"CN100000001B", "2022-02-28", "no: unknown yes no unknown no = no"}, // not granted yet
		{"CN 100000001", "2022-03-01", "yes: unknown yes no unknown no = yes"},
		{"CN100000001B", "2021-05-31", "no: unknown no no unknown no = no"},
		{"CN100000001B", "2025-06-01", "yes: unknown no no unknown no = unknown"}, // the patent abroad has lapsed
		{"CN100000002B", "2026-02-28", "yes: unknown no no unknown no = unknown"}, // ten years are full on the last of February
		{"CN100000002B", "2026-03-01", "yes: unknown no yes unknown no = yes"},
		{"CN100000004B", "2022-02-28", "yes: unknown no yes unknown no = yes"},
		{"CN100000004B", "2022-03-01", "no: unknown no yes unknown no = no"},
		{"CN100000004B", "2022-09-01", "yes: unknown no yes unknown no = yes"},
		{"CN100000005B", "2026-11-28", "unknown: unknown no yes unknown no = unknown"},
		{"CN100000006B", "2025-12-31", "yes: unknown no yes unknown no = yes"}, // a part of it was left
		{"CN100000006B", "2026-01-01", "no: unknown no yes unknown no = no"},
		{"CN100000007B", "2026-11-27", "yes: unknown no yes unknown no = yes"}, // the last day of twenty years
		{"CN100000007B", "2026-11-28", "no: unknown no yes unknown no = no"},
	} {
		if j := w.on(t, x.number, x.day); j.answers() != x.want {
			t.Errorf("%s on %s: %s, want %s", x.number, x.day, j.answers(), x.want)
		}
	}
	// A table and an amount, from a day on.
	if _, err := w.addClass(t.Context(), clerk(), &NewClass{IPC: "H01M 10", Code: "示例1", Title: "示例产业", Version: "测试表", From: calendar.MustDay("2024-01-01"), Source: "测试"}); err != nil {
		t.Fatal(err)
	}
	w.set(t, "pledge", "5000000", "2024-01-01")
	for day, want := range map[string]string{"2023-12-31": "yes: unknown no no unknown no = unknown", "2024-01-01": "yes: yes no no unknown no = yes"} {
		if j := w.on(t, "CN100000003B", day); j.answers() != want {
			t.Errorf("on %s: %s, want %s", day, j.answers(), want)
		}
	}
	enter := func(e *holding.Evidence) error { return w.Enter(t.Context(), clerk(), "CN100000003B", e) }
	low := &holding.Evidence{Kind: holding.Pledge, Day: calendar.MustDay("2023-05-01"), Amount: 4_999_999, Detail: "某银行", Source: "登记簿", AsOf: calendar.MustDay("2026-11-01")}
	if err := enter(low); err != nil {
		t.Fatal(err)
	}
	if j := w.on(t, "CN100000003B", "2024-01-01"); j.Verdicts[3].Answer != No {
		t.Errorf("a yuan too little: %s", j.answers())
	}
	same := *low
	if err := enter(&same); fault.KindOf(err) != fault.Conflict {
		t.Errorf("entered twice: %v", err)
	}
	for _, e := range []*holding.Evidence{{Kind: holding.Pledge, Day: calendar.MustDay("2024-06-01"), Amount: 5_000_000, Detail: "另一银行", Source: "登记簿", AsOf: calendar.MustDay("2026-11-01")}, {Kind: holding.Award, Day: calendar.MustDay("2025-07-01"), Prize: "patent", Detail: "优秀奖", Source: "决定", AsOf: calendar.MustDay("2026-11-01")}} {
		if err := enter(e); err != nil {
			t.Fatal(err)
		}
	}
	for day, want := range map[string]string{"2024-05-31": "yes: yes no no no no = yes", "2024-06-01": "yes: yes no no yes no = yes", "2025-07-01": "yes: yes no no yes yes = yes"} {
		if j := w.on(t, "CN100000003B", day); j.answers() != want {
			t.Errorf("on %s: %s, want %s", day, j.answers(), want)
		}
	}
	if err := enter(&holding.Evidence{Kind: holding.Award, Day: calendar.MustDay("2019-07-01"), Prize: "state", Detail: "早于申请", Source: "决定", AsOf: calendar.MustDay("2026-11-01")}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an award before the filing: %v", err)
	}
	w.set(t, "on.emerging", "false", "2026-01-01")
	if j := w.on(t, "CN100000003B", "2026-01-01"); j.Verdicts[0].Answer != Unknown || j.Verdicts[0].Why != whyOff {
		t.Errorf("a criterion that is not in use: %s", j.answers())
	}
}

// A fact is what a made-up patent is, kept apart from the documents that say so.
type fact struct {
	number                                    string
	filed, granted, lapsed, us, pledge, award int // days from the origin; 0 for none
	amount                                    int64
	class, transfer                           bool
}

// TestRecount makes holdings and counts what is of high value from the facts of which they were made, by
// plain comparisons of days; the register must come to the same, whatever the order of the documents, and
// the list must have as many as each number says.
func TestRecount(t *testing.T) {
	origin := calendar.MustDay("2000-01-01")
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			w, rng := newWorld(t), rand.New(rand.NewPCG(seed, 7))
			var facts []fact
			var docs []literature.Document
			for i := range 250 {
				f := fact{number: fmt.Sprintf("CN1%08d", i), filed: 1 + rng.IntN(9000)}
				f.granted = f.filed + 300 + rng.IntN(900)
				maybe := func(one int) int {
					if rng.IntN(one) > 0 {
						return 0
					}
					return f.granted + 1 + rng.IntN(2500)
				}
				f.lapsed, f.us, f.pledge, f.award, f.class, f.transfer = maybe(4), maybe(5), maybe(6), maybe(9), rng.IntN(3) == 0, rng.IntN(4) == 0
				f.amount = 4_000_000 + rng.Int64N(2_000_001)
				d := grant(i, (origin + calendar.Day(f.filed)).String(), (origin + calendar.Day(f.granted)).String())
				d.IPC = []string{map[bool]string{true: "H01M 10/0525", false: "A47B 1/00"}[f.class]}
				a := d // the application says the filing day, events may stand at either
				a.Number, a.KindCode, a.Grant, a.Published = f.number+"A", "A", false, d.Filed+200
				d.Filed = 0
				if f.lapsed > 0 {
					at := []*literature.Document{&a, &d}[rng.IntN(2)]
					at.Events = append(at.Events, literature.Event{Kind: literature.Lapsed, Day: origin + calendar.Day(f.lapsed)})
				}
				if f.transfer {
					d.Events = append(d.Events, literature.Event{Kind: literature.Assigned, Day: d.Published + 1, From: "甲公司", To: "乙公司"})
				}
				docs, facts = append(docs, a, d), append(facts, f)
				if f.us > 0 {
					docs = append(docs, literature.Document{Number: fmt.Sprintf("US1%07dB2", i), Office: "US", KindCode: "B2", Grant: true, Published: origin + calendar.Day(f.us), Family: d.Family, Source: literature.Source{Name: "海外数据"}})
				}
			}
			rng.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
			w.put(t, docs...)
			w.clock.SetDay(calendar.MustDay("2040-01-01"))
			if left, err := w.Feed(t.Context(), caseworktest.CenterID, 100); err != nil || left != 0 {
				t.Fatal(left, err)
			}
			w.set(t, "pledge", "5000000", "2000-01-01")
			if _, err := w.addClass(t.Context(), clerk(), &NewClass{IPC: "H01M", Code: "示例", Title: "示例", Version: "测试表", From: origin, Source: "测试"}); err != nil {
				t.Fatal(err)
			}
			for _, f := range facts {
				for _, e := range []*holding.Evidence{{Kind: holding.Pledge, Day: origin + calendar.Day(f.pledge), Amount: f.amount}, {Kind: holding.Award, Day: origin + calendar.Day(f.award), Prize: "state"}} {
					if e.Day == origin {
						continue
					}
					e.Detail, e.Source, e.AsOf = "测试", "测试", origin
					if err := w.Enter(t.Context(), clerk(), f.number+"B", e); err != nil {
						t.Fatal(err)
					}
				}
			}
			s := w.site(t, clerk())
			for _, year := range []int{2008, 2016, 2024, 2033} {
				day := calendar.Date(year, time.December, 31)
				n := recount(facts, origin, day)
				for at, want := range map[string]int{"high=yes": n["high"], "high=valid": n["valid"], "high=yes&criterion=emerging": n[Emerging], "high=yes&criterion=abroad": n[Abroad], "high=yes&criterion=kept": n[Kept], "high=yes&criterion=pledged": n[Pledged],
					"high=yes&criterion=awarded": n[Awarded], "high=yes&holder=" + url.QueryEscape("乙公司"): n["乙公司"], "high=yes&place=" + url.QueryEscape("浙江省杭州市西湖区"): n["high"]} {
					p := s.Get(home + "?on=" + day.String() + "&" + at)
					if want > 0 && !strings.Contains(p.Body, fmt.Sprintf("%d 件", want)) || want == 0 && !strings.Contains(p.Body, "没有符合条件") {
						t.Errorf("%s %s: not the %d that were counted", day, at, want)
					}
				}
				body := s.Get(home + "/figures/csv?on=" + day.String()).Body
				for series, want := range map[string]int{fmt.Sprintf("高价值与有效发明专利,%d,高价值", year): n["high"], fmt.Sprintf("高价值与有效发明专利,%d,有效发明专利", year): n["valid"]} {
					if !strings.Contains(body, fmt.Sprintf("%s,%d", series, want)) {
						t.Errorf("the data of the figures has no %s,%d", series, want)
					}
				}
			}
		})
	}
}

// recount counts from the facts.
func recount(facts []fact, origin, day calendar.Day) map[string]int {
	n, on := map[string]int{}, int(day-origin)
	for _, f := range facts {
		filed := (origin + calendar.Day(f.filed)).Begin()
		today := day.Begin()
		switch {
		case f.granted > on, f.lapsed > 0 && f.lapsed <= on, !today.Before(filed.AddDate(20, 0, 0)):
			continue
		}
		n["valid"]++
		met := map[string]bool{Emerging: f.class, Abroad: f.us > 0 && f.us <= on, Pledged: f.pledge > 0 && f.pledge <= on && f.amount >= 5_000_000, Awarded: f.award > 0 && f.award <= on}
		full := filed.AddDate(10, 0, 0)
		if full.Day() != filed.Day() { // 29 February
			full = full.AddDate(0, 0, -1)
		}
		met[Kept] = today.After(full)
		high := false
		for k, ok := range met {
			if ok {
				n[k]++
				high = true
			}
		}
		if !high {
			continue
		}
		n["high"]++
		if f.transfer && f.granted+1 <= on {
			n["乙公司"]++
		}
	}
	return n
}

// TestPages: the empty table says so, every page opens, entering and striking out work through the forms, and
// who may not enter is offered nothing.
func TestPages(t *testing.T) {
	w := newWorld(t)
	w.put(t, grant(1, "2010-03-01", "2012-03-01"), grant(2, "2020-03-01", "2022-03-01"))
	s := w.site(t, clerk())
	s.Get(industries).Contains("未设对照表", "不推断对照关系")
	s.Get(home).Contains("有标准未判", "CN100000001B", "第 2 次变动")
	s.Get(home+"?high=yes").Contains("1 件", "CN100000001B")
	for _, at := range []string{home, home + "?on=2024-12-31&high=yes", home + "/figures", home + "/CN100000001B", industries, industries + "/new", home + "/CN100000001B/pledge", home + "/CN100000001B/award", "/bring-in/value", "/bring-in/emerging"} {
		s.Get(at).Check()
	}
	place := home + "/CN100000002B"
	made := s.Submit(s.Get(place+"/award"), "prize", url.Values{"prize": {"patent"}, "detail": {"第二十四届中国专利银奖"}, "day": {"2023-07-01"}, "source": {"国家知识产权局决定"}, "as_of": {"2026-11-01"}})
	if made.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	s.Get(place).Contains("第二十四届中国专利银奖", "国家知识产权局决定，截至 2026-11-01", "高价值")
	s.Get(place + "?on=2023-06-30").Contains("没有登记获奖")
	strike := regexp.MustCompile(home + `/\w+/strike/\d+`).FindString(s.Get(place).Body)
	if got := s.Submit(s.Get(strike), "why", url.Values{"why": {"录错了号码"}}); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	s.Get(place).Contains("已撤销", "录错了号码", "没有登记获奖")
	made = s.Submit(s.Get(industries+"/new"), "ipc", url.Values{"ipc": {"h01m10/05"}, "code": {"示例1"}, "title": {"示例产业"}, "version": {"测试表"}, "from": {"2020-01-01"}, "source": {"测试"}})
	if made.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	s.Get(industries).Contains("H01M10/05", "示例产业", "终止")
	w.branch = []string{"CN100000002A"}
	s.Get(home+"?branch=1").Contains("1 件", "CN100000002B")
	for _, kind := range []string{"csv", "xlsx"} {
		if p := s.Get(home + "/export?_as=" + kind); p.Status != http.StatusOK {
			t.Errorf("%s: %d", kind, p.Status)
		}
	}
	if body := s.Get(home + "/export?_as=csv&on=2025-12-31").Body; !strings.Contains(body, "统计日：2025-12-31") || !strings.Contains(body, "第 2 次变动") {
		t.Error("the export says neither day nor state of the data")
	}
	if p := s.Get(home + "/CN199999999B"); p.Status != http.StatusNotFound {
		t.Errorf("a patent that is not held: %d", p.Status)
	}
	reviewer := clerk()
	reviewer.Roles = []string{string(casework.Expert)}
	o := w.site(t, reviewer)
	if strings.Contains(o.Get(place).Body, "/award") || strings.Contains(o.Get(industries).Body, industries+"/new") {
		t.Error("who may not enter is offered to")
	}
}
