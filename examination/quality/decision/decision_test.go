package decision

import (
	"fmt"
	"os"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/fact"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A world is an office that hears of decisions.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	n      int
}

func open(t testing.TB) *world {
	w := &world{}
	w.Desk = &Desk{Deps: Deps{Office: func() *casework.Office { return w.office }}}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Settings: Settings(), Schemas: []store.Schema{{Owner: "quality", Files: os.DirFS("../schema")}}, Grants: Grants()})
	return w
}

// hear tells of decisions about findings, one a line of the details.
func (w *world) hear(t *testing.T, details ...map[string]string) {
	t.Helper()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, d := range details {
			w.n++
			f := casework.Established{Fact: fact.Fact{ID: int64(1_000_000 + w.n), Center: caseworktest.CenterID, Kind: fact.FindingDecided, Case: 7, At: w.office.Now(), Detail: d}, Agent: 5}
			if err := learn(t.Context(), tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// decided is the detail of a fact.
func of(finding, rule, decision, why string) map[string]string {
	return map[string]string{"finding": finding, "rule": rule, "decision": decision, "why": why, "examiner": "11", "class": "H01M 10/05", "version": "2"}
}

func (w *world) flags(t *testing.T) (out []Flag) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.Flags(t.Context(), tx, caseworktest.CenterID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (w *world) by(t *testing.T, way string, examiner int64) string {
	t.Helper()
	var out []tallied
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		today := w.office.Today()
		out, err = tallies(t.Context(), tx, way, span{caseworktest.CenterID, examiner, today - 1000, today})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(out)
}

// TestLearn: the last decision about a finding counts, one that is taken back does not, and neither a
// question nor what a person found by hand counts for a rule.
func TestLearn(t *testing.T) {
	w := open(t)
	asked, manual := of("3", "DSC-099", "dismiss", ""), of("4", "MANUAL", "adopt", "")
	asked["asked"], manual["manual"] = "true", "true"
	w.hear(t, of("1", "CLM-004", "adopt", ""), of("1", "CLM-004", "dismiss", "wrong"), of("2", "CLM-004", "adopt", ""), asked, manual, of("5", "CLM-009", "adopt", ""), of("5", "CLM-009", "reopen", ""))
	for way, want := range map[string]string{"rule": "[{CLM-004 {1 1}}]", "examiner": "[{11 {1 1}}]", "agency": "[{5 {1 1}}]", "field": "[{H01M {1 1}}]"} {
		if got := w.by(t, way, 0); got != want {
			t.Errorf("by %s: %s, want %s", way, got, want)
		}
	}
	if got := w.by(t, "rule", 12); got != "[]" {
		t.Errorf("another examiner is shown %s", got)
	}
}

// TestFlags: a rule is shown from the smallest number on, above the share, and again only when decisions
// after the head's answer pass the limits.
func TestFlags(t *testing.T) {
	w := open(t)
	send := func(from, n int, rule, decision, why string) {
		for i := range n {
			w.hear(t, of(fmt.Sprint(from+i), rule, decision, why))
		}
	}
	send(100, 9, "CLM-001", "dismiss", "wrong") // one too few
	send(200, 7, "CLM-002", "adopt", "")
	send(207, 3, "CLM-002", "dismiss", "own") // 30 % are not more than 30 %
	send(300, 6, "CLM-003", "adopt", "")
	send(306, 3, "CLM-003", "dismiss", "wrong")
	send(309, 1, "CLM-003", "dismiss", "clear")
	got := w.flags(t)
	if len(got) != 1 || got[0].Rule != "CLM-003" || fmt.Sprint(got[0].Whys) != "[{wrong 3} {clear 1}]" || got[0].Percent() != 40 {
		t.Fatalf("%+v", got)
	}
	note := Note{Rule: "CLM-003", Name: "负责人", Done: "report", At: w.office.Now().UnixMicro()}
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return insertNote(t.Context(), tx, 1, caseworktest.CenterID, casework.Actor{}, note)
	})
	if err != nil || len(w.flags(t)) != 0 {
		t.Fatalf("still shown after the answer: %v, %v", w.flags(t), err)
	}
	w.clock.SetDay(w.office.Today() + 1)
	send(400, 10, "CLM-003", "dismiss", "wrong")
	if got := w.flags(t); len(got) != 1 || got[0].Seen() != 10 || got[0].Last == nil {
		t.Errorf("%+v", got)
	}
	w.clock.SetDay(w.office.Today() + 181)
	if got := w.flags(t); len(got) != 0 {
		t.Errorf("old decisions count: %+v", got)
	}
}

// TestField: what of a class is counted.
func TestField(t *testing.T) {
	for class, want := range map[string]string{"H01M 10/0525": "H01M", "H01M": "H01M", "G06": "G06", "14-02": "14", "": "", "机械手爪与夹具": "机械手爪"} {
		if got := Field(class); got != want {
			t.Errorf("%q: %q, want %q", class, got, want)
		}
	}
}

// BenchmarkTallies counts by each way over the decisions of some years of a large center.
func BenchmarkTallies(b *testing.B) {
	w := open(b)
	const rows, chunk = 100_000, 5000
	today := w.office.Today()
	for from := 0; from < rows; from += chunk {
		err := w.office.DB.Write(b.Context(), func(tx *store.Tx) error {
			for i := from; i < from+chunk; i++ {
				x := decided{finding: int64(i + 1), center: caseworktest.CenterID, caseID: int64(i / 8), day: today - calendar.Day(i%1000), rule: fmt.Sprintf("CLM-%03d", i%60), dismissed: i%4 == 0,
					why: "own", examiner: int64(i % 40), agent: int64(i % 90), field: fmt.Sprintf("H%02dM", i%50)}
				if err := put(b.Context(), tx, x); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, way := range []string{"rule", "examiner", "agency", "field"} {
		b.Run(way, func(b *testing.B) {
			for b.Loop() {
				err := w.office.DB.Read(b.Context(), func(tx *store.Tx) error {
					_, err := tallies(b.Context(), tx, way, span{caseworktest.CenterID, 0, today - 365, today})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
