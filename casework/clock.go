package casework

import (
	"context"
	"slices"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A Clock is one running or finished term of a case, computed from its events.
type Clock struct {
	Rule    *ClockRule
	Started calendar.Day
	Met     calendar.Day // day on which it was met, no day while it runs
	Length  term.Length
	Result  term.Result
	Paused  bool         // it stands still now
	Resumed calendar.Day // due day if it went on tomorrow; only where it stands still
}

// Running reports whether the clock still has to be met.
func (c *Clock) Running() bool { return c.Met.IsZero() }

// Late reports whether the clock ran out: met after its due day, or not met on today.
func (c *Clock) Late(today calendar.Day) bool {
	if c.Result.Due.IsZero() {
		return false
	}
	if c.Running() {
		return today > c.Result.Due
	}
	return c.Met > c.Result.Due
}

// Clocks computes the clocks of a case from its events, which are read unless they are all known. The same events,
// calendar and settings give the same clocks.
func (o *Office) Clocks(ctx context.Context, tx *store.Tx, c *Case, known ...Event) (_ []Clock, err error) {
	defer fault.Wrap(&err, "clocks of case %d", c.ID)
	if int64(len(known)) < c.Seq {
		if known, err = o.Events(ctx, tx, c.Center, c.ID); err != nil {
			return nil, err
		}
	}
	return o.clocksOf(ctx, tx, c, known)
}

func (o *Office) clocksOf(ctx context.Context, tx *store.Tx, c *Case, events []Event) ([]Clock, error) {
	chart := o.ChartOf(c.Chart)
	cal, err := o.Calendar(ctx, tx, c.Center)
	if err != nil {
		return nil, err
	}
	return o.clocksRun(c, runsOf(chart, events), cal, func(q setting.Query) (term.Length, error) { return o.Settings.Length(ctx, tx, q) })
}

// runsOf follows all clocks of a chart through the events.
func runsOf(chart *Chart, events []Event) map[string]run {
	out := map[string]run{}
	for i := range chart.Clocks {
		if r := runOf(chart, &chart.Clocks[i], events); r.started {
			out[chart.Clocks[i].Code] = r
		}
	}
	return out
}

// A run is what the events say about one clock since it was last started.
type run struct {
	started, paused bool
	start, met      calendar.Day
	pauses          []term.Pause
	extend          []term.Extension
}

func runOf(chart *Chart, r *ClockRule, events []Event) run {
	var k run
	for i := range events {
		e := &events[i]
		if !e.isMove() {
			continue
		}
		day := calendar.DayOf(e.Counted())
		if slices.Contains(r.Start, e.Move) || slices.Contains(r.Start, e.Move+">"+e.To) {
			k = run{started: true, start: day}
		}
		for _, op := range e.Meta.Clocks {
			if from, err := calendar.ParseDay(op.Start); op.Clock == r.Code && err == nil {
				k = run{started: true, start: from}
			}
		}
		if !k.started || !k.met.IsZero() {
			continue
		}
		k.pause(chart, r, e, day)
		for _, op := range e.Meta.Clocks {
			if l, err := term.ParseLength(op.Extend); op.Clock == r.Code && err == nil {
				k.extend = append(k.extend, term.Extension{By: l, Reason: op.Why})
			}
		}
		final := chart.State(e.To).Final
		if slices.Contains(r.Stop, e.Move) || slices.Contains(r.Stop, e.Move+">"+e.To) || final {
			k.met = day
			k.resume(day)
		}
	}
	return k
}

func (k *run) pause(chart *Chart, r *ClockRule, e *Event, day calendar.Day) {
	in := slices.Contains(r.Pause, e.To)
	switch {
	case in && !k.paused:
		k.paused = true
		k.pauses = append(k.pauses, term.Pause{From: day + 1, Reason: chart.State(e.To).Title})
	case !in && k.paused:
		k.resume(day)
	}
}

// resume ends an open pause on the day, which is the last that counts as paused.
func (k *run) resume(day calendar.Day) {
	if !k.paused {
		return
	}
	k.paused = false
	last := &k.pauses[len(k.pauses)-1]
	last.To = day
	if last.To < last.From {
		k.pauses = k.pauses[:len(k.pauses)-1]
	}
}

// Touched reports whether the event starts, meets, suspends or resumes a clock of the rule.
func (r *ClockRule) Touched(e Event) bool {
	named := func(moves []string) bool {
		return slices.Contains(moves, e.Move) || slices.Contains(moves, e.Move+">"+e.To)
	}
	return named(r.Start) || named(r.Stop) || slices.Contains(r.Pause, e.To) != slices.Contains(r.Pause, e.From)
}

// turns reports whether the event, by which the kind of the case may have changed, can give any clock
// of the chart another course. The clocks of a case follow from nothing else but the calendar and the
// settings, after a change of which every open case is recomputed.
func (c *Chart) turns(e Event, kindChanged bool) bool {
	if kindChanged || len(e.Meta.Clocks) > 0 || e.From == "" || c.State(e.From).Final != c.State(e.To).Final {
		return true
	}
	return slices.ContainsFunc(c.Clocks, func(r ClockRule) bool { return r.Touched(e) })
}

// reclock recomputes the clocks of a case and notes the one that ends first.
func (o *Office) reclock(ctx context.Context, tx *store.Tx, c *Case) error {
	clocks, err := o.Clocks(ctx, tx, c)
	if err != nil {
		return err
	}
	c.soonest(clocks)
	return nil
}

// soonest takes the due date of the running clock that ends first.
func (c *Case) soonest(clocks []Clock) {
	c.Due, c.DueClock, c.DueParty, c.Provis = 0, "", false, false
	for _, k := range clocks {
		if !k.Running() || k.Result.Due.IsZero() {
			continue
		}
		if c.Due.IsZero() || k.Result.Due < c.Due {
			c.Due, c.DueClock, c.DueParty, c.Provis = k.Result.Due, k.Rule.Code, k.Rule.Party, k.Result.Provisional
		}
	}
}

// recompute brings the due dates of all open cases of a center up to the present calendar and
// settings, and returns how many changed.
func (o *Office) recompute(ctx context.Context, tx *store.Tx, center int64) (moved int, err error) {
	ids, err := openCases(ctx, tx, center)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		c, err := o.load(ctx, tx, center, id)
		if err != nil {
			return moved, err
		}
		if !o.ChartOf(c.Chart).Knows(c.State) {
			continue // its terms are those of the newer version that wrote it
		}
		before := [2]any{c.Due, c.Provis}
		if err := o.reclock(ctx, tx, c); err != nil {
			return moved, err
		}
		if before != [2]any{c.Due, c.Provis} {
			moved++
		}
		if err := updateDue(ctx, tx, c); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// Recompute is recompute in a transaction of its own, after a change of settings.
func (o *Office) Recompute(ctx context.Context, center int64) (moved int, err error) {
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		moved, err = o.recompute(ctx, tx, center)
		return err
	})
	return moved, err
}
