package casework_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestCoursesAreTheHistory: whatever way cases took, and however often they were asked for before, the
// courses of many have the clocks of each one's own history, and its stays follow each other.
func TestCoursesAreTheHistory(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	rapid.Check(t, func(r *rapid.T) {
		day := calendar.MustDay("2026-01-04")
		clock.SetDay(day)
		ks := []*casework.Case{do(t, o, entity(), nil, "write", &write{Title: "甲"}), do(t, o, entity(), nil, "write", &write{Title: "乙"})}
		for range rapid.IntRange(1, 8).Draw(r, "moves") {
			day += calendar.Day(rapid.IntRange(0, 9).Draw(r, "days"))
			clock.SetDay(day)
			i := rapid.IntRange(0, 1).Draw(r, "case")
			if allowed := o.Allowed(clerk(), ks[i]); len(allowed) > 0 {
				who, m := clerk(), rapid.SampledFrom(allowed).Draw(r, "move")
				if m.Code == "sign" {
					who = other()
				}
				// A move that is only tried leaves nothing behind in what is remembered.
				if _, _, err := o.Preview(t.Context(), casework.Request{Actor: who, Case: ks[i].ID, Expected: ks[i].Version, Move: m.Code, Input: &answer{}}); err != nil {
					r.Fatal(err)
				}
				ks[i] = do(t, o, who, ks[i], m.Code, &answer{})
			}
			sameCourses(r, t, o, ks)
		}
	})
}

func sameCourses(r *rapid.T, t *testing.T, o *casework.Office, ks []*casework.Case) {
	read(t, o, func(tx *store.Tx) error {
		var cases []*casework.Case
		for _, k := range ks {
			k, err := o.Get(t.Context(), tx, clerk(), k.ID)
			if err != nil {
				return err
			}
			cases = append(cases, k)
		}
		courses, err := o.Courses(t.Context(), tx, cases)
		if err != nil {
			return err
		}
		for _, k := range cases {
			want, err := o.Clocks(t.Context(), tx, k)
			if err != nil {
				return err
			}
			c := courses[k.ID]
			if !reflect.DeepEqual(c.Clocks, want) {
				r.Errorf("clocks %+v, the history gives %+v", c.Clocks, want)
			}
			if c.Now().State != k.State || !c.Now().To.IsZero() {
				r.Errorf("the last stay is %+v, the case is %s", c.Now(), k.State)
			}
			for i := 1; i < len(c.Visits); i++ {
				if before := c.Visits[i-1]; before.To != c.Visits[i].From || before.Into != c.Visits[i].State {
					r.Errorf("stay %+v after %+v", c.Visits[i], before)
				}
			}
		}
		return nil
	})
}

// TestResumed: a term that stands still says when it would end if it went on tomorrow, and ends then.
func TestResumed(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	clock.SetDay(calendar.MustDay("2026-03-02"))
	k := do(t, o, entity(), nil, "write", &write{Title: "期限"})
	clock.SetDay(calendar.MustDay("2026-03-03"))
	k = do(t, o, clerk(), k, "stop", &answer{})
	clock.SetDay(calendar.MustDay("2026-03-12"))
	course := func() (c casework.Course) {
		read(t, o, func(tx *store.Tx) error {
			k, err := o.Get(t.Context(), tx, clerk(), k.ID)
			if err != nil {
				return err
			}
			all, err := o.Courses(t.Context(), tx, []*casework.Case{k})
			c = all[k.ID]
			return err
		})
		return c
	}
	still := course().Clocks[0]
	if !still.Paused || !still.Result.Due.IsZero() || still.Resumed != calendar.MustDay("2026-03-18") {
		t.Errorf("standing still: %+v", still)
	}
	k = do(t, o, clerk(), k, "go", &answer{})
	if goes := course().Clocks[0]; goes.Paused || goes.Result.Due != still.Resumed {
		t.Errorf("it ends on %s, not on %s as was said", goes.Result.Due, still.Resumed)
	}
}

// TestEndedAndLoads: the experience of a center is what was closed within the period, the latest first,
// and nothing of which a clock still runs or stands still; the load of a person is what is open.
func TestEndedAndLoads(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	var closed []int64
	for _, day := range []string{"2026-01-05", "2026-02-03", "2026-02-10"} {
		clock.SetDay(calendar.MustDay(day))
		k := do(t, o, entity(), nil, "write", &write{Title: "办"})
		k = do(t, o, clerk(), k, "draft", &answer{})
		k = do(t, o, other(), k, "sign", &answer{})
		closed = append(closed, k.ID)
	}
	do(t, o, entity(), nil, "write", &write{Title: "在办"})
	do(t, o, clerk(), do(t, o, entity(), nil, "write", &write{Title: "中止"}), "stop", &answer{})
	read(t, o, func(tx *store.Tx) error {
		q := casework.EndedQuery{Center: caseworktest.CenterID, Chart: "letter", Limit: 10, Period: casework.Period{From: calendar.MustDay("2026-02-01"), To: calendar.MustDay("2026-02-28")}}
		got, err := o.Ended(t.Context(), tx, q)
		if err != nil || len(got) != 2 || got[0].ID != closed[2] || got[1].ID != closed[1] {
			t.Errorf("ended: %v, %v", got, err)
		}
		for kind, want := range map[string]int{"一般": 1, "特殊": 0} {
			q.Kind, q.Limit = kind, 1
			if got, err := o.Ended(t.Context(), tx, q); err != nil || len(got) != want {
				t.Errorf("%s: %v, %v", kind, got, err)
			}
		}
		visits, err := o.Visits(t.Context(), tx, got)
		if v := visits[closed[2]]; err != nil || len(v) != 3 || v[0].Move != "draft" || v[1].Into != "done" {
			t.Errorf("stays: %+v, %v", v, err)
		}
		loads, err := casework.Loads(t.Context(), tx, caseworktest.CenterID)
		if err != nil || len(loads) != 0 {
			t.Errorf("loads of nobody: %v, %v", loads, err)
		}
		return nil
	})
}
