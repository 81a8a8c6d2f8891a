package outage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Span is a time through which a source saw the center take writes.
type Span struct{ Since, Until time.Time }

// micro is a time as it is stored; no time is 0.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the time that micro stored.
func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n)
}

// lastSpan returns the latest span of a source; ok is false where there is none.
func lastSpan(ctx context.Context, tx *store.Tx, center int64, source string) (id int64, s Span, ok bool, err error) {
	var since, until int64
	err = tx.Row(ctx, `SELECT id, since, until FROM outage_span WHERE center_id = $1 AND source = $2 ORDER BY since DESC LIMIT 1`, center, source).Scan(&id, &since, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, s, false, nil
	}
	return id, Span{moment(since), moment(until)}, err == nil, err
}

// addSpan begins a new span: nothing is known of the time before it.
func (d *Desk) addSpan(ctx context.Context, tx *store.Tx, center int64, source string, s Span) error {
	_, err := tx.Exec(ctx, `INSERT INTO outage_span (id, center_id, source, since, until) VALUES ($1,$2,$3,$4,$5)`, d.office.DB.NewID(), center, source, micro(s.Since), micro(s.Until))
	return err
}

// spans lists the spans of a source that reach into the time from a moment on, the oldest first.
func spans(ctx context.Context, tx *store.Tx, center int64, source string, from time.Time) (out []Span, err error) {
	rows, err := tx.Query(ctx, `SELECT since, until FROM outage_span WHERE center_id = $1 AND source = $2 AND until >= $3 ORDER BY since`, center, source, micro(from))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var since, until int64
		if err := rows.Scan(&since, &until); err != nil {
			return nil, err
		}
		out = append(out, Span{moment(since), moment(until)})
	}
	return out, rows.Err()
}

// put writes an outage.
func put(ctx context.Context, tx *store.Tx, o *Outage) (err error) {
	defer fault.Wrap(&err, "put outage")
	_, err = tx.Exec(ctx, `INSERT INTO outage_outage (case_id, center_id, source, since, until, cause, dismissed, decided, basis, announced_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
		ON CONFLICT (case_id) DO UPDATE SET since = excluded.since, until = excluded.until, cause = excluded.cause, dismissed = excluded.dismissed, decided = excluded.decided,
		basis = excluded.basis, announced_at = excluded.announced_at`,
		o.Case, o.Center, o.Source, micro(o.Since), micro(o.Until), o.Cause, o.Dismissed, o.Decided, o.Basis, micro(o.Announced))
	return err
}

// read lists the outages that fit, the latest first.
func read(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Outage, err error) {
	defer fault.Wrap(&err, "read outages")
	rows, err := tx.Query(ctx, `SELECT case_id, center_id, source, since, until, cause, dismissed, decided, basis, announced_at FROM outage_outage WHERE `+where+` ORDER BY since DESC, case_id DESC`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o Outage
		var since, until, announced int64
		if err := rows.Scan(&o.Case, &o.Center, &o.Source, &since, &until, &o.Cause, &o.Dismissed, &o.Decided, &o.Basis, &announced); err != nil {
			return nil, err
		}
		o.Since, o.Until, o.Announced = moment(since), moment(until), moment(announced)
		out = append(out, &o)
	}
	return out, rows.Err()
}

// one reads an outage.
func one(ctx context.Context, tx *store.Tx, id int64) (*Outage, error) {
	all, err := read(ctx, tx, `case_id = $1`, id)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.Missing, "outage.missing", "没有这条中断记录，请从“系统可用性”页面打开")
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// during lists the outages that touch a day and were not found untrue.
func during(ctx context.Context, tx *store.Tx, center int64, day calendar.Day) ([]*Outage, error) {
	return read(ctx, tx, `center_id = $1 AND NOT dismissed AND since < $2 AND until > $3`, center, micro(day.End()), micro(day.Begin()))
}

// A Chosen is a term that the director moves.
type Chosen struct {
	Case  int64
	Clock string
	Due   calendar.Day // as it was
	Moved calendar.Day // as it will be
}

// putChosen replaces what was chosen before.
func putChosen(ctx context.Context, tx *store.Tx, o *Outage, all []Chosen) (err error) {
	defer fault.Wrap(&err, "put the terms to be moved")
	if _, err := tx.Exec(ctx, `DELETE FROM outage_chosen WHERE case_id = $1`, o.Case); err != nil {
		return err
	}
	for _, c := range all {
		if _, err := tx.Exec(ctx, `INSERT INTO outage_chosen (case_id, center_id, target_id, clock, due, moved) VALUES ($1,$2,$3,$4,$5,$6)`, o.Case, o.Center, c.Case, c.Clock, int64(c.Due), int64(c.Moved)); err != nil {
			return err
		}
	}
	return nil
}

// chosen lists what was chosen, by case.
func chosen(ctx context.Context, tx *store.Tx, id int64) (out []Chosen, err error) {
	defer fault.Wrap(&err, "read the terms to be moved")
	rows, err := tx.Query(ctx, `SELECT target_id, clock, due, moved FROM outage_chosen WHERE case_id = $1 ORDER BY target_id, clock`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Chosen
		var due, moved int64
		if err := rows.Scan(&c.Case, &c.Clock, &due, &moved); err != nil {
			return nil, err
		}
		c.Due, c.Moved = calendar.Day(due), calendar.Day(moved)
		out = append(out, c)
	}
	return out, rows.Err()
}

// plans lists the maintenance of a center that ends after a moment, the earliest first.
func plans(ctx context.Context, tx *store.Tx, center int64, after time.Time) (out []*Plan, err error) {
	defer fault.Wrap(&err, "read maintenance")
	rows, err := tx.Query(ctx, `SELECT id, center_id, since, until, what, what_en, announced_at, cancelled_at FROM outage_plan WHERE center_id = $1 AND until > $2 ORDER BY since, id`, center, micro(after))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Plan
		var since, until, announced, cancelled int64
		if err := rows.Scan(&p.ID, &p.Center, &since, &until, &p.What, &p.WhatEN, &announced, &cancelled); err != nil {
			return nil, err
		}
		p.Since, p.Until, p.Announced, p.Cancelled = moment(since), moment(until), moment(announced), moment(cancelled)
		out = append(out, &p)
	}
	return out, rows.Err()
}
