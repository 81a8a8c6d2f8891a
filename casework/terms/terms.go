// Package terms (期限执行情况) counts how the clocks of closed and open cases were kept, as the charts
// and the events say.
package terms

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A Kept is one clock of a case that was met, and how.
type Kept struct {
	Case int64
	Used float64 // in the unit of the term, days off and suspensions left out
	Late bool
}

// In lists, by the code of the clock, the clocks of a chart that one of its moves met within a
// period. Where a clock ran several times in a case, the last counts. A case that was withdrawn has met
// nothing. The clocks can be limited to those of some rules.
func In(ctx context.Context, tx *store.Tx, o *casework.Office, q Query) (_ map[string][]Kept, err error) {
	defer fault.Wrap(&err, "terms of %s", q.Chart.Code)
	var stops []string
	for _, r := range q.Chart.Clocks {
		if len(q.Clocks) == 0 || slices.Contains(q.Clocks, r.Code) {
			stops = append(stops, r.Stop...)
		}
	}
	slices.Sort(stops)
	if stops = slices.Compact(stops); len(stops) == 0 {
		return nil, nil
	}
	events, err := casework.MovesIn(ctx, tx, q.Center, q.Chart.Code, q.Period, stops...)
	if err != nil {
		return nil, err
	}
	ids, made := byDay(events)
	cases, err := casework.Plain(ctx, tx, q.Center, ids)
	if err != nil {
		return nil, err
	}
	cal, err := o.Calendar(ctx, tx, q.Center)
	if err != nil {
		return nil, err
	}
	out := map[string][]Kept{}
	for some := range slices.Chunk(ids, 1000) {
		var ks []*casework.Case
		for _, id := range some {
			ks = append(ks, cases[id])
		}
		courses, err := o.Courses(ctx, tx, ks)
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			for _, c := range courses[id].Clocks {
				by := made[id][c.Met]
				if !c.Running() && slices.ContainsFunc(c.Rule.Stop, func(m string) bool { return slices.Contains(by, m) }) {
					out[c.Rule.Code] = append(out[c.Rule.Code], Kept{Case: id, Used: used(&c, cal), Late: c.Late(c.Met)})
				}
			}
		}
	}
	return out, nil
}

// A Query says which clocks are asked for.
type Query struct {
	Center int64
	Chart  *casework.Chart
	Period casework.Period
	Clocks []string // codes; of all clocks where empty
}

// byDay lists the cases of events in their order, and what was done in each on which day.
func byDay(events []casework.Event) (ids []int64, made map[int64]map[calendar.Day][]string) {
	made = map[int64]map[calendar.Day][]string{}
	for _, e := range events {
		if made[e.Case] == nil {
			ids, made[e.Case] = append(ids, e.Case), map[calendar.Day][]string{}
		}
		day := calendar.DayOf(e.Counted())
		made[e.Case][day] = append(made[e.Case][day], e.Move)
	}
	return ids, made
}

// used is how much of the term a clock that was met had used. A term counts no day beyond its end, so
// what it took longer is added.
func used(c *casework.Clock, cal *calendar.Calendar) float64 {
	n, _ := c.Result.Used(c.Met)
	switch {
	case !c.Late(c.Met):
	case c.Length.Unit == term.WorkingDay:
		n += cal.WorkingDaysBetween(c.Result.Due, c.Met)
	default:
		n += int(c.Met - c.Result.Due)
	}
	return float64(n)
}
