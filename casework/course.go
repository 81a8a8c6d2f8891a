package casework

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// A Visit is one stay of a case in a state.
type Visit struct {
	State string
	From  calendar.Day
	To    calendar.Day // day on which it left, no day while it is there
	Move  string       // by which it left
	Into  string       // the state that it left for
}

// A Course is what the events of a case say of its time: the states that it was in, in their order, and its clocks.
type Course struct {
	Visits   []Visit
	Clocks   []Clock
	Reminded calendar.Day // latest reminder of the party, no day where there was none

	head []byte // hash of the latest event that it was made from
	runs map[string]run
}

// Now is the stay that lasts, or the last one of a closed case.
func (c *Course) Now() Visit {
	if len(c.Visits) == 0 {
		return Visit{}
	}
	return c.Visits[len(c.Visits)-1]
}

// maxCourses bounds how many courses an office remembers.
const maxCourses = 20_000

// Courses computes the courses of many cases. What the events of a case say is remembered under the
// hash of its latest event, so that only cases in which something happened since are read again; the
// due days are computed anew each time, because calendars and settings change without an event.
func (o *Office) Courses(ctx context.Context, tx *store.Tx, cases []*Case) (_ map[int64]Course, err error) {
	defer fault.Wrap(&err, "courses of %d cases", len(cases))
	out, missing := o.remembered(cases)
	if err := o.readCourses(ctx, tx, missing, out); err != nil {
		return nil, err
	}
	o.remember(out, missing)
	lengths := map[int64]func(setting.Query) (term.Length, error){}
	for _, k := range cases {
		if lengths[k.Center] == nil {
			lengths[k.Center] = o.Settings.Lengths(ctx, tx, k.Center)
		}
		c := out[k.ID]
		cal, err := o.Calendar(ctx, tx, k.Center)
		if err != nil {
			return nil, err
		}
		if c.Clocks, err = o.clocksRun(k, c.runs, cal, lengths[k.Center]); err != nil {
			return nil, err
		}
		out[k.ID] = c
	}
	return out, nil
}

// Visits lists the stays of many cases, for figures: nothing of them is remembered.
func (o *Office) Visits(ctx context.Context, tx *store.Tx, cases []*Case) (_ map[int64][]Visit, err error) {
	defer fault.Wrap(&err, "stays of %d cases", len(cases))
	read, out := map[int64]Course{}, map[int64][]Visit{}
	if err := o.readCourses(ctx, tx, cases, read); err != nil {
		return nil, err
	}
	for id, c := range read {
		out[id] = c.Visits
	}
	return out, nil
}

// remembered returns the courses that are known of the cases as they are, and the other cases.
func (o *Office) remembered(cases []*Case) (out map[int64]Course, missing []*Case) {
	out = make(map[int64]Course, len(cases))
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, k := range cases {
		if c, ok := o.courses[k.ID]; ok && bytes.Equal(c.head, k.head) {
			out[k.ID] = c
		} else {
			missing = append(missing, k)
		}
	}
	return out, missing
}

// remember keeps the courses of the cases. The hash of an event is that of all before it too, so what
// a transaction saw that was given up later is never taken for what happened instead.
func (o *Office) remember(courses map[int64]Course, cases []*Case) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.courses == nil || len(o.courses)+len(cases) > maxCourses {
		o.courses = map[int64]Course{}
	}
	for _, k := range cases {
		c := courses[k.ID]
		c.Clocks = nil // they are computed anew
		o.courses[k.ID] = c
	}
}

// readCourses reads the plain part of the events of the cases.
func (o *Office) readCourses(ctx context.Context, tx *store.Tx, cases []*Case, out map[int64]Course) error {
	for some := range slices.Chunk(cases, 500) {
		events, err := plainEvents(ctx, tx, some)
		if err != nil {
			return err
		}
		for _, k := range some {
			c := courseOf(o.ChartOf(k.Chart), events[k.ID])
			c.head = k.head
			out[k.ID] = c
		}
	}
	return nil
}

// plainEvents reads of the events of the cases what their courses follow from.
func plainEvents(ctx context.Context, tx *store.Tx, cases []*Case) (map[int64][]Event, error) {
	q, out := &query{}, map[int64][]Event{}
	var ids, centers []int64
	for _, k := range cases {
		ids, centers = append(ids, k.ID), append(centers, k.Center)
	}
	slices.Sort(centers)
	centers = slices.Compact(centers)
	q.Where("+center_id IN ("+store.Marks(len(centers))+") AND case_id IN ("+store.Marks(len(ids))+")", store.Anys(append(centers, ids...))...)
	// Only what touches a clock explicitly is worth decoding: most of the text of an event is not.
	rows, err := tx.Query(ctx, `SELECT case_id, at, move, from_state, to_state, CASE WHEN meta LIKE '%"clocks"%' THEN meta ELSE '' END
		FROM casework_event WHERE `+strings.Join(q.Conds, " AND ")+` ORDER BY case_id, seq`, q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.Case, &at, &e.Move, &e.From, &e.To, &e.rawMeta); err != nil {
			return nil, err
		}
		if e.At = timeOf(at); e.rawMeta != "" {
			if err := e.decode(); err != nil {
				return nil, err
			}
		}
		out[e.Case] = append(out[e.Case], e)
	}
	return out, rows.Err()
}

// courseOf follows the events of a case.
func courseOf(chart *Chart, events []Event) Course {
	c := Course{runs: runsOf(chart, events)}
	for i := range events {
		e := &events[i]
		day := calendar.DayOf(e.Counted())
		if e.Move == RemindMove {
			c.Reminded = day
		}
		if !e.isMove() || e.To == e.From {
			continue
		}
		if n := len(c.Visits); n > 0 {
			c.Visits[n-1].To, c.Visits[n-1].Move, c.Visits[n-1].Into = day, e.Move, e.To
		}
		c.Visits = append(c.Visits, Visit{State: e.To, From: day})
	}
	return c
}

// clocksRun computes the clocks of a case from their runs.
func (o *Office) clocksRun(k *Case, runs map[string]run, cal *calendar.Calendar, length func(setting.Query) (term.Length, error)) (out []Clock, err error) {
	chart := o.ChartOf(k.Chart)
	for i := range chart.Clocks {
		r := &chart.Clocks[i]
		run, started := runs[r.Code]
		if !started {
			continue
		}
		c := Clock{Rule: r, Started: run.start, Met: run.met, Paused: run.paused}
		if c.Length, err = length(setting.Query{Center: k.Center, Key: r.Setting, Variant: k.Kind, On: run.start}); err != nil {
			return nil, err
		}
		in := term.Input{Start: run.start, Length: c.Length, Regime: r.Regime, Pauses: run.pauses, Extend: run.extend}
		c.Result = term.Compute(cal, in)
		if run.paused {
			c.Resumed = o.resumed(cal, in)
		}
		out = append(out, c)
	}
	return out, nil
}

// resumed is the day on which a term that stands still would end if it went on tomorrow.
func (o *Office) resumed(cal *calendar.Calendar, in term.Input) calendar.Day {
	in.Pauses = slices.Clone(in.Pauses)
	last := &in.Pauses[len(in.Pauses)-1]
	if last.To = o.Today(); last.To < last.From {
		in.Pauses = in.Pauses[:len(in.Pauses)-1]
	}
	return term.Compute(cal, in).Due
}

// Ended lists the cases of a procedure of which no clock runs any more: those that were closed within the period, and
// those opened within it that stay open without one; of each at most as many as the limit, the latest first. They are the
// experience of the center, whoever may see them: nothing of a single one leaves a forecast.
func (o *Office) Ended(ctx context.Context, tx *store.Tx, q EndedQuery) (_ []*Case, err error) {
	defer fault.Wrap(&err, "ended cases of %s", q.Chart)
	from, to := q.Period.From.Begin().UnixMicro(), q.Period.To.End().UnixMicro()
	closed := &query{}
	closed.kind(q)
	closed.Where("k.closed_at >= ?", from)
	closed.Where("k.closed_at < ?", to)
	// The orders are those of the indexes, so that of years of cases only the latest are read.
	out, err := readCases(ctx, tx, closed, "k.closed_at DESC, k.due DESC, k.id DESC", page{q.Limit, 0})
	if err != nil {
		return nil, err
	}
	open := &query{}
	open.kind(q)
	open.Where("k.closed_at = CAST(0 AS BIGINT)")
	open.Where("k.due = CAST(0 AS BIGINT)")
	open.Where("+k.opened_at >= ?", from)
	open.Where("+k.opened_at < ?", to)
	if still := o.ChartOf(q.Chart).Stills(); len(still) > 0 {
		open.Where("k.state || '' NOT IN ("+store.Marks(len(still))+")", store.Anys(still)...)
	}
	rest, err := readCases(ctx, tx, open, "k.id DESC", page{q.Limit, 0})
	return append(out, rest...), err
}

// kind adds that a case is of the procedure and the kind.
func (q *query) kind(e EndedQuery) {
	q.Where("k.center_id = ?", e.Center)
	q.Where("k.chart = ?", e.Chart)
	if e.Kind != "" {
		q.Where("k.kind = ?", e.Kind)
	}
}

// An EndedQuery says which cases are asked for; of all kinds where Kind is empty.
type EndedQuery struct {
	Center      int64
	Chart, Kind string
	Period      Period
	Limit       int
}

// Stills are the states of the chart in which some clock stands still.
func (c *Chart) Stills() (out []string) {
	for _, r := range c.Clocks {
		out = append(out, r.Pause...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Loads counts, for each person of a center, the open cases in hand whose clock runs.
func Loads(ctx context.Context, tx *store.Tx, center int64) (_ map[int64]int, err error) {
	defer fault.Wrap(&err, "loads")
	rows, err := tx.Query(ctx, `SELECT handler_id, COUNT(*) FROM casework_case
		WHERE center_id = $1 AND closed_at = 0 AND handler_id > 0 AND due > 0 GROUP BY handler_id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]int{}
	for rows.Next() {
		var account int64
		var n int
		if err := rows.Scan(&account, &n); err != nil {
			return nil, err
		}
		out[account] = n
	}
	return out, rows.Err()
}
