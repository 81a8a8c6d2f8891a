package outage

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// A world is an office with outages and a procedure whose terms they can move.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
}

// asked is a procedure with a term of a party in working days and one in calendar days that rolls.
func asked() *casework.Chart {
	basis, do := ours("测试"), casework.Input(func(s *casework.Step, _ *Plain) error { s.SetTitle("测试"); return s.Issue() })
	robot := []casework.Role{casework.System}
	end := casework.Input(func(*casework.Step, *Plain) error { return nil })
	return &casework.Chart{Code: "asked", Prefix: "CS", Title: "测试", English: "Test", Clause: "3.3",
		States: []casework.State{{Code: "open", Title: "待答复", English: "Open", Party: true}, {Code: "done", Title: "结束", English: "Done", Final: true}},
		Moves: []casework.Move{{Code: "ask", Title: "提问", English: "Ask", To: []string{"open"}, By: robot, Basis: basis, Do: do},
			{Code: "sketch", Title: "新建", English: "Sketch", To: []string{"open"}, By: robot, Basis: basis, Do: casework.Input(func(s *casework.Step, _ *Plain) error { return nil })},
			{Code: "accept", Title: "受理", English: "Accept", From: []string{"open"}, To: []string{casework.Stay}, By: []casework.Role{casework.Clerk}, Basis: basis, Do: end},
			{Code: "file", Title: "补办", English: "File", From: []string{"open"}, To: []string{casework.Stay}, By: robot, Basis: basis, Do: end},
			{Code: "answer", Title: "答复", English: "Answer", From: []string{"open"}, To: []string{"done"}, By: robot, Basis: basis, Do: end}},
		Clocks: []casework.ClockRule{{Code: "reply", Title: "答复期限", English: "Reply", Start: []string{"ask"}, Setting: "asked.reply", Regime: term.CenterFixed, Basis: basis, Party: true},
			{Code: "weeks", Title: "七日期限", English: "Seven days", Start: []string{"ask"}, Setting: "asked.weeks", Regime: term.Penalty, Basis: basis, Party: true}}}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	w := &world{Desk: New(Deps{Blobs: blobs, Folder: filepath.Join(t.TempDir(), "contingency")})}
	length := func(key, v string) setting.Def {
		return setting.Def{Key: key, Title: key, English: key, Type: setting.Length, Default: map[string]string{"": v}, Sure: rule.Ours, Level: rule.Center, Basis: ours("测试"), Group: "asked"}
	}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: w.Hold([]*casework.Chart{w.Chart(), asked()}, map[string][]string{"asked": {"accept"}}), Settings: append(Settings(), length("asked.reply", "5工作日"), length("asked.weeks", "30日")),
		Schemas: []store.Schema{Schema()}, Grants: Grants()})
	w.Use(w.office)
	return w
}

func (w *world) actor(name string) casework.Actor {
	role := map[string]casework.Role{"负责人": casework.Head, "主任": casework.Director, "系统": casework.System, "受理员": casework.Clerk}[name]
	return casework.Actor{Subject: access.Subject{Account: int64(40 + len(name)), Center: caseworktest.CenterID, Roles: []string{string(role)}}, Name: name}
}

func (w *world) at(s string) { w.clock.At, _ = parse(s) }

func TestStories(t *testing.T) {
	w := newWorld(t)
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.Chart(), Actor: w.actor})
}

// ask opens a case of the other procedure.
func (w *world) ask(t *testing.T) *casework.Case {
	t.Helper()
	out, err := w.office.Move(t.Context(), casework.Request{Actor: w.actor("系统"), Chart: "asked", Move: "ask", Input: &Plain{}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Case
}

func (w *world) beat(t *testing.T) {
	t.Helper()
	if err := w.Beat(t.Context(), caseworktest.CenterID); err != nil {
		t.Fatal(err)
	}
}

func (w *world) outages(t *testing.T) (out []*Outage) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = read(t.Context(), tx, `center_id = $1`, caseworktest.CenterID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// move makes a move of an outage.
func (w *world) move(t *testing.T, who string, id int64, move string, in any) error {
	t.Helper()
	var k *casework.Case
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, w.actor(who), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.office.Move(t.Context(), casework.Request{Actor: w.actor(who), Case: id, Move: move, Input: in, Expected: k.Version})
	return err
}

// TestBeat finds gaps of a minute by itself, after a restart too, and none where there was none.
func TestBeat(t *testing.T) {
	w := newWorld(t)
	w.at("2026-11-25 10:00:00")
	for range 200 {
		w.beat(t)
		w.clock.At = w.clock.At.Add(Beats)
	}
	if got := w.outages(t); len(got) != 0 {
		t.Fatalf("%d outages while every beat came", len(got))
	}
	w.clock.At = w.clock.At.Add(-Beats).Add(Gap - time.Second) // control: one second less than a gap
	w.beat(t)
	if got := w.outages(t); len(got) != 0 {
		t.Fatalf("%d outages after less than a minute", len(got))
	}
	w.clock.At = w.clock.At.Add(Gap)
	w.beat(t)
	w.beat(t)
	got := w.outages(t)
	if len(got) != 1 || got[0].Until.Sub(got[0].Since) != Gap {
		t.Fatalf("outages after a minute: %+v", got)
	}
	w.clock.At = w.clock.At.Add(-time.Hour) // set back: no beat, no gap
	w.beat(t)
	w.clock.At = w.clock.At.Add(time.Hour + 10*time.Second)
	w.beat(t)
	if got := w.outages(t); len(got) != 1 {
		t.Fatalf("%d outages after the clock was set back", len(got))
	}
	var days []DayOf
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		days, err = w.Record(t.Context(), tx, caseworktest.CenterID, w.office.Today()-89)
		return err
	})
	if err != nil || len(days) != 1 || days[0].Down != 1 || days[0].Measured < 50 {
		t.Fatalf("record %+v, %v", days, err)
	}
}

// TestMove follows an outage in the evening from the gap to the moved terms: nothing moves before the
// announcement, everything chosen moves by it, nothing else does.
func TestMove(t *testing.T) {
	w := newWorld(t)
	w.at("2026-11-18 09:00")
	k, other := w.ask(t), w.ask(t) // both due on 2026-11-25
	w.at("2026-11-19 09:00")
	later := w.ask(t)
	w.at("2026-11-25 22:30")
	w.beat(t)
	w.at("2026-11-25 22:45")
	w.beat(t)
	o := w.outages(t)[0]
	w.at("2026-11-26 08:30")
	if !w.holds(t, k) || w.holds(t, later) {
		t.Fatal("a case due on the day of an undecided outage must be held, another not")
	}
	must(t, w.move(t, "负责人", o.Case, "verify", &Verify{Window{"2026-11-25 22:30", "2026-11-25 22:45"}, "交换机故障"}))
	if err := w.move(t, "负责人", o.Case, "extend", &Extend{[]string{}, "本中心规定"}); err == nil {
		t.Fatal("a head decided in the place of the director")
	}
	code := Chosen{Case: k.ID, Clock: "reply"}.code()
	if err := w.move(t, "主任", o.Case, "extend", &Extend{[]string{Chosen{Case: later.ID, Clock: "reply"}.code()}, "本中心规定"}); err == nil {
		t.Fatal("a term of another day was moved")
	}
	must(t, w.move(t, "主任", o.Case, "extend", &Extend{[]string{code}, "本中心规定第三条"}))
	if w.due(t, k) != "2026-11-25" {
		t.Fatal("a term moved before the announcement")
	}
	must(t, w.move(t, "主任", o.Case, "undo", &Plain{}))
	must(t, w.move(t, "主任", o.Case, "extend", &Extend{[]string{code}, "本中心规定第三条"}))
	must(t, w.move(t, "主任", o.Case, "announce", &Plain{}))
	if got := w.due(t, k); got != "2026-11-26" {
		t.Fatalf("due %s after the announcement", got)
	}
	if w.due(t, other) != "2026-11-25" || w.due(t, later) != "2026-11-26" {
		t.Fatal("a term moved that was not chosen")
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		last := events[len(events)-1]
		if last.Move != casework.GraceMove || last.Meta.Basis != "本中心规定第三条" || len(last.Meta.Clocks) != 1 || !strings.Contains(last.Meta.Clocks[0].Why, "ZD") {
			t.Errorf("event %+v", last)
		}
		return err
	})
	must(t, err)
	v, err := casework.Verify(t.Context(), w.office.DB)
	if err != nil || len(v.Flaws) != 0 {
		t.Fatalf("%v %v", v.Flaws, err)
	}
	if w.holds(t, k) {
		t.Fatal("held after the announcement")
	}
	// What was recorded is what is computed from the events.
	n, err := w.office.Recompute(t.Context(), caseworktest.CenterID)
	if err != nil || n != 0 || w.due(t, k) != "2026-11-26" {
		t.Fatalf("%d due dates changed, %v", n, err)
	}
}

// TestEveryDay moves a term that ends on any day of two years, in working days and in calendar days that
// roll: always to the first working day after it, whatever the nominal end was.
func TestEveryDay(t *testing.T) {
	w := newWorld(t)
	var cal *calendar.Calendar
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		cal, err = w.office.Calendar(t.Context(), tx, caseworktest.CenterID)
		return err
	}))
	first, _ := calendar.ParseDay("2025-01-01")
	for day := first; day < first+600; day++ {
		for _, in := range []term.Input{{Start: day, Length: term.WorkingDays(5), Regime: term.CenterFixed}, {Start: day, Length: term.CalendarDays(30), Regime: term.Penalty},
			{Start: day, Length: term.CalendarDays(7), Regime: term.Penalty}, {Start: day, Length: term.Months(2), Regime: term.Penalty}} {
			r := term.Compute(cal, in)
			to := cal.NextWorking(r.Due)
			in.Extend = []term.Extension{{By: term.WorkingDays(cal.WorkingDaysBetween(r.Nominal, to))}}
			if got := term.Compute(cal, in).Due; got != to {
				t.Fatalf("%s + %s: due %s, moved to %s, want %s", day, in.Length, r.Due, got, to)
			}
		}
	}
}

func (w *world) holds(t *testing.T, k *casework.Case) (held bool) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		held, err = w.Holds(t.Context(), tx, k)
		return err
	}))
	return held
}

func (w *world) due(t *testing.T, k *casework.Case) (due string) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		now, err := w.office.Get(t.Context(), tx, w.actor("系统"), k.ID)
		due = now.Due.String()
		return err
	}))
	return due
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestRule is the rule of the center on its edges.
func TestRule(t *testing.T) {
	for name, c := range map[string]struct {
		since, until string
		proposed     bool
	}{
		"59 minutes by day":         {"2026-11-25 10:00", "2026-11-25 10:59", false},
		"an hour by day":            {"2026-11-25 10:00", "2026-11-25 11:00", true},
		"until two hours before":    {"2026-11-25 21:30", "2026-11-25 22:00", false},
		"a minute after that":       {"2026-11-25 21:30", "2026-11-25 22:01", true},
		"over midnight, day before": {"2026-11-24 23:00", "2026-11-25 00:30", false},
	} {
		w := newWorld(t)
		w.at("2026-11-26 09:00")
		_, err := w.office.Move(t.Context(), casework.Request{Actor: w.actor("负责人"), Chart: "outage", Move: "report", Input: &Report{Window{c.since, c.until}, "机房断电"}})
		must(t, err)
		day, _ := calendar.ParseDay("2026-11-25")
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			f, err := w.finding(t.Context(), tx, caseworktest.CenterID, day)
			if f.Proposed() != c.proposed {
				t.Errorf("%s: %+v", name, f)
			}
			return err
		}))
	}
}

// TestPlan holds maintenance against the rules of the center, each on both of its sides.
func TestPlan(t *testing.T) {
	w := newWorld(t)
	w.at("2026-11-25 09:00") // a Wednesday
	sys := casework.Actor{Subject: access.Subject{Account: 9, Center: caseworktest.CenterID, Roles: []string{string(casework.SysAdmin)}}, Name: "系统管理员"}
	for _, c := range []struct{ since, until, word string }{
		{"2026-11-26 00:30", "2026-11-26 02:00", "提前 2 个工作日"},
		{"2026-11-27 00:29", "2026-11-27 02:00", "只能安排在 00:30 至 06:00"},
		{"2026-11-27 03:00", "2026-11-27 06:01", "只能安排在"},
		{"2026-11-27 00:30", "2026-11-27 04:31", "最长 240 分钟"},
		{"2026-11-27 04:00", "2026-11-27 03:00", "结束须晚于开始"},
		{"2026-11-27 00:30", "2026-11-27 04:30", ""},
		{"2026-11-27 04:00", "2026-11-27 05:00", "重叠"},
	} {
		err := w.Announce(t.Context(), sys, PlanForm{Window{c.since, c.until}, "升级数据库", "Database upgrade"})
		if (err == nil) != (c.word == "") || err != nil && !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s–%s: %v, want %q", c.since, c.until, err, c.word)
		}
	}
	// Inside announced maintenance a gap is none; the same gap outside it is one.
	w.at("2026-11-27 00:31")
	w.beat(t)
	w.at("2026-11-27 04:29")
	w.beat(t)
	if got := w.outages(t); len(got) != 0 {
		t.Fatalf("maintenance became an outage: %+v", got)
	}
	w.at("2026-11-27 04:31")
	w.beat(t)
	if got := w.outages(t); len(got) != 1 {
		t.Fatal("a gap beyond the maintenance became no outage")
	}
}

// TestPlanTerm refuses maintenance over the end of a term, where a center allows such hours at all.
func TestPlanTerm(t *testing.T) {
	w := newWorld(t)
	w.at("2026-11-18 09:00")
	w.ask(t) // due 2026-11-25
	for key, v := range map[string]string{"outage.plan.from": "23:00", "outage.plan.until": "02:00"} {
		must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
			return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: key, Value: v, From: w.office.Today()})
		}))
	}
	by := w.actor("系统")
	err := w.Announce(t.Context(), by, PlanForm{Window{"2026-11-25 23:30", "2026-11-26 00:30"}, "维护", "Maintenance"})
	if err == nil || !strings.Contains(err.Error(), "1 件案件的期限届满") {
		t.Errorf("%v", err)
	}
	must(t, w.Announce(t.Context(), by, PlanForm{Window{"2026-11-24 23:30", "2026-11-25 00:30"}, "维护", "Maintenance"}))
}

// TestDownNow: a center that has taken no filing for a minute is down in the days that it shows, before any
// record says so; one that took one is not.
func TestDownNow(t *testing.T) {
	w := newWorld(t)
	down := func() (minutes int) {
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			days, err := w.Record(t.Context(), tx, caseworktest.CenterID, w.office.Today())
			for _, x := range days {
				minutes += x.Down
			}
			return err
		}))
		return minutes
	}
	w.at("2026-11-25 22:30")
	w.beat(t)
	w.clock.At = w.clock.At.Add(Gap - time.Second)
	if n := down(); n != 0 {
		t.Errorf("down for %d minutes after less than one", n)
	}
	w.at("2026-11-25 22:50")
	if n := down(); n != 20 {
		t.Errorf("down for %d minutes, want 20", n)
	}
	w.beat(t)
	if n := down(); n != 20 {
		t.Errorf("down for %d minutes after it came back, want 20", n)
	}
}

// TestStatic writes the public page and reads it back.
func TestStatic(t *testing.T) {
	w := newWorld(t)
	w.at("2026-11-25 22:30")
	w.beat(t)
	w.at("2026-11-25 22:45")
	w.beat(t)
	var s Service
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		s, err = w.ServiceOf(context.Background(), tx, casework.Center{ID: caseworktest.CenterID, Name: "示范中心", English: "Demo"})
		return err
	}))
	dir := filepath.Join(t.TempDir(), "status")
	must(t, WriteStatic(dir, s))
	must(t, WriteStatic(dir, s))
	names, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, n := range names {
		got = append(got, n.Name())
	}
	if !slices.Equal(got, []string{"en.html", "feed.xml", "index.html", "status.json"}) {
		t.Fatalf("files %v", got)
	}
	text, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil || !strings.Contains(string(text), "2026-11-25 22:30—22:45") || strings.Contains(string(text), "<script") {
		t.Errorf("%v %s", err, text)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "status.json"))
	var back Service
	if err != nil || json.Unmarshal(raw, &back) != nil || back.Now != "ok" || len(back.Outages) != 1 || back.Days[0].Down != 15 {
		t.Errorf("%v %s", err, raw)
	}
}

// TestBanner: maintenance stands on every page from the working days of notice on until it is over, in every
// process within the time for which it is remembered, and not when it was called off.
func TestBanner(t *testing.T) {
	w := newWorld(t)
	other := New(Deps{})
	other.Use(w.office) // another process on the same data
	w.at("2026-11-20 09:00")
	near := func(d *Desk) (n int) {
		all, err := d.near(t.Context(), 0)
		must(t, err)
		return len(all)
	}
	must(t, w.Announce(t.Context(), w.actor("系统"), PlanForm{Window{"2026-11-27 00:30", "2026-11-27 02:00"}, "升级", "Upgrade"}))
	for at, want := range map[string]int{"2026-11-20 09:00": 0, "2026-11-24 23:59": 0, "2026-11-25 00:00": 1, "2026-11-27 01:00": 1, "2026-11-27 01:59": 1, "2026-11-27 02:00": 0} {
		w.at(at)
		if got := near(other); got != want {
			t.Errorf("%s: %d", at, got)
		}
	}
	w.at("2026-11-26 09:00")
	if near(w.Desk) != 1 || near(other) != 1 {
		t.Fatal("nothing is near")
	}
	var id int64
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := plans(t.Context(), tx, caseworktest.CenterID, w.office.Now())
		id = all[0].ID
		return err
	}))
	must(t, w.Cancel(t.Context(), w.actor("系统"), id))
	if near(w.Desk) != 0 {
		t.Error("called off, and it still stands there")
	}
	w.clock.At = w.clock.At.Add(remembered)
	if near(other) != 0 {
		t.Error("called off, and another process never learns it")
	}
}
