package center

import (
	"context"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Background does what waits for no request until the context ends: it makes the moves of terms
// that have run out, destroys shredded keys, and writes down the limits. Losing all of it loses
// no deadline: every date is computed from the events.
func (c *Center) Background(ctx context.Context) {
	go c.jobs.Run(ctx)
	// Dates are days, so a minute late is never a day late.
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := c.Tend(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("background", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Tend does the background work once: what Background repeats, and what the tests and the builder of
// the demo call when time has passed. Each part may be done again without harm, so an error only
// puts the rest off to the next minute.
func (c *Center) Tend(ctx context.Context) error {
	if err := c.limits.Flush(ctx); err != nil {
		return err
	}
	if _, err := c.Keys.Sweep(ctx, c.DB); err != nil {
		return err
	}
	if _, err := c.uploads.Sweep(ctx); err != nil {
		return err
	}
	if err := c.Office.SweepDrafts(ctx); err != nil {
		return err
	}
	return c.overdue(ctx)
}

// overdue makes the moves that charts foresee for terms that have run out: a case that nobody
// answered is abandoned, a pass that nobody used lapses, an agency whose mandate ended acts no
// more. Centers are done one after the other.
func (c *Center) overdue(ctx context.Context) error {
	var centers []casework.Center
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centers, err = c.Office.Centers(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, ct := range centers {
		if err := c.overdueIn(ctx, ct.ID, c.Office.Today()); err != nil {
			return err
		}
		refused, err := c.Preexam.Release(ctx, ct.ID)
		if err != nil {
			return err
		}
		for _, err := range refused {
			c.Log.Warn("agency not released", "err", err)
		}
	}
	return nil
}

// overdueIn does it for one center as on a day, for at most 1000 cases; what is left over is done
// the next time. A move that is refused is logged and holds up no other case.
func (c *Center) overdueIn(ctx context.Context, center int64, today calendar.Day) error {
	robot := casework.Robot(center)
	var late []*casework.Case
	err := c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := c.Office.List(ctx, tx, robot, casework.Filter{Open: true, DueUntil: today - 1, Side: "party", PerPage: 1000, NoTitles: true})
		late = l.Cases
		return err
	})
	if err != nil {
		return err
	}
	for _, k := range late {
		chart := c.Office.Chart(k.Chart)
		for _, r := range chart.Clocks {
			// A provisional date rests on a year without a published calendar: nobody loses a right by it.
			if r.Code != k.DueClock || r.Overdue == "" || k.Provis {
				continue
			}
			m := chart.Move(r.Overdue)
			_, err := c.Office.Move(ctx, casework.Request{Actor: robot, Case: k.ID, Move: m.Code, Input: m.Do.New(), Expected: k.Version})
			if err != nil {
				c.Log.Warn("overdue move refused", "case", k.Number, "move", m.Code, "err", err)
			}
		}
	}
	return nil
}
