package training

import (
	"context"
	"os"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A world is an office with three examiners and a second reader.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
}

func open(t *testing.T) *world {
	w := &world{}
	w.Desk = &Desk{Deps: Deps{Office: func() *casework.Office { return w.office }, Staff: func(context.Context, *store.Tx, int64) ([]Person, error) {
		x := []casework.Role{casework.Examiner}
		return []Person{{11, "a", "甲", x}, {12, "b", "乙", x}, {13, "c", "丙", x}, {21, "d", "丁", []casework.Role{casework.Reviewer}}}, nil
	}}}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Settings: Settings(), Schemas: []store.Schema{{Owner: "quality", Files: os.DirFS("../schema")}}, Grants: Grants()})
	return w
}

func (w *world) write(t *testing.T, f func(tx *store.Tx) error) {
	t.Helper()
	if err := w.office.DB.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func (w *world) set(t *testing.T, key, value string) {
	t.Helper()
	w.write(t, func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: key, Value: value, From: 1, At: w.office.Now().UnixMicro()})
	})
}

func (w *world) book(t *testing.T) (b *Book) {
	t.Helper()
	w.write(t, func(tx *store.Tx) (err error) {
		b, err = w.Open(t.Context(), tx, caseworktest.CenterID)
		return err
	})
	return b
}

func (w *world) certify(t *testing.T, account int64, from, to string, more func(*Certificate)) int64 {
	t.Helper()
	x := Certificate{ID: w.office.DB.NewID(), Center: caseworktest.CenterID, Account: account, Number: "证", Issuer: "中心", From: calendar.MustDay(from), To: calendar.MustDay(to)}
	if more != nil {
		more(&x)
	}
	w.write(t, func(tx *store.Tx) error { return insertCertificate(t.Context(), tx, 1, x) })
	return x.ID
}

func (w *world) train(t *testing.T, account int64, day, topic string, tenths int64) error {
	x := Training{ID: w.office.DB.NewID(), Center: caseworktest.CenterID, Account: account, Day: calendar.MustDay(day), Topic: topic, Tenths: tenths}
	return w.office.DB.Write(t.Context(), func(tx *store.Tx) error { return insertTraining(t.Context(), tx, 1, x) })
}

// TestGateOfCertificates: off asks nothing; a warning waits until anything was entered; a refusal does
// not, and both name what is missing.
func TestGateOfCertificates(t *testing.T) {
	w := open(t)
	w.set(t, "quality.gate.hours", Off)
	if b := w.book(t).Bar(11, "发明", "H01M"); b != nil {
		t.Errorf("nothing was entered, and still: %v", b)
	}
	w.set(t, "quality.gate.certificate", Refuse)
	if b := w.book(t).Bar(11, "发明", "H01M"); b == nil || !b.Must {
		t.Errorf("nobody has a certificate, and a refusal lets it pass: %v", b)
	}
	w.certify(t, 11, "2025-06-01", "2026-01-05", nil) // the last day is today
	w.certify(t, 12, "2024-01-01", "2026-01-04", nil)
	w.certify(t, 13, "2025-06-01", "2027-06-01", func(x *Certificate) { x.Kinds, x.Fields = []string{"发明"}, []string{"H01", "G06F"} })
	book := w.book(t)
	for _, c := range []struct {
		account     int64
		kind, class string
		bad         bool
		why         string
	}{{11, "外观设计", "14-02", false, ""}, {12, "发明", "H01M", true, "上岗证已于 2026-01-04 到期"}, {13, "发明", "H01M", false, ""}, {13, "发明", "", false, ""},
		{13, "发明", "G06N", true, "没有覆盖该类型和领域的有效上岗证"}, {13, "实用新型", "H01M", true, "没有覆盖该类型和领域的有效上岗证"}, {21, "发明", "H01M", false, ""}} {
		b := book.Bar(c.account, c.kind, c.class)
		if (b != nil) != c.bad || b != nil && (b.Why[0] != c.why || !b.Must) {
			t.Errorf("%d %s %s: %+v", c.account, c.kind, c.class, b)
		}
	}
	w.set(t, "quality.gate.certificate", Warn)
	if b := w.book(t).Bar(12, "发明", "H01M"); b == nil || b.Must {
		t.Errorf("a warning refuses, or is not given: %v", b)
	}
	w.clock.SetDay(calendar.MustDay("2026-01-06"))
	if b := w.book(t).Bar(11, "发明", "H01M"); b == nil {
		t.Error("a certificate holds after its last day")
	}
}

// TestTakenBack: a certificate that was taken back holds no more from its day on, and only once.
func TestTakenBack(t *testing.T) {
	w := open(t)
	id := w.certify(t, 11, "2025-06-01", "2027-06-01", nil)
	end := Certificate{ID: id, Center: caseworktest.CenterID, Account: 11, Ended: calendar.MustDay("2026-01-06"), Why: "调离"}
	for i, want := range []bool{true, false} {
		w.write(t, func(tx *store.Tx) error {
			was, err := endCertificate(t.Context(), tx, end)
			if was != want {
				t.Errorf("time %d: %v", i, was)
			}
			return err
		})
	}
	for day, certified := range map[string]bool{"2026-01-05": true, "2026-01-06": false} {
		w.clock.SetDay(calendar.MustDay(day))
		if r := w.book(t).Record(11); r.Certified() != certified {
			t.Errorf("%s: %v", day, r.Ends)
		}
		w.clock.At = calendar.MustDay("2026-01-05").Begin()
	}
}

// TestHours: training counts for a year, what an inspection orders is added to the demand, and the same
// course is not recorded twice.
func TestHours(t *testing.T) {
	w := open(t)
	w.set(t, "quality.gate.certificate", Off)
	w.set(t, "quality.gate.hours", Refuse)
	for day, n := range map[string]int64{"2025-01-05": 300, "2025-01-06": 300, "2026-01-05": 100} { // the first is a year and a day ago
		if err := w.train(t, 11, day, "创造性", n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.train(t, 11, "2026-01-05", "创造性", 10); fault.CodeOf(err) != "quality.training_twice" {
		t.Errorf("recorded twice: %v", err)
	}
	r := w.book(t).Record(11)
	if r.Tenths != 400 || r.Demand != 40 || r.Short() || w.book(t).Bar(11, "发明", "") != nil {
		t.Errorf("%+v", r)
	}
	w.write(t, func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO quality_sample (case_id, center_id, plan_id, ord, of_case, of_number, stratum, kind, field, examiner, agent, score, passed, settled_day, consequence, hours)
			VALUES (1,$1,1,1,1,'','','','',11,0,0,FALSE,$2,'train',8)`, int64(caseworktest.CenterID), int64(calendar.MustDay("2025-12-01")))
		return err
	})
	if b := w.book(t).Bar(11, "发明", ""); b == nil || b.Why[0] != "培训学时不足：近一年 40 / 48 学时" {
		t.Errorf("what an inspection ordered is not demanded: %v", b)
	}
	for _, m := range w.Measures() {
		w.write(t, func(tx *store.Tx) error {
			f, err := m.Compute(t.Context(), tx, caseworktest.CenterID, casework.Period{From: calendar.MustDay("2025-01-01"), To: calendar.MustDay("2025-12-31")})
			if want := map[string]float64{"quality.certified_rate": 0, "quality.training_hours": 20}[m.Code]; f.Value != want || !f.Known {
				t.Errorf("%s: %v", m.Code, f)
			}
			return err
		})
	}
}
