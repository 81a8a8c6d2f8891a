package outage

import (
	"context"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A watched arrival belongs to a case and is not known to be filed again whole.
type watched struct {
	id, target, seen int64 // seen is how far the events of the case had come at the last look
	now              int64
}

// CompareDue compares by itself what was filed in the cases of arrivals since the last look, and returns how many
// comparisons there were. One that fails holds up no other; what failed is tried again the next time.
func (d *Desk) CompareDue(ctx context.Context, center int64) (n int, failed []error, err error) {
	defer fault.Wrap(&err, "compare what was filed again")
	var all []watched
	err = d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = d.watched(ctx, tx, center)
		return err
	})
	for _, w := range all {
		done, e := d.look(ctx, center, w)
		if e != nil {
			failed = append(failed, e)
		}
		if done {
			n++
		}
	}
	return n, failed, err
}

// watched lists the arrivals in whose cases something happened since the last look.
func (d *Desk) watched(ctx context.Context, tx *store.Tx, center int64) (out []watched, err error) {
	rows, err := tx.Query(ctx, `SELECT id, target_id, seen_seq FROM outage_arrival WHERE center_id = $1 AND target_id > 0 AND standing <> $2`, center, standSame)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var cases []int64
	for rows.Next() {
		var w watched
		if err := rows.Scan(&w.id, &w.target, &w.seen); err != nil {
			return nil, err
		}
		out, cases = append(out, w), append(cases, w.target)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	now := map[int64]int64{}
	slices.Sort(cases)
	for some := range slices.Chunk(slices.Compact(cases), 500) {
		l, err := d.office.List(ctx, tx, casework.Robot(center), casework.Filter{IDs: some, PerPage: 1000, NoTitles: true})
		if err != nil {
			return nil, err
		}
		for _, k := range l.Cases {
			now[k.ID] = k.Seq
		}
	}
	for i := range out {
		out[i].now = now[out[i].target]
	}
	return slices.DeleteFunc(out, func(w watched) bool { return w.now <= w.seen }), nil
}

// look compares an arrival if other files were filed than it was compared with, and notes how far it looked.
func (d *Desk) look(ctx context.Context, center int64, w watched) (done bool, err error) {
	var a *Arrival
	due := false
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.arrivals(ctx, tx, `id = $1`, w.id)
		if err != nil || len(all) == 0 {
			return err
		}
		a = all[0]
		files, err := d.refiled(ctx, tx, a)
		due = len(files) > 0 && (a.Again == nil || a.Again.Seen != seenOf(files))
		return err
	})
	if err != nil || a == nil {
		return false, err
	}
	if due {
		if err := d.compareBy(ctx, casework.Robot(center), a); err != nil {
			return false, err
		}
	}
	return due, d.office.DB.Write(ctx, func(tx *store.Tx) error {
		// A row of before the standing was kept has none yet.
		_, err := tx.Exec(ctx, `UPDATE outage_arrival SET seen_seq = $1, standing = CASE WHEN standing = '' THEN $2 ELSE standing END WHERE id = $3 AND center_id = $4`, w.now, a.Again.word(), w.id, center)
		return err
	})
}

// compareBy makes the step that compares. Another step on the outage meanwhile is no reason to fail.
func (d *Desk) compareBy(ctx context.Context, by casework.Actor, a *Arrival) error {
	for try := 0; ; try++ {
		var k *casework.Case
		err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
			k, err = d.office.Get(ctx, tx, by, a.Case)
			return err
		})
		if err != nil {
			return err
		}
		_, err = d.office.Move(ctx, casework.Request{Actor: by, Case: a.Case, Move: "compare", Input: &Compare{Arrival: strconv.FormatInt(a.ID, 10)}, Expected: k.Version})
		if fault.CodeOf(err) != "case.version" || try == 3 {
			return err
		}
	}
}
