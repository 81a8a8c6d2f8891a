package abnormal_test

import (
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/examination/abnormal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestFigures leads one lead to each end and counts.
func TestFigures(t *testing.T) {
	w := newWorld(t)
	open := func(day, indicator string) *casework.Case {
		w.clock.SetDay(calendar.MustDay(day))
		in := &abnormal.Enter{Indicator: indicator}
		must(t, w.fill(nil, in))
		out, err := w.office.Move(t.Context(), casework.Request{Actor: actor("受理员"), Chart: abnormal.Code, Move: "enter", Input: in})
		must(t, err)
		return out.Case
	}
	heard := func(k *casework.Case) *casework.Case {
		k = w.move(t, "另一受理员", k, "notice", &abnormal.Notice{})
		return w.move(t, "企业", k, "explain", &abnormal.Explain{})
	}
	dismissed := open("2026-03-02", "QUA-003")
	found := open("2026-03-02", "QUA-003")
	revoked := open("2026-03-02", "QUA-003")
	gone := open("2026-03-02", "QUA-005")
	open("2026-03-02", "QUA-005")
	w.clock.SetDay(calendar.MustDay("2026-03-06"))
	dismissed = w.move(t, "受理员", dismissed, "propose", &abnormal.Reasoned{Reason: "系列产品"})
	w.move(t, "负责人", dismissed, "dismiss", &abnormal.Reasoned{Reason: "同意"})
	w.clock.SetDay(calendar.MustDay("2026-03-12"))
	for _, k := range []*casework.Case{found, revoked} {
		k = w.move(t, "复核员", heard(k), "check", &abnormal.Check{Proposal: "abnormal", Types: []string{"1"}, Cases: []string{"甲"}})
		k = w.move(t, "负责人", k, "conclude", &abnormal.Conclude{Result: "abnormal", Types: []string{"1"}, Cases: []string{"甲"}})
		k = w.move(t, "企业", k, "accept", &abnormal.Accept{Confirm: true})
		if k.ID == revoked.ID {
			w.move(t, "主任", k, "revoke", &abnormal.Revoke{Ground: "自行纠正", Reason: "证据不足"})
		}
	}
	k := w.move(t, "另一受理员", gone, "notice", &abnormal.Notice{})
	k = w.move(t, "企业", k, "withdraw", &abnormal.Withdraw{Cases: []string{"甲", "乙"}})
	k = w.move(t, "复核员", k, "check", &abnormal.Check{Proposal: "withdrawn", Cases: []string{"甲"}})
	w.move(t, "负责人", k, "conclude", &abnormal.Conclude{Result: "withdrawn", Cases: []string{"甲"}})

	p := casework.Period{From: calendar.MustDay("2026-03-01"), To: calendar.MustDay("2026-03-31")}
	want := map[string]float64{"abnormal.leads": 5, "abnormal.decided": 4, "abnormal.found": 1, "abnormal.precision": 50, "abnormal.days": 10}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		for _, m := range w.desk.Measures() {
			f, err := m.Compute(t.Context(), tx, caseworktest.CenterID, p)
			if err != nil {
				return err
			}
			if !f.Known || f.Value != want[m.Code] {
				t.Errorf("%s is %v, want %v", m.Code, f.Value, want[m.Code])
			}
		}
		all, err := w.desk.Tallies(t.Context(), tx, caseworktest.CenterID, p)
		for _, y := range all {
			switch y.Indicator {
			case "QUA-003":
				if y.Leads != 3 || y.Dismissed != 1 || y.Abnormal != 1 || y.Clear != 1 || y.Open != 0 || y.Median != 10 || int(y.Precision()) != 33 {
					t.Errorf("%+v", y)
				}
			case "QUA-005":
				if y.Leads != 2 || y.Withdrawn != 1 || y.Open != 1 || y.Precision() != 100 {
					t.Errorf("%+v", y)
				}
			default:
				if y.Leads != 0 {
					t.Errorf("%+v", y)
				}
			}
		}
		return err
	}))
}
