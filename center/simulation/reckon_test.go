package simulation

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A date is the due date of a case: the day, of which clock, and whether that runs against a party.
type date struct {
	due   calendar.Day
	code  string
	party bool
}

// reckon counts the due date of a case day by day, as a person with its file and a wall calendar would.
// It shares nothing with the kernel but the rules of the chart, the lengths and the days off.
func (s *shadow) reckon(ctx context.Context, tx *store.Tx, m *mirror, kind string) (best date, err error) {
	cal, err := s.w.Office.Calendar(ctx, tx, s.w.id())
	if err != nil {
		return best, err
	}
	moves := slices.DeleteFunc(slices.Clone(m.events), aside)
	for i := range m.chart.Clocks {
		r := &m.chart.Clocks[i]
		t, runs := courseOf(m.chart, r, moves)
		if !runs {
			continue
		}
		if err := s.lengthen(ctx, tx, &t, r, kind); err != nil {
			return best, err
		}
		if d := t.end(cal, r.Regime); d != 0 && (best.due == 0 || d < best.due) {
			best = date{d, r.Code, r.Party}
		}
	}
	return best, nil
}

// lengthen puts the length of a term before its extensions.
func (s *shadow) lengthen(ctx context.Context, tx *store.Tx, t *course, r *casework.ClockRule, kind string) error {
	length, err := s.w.Office.Settings.Length(ctx, tx, setting.Query{Center: s.w.id(), Key: r.Setting, Variant: kind, On: t.start})
	t.parts = append([]term.Length{length}, t.parts...)
	return err
}

// dueOf is the last day of a term of a case, whether it still runs or was met; no day where it never began.
func (s *shadow) dueOf(ctx context.Context, tx *store.Tx, m *mirror, code string) (calendar.Day, error) {
	cal, err := s.w.Office.Calendar(ctx, tx, s.w.id())
	if err != nil {
		return 0, err
	}
	moves := slices.DeleteFunc(slices.Clone(m.events), aside)
	for i := range m.chart.Clocks {
		if r := &m.chart.Clocks[i]; r.Code == code {
			if t, _ := courseOf(m.chart, r, moves); t.start != 0 {
				err := s.lengthen(ctx, tx, &t, r, m.kind)
				return t.end(cal, r.Regime), err
			}
		}
	}
	return 0, nil
}

// A course is what the file of a case says about one running term.
type course struct {
	start  calendar.Day
	parts  []term.Length     // its length, then its extensions
	pauses [][2]calendar.Day // first and last day; no last day while it stands still
}

// courseOf looks for the last start of a clock, and reports whether nothing has met it since.
func courseOf(chart *casework.Chart, r *casework.ClockRule, moves []casework.Event) (c course, runs bool) {
	named := func(list []string, e casework.Event) bool {
		return slices.Contains(list, e.Move) || slices.Contains(list, e.Move+">"+e.To)
	}
	begun := -1
	for i, e := range moves {
		if named(r.Start, e) {
			begun, c.start = i, calendar.DayOf(e.At)
		}
		for _, op := range e.Meta.Clocks {
			if d, err := calendar.ParseDay(op.Start); err == nil && op.Clock == r.Code {
				begun, c.start = i, d
			}
		}
	}
	if begun < 0 {
		return c, false
	}
	for _, e := range moves[begun:] {
		day := calendar.DayOf(e.At)
		stands := len(c.pauses) > 0 && c.pauses[len(c.pauses)-1][1] == 0
		switch in := slices.Contains(r.Pause, e.To); {
		case in && !stands:
			c.pauses = append(c.pauses, [2]calendar.Day{day + 1, 0})
		case !in && stands:
			c.pauses[len(c.pauses)-1][1] = day
		}
		for _, op := range e.Meta.Clocks {
			if l, err := term.ParseLength(op.Extend); err == nil && op.Clock == r.Code {
				c.parts = append(c.parts, l)
			}
		}
		if named(r.Stop, e) || chart.State(e.To).Final {
			return c, false
		}
	}
	return c, true
}

// stands reports whether the term does not run on a day.
func (c *course) stands(d calendar.Day) bool {
	return slices.ContainsFunc(c.pauses, func(p [2]calendar.Day) bool { return p[0] <= d && (d <= p[1] || p[1] == 0) })
}

// forever is how many days are counted before a term is taken for one that stands still.
const forever = 40000

// end counts to the last day of the term, no day if it stands still before.
func (c *course) end(cal *calendar.Calendar, regime term.Regime) calendar.Day {
	works := func(d calendar.Day) bool { w, _ := cal.Working(d); return w }
	walk := func(d calendar.Day, n int, counts func(calendar.Day) bool) calendar.Day {
		for limit := d + forever; n > 0; {
			if d++; d > limit {
				return 0
			}
			if counts(d) && !c.stands(d) {
				n--
			}
		}
		return d
	}
	every := func(calendar.Day) bool { return true }
	d := c.start
	for _, l := range joined(c.parts, regime) {
		switch l.Unit {
		case term.WorkingDay:
			d = walk(d, l.N, works)
		case term.CalendarDay:
			d = walk(d, l.N, every)
		default:
			end, lost := sameNumber(d, l.N), 0
			for x := d + 1; x <= end; x++ {
				if c.stands(x) {
					lost++
				}
			}
			d = walk(end, lost, every)
		}
		if d == 0 {
			return 0
		}
	}
	if regime != "center-fixed" && (!works(d) || c.stands(d)) {
		d = walk(d, 1, works)
	}
	return d
}

// joined adds up neighbouring parts of one unit. It knows by heart which short terms are working days.
func joined(parts []term.Length, regime term.Regime) (out []term.Length) {
	short := map[term.Regime][]int{"penalty": {2, 3, 5, 7}, "coercion": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "review": {3, 5, 7, 10}}
	for _, l := range parts {
		if l.Unit == term.CalendarDay && slices.Contains(short[regime], l.N) {
			l.Unit = term.WorkingDay
		}
		if l.Unit == term.Year {
			l = term.Length{N: 12 * l.N, Unit: term.Month}
		}
		if n := len(out) - 1; n >= 0 && out[n].Unit == l.Unit {
			out[n].N += l.N
		} else {
			out = append(out, l)
		}
	}
	return out
}

// sameNumber is the day of the same number some months later, or the last of a shorter month.
func sameNumber(d calendar.Day, months int) calendar.Day {
	year, month, day := d.Civil()
	for ; ; day-- {
		at := calendar.Date(year, month, 1)
		for range months { // from first to first
			at += 31
			y, m, _ := at.Civil()
			at = calendar.Date(y, m, 1)
		}
		y, m, _ := at.Civil()
		if x := calendar.Date(y, m, day); func() bool { _, got, _ := x.Civil(); return got == m }() {
			return x
		}
	}
}
