package preexam_test

import (
	"reflect"
	"testing"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/record"
	"zhibao/internal/store"
	"zhibao/law/rule"
)

// version opens the stored version of the papers with its report.
func (w *world) version(t testing.TB, k *casework.Case, no int64) (v *preexam.Version) {
	t.Helper()
	w.read(t, func(tx *store.Tx) error {
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		v, err = record.Find(t.Context(), tx, key, k.ID, no, record.ForExam)
		return err
	})
	return v
}

// TestOldCaseReplaysToItsOldFindings changes the rules after a case was examined. What is stored says
// what it said: the words, basis and gravity of its day. And the dated rules, run once more over the
// stored text on the day of the report, find the same again, while a new version of the papers is
// checked by the rules of its own day.
func TestOldCaseReplaysToItsOldFindings(t *testing.T) {
	w := newWorld(t)
	k := w.examining(t, defective)
	shown, stored := w.findings(t, k), w.version(t, k, 1)
	if len(stored.Report.Findings) != 1 || stored.Rules != check.Version(w.desk.Rules) {
		t.Fatalf("%d findings by rules %s", len(stored.Report.Findings), stored.Rules)
	}
	// From the next day on the rule has another title, basis and severity.
	before, after := about(), about()
	before.Until = stored.Report.On
	after.Since, after.Version = stored.Report.On+1, 2
	after.Title, after.Severity, after.Basis = "含义不确定", rule.Warning, []rule.Cite{{Text: "专利审查指南", Article: "第二部分第二章3.2.2节", Version: "2023"}}
	w.desk.Rules = []check.Rule{before, after, alloy()}

	if again := w.findings(t, k); !reflect.DeepEqual(again, shown) {
		t.Errorf("the desk shows other findings: %+v, before %+v", again[0], shown[0])
	}
	kept := w.version(t, k, 1)
	if kept.Rules != stored.Rules || !reflect.DeepEqual(kept.Report, stored.Report) {
		t.Errorf("the stored report is another: %+v", kept.Report)
	}
	if now := check.Version(w.desk.Rules); now == kept.Rules {
		t.Errorf("the changed rules have the version %s of the old report", now)
	}
	replay := check.Run(check.Input{App: kept.App, On: kept.Report.On, Facts: check.Facts{}}, w.desk.Rules)
	if !reflect.DeepEqual(replay.Findings, kept.Report.Findings) {
		t.Errorf("replayed: %+v, stored: %+v", replay.Findings, kept.Report.Findings)
	}
	later := check.Run(check.Input{App: kept.App, On: kept.Report.On + 1, Facts: check.Facts{}}, w.desk.Rules)
	if len(later.Findings) != 1 || later.Findings[0].Severity != rule.Warning || later.Findings[0].Version != 2 || later.Findings[0].Basis == kept.Report.Findings[0].Basis {
		t.Errorf("the rules of the next day found %+v", later.Findings)
	}
}
