package casework_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

func head() casework.Actor     { return actor(15, 0, casework.Head) }
func director() casework.Actor { return actor(16, 0, casework.Director) }

// open lets the head into a case with the director's consent.
func open(t testing.TB, o *casework.Office, id int64) casework.Opening {
	t.Helper()
	p, err := o.AskOpening(t.Context(), head(), id, "当事人来访询问，须核对原文")
	if err == nil {
		err = o.DecideOpening(t.Context(), director(), p.ID, true, "情况属实，同意")
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// mayRead reports whether the actor may read the text of the case at this moment.
func mayRead(t testing.TB, o *casework.Office, a casework.Actor, id int64) (may bool) {
	t.Helper()
	read(t, o, func(tx *store.Tx) error {
		k, err := o.Get(t.Context(), tx, a, id)
		if err == nil {
			may = o.Policy.May(a.Subject, casework.ActText, k.Object())
		}
		if fault.KindOf(err) == fault.Missing {
			return nil
		}
		return err
	})
	return may
}

// TestEmergencyReading: nobody lets themselves in; it takes a second person and a reason, it ends
// by itself, everything is an event, and nobody's form grows stale.
func TestEmergencyReading(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	var told []string
	o.Watch = func(_ context.Context, _ *store.Tx, by casework.Actor, act, _ string) error {
		told = append(told, by.Name+" "+act)
		return nil
	}
	k := do(t, o, entity(), nil, "write", &write{Title: "破窗"})
	if _, err := o.AskOpening(t.Context(), head(), k.ID, "看看"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no reason: %v", err)
	}
	if _, err := o.AskOpening(t.Context(), clerk(), k.ID, "当事人来访询问原文"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a clerk asks: %v", err)
	}
	p, err := o.AskOpening(t.Context(), head(), k.ID, "当事人来访询问，须核对原文")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.AskOpening(t.Context(), head(), k.ID, "当事人来访询问，须核对原文"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("asked twice: %v", err)
	}
	if err := o.DecideOpening(t.Context(), head(), p.ID, true, "本人同意本人"); fault.KindOf(err) != fault.Forbidden || mayRead(t, o, head(), k.ID) {
		t.Errorf("the asker let themselves in: %v", err)
	}
	if err := o.DecideOpening(t.Context(), director(), p.ID, true, "情况属实，同意"); err != nil {
		t.Fatal(err)
	}
	if err := o.DecideOpening(t.Context(), actor(17, 0, casework.Head), p.ID, false, "我不同意这样做"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("decided twice: %v", err)
	}
	if !mayRead(t, o, head(), k.ID) || mayRead(t, o, director(), k.ID) {
		t.Error("open to the wrong people")
	}
	if err := o.RecordReading(t.Context(), head(), k.ID, "权利要求书"); err != nil {
		t.Error(err)
	}
	do(t, o, clerk(), k, "stop", &answer{}) // asking and reading do not make the version old
	clock.At = clock.At.Add(61 * time.Minute)
	if mayRead(t, o, head(), k.ID) {
		t.Error("still open after an hour")
	}
	read(t, o, func(tx *store.Tx) error {
		list, err := o.Openings(t.Context(), tx, caseworktest.CenterID, k.ID, 10)
		if err == nil && (len(list) != 1 || o.Reason(t.Context(), tx, list[0]) != "当事人来访询问，须核对原文") {
			t.Errorf("%+v", list)
		}
		return err
	})
	if want := []string{"人15 opening.ask", "人16 opening.allow"}; !slices.Equal(told, want) {
		t.Errorf("the auditor was told %v", told)
	}
	if v, err := casework.Verify(t.Context(), o.DB); err != nil || len(v.Flaws) > 0 || v.Events != 5 {
		t.Errorf("%+v %v", v, err)
	}
}

// TestConflictBeatsOpening: whoever declared a conflict of interest is let in by nobody.
func TestConflictBeatsOpening(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	k := do(t, o, entity(), nil, "write", &write{Title: "回避"})
	open(t, o, k.ID)
	err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO casework_conflict (center_id, case_id, account_id, at) VALUES (1, $1, 15, 1)`, k.ID)
		return err
	})
	if err != nil || mayRead(t, o, head(), k.ID) {
		t.Errorf("read in spite of a conflict (%v)", err)
	}
}

// TestInspection: the director lets an inspector of the own province in until the end of a day,
// and can end it before.
func TestInspection(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	k := do(t, o, entity(), nil, "write", &write{Title: "抽查"})
	inspector := actor(60, 0, casework.ProvRole)
	inspector.Subject = access.Subject{Account: 60, Province: "32", Roles: inspector.Roles}
	if mayRead(t, o, inspector, k.ID) {
		t.Fatal("the province reads everything")
	}
	foreign := inspector
	foreign.Province = "33"
	for _, x := range []struct {
		by, who casework.Actor
		until   int64
		kind    fault.Kind
	}{{head(), inspector, 3, fault.Missing}, {director(), foreign, 3, fault.Invalid}, {director(), head(), 3, fault.Invalid}, {director(), inspector, -1, fault.Invalid}, {director(), inspector, 31, fault.Invalid}} {
		if _, err := o.Inspect(t.Context(), x.by, k.ID, x.who, "年度质量抽查", o.Today()+calendar.Day(x.until)); fault.KindOf(err) != x.kind {
			t.Errorf("%s lets in %s for %d days: %v", x.by.Name, x.who.Name, x.until, err)
		}
	}
	p, err := o.Inspect(t.Context(), director(), k.ID, inspector, "年度质量抽查", o.Today()+3)
	if err != nil || !mayRead(t, o, inspector, k.ID) {
		t.Fatalf("not open: %v", err)
	}
	clock.At = clock.At.Add(24 * time.Hour)
	if err := o.EndOpening(t.Context(), director(), p.ID); err != nil || mayRead(t, o, inspector, k.ID) {
		t.Errorf("still open: %v", err)
	}
	if err := o.EndOpening(t.Context(), director(), p.ID); fault.KindOf(err) != fault.Conflict {
		t.Errorf("ended twice: %v", err)
	}
}
