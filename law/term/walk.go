package term

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"zhibao/law/calendar"
)

// forever is the last day of a pause that is still open.
const forever = calendar.Day(math.MaxInt32 / 2)

// normalise sorts pauses and joins those that overlap or touch, so that they can be walked.
// A pause that ends before it begins is dropped.
func normalise(in []Pause) []Pause {
	var out []Pause
	ps := slices.Clone(in)
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		return cmp.Compare(a.From, b.From) < 0
	})
	for _, p := range ps {
		if p.To.IsZero() {
			p.To = forever
		}
		if p.To < p.From {
			continue
		}
		last := len(out) - 1
		if last < 0 || p.From > out[last].To+1 {
			out = append(out, p)
			continue
		}
		if p.Reason != "" && p.Reason != out[last].Reason {
			out[last].Reason = join(out[last].Reason, p.Reason)
		}
		out[last].To = max(out[last].To, p.To)
	}
	return out
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "；" + b
}

// A walker goes from day to day and writes down what each day did.
type walker struct {
	cal    *calendar.Calendar
	stops  []Pause      // sorted, disjoint, not touching
	day    calendar.Day // last day dealt with
	result Result
}

func (w *walker) row(r Row) { w.result.Rows = append(w.result.Rows, r) }

func (w *walker) suspended() Result {
	w.result.Suspended, w.result.Nominal = true, 0
	return w.result
}

// working asks the calendar and remembers when its answer is not final.
func (w *walker) working(d calendar.Day) (bool, calendar.Reason) {
	if !w.cal.Certain(d) {
		w.result.Provisional = true
	}
	return w.cal.Working(d)
}

// consult remembers when the calendar's answer for a day of a range is not final.
func (w *walker) consult(from, to calendar.Day) {
	for d := from; d < to && !w.result.Provisional; d = calendar.Date(d.Year()+1, time.January, 1) {
		w.result.Provisional = !w.cal.Certain(d)
	}
	w.result.Provisional = w.result.Provisional || !w.cal.Certain(to)
}

// pauseOn returns the pause in which d lies.
func (w *walker) pauseOn(d calendar.Day) (Pause, bool) {
	for len(w.stops) > 0 && w.stops[0].To < d {
		w.stops = w.stops[1:]
	}
	if len(w.stops) > 0 && w.stops[0].From <= d {
		return w.stops[0], true
	}
	return Pause{}, false
}

// count goes on by the length. It reports false if an open pause stops it.
func (w *walker) count(l Length) bool {
	switch l.Unit {
	case WorkingDay:
		return w.countDays(l.N, true)
	case CalendarDay:
		return w.countDays(l.N, false)
	}
	return w.countMonths(l.N)
}

func (w *walker) countDays(n int, workingOnly bool) bool {
	if n == 0 && workingOnly { // 当日, which for a working-day term is a working day
		return w.roll()
	}
	for i := 0; i < n; {
		next := w.day + 1
		if p, ok := w.pauseOn(next); ok {
			if !w.skipPause(p, workingOnly) {
				return false
			}
			continue
		}
		w.day = next
		var why calendar.Reason
		if workingOnly {
			var work bool
			if work, why = w.working(next); !work {
				w.row(Row{Kind: Skipped, Day: next, Why: why})
				continue
			}
		}
		i++
		w.row(Row{Kind: Counted, Day: next, N: i, Why: why})
	}
	return true
}

// skipPause moves to the last day of a pause, false if it has none.
func (w *walker) skipPause(p Pause, workingOnly bool) bool {
	from := w.day + 1
	if p.To == forever {
		w.row(Row{Kind: Paused, Day: from, Note: p.Reason})
		return false
	}
	n := int(p.To - w.day)
	if workingOnly {
		n = w.cal.WorkingDaysBetween(w.day, p.To)
		w.consult(from, p.To)
	}
	w.row(Row{Kind: Paused, Day: from, To: p.To, N: n, Note: p.Reason})
	w.result.Paused += n
	w.day = p.To
	return true
}

// countMonths goes to the same day n months later and then makes up for paused days.
func (w *walker) countMonths(n int) bool {
	start := w.day
	nominal := addMonths(start, n)
	w.row(Row{Kind: Stepped, Day: start, To: nominal, By: Months(n)})
	w.day = nominal
	owed := 0
	for _, p := range w.stops {
		from, to := max(p.From, start+1), min(p.To, nominal)
		if from > to {
			continue
		}
		days := int(to-from) + 1
		owed += days
		w.row(Row{Kind: Lost, Day: from, To: to, N: days, Note: p.Reason})
	}
	w.result.Paused += owed
	for owed > 0 {
		if p, ok := w.pauseOn(w.day + 1); ok {
			if !w.skipPause(p, false) {
				return false
			}
			continue
		}
		run := owed
		if len(w.stops) > 0 {
			run = min(run, int(w.stops[0].From-w.day)-1)
		}
		w.row(Row{Kind: MadeUp, Day: w.day + 1, To: w.day + calendar.Day(run), N: run})
		w.day += calendar.Day(run)
		owed -= run
	}
	return true
}

// roll moves from a last day that is no working day, or is paused, to the next that is
// neither. It reports false if an open pause lies in between.
func (w *walker) roll() bool {
	for {
		work, why := w.working(w.day)
		p, paused := w.pauseOn(w.day)
		switch {
		case paused && w.result.Rolled && p.To == forever:
			w.row(Row{Kind: Paused, Day: w.day, Note: p.Reason})
			return false
		case paused && w.result.Rolled:
			w.row(Row{Kind: Rolled, Day: w.day, To: p.To, Note: p.Reason})
			w.day = p.To + 1
		case !work:
			w.row(Row{Kind: Rolled, Day: w.day, To: w.day, Why: why})
			w.day++
			w.result.Rolled = true
		default:
			return true
		}
	}
}
