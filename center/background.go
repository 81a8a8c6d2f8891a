package center

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/receipt"
	"zhibao/internal/job"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Background does what waits for no request until the context ends: it makes the moves of terms
// that have run out, destroys shredded keys, and writes down the limits. Losing all of it loses
// no deadline: every date is computed from the events. When it returns, nothing runs any more.
func (c *Center) Background(ctx context.Context) {
	defer ease()()
	var jobs sync.WaitGroup
	defer jobs.Wait()
	jobs.Go(func() { c.jobs.Run(ctx) })
	jobs.Go(func() { c.feedIndexes(ctx) })
	jobs.Go(func() { c.beat(ctx) })
	jobs.Go(func() { c.share(ctx) })
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
	c.watchSpace(ctx)
	c.watchPace(ctx)
	if _, err := c.Keys.Sweep(ctx, c.DB); err != nil {
		return err
	}
	if _, err := c.uploads.Sweep(ctx); err != nil {
		return err
	}
	if err := c.Office.SweepDrafts(ctx); err != nil {
		return err
	}
	// A notice that cannot be recorded is tried again the next time.
	if _, err := c.Deliveries.Tend(ctx, c.Office); err != nil {
		c.Log.Warn("public notice not recorded as served", "err", err)
	}
	c.sealOutside(ctx)
	return c.overdue(ctx)
}

// RunJobs runs the jobs that are due, and returns how many there were: what Background does without end,
// for whoever leads the clock.
func (c *Center) RunJobs(ctx context.Context) (int, error) { return c.jobs.RunDue(ctx) }

// sealOutside exchanges files with an outside seal service, where the center has one. What cannot be
// exchanged now, or was answered wrongly, is logged and holds up nothing else.
func (c *Center) sealOutside(ctx context.Context) {
	n, bad, err := document.Exchange(ctx, c.DB, filepath.Join(c.Data, "seal"), c.Now())
	if n > 0 {
		c.Log.Info("papers sealed by the outside service", "papers", n)
	}
	if err != nil || len(bad) > 0 {
		c.Log.Warn("exchange with the seal service", "bad", bad, "err", err)
	}
}

// leftAfter is how old a file is that is taken for left over by a refused move: long enough that an
// operator who restored an older database by mistake can still put the right one back.
const leftAfter = 7 * 24 * time.Hour

// collect is the job that removes the files to which nothing in the database refers.
func (c *Center) collect(ctx context.Context, _ job.Job) (job.Effect, error) {
	if size, err := c.files.Size(ctx); err == nil {
		c.stored.Store(size)
	}
	n, err := c.Collect(ctx, c.Now().Add(-leftAfter))
	if n > 0 {
		c.Log.Info("files of refused moves removed", "files", n)
	}
	return nil, err
}

// Collect removes the files that were put before a moment and to which nothing refers, and returns
// how many they were. Files from before references were written down are left alone.
func (c *Center) Collect(ctx context.Context, before time.Time) (int, error) {
	return c.files.GC(ctx, before, func(address string, put time.Time) (held bool, err error) {
		if put.Before(c.since) {
			return true, nil
		}
		err = c.DB.Read(ctx, func(tx *store.Tx) error {
			held, err = casework.FileHeld(ctx, tx, address)
			return err
		})
		return held, err
	})
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
		if err := c.overdueIn(ctx, ct.ID, receipt.Settled(c.Now())); err != nil {
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
		chart := c.Office.ChartOf(k.Chart)
		for _, r := range chart.Clocks {
			// A provisional date rests on a year without a published calendar: nobody loses a right by it.
			if r.Code == k.DueClock && r.Overdue != "" && !k.Provis {
				c.lapse(ctx, k, r.Overdue)
			}
		}
	}
	return c.hidden(ctx, center, today)
}

// lapse makes the move of a term that ran out.
func (c *Center) lapse(ctx context.Context, k *casework.Case, move string) {
	if c.held(ctx, k) {
		return
	}
	m := c.Office.ChartOf(k.Chart).Move(move)
	_, err := c.Office.Move(ctx, casework.Request{Actor: casework.Robot(k.Center), Case: k.ID, Move: m.Code, Input: m.Do.New(), Expected: k.Version})
	if err != nil {
		c.Log.Warn("overdue move refused", "case", k.Number, "move", m.Code, "err", err)
	}
}

// hidden finds the terms of parties that ran out while one of the center's own, which had ended before,
// stood in front of them: procedures in which both run beside each other.
func (c *Center) hidden(ctx context.Context, center int64, today calendar.Day) error {
	type found struct {
		k    *casework.Case
		move string
	}
	var all []found
	err := c.DB.Read(ctx, func(tx *store.Tx) error {
		for _, chart := range c.Office.Charts() {
			from := map[string][]string{} // states that a term of a party leads out of, by its clock
			var states []string
			for _, r := range chart.Clocks {
				if m := chart.Move(r.Overdue); m != nil && len(chart.Sides) > 0 {
					from[r.Code], states = m.From, append(states, m.From...)
				}
			}
			if len(states) == 0 {
				continue
			}
			l, err := c.Office.List(ctx, tx, casework.Robot(center), casework.Filter{Chart: chart.Code, States: states, Open: true, DueUntil: today - 1, Side: "center", PerPage: 1000, NoTitles: true})
			if err != nil {
				return err
			}
			for _, k := range l.Cases {
				clocks, err := c.Office.Clocks(ctx, tx, k)
				if err != nil {
					return err
				}
				for i := range clocks {
					if r := &clocks[i]; slices.Contains(from[r.Rule.Code], k.State) && r.Running() && r.Late(today) && !r.Result.Provisional {
						all = append(all, found{k, r.Rule.Overdue})
						break
					}
				}
			}
		}
		return nil
	})
	for _, f := range all {
		c.lapse(ctx, f.k, f.move)
	}
	return err
}
