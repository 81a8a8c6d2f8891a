package outage

import (
	"context"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Gap is from when on the time without an acknowledged write is an outage; Beats is how often one is
// made, so that a gap of that length is never overlooked.
const (
	Gap   = time.Minute
	Beats = 15 * time.Second
)

// Beat notes that the center takes a write now: the note itself is that write. Where the last one is a
// minute or more behind, after a restart too, the time between becomes an outage, unless all of it lies in
// announced maintenance.
func (d *Desk) Beat(ctx context.Context, center int64) (err error) {
	defer fault.Wrap(&err, "beat")
	now := d.office.Now().Truncate(time.Second)
	var gap Span
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		gap = Span{}
		id, last, ok, err := lastSpan(ctx, tx, center, Platform)
		switch {
		case err != nil:
			return err
		case !ok:
			return d.addSpan(ctx, tx, center, Platform, Span{now, now})
		case !now.After(last.Until): // another process, or a clock that was set back
			return nil
		case now.Sub(last.Until) < Gap:
			_, err := tx.Exec(ctx, `UPDATE outage_span SET until = $2 WHERE id = $1 AND until < $2`, id, micro(now))
			return err
		}
		planned, err := d.planned(ctx, tx, center, Span{last.Until, now})
		if err != nil {
			return err
		}
		if planned {
			return d.addSpan(ctx, tx, center, Platform, Span{now, now})
		}
		gap = Span{last.Until, now}
		return nil
	})
	if err != nil || gap.Since.IsZero() {
		return err
	}
	_, err = d.office.Move(ctx, casework.Request{Actor: casework.Robot(center), Chart: d.chart.Code, Move: "note",
		Input: &Note{Source: Platform, Window: Window{written(gap.Since), written(gap.Until)}}})
	if fault.KindOf(err) == fault.Conflict {
		return nil // another process was faster
	}
	return err
}

// planned reports whether a time lies in announced maintenance as a whole.
func (d *Desk) planned(ctx context.Context, tx *store.Tx, center int64, s Span) (bool, error) {
	all, err := plans(ctx, tx, center, s.Since)
	for _, p := range all {
		if p.Cancelled.IsZero() && !s.Since.Before(p.Since) && !s.Until.After(p.Until) {
			return true, err
		}
	}
	return false, err
}

// A DayOf is how long the center worked on one day.
type DayOf struct {
	Day      calendar.Day
	Measured int // minutes of the day that are measured at all
	Down     int // minutes in which it took no filing, maintenance left out
	Planned  int // minutes of announced maintenance in which it took none
}

// Record adds up the minutes of the days from one to today, today last.
func (d *Desk) Record(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) (out []DayOf, err error) {
	defer fault.Wrap(&err, "record of availability")
	up, err := spans(ctx, tx, center, Platform, time.Time{})
	if err != nil || len(up) == 0 {
		return nil, err
	}
	now := d.office.Now()
	// A center that takes no filing now, or that does not run, is down as well, although no record says so yet.
	ends := slices.Clone(up)
	if last := up[len(up)-1]; now.Sub(last.Until) >= Gap {
		ends = append(ends, Span{now, now})
	}
	var down, planned []Span
	for i := 1; i < len(ends); i++ {
		s := Span{ends[i-1].Until, ends[i].Since}
		inside, err := d.planned(ctx, tx, center, s)
		if err != nil {
			return nil, err
		}
		if inside {
			planned = append(planned, s)
		} else {
			down = append(down, s)
		}
	}
	others, err := read(ctx, tx, `center_id = $1 AND NOT dismissed AND source <> 'platform'`, center)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		down = append(down, Span{o.Since, o.Until})
	}
	for day := max(from, calendar.DayOf(up[0].Since)); day <= calendar.DayOf(now); day++ {
		in := Span{day.Begin(), day.End()}
		if in.Since.Before(up[0].Since) {
			in.Since = up[0].Since
		}
		if in.Until.After(now) {
			in.Until = now
		}
		out = append(out, DayOf{day, minutes(max(in.Until.Sub(in.Since), 0)), minutes(within(down, in)), minutes(within(planned, in))})
	}
	return out, nil
}
