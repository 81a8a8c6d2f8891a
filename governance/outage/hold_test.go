package outage

import (
	"archive/zip"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// step makes a step of the case to which the arrival belongs.
func (x *refiling) step(t *testing.T, who, move string) error {
	t.Helper()
	return x.move(t, who, x.k.ID, move, &Plain{})
}

// due compares by itself, and returns how many comparisons that took.
func (x *refiling) due(t *testing.T) int {
	t.Helper()
	n, failed, err := x.CompareDue(t.Context(), caseworktest.CenterID)
	if err != nil || len(failed) > 0 {
		t.Fatal(failed, err)
	}
	return n
}

// held expects what stands in the way of accepting; nothing where it is empty.
func (x *refiling) held(t *testing.T, what, code string) {
	t.Helper()
	if err := x.step(t, "受理员", "accept"); (err == nil) != (code == "") || err != nil && fault.CodeOf(err) != code {
		t.Errorf("%s: %v, not %q", what, err, code)
	}
	if err := x.step(t, "系统", "file"); err != nil { // a step that rests on no receipt
		t.Errorf("%s: a step that is not held: %v", what, err)
	}
}

// row reads what the row of the arrival says of how it stands.
func (x *refiling) row(t *testing.T) (standing string) {
	t.Helper()
	id := x.now(t, "").ID
	must(t, x.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT standing FROM outage_arrival WHERE id = $1`, id).Scan(&standing)
	}))
	return standing
}

// TestHeld: what was filed again is compared by itself, and a step that rests on the day of the receipt waits for
// the comparison and for the decision on a difference, with words that say what to do. Nothing waits where nothing
// was filed again, where all is the same, where it is decided, and in a case without an arrival; nor do other steps.
// A decision holds for the difference on which it was made, and for no other.
func TestHeld(t *testing.T) {
	x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		return d.Take(t.Context(), "a.zip", strings.NewReader(pack(t, zip.Store, "a.txt", "one", "b.txt", "two")))
	})
	other := x.ask(t)
	x.held(t, "nothing filed again", "")
	if n := x.due(t); n != 0 {
		t.Errorf("%d comparisons where nothing was filed again", n)
	}
	x.file(t, "again.zip", pack(t, zip.Deflate, "a.txt", "one", "b.txt", "2"))
	x.held(t, "before the comparison", "outage.comparing")
	if n := x.due(t); n != 1 {
		t.Errorf("%d comparisons of one arrival", n)
	}
	x.held(t, "a difference", "outage.undecided")
	if err := x.step(t, "受理员", "accept"); !strings.Contains(fault.MessageOf(err), "请负责人") || !strings.Contains(fault.MessageOf(err), "“受理”") {
		t.Errorf("the words say nobody and nothing: %v", err)
	}
	if n := x.due(t); n != 0 || x.row(t) != "differs" {
		t.Errorf("%d comparisons where nothing was filed since, %s", n, x.row(t))
	}
	must(t, x.move(t, "受理员", other.ID, "accept", &Plain{})) // the control: another case does not wait
	must(t, x.move(t, "负责人", x.outage, "judge", &Judge{x.arrival, Refile, "少了一页"}))
	x.held(t, "the party is to file again", "outage.refiling")
	must(t, x.move(t, "负责人", x.outage, "judge", &Judge{x.arrival, OnlySame, "当事人不再补办"}))
	x.held(t, "decided", "")
	x.file(t, "more.txt", "has nothing to do with it")
	x.held(t, "more was filed", "outage.comparing")
	if n := x.due(t); n != 1 || x.row(t) != "decided" || x.now(t, "").Again.Reason != "当事人不再补办" {
		t.Errorf("%d comparisons, %s: the same difference was decided on", n, x.row(t))
	}
	x.held(t, "the difference of the decision", "")
	x.file(t, "b.txt", "TWO")
	must(t, x.step(t, "系统", "file"))
	if n := x.due(t); n != 1 || x.row(t) != "differs" {
		t.Errorf("%d comparisons, %s: another difference is not decided on", n, x.row(t))
	}
	x.held(t, "another difference", "outage.undecided")
	x.file(t, "b.txt", "two")
	must(t, x.step(t, "系统", "file"))
	if n := x.due(t); n != 1 || x.row(t) != "same" {
		t.Errorf("%d comparisons, %s: all was filed", n, x.row(t))
	}
	x.held(t, "the same", "")
	x.file(t, "last.txt", "after all that")
	must(t, x.step(t, "系统", "file"))
	if n := x.due(t); n != 0 {
		t.Errorf("%d comparisons of what is known to be the same", n)
	}
	x.held(t, "the same, and more", "")
	must(t, x.step(t, "系统", "answer"))
	v, err := casework.Verify(t.Context(), x.office.DB)
	if err != nil || len(v.Flaws) != 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// TestUnmarkedRows: a row from before the standing was kept gets the one of its comparison, and holds as that does.
func TestUnmarkedRows(t *testing.T) {
	x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		return d.Take(t.Context(), "a.txt", strings.NewReader("one"))
	})
	x.file(t, "a.txt", "another")
	must(t, x.step(t, "系统", "file"))
	if n := x.due(t); n != 1 {
		t.Fatalf("%d comparisons", n)
	}
	id := x.now(t, "").ID
	must(t, x.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE outage_arrival SET standing = '', seen_seq = 0 WHERE id = $1`, id)
		return err
	}))
	x.held(t, "an unmarked row", "outage.undecided")
	if n := x.due(t); n != 0 || x.row(t) != "differs" {
		t.Errorf("%d comparisons, %q", n, x.row(t))
	}
}

// TestFresh: something new has no number before it is accepted, and is assigned to without one; of number and
// choice there is one, and a case with a number is no new one.
func TestFresh(t *testing.T) {
	x := receive(t, func(d *contingency.Desk) (*contingency.Receipt, error) {
		if _, err := d.Take(t.Context(), "b.txt", strings.NewReader("two")); err != nil {
			return nil, err
		}
		return d.Take(t.Context(), "a.txt", strings.NewReader("one"))
	})
	var left string
	must(t, x.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := x.arrivals(t.Context(), tx, `case_id = $1 AND target_id = 0`, x.outage)
		left = itoa(all[0].ID)
		return err
	}))
	out, err := x.office.Move(t.Context(), casework.Request{Actor: x.actor("系统"), Chart: "asked", Move: "sketch", Input: &Plain{}})
	must(t, err)
	for what, c := range map[string]struct{ number, fresh, code string }{"neither": {"", "", "outage.which"}, "both": {x.k.Number, itoa(out.Case.ID), "outage.which"},
		"one with a number": {"", itoa(x.k.ID), "outage.fresh"}, "none": {"", "17", "outage.fresh"}, "an outage": {"", itoa(x.outage), "outage.fresh"}} {
		if err := x.move(t, "负责人", x.outage, "assign", &Assign{Arrival: left, Number: c.number, Fresh: c.fresh, Basis: "本中心规定"}); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(t, x.move(t, "负责人", x.outage, "assign", &Assign{Arrival: left, Fresh: itoa(out.Case.ID), Basis: "本中心规定"}))
	must(t, x.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := x.arrivals(t.Context(), tx, `target_id = $1`, out.Case.ID)
		if len(all) != 1 || itoa(all[0].ID) != left {
			t.Errorf("%+v", all)
		}
		return err
	}))
}

// TestBetween: a time of one day says the day once, and seconds stand only where there are some.
func TestBetween(t *testing.T) {
	for _, c := range [][3]string{{"2026-11-25 22:10:00", "2026-11-25 23:40:00", "2026-11-25 22:10—23:40"}, {"2026-11-25 22:10:00", "2026-11-26 01:00:00", "2026-11-25 22:10 — 2026-11-26 01:00"},
		{"2026-11-25 22:10:00", "2026-11-25 22:11:05", "2026-11-25 22:10:00—22:11:05"}} {
		if got := between(c[0], c[1]); got != c[2] {
			t.Errorf("%q", got)
		}
	}
}
