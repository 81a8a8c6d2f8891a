package term

import (
	"time"

	"zhibao/law/calendar"
)

// A Pause stops the clock on every day from From to To, both included. No To means that the
// clock still stands.
type Pause struct {
	From   calendar.Day `json:"from"`
	To     calendar.Day `json:"to,omitzero"`
	Reason string       `json:"reason"`
}

// An Extension makes the term longer, counted from where it would have ended before rolling.
type Extension struct {
	By     Length `json:"by"`
	Reason string `json:"reason"`
}

// Input is everything from which a due day follows.
type Input struct {
	Start  calendar.Day `json:"start"` // day of the event, which is not counted
	Length Length       `json:"length"`
	Regime Regime       `json:"regime"`
	Pauses []Pause      `json:"pauses,omitempty"` // in any order, may overlap
	Extend []Extension  `json:"extend,omitempty"`
}

// Result is a due day and its explanation.
type Result struct {
	Due         calendar.Day `json:"due,omitzero"`     // last day of the term; none while suspended
	Nominal     calendar.Day `json:"nominal,omitzero"` // where the count ended, before rolling
	Rolled      bool         `json:"rolled,omitempty"`
	Provisional bool         `json:"provisional,omitempty"` // rests on a year whose notice is awaited
	Suspended   bool         `json:"suspended,omitempty"`   // an open pause keeps the term from ending
	Paused      int          `json:"paused,omitempty"`      // days not counted because of pauses
	Total       int          `json:"total"`                 // days counted in all, in the unit of the term
	Rows        []Row        `json:"rows"`
}

// Deadline returns the moment at which the term is over, 24:00 of the due day in China, or
// the zero time while it is suspended.
func (r Result) Deadline() time.Time {
	if r.Due.IsZero() {
		return time.Time{}
	}
	return r.Due.End()
}

// Compute returns the day on which a term ends.
//
// Working-day terms skip days off, and working days that are paused. Calendar-day terms skip
// paused days. Terms in months or years end on the day of the same number, or the last day
// of a shorter month, and then go on for as many unpaused days as pauses took from them (our
// own rule where the law only says that a suspended time does not count). An extension in
// the unit of the term adds to its number; another unit is counted from the end so far. If
// the regime rolls and the last day is no working day, the term ends on the next working day
// that is not paused.
//
// Without a start, or with a length that Length.Check refuses, the result is empty.
func Compute(cal *calendar.Calendar, in Input) Result {
	spec := in.Regime.Spec()
	segments := plan(spec, in)
	if in.Start.IsZero() || segments == nil {
		return Result{}
	}
	w := walker{cal: cal, stops: normalise(in.Pauses), day: in.Start}
	w.row(Row{Kind: Started, Day: in.Start})
	for i, s := range segments {
		for _, e := range s.extensions {
			w.row(Row{Kind: Extended, Day: w.day, By: e.By, Note: e.Reason})
		}
		w.result.Total += s.days(w.day)
		if !w.count(s.length) {
			for _, later := range segments[i+1:] {
				w.result.Total += later.days(w.day)
			}
			return w.suspended()
		}
	}
	w.result.Nominal = w.day
	if spec.Rolls && !w.roll() {
		return w.suspended()
	}
	w.result.Due = w.day
	w.row(Row{Kind: Ended, Day: w.day})
	return w.result
}

// A segment is a run of the term in one unit, with the extensions that are part of it.
type segment struct {
	length     Length
	extensions []Extension
}

// days returns how many days the segment counts if it begins after the day.
func (s segment) days(after calendar.Day) int {
	if s.length.Unit == Month {
		return int(addMonths(after, s.length.N) - after)
	}
	return s.length.N
}

// plan cuts the term and its extensions into segments, nil if a length is not usable.
func plan(spec Spec, in Input) []segment {
	all := append([]Extension{{By: in.Length}}, in.Extend...)
	var out []segment
	for i, e := range all {
		if e.By.Check() != nil {
			return nil
		}
		l := spec.Effective(e.By)
		if l.Unit == Year {
			l = Months(12 * l.N)
		}
		if n := len(out) - 1; n >= 0 && out[n].length.Unit == l.Unit {
			out[n].length.N += l.N
		} else {
			out = append(out, segment{length: l})
		}
		if i > 0 {
			n := len(out) - 1
			out[n].extensions = append(out[n].extensions, e)
		}
	}
	return out
}

// Remaining counts the working days left after today, up to and including the due day. It is
// 0 on the due day and negative afterwards. A term of N working days that starts today has N
// remaining.
func Remaining(cal *calendar.Calendar, today, due calendar.Day) int {
	return cal.WorkingDaysBetween(today, due)
}

// Before returns the last day on which something can be done that must be done a length
// before an event: 听证的七个工作日前 counts seven working days back from the hearing, whose
// own day is not counted. A day off is not moved.
func Before(cal *calendar.Calendar, event calendar.Day, l Length) calendar.Day {
	switch l.Unit {
	case WorkingDay:
		for range l.N {
			event = cal.PrevWorking(event)
		}
		return event
	case Month, Year:
		if l.Unit == Year {
			l.N *= 12
		}
		return addMonths(event, -l.N)
	}
	return event - calendar.Day(l.N)
}

// Mailed returns the day on which a document that was posted is presumed received: the
// fifteenth day after it was issued (专利法实施细则第四条). Electronic documents are received
// on the day they enter the party's system.
func Mailed(issued calendar.Day) calendar.Day { return issued + 15 }

// addMonths returns the day of the same number n months later, or the month's last day.
func addMonths(d calendar.Day, n int) calendar.Day {
	year, month, day := d.Civil()
	first := calendar.Date(year, month+time.Month(n), 1)
	last := calendar.Date(year, month+time.Month(n)+1, 1) - 1
	return min(first+calendar.Day(day-1), last)
}
