package outage

import (
	"context"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A Term is a running term that ended, or would have, on a day of an outage.
type Term struct {
	Chosen
	Number string
	Rule   *casework.ClockRule
	Chart  *casework.Chart
	by     term.Length // by which it moves
}

// terms lists every running term of the center, whatever the procedure, that is due on a day of the
// outage, with the day to which it would move.
func (d *Desk) terms(ctx context.Context, tx *store.Tx, o *Outage) (out []Term, err error) {
	days := o.days()
	if len(days) == 0 {
		return nil, nil
	}
	cal, err := d.office.Calendar(ctx, tx, o.Center)
	if err != nil {
		return nil, err
	}
	// A term that ends later can stand behind one that ran out before, so all that have one due by then
	// are looked at.
	for page := 1; ; page++ {
		l, err := d.office.List(ctx, tx, casework.Robot(o.Center), casework.Filter{Open: true, DueUntil: days[len(days)-1], Sort: "number", Page: page, PerPage: 1000, NoTitles: true})
		if err != nil {
			return nil, err
		}
		courses, err := d.office.Courses(ctx, tx, l.Cases)
		if err != nil {
			return nil, err
		}
		for _, k := range l.Cases {
			if k.Chart == d.chart.Code {
				continue
			}
			for _, r := range courses[k.ID].Clocks {
				if !r.Running() || !slices.Contains(days, r.Result.Due) {
					continue
				}
				to, err := d.next(ctx, tx, o.Center, cal, r.Result.Due)
				if err != nil {
					return nil, err
				}
				out = append(out, Term{Chosen: Chosen{k.ID, r.Rule.Code, r.Result.Due, to}, Number: k.Number, Rule: r.Rule, Chart: d.office.ChartOf(k.Chart),
					by: term.WorkingDays(cal.WorkingDaysBetween(r.Result.Nominal, to))})
			}
		}
		if len(l.Cases) < 1000 {
			return out, nil
		}
	}
}

// next is the first working day after a day on which the rule of the center finds no outage.
func (d *Desk) next(ctx context.Context, tx *store.Tx, center int64, cal *calendar.Calendar, day calendar.Day) (calendar.Day, error) {
	for {
		day = cal.NextWorking(day)
		f, err := d.finding(ctx, tx, center, day)
		if err != nil || !f.Proposed() {
			return day, err
		}
	}
}

// own reports whether a term is one that the center itself sets, and not a law.
func own(r *casework.ClockRule) bool {
	return r.Regime == term.Center || r.Regime == term.CenterFixed
}

// A Finding is what the rule of the center says of one day.
type Finding struct {
	Day         calendar.Day
	Down, Last  int // minutes of the day, and of its last ones before 24:00, begun ones counted
	Limit, Late int // from the configuration
}

// Proposed reports whether moving the terms of the day is proposed.
func (f Finding) Proposed() bool { return f.Down >= f.Limit && f.Down > 0 || f.Last > 0 }

// finding adds up the outages of a day.
func (d *Desk) finding(ctx context.Context, tx *store.Tx, center int64, day calendar.Day) (f Finding, err error) {
	f.Day = day
	ask := func(key string) (n int) {
		if err == nil {
			n, err = d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: key, On: day})
		}
		return n
	}
	f.Limit, f.Late = ask("outage.minutes"), ask("outage.last")
	if err != nil {
		return f, err
	}
	all, err := during(ctx, tx, center, day)
	var down []Span
	for _, o := range all {
		down = append(down, Span{o.Since, o.Until})
	}
	f.Down = minutes(within(down, Span{day.Begin(), day.End()}))
	f.Last = minutes(within(down, Span{day.End().Add(-time.Duration(f.Late) * time.Minute), day.End()}))
	return f, err
}

// within is how much of a time the spans cover; where they overlap it counts once.
func within(all []Span, in Span) (sum time.Duration) {
	all = slices.Clone(all)
	sorting.By(all, func(a, b Span) int { return a.Since.Compare(b.Since) })
	at := in.Since
	for _, s := range all {
		from, to := s.Since, s.Until
		if from.Before(at) {
			from = at
		}
		if to.After(in.Until) {
			to = in.Until
		}
		if from.Before(to) {
			sum += to.Sub(from)
			at = to
		}
	}
	return sum
}

// minutes counts begun minutes.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// Holds reports whether a case must not lose a right now, because a day on which it had a term lies in an
// outage on which nobody has decided.
func (d *Desk) Holds(ctx context.Context, tx *store.Tx, k *casework.Case) (bool, error) {
	open, err := read(ctx, tx, `center_id = $1 AND NOT dismissed AND decided <> 'keep' AND announced_at = CAST(0 AS BIGINT)`, k.Center)
	if err != nil || len(open) == 0 || k.Chart == d.chart.Code {
		return false, err
	}
	clocks, err := d.office.Clocks(ctx, tx, k)
	for i := range clocks {
		for _, o := range open {
			if clocks[i].Running() && slices.Contains(o.days(), clocks[i].Result.Due) {
				return true, err
			}
		}
	}
	return false, err
}

// Ending lists the running terms of a center that end on a day, each as a decision on an outage names it.
func (d *Desk) Ending(ctx context.Context, tx *store.Tx, center int64, day calendar.Day) (out []string, err error) {
	all, err := d.terms(ctx, tx, &Outage{Center: center, Since: day.Begin(), Until: day.Begin().Add(time.Hour)})
	for _, t := range all {
		out = append(out, t.code())
	}
	return out, err
}
