package measure

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// ends are the cases concluded in a period, and what was done in each of them by its end.
type ends struct {
	cases  []int64
	passed map[int64]bool // in the period
	rounds map[int64]int  // correction notices up to the end of the period
}

// concluded makes a figure of the accepted cases that got a final result in the period.
func concluded(figure func(ends) casework.Figure) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
		defer fault.Wrap(&err, "concluded cases")
		events, err := casework.MovesIn(ctx, tx, center, "preexam", p, append(results(), undone)...)
		if err != nil {
			return f, err
		}
		e := ends{passed: map[int64]bool{}, rounds: map[int64]int{}}
		last, all := map[int64]string{}, []int64{}
		for _, x := range events {
			if _, seen := last[x.Case]; !seen {
				all = append(all, x.Case)
			}
			last[x.Case] = x.To
			e.passed[x.Case] = x.To == "passed"
		}
		// Overturned and not concluded anew by the end of the period: there is no result.
		all = slices.DeleteFunc(all, func(id int64) bool { return last[id] == "examining" })
		// A case that was brought in was accepted before it came.
		accepted, err := casework.Made(ctx, tx, center, all, "accept", "bring_in")
		if err != nil {
			return f, err
		}
		before, err := brought(ctx, tx, center, p)
		if err != nil {
			return f, err
		}
		notified, err := casework.Made(ctx, tx, center, all, "notify")
		if err != nil {
			return f, err
		}
		// What was ended at the counter was never examined.
		e.cases = keep(all, accepted)
		for _, id := range e.cases {
			e.rounds[id] = before[id].rounds
		}
		for id, days := range notified {
			for _, day := range days {
				if day <= p.To {
					e.rounds[id]++
				}
			}
		}
		return figure(e), nil
	}
}

// earlier is what another system did in a case before it was brought in.
type earlier struct {
	accepted, passed calendar.Day
	rounds           int
}

// brought reads what went before in the cases that were brought in until the end of the period.
func brought(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (map[int64]earlier, error) {
	events, err := casework.MovesIn(ctx, tx, center, "preexam", casework.Period{From: 1, To: p.To}, "bring_in")
	if err != nil {
		return nil, err
	}
	out := map[int64]earlier{}
	for _, e := range events {
		var b earlier
		for name, day := range map[string]*calendar.Day{"accepted": &b.accepted, "passed": &b.passed} {
			if v := e.Meta.Notes[name]; v != "" {
				if *day, err = calendar.ParseDay(v); err != nil {
					return nil, err
				}
			}
		}
		if v := e.Meta.Notes["rounds"]; v != "" {
			if b.rounds, err = strconv.Atoi(v); err != nil {
				return nil, err
			}
		}
		out[e.Case] = b
	}
	return out, nil
}

// passedThen is the pass rate.
func passedThen(e ends) casework.Figure {
	return casework.Ratio(e.those(func(id int64) bool { return e.passed[id] }), e.cases)
}

// onceThen is the share of passes without any correction notice, however long ago, here or before the
// case was brought in.
func onceThen(e ends) casework.Figure {
	return casework.Ratio(e.those(func(id int64) bool { return e.passed[id] && e.rounds[id] == 0 }), e.cases)
}

// roundsThen is the mean number of correction notices.
func roundsThen(e ends) casework.Figure {
	numbers := map[int64]float64{}
	for _, id := range e.cases {
		numbers[id] = float64(e.rounds[id])
	}
	return casework.Mean(numbers)
}

// those returns the concluded cases for which it is true.
func (e ends) those(is func(int64) bool) []int64 {
	out := []int64{}
	for _, id := range e.cases {
		if is(id) {
			out = append(out, id)
		}
	}
	return out
}

// latest returns the last of the days that is not after the limit, no day if there is none.
func latest(days []calendar.Day, limit calendar.Day) (last calendar.Day) {
	for _, d := range days {
		if d <= limit {
			last = d
		}
	}
	return last
}

// firstDays is the median of working days from acceptance to the first notice or result, without
// the days of a suspension, as the clock of the first action counts them.
func (src Sources) firstDays(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "days to first action")
	acted, err := casework.FirstMovesIn(ctx, tx, center, "preexam", p, "notify", "approve")
	if err != nil {
		return f, err
	}
	var ids []int64
	for _, e := range acted {
		ids = append(ids, e.Case)
	}
	days := map[string]map[int64][]calendar.Day{}
	for _, move := range []string{"accept", "suspend", "resume"} {
		if days[move], err = casework.Made(ctx, tx, center, ids, move); err != nil {
			return f, err
		}
	}
	cal, err := src.Calendar(ctx, tx, center)
	if err != nil {
		return f, err
	}
	before, err := brought(ctx, tx, center, p)
	if err != nil {
		return f, err
	}
	took := map[int64]float64{}
	for _, e := range acted {
		end := calendar.DayOf(e.Counted())
		start := cmp.Or(latest(days["accept"][e.Case], end), before[e.Case].accepted)
		// Of a case that came with notices the first was not given here.
		if start.IsZero() || before[e.Case].rounds > 0 {
			continue
		}
		n := cal.WorkingDaysBetween(start, end)
		for i, from := range days["suspend"][e.Case] {
			// The day of the suspension still counts, that of the resumption does not.
			if back := days["resume"][e.Case]; from >= start && i < len(back) && back[i] <= end {
				n -= cal.WorkingDaysBetween(from, back[i])
			}
		}
		took[e.Case] = float64(n)
	}
	return casework.Median(took), nil
}

// filingDays is the median of working days from the pass to the filing date.
func (src Sources) filingDays(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "days to filing")
	ids, err := firstIn(ctx, tx, center, p, "file")
	if err != nil {
		return f, err
	}
	passed, err := casework.Made(ctx, tx, center, ids, "approve>passed", "overturn>passed")
	if err != nil {
		return f, err
	}
	filed, err := filingDays(ctx, tx, ids)
	if err != nil {
		return f, err
	}
	cal, err := src.Calendar(ctx, tx, center)
	if err != nil {
		return f, err
	}
	before, err := brought(ctx, tx, center, p)
	if err != nil {
		return f, err
	}
	took := map[int64]float64{}
	for _, id := range ids {
		if pass := latest(append([]calendar.Day{before[id].passed}, passed[id]...), filed[id].filed); !pass.IsZero() {
			took[id] = float64(cal.WorkingDaysBetween(pass, filed[id].filed))
		}
	}
	return casework.Median(took), nil
}

// grantDays is the mean of calendar days from filing to grant, of the applications of some types:
// the digit that stands in the application number.
func grantDays(types string) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
		defer fault.Wrap(&err, "days to grant")
		ids, err := firstIn(ctx, tx, center, p, "outcome>granted")
		if err != nil {
			return f, err
		}
		dates, err := filingDays(ctx, tx, ids)
		if err != nil {
			return f, err
		}
		took := map[int64]float64{}
		for id, x := range dates {
			if strings.ContainsRune(types, rune(x.number.Type())) && !x.filed.IsZero() && !x.granted.IsZero() {
				took[id] = float64(x.granted - x.filed)
			}
		}
		return casework.Mean(took), nil
	}
}
