package preexam_test

import (
	"cmp"
	"testing"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// carried completes a case of another system with what every row has.
func carried(in *preexam.BringIn) {
	in.Entity, in.Kind = cmp.Or(in.Entity, ownerCode), cmp.Or(in.Kind, "发明")
	if in.Received.IsZero() {
		in.Received, in.Accepted = calendar.MustDay("2026-02-24"), calendar.MustDay("2026-02-25")
	}
	if in.State != preexam.Accepted {
		in.Examiner, in.Second = cmp.Or(in.Examiner, "预审员"), cmp.Or(in.Second, "fuhe1")
	}
}

// broughtIn is the case with the old number, awaiting assignment.
func (w *world) broughtIn(t testing.TB, old string) *casework.Case {
	t.Helper()
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	in := &preexam.BringIn{Old: old, State: preexam.Accepted, Row: 7}
	carried(in)
	return w.do(t, "受理员", nil, "bring_in", in)
}

func TestBroughtInCaseIsFoundByItsOldNumber(t *testing.T) {
	w := newWorld(t)
	k := w.broughtIn(t, "ys2026-0017")
	if k.Number == "" || !casework.ValidNumber(k.Number) {
		t.Errorf("new number %q", k.Number)
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		found, err := w.office.Find(t.Context(), tx, w.actor("受理员"), " YS2026-0017")
		if err != nil || found.ID != k.ID {
			t.Errorf("found %v, %v", found, err)
		}
		l, err := w.office.List(t.Context(), tx, w.actor("企业"), casework.Filter{Number: "2026-0017"})
		if err != nil || l.Total != 1 || l.Cases[0].ID != k.ID {
			t.Errorf("listed %d, %v", l.Total, err)
		}
		if _, err := w.office.Find(t.Context(), tx, w.actor("别的企业"), "YS2026-0017"); fault.KindOf(err) != fault.Missing {
			t.Errorf("another party finds the case by its old number: %v", err)
		}
		events, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		if err != nil || len(events) != 1 || events[0].Meta.Notes["source"] != "自原系统转入，原案号 ys2026-0017，表格第 7 行" {
			t.Errorf("the history says %+v, %v", events, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBroughtInOnce(t *testing.T) {
	w := newWorld(t)
	first := w.broughtIn(t, "YS2026-0017")
	in := &preexam.BringIn{Old: " ys2026-0017 ", State: preexam.Accepted}
	carried(in)
	if _, err := w.try("受理员", nil, "bring_in", in); fault.CodeOf(err) != "import.already" {
		t.Errorf("brought in twice: %v", err)
	}
	// The refusal used no number up.
	second := w.broughtIn(t, "YS2026-0018")
	if a, b := first.Number[:len("YS-SUZ-2026-00001")], second.Number[:len("YS-SUZ-2026-00002")]; a != "YS-SUZ-2026-00001" || b != "YS-SUZ-2026-00002" {
		t.Errorf("numbers %s, %s", first.Number, second.Number)
	}
}

func TestNothingIsDecidedWithoutPapers(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	in := &preexam.BringIn{Old: "1", State: preexam.Examining}
	carried(in)
	k := w.do(t, "受理员", nil, "bring_in", in)
	for move, in := range map[string]any{"propose": &preexam.Propose{Outcome: "pass"}, "notify": &preexam.Notify{},
		"add": &preexam.Add{Part: "权利要求书", Title: "缺陷", Message: "说明", Basis: "依据", Severity: "E", Quote: "底座"}} {
		if _, err := w.try("预审员", k, move, in); fault.CodeOf(err) != "preexam.no_text" {
			t.Errorf("%s without papers: %v", move, err)
		}
	}
	k = w.do(t, "受理员", k, "add_papers", &preexam.AddPapers{Declared: secrecy.Declared{Clear: true}, Files: text(defective)})
	if fs := w.findings(t, k); len(fs) != 1 {
		t.Errorf("%d findings of the added papers, want 1", len(fs))
	}
}

func TestFiledCaseIsBroughtInWithItsNumber(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-20"))
	day := calendar.MustDay
	in := &preexam.BringIn{Old: "1", State: preexam.Marked, Passed: day("2026-03-02"), Filed: day("2026-03-04"), Marked: day("2026-03-05"), Number: "202510123456.4"}
	carried(in)
	if _, err := w.try("受理员", nil, "bring_in", in); fault.CodeOf(err) != "preexam.application_no" {
		t.Errorf("a mistyped application number: %v", err)
	}
	in.Number = "202510123456.5"
	k := w.do(t, "受理员", nil, "bring_in", in)
	again := &preexam.BringIn{Old: "2", State: preexam.Marked, Passed: in.Passed, Filed: in.Filed, Marked: in.Marked, Number: in.Number}
	carried(again)
	if _, err := w.try("受理员", nil, "bring_in", again); fault.CodeOf(err) != "preexam.number_used" {
		t.Errorf("an application number of another case: %v", err)
	}
	k = w.do(t, "报送员", k, "outcome", &preexam.Outcome{What: preexam.Granted, Day: day("2026-03-19")})
	if k.State != preexam.Granted {
		t.Errorf("state %s", k.State)
	}
}
