package abnormal_test

import (
	"context"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// feedOf makes the filings of the firm known to the monitor, with a rule about the first n of them.
func (w *world) feedOf(rule string, n int) {
	w.feed = nil
	for i, id := range w.own {
		f := &indicator.Filing{Case: id, Owner: firm, Kind: "发明", Day: calendar.DayOf(w.clock.At), Text: true}
		if i < n {
			f.Rules = []string{rule}
		}
		w.feed = append(w.feed, f)
	}
}

func (w *world) leads(t testing.TB) (out []*casework.Case) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.office.List(t.Context(), tx, actor("受理员"), casework.Filter{Chart: abnormal.Code, Sort: "opened"})
		out = l.Cases
		return err
	}))
	return out
}

func (w *world) watch(t testing.TB) abnormal.Run {
	t.Helper()
	r, err := w.desk.Watch(t.Context(), caseworktest.CenterID, 0)
	must(t, err)
	return r
}

func (w *world) move(t testing.TB, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	must(t, w.fill(nil, in))
	out, err := w.office.Move(t.Context(), casework.Request{Actor: actor(who), Case: k.ID, Move: move, Input: in, Expected: k.Version})
	must(t, err)
	return out.Case
}

// What was found is not found again; what grows before the party knows is added; what was dismissed comes
// back only with something new.
func TestWatch(t *testing.T) {
	w := newWorld(t)
	w.feedOf("QUA-003", 1)
	if r := w.watch(t); r.Opened != 0 || r.Filings != 4 {
		t.Fatalf("one filing is no batch: %+v", r)
	}
	w.feedOf("QUA-003", 2)
	if r := w.watch(t); r.Opened != 1 || r.Found != 1 {
		t.Fatalf("two filings: %+v", r)
	}
	if r := w.watch(t); r.Opened+r.Grown != 0 {
		t.Fatalf("found again: %+v", r)
	}
	w.feedOf("QUA-003", 3)
	if r := w.watch(t); r.Opened != 0 || r.Grown != 1 {
		t.Fatalf("a third filing: %+v", r)
	}
	k := w.leads(t)[0]
	if k.State != abnormal.Lead || k.Owner != 0 || k.Title != "示范电器有限公司：多件与已公布专利相似" {
		t.Fatalf("lead %s of %d %q: the monitor concludes nothing and tells nobody", k.State, k.Owner, k.Title)
	}
	k = w.move(t, "受理员", k, "propose", &abnormal.Reasoned{Reason: "系列产品"})
	w.move(t, "负责人", k, "dismiss", &abnormal.Reasoned{Reason: "同意"})
	if r := w.watch(t); r.Opened+r.Grown != 0 {
		t.Fatalf("a dismissed group comes back with nothing new: %+v", r)
	}
	w.feedOf("QUA-003", 4)
	if r := w.watch(t); r.Opened != 0 {
		t.Fatalf("one new filing is fewer than the center wants to be told of: %+v", r)
	}
	w.own = append(w.own, w.file(t, "企业"))
	w.feedOf("QUA-003", 5)
	if r := w.watch(t); r.Opened != 1 {
		t.Fatalf("two new filings: %+v", r)
	}
}

// The thresholds are the center's, and a lead says since when they are in force.
func TestThresholdIsDated(t *testing.T) {
	w := newWorld(t)
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, 77, caseworktest.CenterID, setting.Value{Key: "abnormal.QUA-003.applicant", Value: "3", From: calendar.MustDay("2026-01-01")})
	}))
	w.feedOf("QUA-003", 2)
	if r := w.watch(t); r.Found != 0 {
		t.Fatalf("two of three: %+v", r)
	}
	w.feedOf("QUA-003", 3)
	if r := w.watch(t); r.Opened != 1 {
		t.Fatalf("three of three: %+v", r)
	}
	found, err := w.desk.Found(t.Context(), w.leads(t)[0].ID)
	must(t, err)
	if n := found[0].Numbers[0]; n.Value != "3" || n.Limit != "3" || n.From != calendar.MustDay("2026-01-01") {
		t.Fatalf("numbers behind the lead: %+v", n)
	}
}

// A row of a national list about an own case is a lead; the same row again is nothing.
func TestList(t *testing.T) {
	w := newWorld(t)
	judge, bring := w.desk.Bring()
	row := func(number, result, version string) any {
		x, err := abnormal.ReadListed(map[string]string{"number": number, "kind": "发明", "applicant": "示范电器有限公司", "batch": "2026 第一批", "result": result, "source": "示通〔2026〕1号", "as_of": version})
		must(t, err)
		return x
	}
	clerk := actor("受理员")
	enter := func(x any) error {
		return bring.(func(context.Context, casework.Actor, any) error)(t.Context(), clerk, x)
	}
	judged := func(x any) error {
		return w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			return judge.(func(context.Context, *store.Tx, casework.Actor, any, func(string) int) error)(t.Context(), tx, clerk, x, func(string) int { return 0 })
		})
	}
	if _, err := abnormal.ReadListed(map[string]string{"number": "2026100000011"}); fault.CodeOf(err) != "abnormal.number" {
		t.Fatalf("a wrong number: %v", err)
	}
	w.filed["202510123456.5"] = w.own[0]
	w.filed["202420000001.5"] = w.own[1]
	must(t, enter(row("202510123456.5", "列入排查", "2026-01-02")))
	must(t, enter(row("202420000001.5", "列入排查", "2026-01-02")))
	must(t, enter(row("202310000001.5", "列入排查", "2026-01-02"))) // nobody's here
	if all := w.leads(t); len(all) != 1 || all[0].Attrs["source"] != "list" {
		t.Fatalf("%d leads of one applicant on one list", len(all))
	}
	same := row("202510123456.5", "列入排查", "2026-01-02")
	if err := judged(same); fault.CodeOf(err) != worklist.AlreadyIn {
		t.Fatalf("judged again: %v", err)
	}
	if err := enter(same); fault.CodeOf(err) != worklist.AlreadyIn {
		t.Fatalf("entered again: %v", err)
	}
	if err := judged(row("202510123456.5", "列入排查", "2027-01-02")); fault.CodeOf(err) != "abnormal.as_of" {
		t.Fatalf("from the future: %v", err)
	}
	// A later list takes one off: it is kept beside the first, and no lead follows from it.
	must(t, enter(row("202310000001.5", "排除", "2026-01-03")))
	if len(w.leads(t)) != 1 {
		t.Error("what was taken off the list became a lead")
	}
	rows, err := w.desk.Lists(t.Context(), caseworktest.CenterID)
	must(t, err)
	if len(rows) != 4 {
		t.Errorf("%d rows are kept, want 4", len(rows))
	}
}

// A monitor that never looked, and feeds that are empty or old, are not shown as healthy.
func TestFeeds(t *testing.T) {
	w := newWorld(t)
	state := func() map[string]string {
		out := map[string]string{}
		feeds, err := w.desk.Feeds(t.Context(), caseworktest.CenterID)
		must(t, err)
		for _, f := range feeds {
			out[f.Code] = f.State
		}
		return out
	}
	if s := state(); s["run"] != abnormal.Empty || s["filings"] != abnormal.Empty {
		t.Fatalf("before the first look: %v", s)
	}
	w.feedOf("", 0)
	w.watch(t)
	if s := state(); s["run"] != abnormal.Fresh || s["filings"] != abnormal.Fresh || s["lists"] != abnormal.Empty || s["transfers"] != abnormal.Empty || s["register"] != abnormal.Empty {
		t.Fatalf("after a look: %v", s)
	}
	w.clock.At = w.clock.At.AddDate(0, 0, 40)
	if s := state(); s["run"] != abnormal.Stale || s["filings"] != abnormal.Stale {
		t.Fatalf("forty days later: %v", s)
	}
}
