package counterfeit_test

import (
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/fact"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/figure"
)

// view is what somebody sees of a case: steps and papers.
func (w *world) view(t *testing.T, who string, k *casework.Case) (moves, papers []string, err error) {
	t.Helper()
	a := actor(who)
	err = w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		c, err := w.office.Get(t.Context(), tx, a, k.ID)
		if err != nil {
			return err
		}
		events, err := w.office.EventsFor(t.Context(), tx, a, c)
		if err != nil {
			return err
		}
		for _, e := range events {
			moves = append(moves, e.Move)
		}
		all, _, err := document.Visible(t.Context(), tx, w.office, a, c)
		for _, p := range all {
			papers = append(papers, strings.TrimPrefix(p.Template, counterfeit.Code+"."))
		}
		return err
	})
	return moves, papers, err
}

// TestThePartySeesWhatWasServed: the person learns nothing of the lead, of who reported it, of the
// review and the discussion, and reads those papers alone that reached it.
func TestThePartySeesWhatWasServed(t *testing.T) {
	w := newWorld(t)
	lead := &counterfeit.NewLead{Source: "12330"}
	lead.Who, lead.Phone, lead.Reply = "举报人李四", "13800000000", "phone"
	k := w.do(t, "2026-03-02", "话务员", nil, "lead", lead)
	if _, _, err := w.view(t, "当事人", k); fault.KindOf(err) != fault.Missing {
		t.Errorf("before anybody was identified: %v", err)
	}
	k = w.do(t, "2026-03-02", "负责人", k, "assign", nil)
	k = w.do(t, "2026-03-02", "承办人", k, "verify", &counterfeit.Verify{Way: "record"})
	k = w.do(t, "2026-03-02", "承办人", k, "propose", nil)
	k = w.do(t, "2026-03-02", "负责人", k, "file", nil)
	if _, _, err := w.view(t, "当事人", k); fault.KindOf(err) != fault.Missing {
		t.Errorf("before anybody was identified: %v", err)
	}
	k = w.do(t, "2026-03-03", "承办人", k, "identify", nil)
	k = w.do(t, "2026-03-03", "承办人", k, "inspect", nil)
	k = w.do(t, "2026-03-03", "承办人", k, "preserve", &counterfeit.Preserve{Secure: counterfeit.Secure{Urgent: true}})
	k = w.served(t, "2026-03-10", w.noticed(t, "2026-03-06", k))
	moves, papers, err := w.view(t, "当事人", k)
	must(t, err)
	for _, inside := range []string{"lead", "assign", "verify", "propose", "file", "conclude", "review", "discuss", "allow"} {
		if slices.Contains(moves, inside) {
			t.Errorf("the person learns of %s", inside)
		}
	}
	if want := []string{"preserve", "hearing_notice", "penalty"}; !slices.Equal(papers, want) {
		t.Errorf("the person reads %v, want %v", papers, want)
	}
	if _, _, err := w.view(t, "别的企业", k); fault.KindOf(err) != fault.Missing {
		t.Errorf("somebody else: %v", err)
	}
	if _, all, err := w.view(t, "承办人", k); err != nil || len(all) < 8 {
		t.Errorf("the officer reads %v %v", all, err)
	}
}

// TestFacts: a penalty that was served is a fact, and so is one that is not performed.
func TestFacts(t *testing.T) {
	w := newWorld(t)
	k := w.noticed(t, "2026-03-06", w.filed(t, "2026-03-03"))
	if w.facts[fact.Counterfeit] != 0 {
		t.Error("a fact before the decision")
	}
	k = w.served(t, "2026-03-10", k)
	if w.facts[fact.Counterfeit] != 1 || w.facts[fact.DecisionDefied] != 0 {
		t.Errorf("after service: %v", w.facts)
	}
	k = w.do(t, "2026-03-26", "承办人", k, "exhort", nil)
	w.do(t, "2026-09-15", "承办人", k, "enforce", &counterfeit.Enforce{Court: "法院", Facts: "不履行"})
	if w.facts[fact.DecisionDefied] != 1 {
		t.Errorf("after the application: %v", w.facts)
	}
}

// TestReport: a stranger gets a number and a code, and a case that only the center sees.
func TestReport(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	in := &counterfeit.Tip{}
	must(t, w.fill(nil, in))
	number, code, err := w.desk.ReportByPublic(t.Context(), 1, in)
	must(t, err)
	if _, ok := document.NormalCode(code); !ok || !strings.HasPrefix(number, "JM-") {
		t.Errorf("receipt %q %q", number, code)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		k, err := w.office.Find(t.Context(), tx, actor("承办人"), number)
		if err == nil && (k.State != counterfeit.Lead || k.Owner != 0 || k.Kind != counterfeit.KindReported) {
			t.Errorf("the lead is %+v", k)
		}
		return err
	}))
}

func TestMoney(t *testing.T) {
	l := conduct.Limits{Multiple: 5, Threshold: conduct.Yuan(50000), Flat: conduct.Yuan(250000), Filing: conduct.Yuan(100000)}
	for _, c := range []struct {
		gains, want int
		group       conduct.Group
	}{{0, 250000, conduct.Counterfeit}, {50000, 250000, conduct.Counterfeit}, {50001, 250005, conduct.Counterfeit}, {1000000, 5000000, conduct.Counterfeit}, {0, 100000, conduct.Filing}, {0, 0, conduct.Marking}} {
		if got := l.Ceiling(c.group, conduct.Yuan(c.gains)); got != conduct.Yuan(c.want) {
			t.Errorf("%s with %d: %s, want %d", c.group, c.gains, got, c.want)
		}
	}
	due := calendar.MustDay("2026-03-27")
	for days, want := range map[int]int{-1: 0, 0: 0, 1: 600, 10: 6000, 33: 19800, 34: 20000, 400: 20000} {
		if got := conduct.Surcharge(conduct.Yuan(20000), 30, due, due+calendar.Day(days)); got != conduct.Yuan(want) {
			t.Errorf("%d days late: %s, want %d", days, got, want)
		}
	}
	for text, want := range map[string]string{"25,000.5元": "25000.50", "12": "12", "0.05": "0.05", "": "0", "-1": "!", "1.234": "!", "一万": "!", "1e9": "!", "999999999999": "!"} {
		var m conduct.Money
		got := "!"
		if err := m.UnmarshalText([]byte(text)); err == nil {
			got = m.String()
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	if n := len(conduct.On(due)); n != 11 {
		t.Errorf("%d kinds of conduct", n)
	}
	counterfeits := 0
	for _, k := range conduct.On(due) {
		if k.Group == conduct.Counterfeit {
			counterfeits++
		}
		if k.Basis.Article == "" || k.Title == "" || k.English == "" {
			t.Errorf("%s has no basis or title", k.Code)
		}
	}
	if counterfeits != 9 {
		t.Errorf("%d kinds of counterfeiting, want 9", counterfeits)
	}
}

// TestFigures: each figure counts the cases that a person counts by hand.
func TestFigures(t *testing.T) {
	w := newWorld(t)
	fast := w.served(t, "2026-03-10", w.noticed(t, "2026-03-06", w.filed(t, "2026-03-03"))) // seven days
	slow := w.served(t, "2026-03-20", w.noticed(t, "2026-03-12", w.filed(t, "2026-03-03"))) // seventeen: after the target
	p := casework.Period{From: calendar.MustDay("2026-01-01"), To: calendar.MustDay("2026-12-31")}
	want := map[string]float64{"counterfeit.leads": 2, "counterfeit.filed": 2, "counterfeit.file_rate": 100, "counterfeit.decided": 2, "counterfeit.target_rate": 50, "counterfeit.month_rate": 100, "counterfeit.ninety_rate": 100,
		"counterfeit.days": 12, "counterfeit.days90": 17, "counterfeit.penalties": 2}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		for _, m := range w.desk.Measures() {
			f, err := m.Compute(t.Context(), tx, 1, p)
			if err != nil {
				return err
			}
			if f.Value != want[m.Code] || !f.Known {
				t.Errorf("%s is %v, want %v", m.Code, f.Value, want[m.Code])
			}
			if m.Code == "counterfeit.target_rate" && (!slices.Equal(f.Numerator, []int64{fast.ID}) || len(f.Denominator) != 2) {
				t.Errorf("%s opens to %v of %v, and not to %d of it and %d", m.Code, f.Numerator, f.Denominator, fast.ID, slow.ID)
			}
		}
		groups, err := w.desk.Figures.By(t.Context(), tx, 1, p, func(k *casework.Case) string { return k.Attrs["source"] })
		if err != nil || len(groups) != 1 || groups[0].Key != "patrol" || len(groups[0].Cases) != 2 || len(groups[0].OnTime) != 1 || groups[0].P90 != 17 {
			t.Errorf("by source: %+v %v", groups, err)
		}
		return nil
	}))
	if got := figure.Percentile([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 90); got != 9 {
		t.Errorf("the 90th percentile of ten is %v", got)
	}
}
