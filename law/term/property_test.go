package term_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/law/calendar"
	"zhibao/law/term"
)

func drawLength(t *rapid.T, label string, lowest int) term.Length {
	unit := rapid.SampledFrom([]term.Unit{term.WorkingDay, term.CalendarDay, term.Month, term.Year}).Draw(t, label+" unit")
	highest := map[term.Unit]int{term.WorkingDay: 40, term.CalendarDay: 120, term.Month: 14, term.Year: 3}[unit]
	return term.Length{N: rapid.IntRange(lowest, highest).Draw(t, label), Unit: unit}
}

func drawInput(t *rapid.T) term.Input {
	in := term.Input{
		Start:  calendar.Date(2016, time.January, rapid.IntRange(1, 4100).Draw(t, "start")),
		Length: drawLength(t, "length", 1),
		Regime: rapid.SampledFrom(term.Regimes()).Draw(t, "regime").Regime,
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "pauses") {
		in.Pauses = append(in.Pauses, drawPause(t, in.Start, fmt.Sprint("pause ", i)))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "extensions") {
		in.Extend = append(in.Extend, term.Extension{By: drawLength(t, fmt.Sprint("extension ", i), 1), Reason: "案情复杂"})
	}
	return in
}

func drawPause(t *rapid.T, start calendar.Day, label string) term.Pause {
	from := start + calendar.Day(rapid.IntRange(-5, 150).Draw(t, label))
	return term.Pause{From: from, To: from + calendar.Day(rapid.IntRange(0, 60).Draw(t, label+" days")), Reason: label}
}

func TestProperties(t *testing.T) {
	cal := calendar.Public()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		r := term.Compute(cal, in)
		if r.Suspended || r.Due <= in.Start || r.Nominal > r.Due || r.Rolled != (r.Nominal != r.Due) {
			t.Fatalf("%+v", r)
		}
		if got := term.Recount(r.Rows); got != r.Due {
			t.Fatalf("rows lead to %s, not %s:\n%s", got, r.Due, table(r))
		}
		if work, _ := cal.Working(r.Due); !work && in.Regime.Spec().Rolls {
			t.Fatalf("due on a day off, %s", r.Due)
		}
		for _, p := range in.Pauses {
			if p.From <= r.Due && r.Due <= p.To {
				t.Fatalf("due on %s, which is paused", r.Due)
			}
		}
		used, total := r.Used(r.Due)
		if used != total || !r.Deadline().Equal(r.Due.End()) {
			t.Fatalf("used %d of %d on the due day", used, total)
		}
		if u, _ := r.Used(in.Start); u != 0 {
			t.Fatalf("used %d on the day of the event", u)
		}
		more := in
		more.Pauses = append(more.Pauses, drawPause(t, in.Start, "one more"))
		if later := term.Compute(cal, more); later.Due < r.Due {
			t.Fatalf("pausing moves %s to %s\n%s\n%s", r.Due, later.Due, table(r), table(later))
		}
		longer := in
		longer.Extend = append(longer.Extend, term.Extension{By: drawLength(t, "one more extension", 1)})
		if later := term.Compute(cal, longer); later.Due < r.Due {
			t.Fatalf("an extension moves %s to %s", r.Due, later.Due)
		}
	})
}

func table(r term.Result) string {
	lines := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		lines[i] = row.String()
	}
	return strings.Join(lines, "\n")
}

// Each single pause inside a working-day term moves it by exactly the paused working days,
// and inside a term of calendar days or months by exactly its days, before rolling.
func TestPauseMovesByItsLength(t *testing.T) {
	cal := calendar.Public()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Pauses, in.Extend = nil, nil
		plain := term.Compute(cal, in)
		from := in.Start + calendar.Day(rapid.IntRange(1, int(plain.Nominal-in.Start)).Draw(t, "from"))
		to := from + calendar.Day(rapid.IntRange(0, 60).Draw(t, "days"))
		in.Pauses = []term.Pause{{From: from, To: to, Reason: "鉴定"}}
		paused := term.Compute(cal, in)
		if in.Regime.Spec().Effective(in.Length).Unit == term.WorkingDay {
			n := cal.WorkingDaysBetween(from-1, to)
			if paused.Paused != n || cal.WorkingDaysBetween(plain.Nominal, paused.Nominal) != n {
				t.Fatalf("%s to %s: %s moves to %s, paused %d, want %d", from, to, plain.Nominal, paused.Nominal, paused.Paused, n)
			}
			return
		}
		n := int(to-from) + 1
		if paused.Paused != n || int(paused.Nominal-plain.Nominal) != n {
			t.Fatalf("%s to %s: %s moves to %s, paused %d, want %d", from, to, plain.Nominal, paused.Nominal, paused.Paused, n)
		}
	})
}

// A pause in two parts, in any order, is one pause.
func TestPausesJoin(t *testing.T) {
	cal := calendar.Public()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		p := drawPause(t, in.Start, "whole")
		cut := p.From + calendar.Day(rapid.IntRange(0, int(p.To-p.From)).Draw(t, "cut"))
		whole, parts := in, in
		whole.Pauses = []term.Pause{p}
		parts.Pauses = []term.Pause{{From: cut, To: p.To}, {From: p.From, To: cut}, {From: p.To, To: p.From - 1}}
		a, b := term.Compute(cal, whole), term.Compute(cal, parts)
		if a.Due != b.Due || a.Paused != b.Paused {
			t.Fatalf("%s paused %d, in parts %s paused %d", a.Due, a.Paused, b.Due, b.Paused)
		}
	})
}

// A pause that is still open suspends the term unless it ended before.
func TestOpenPause(t *testing.T) {
	cal := calendar.Public()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Pauses = nil
		plain := term.Compute(cal, in)
		from := in.Start + calendar.Day(rapid.IntRange(0, 2*int(plain.Due-in.Start)).Draw(t, "from"))
		in.Pauses = []term.Pause{{From: from, Reason: "权属纠纷中止"}}
		r := term.Compute(cal, in)
		if want := from <= plain.Due; r.Suspended != want || r.Due.IsZero() != want || r.Nominal.IsZero() != want {
			t.Fatalf("open from %s, due %s: %+v", from, plain.Due, r)
		}
		if r.Suspended && (!r.Deadline().IsZero() || term.Recount(r.Rows) != 0) {
			t.Fatal("a suspended term has a deadline")
		}
	})
}

// Importing the list of a year changes no deadline that was not marked provisional.
func TestImportChangesOnlyProvisional(t *testing.T) {
	before := calendar.Public()
	rapid.Check(t, func(t *rapid.T) {
		lines := "2027-01-01,元旦,休\n2027-10-01,国庆节,休\n"
		for date := range rapid.MapOfN(rapid.IntRange(-12, 364), rapid.Just(true), 0, 40).Draw(t, "days") {
			d := calendar.Date(2027, time.January, 1+date)
			if strings.Contains(lines, d.String()) {
				continue
			}
			lines += d.String() + ",节日," + rapid.SampledFrom([]string{"休", "班"}).Draw(t, d.String()) + "\n"
		}
		layer, err := calendar.ImportCSV(strings.NewReader(lines))
		if err != nil {
			t.Fatal(err)
		}
		in := drawInput(t)
		in.Start = calendar.Date(2026, time.June, rapid.IntRange(1, 400).Draw(t, "late start"))
		a, b := term.Compute(before, in), term.Compute(before.With(layer), in)
		if !a.Provisional && !cmp.Equal(a, b) {
			t.Fatalf("%s was not provisional and becomes %s", a.Due, b.Due)
		}
		if b.Provisional && b.Due < calendar.MustDay("2027-12-20") && term.Compute(before, in).Due < calendar.MustDay("2027-12-01") {
			t.Fatalf("%s is provisional although 2027 is known\n%s", b.Due, table(b))
		}
	})
}

func TestJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		r := term.Compute(calendar.Public(), in)
		for _, v := range []any{&in, &r} {
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			switch v := v.(type) {
			case *term.Input:
				var back term.Input
				if err := json.Unmarshal(b, &back); err != nil || !cmp.Equal(*v, back) {
					t.Fatalf("%s: %v", b, err)
				}
			case *term.Result:
				var back term.Result
				if err := json.Unmarshal(b, &back); err != nil || !cmp.Equal(*v, back) {
					t.Fatalf("%s: %v", b, err)
				}
			}
		}
	})
}
