package delegation

import (
	"context"
	"errors"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

const columns = `case_id, center_id, number, signed_day, body, mark, seal, code, contact, phone, kinds, acts, area, from_day, until_day, next_until, next_number, ended_day, why, published_day, body_published_day, body_where`

// put writes an entrustment without its terms and officers.
func put(ctx context.Context, tx *store.Tx, e *Entrustment) (err error) {
	defer fault.Wrap(&err, "put entrustment")
	_, err = tx.Exec(ctx, `INSERT INTO delegation_entrustment (`+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22)
		ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, signed_day = excluded.signed_day, body = excluded.body, mark = excluded.mark, seal = excluded.seal,
		code = excluded.code, contact = excluded.contact, phone = excluded.phone, kinds = excluded.kinds, acts = excluded.acts, area = excluded.area, from_day = excluded.from_day,
		until_day = excluded.until_day, next_until = excluded.next_until, next_number = excluded.next_number, ended_day = excluded.ended_day, why = excluded.why,
		published_day = excluded.published_day, body_published_day = excluded.body_published_day, body_where = excluded.body_where`,
		e.Case, e.Center, e.Number, int64(e.Signed), e.Body, e.Mark, e.Seal, e.Code, e.Contact, e.Phone, strings.Join(e.Kinds, " "), strings.Join(e.Acts, " "), strings.Join(e.Area, " "),
		int64(e.From), int64(e.Until), int64(e.Next.Until), e.Next.Number, int64(e.Ended), e.Why, int64(e.Published), int64(e.BodyPublished), e.BodyWhere)
	return err
}

// addTerm records a term that was confirmed. None is ever changed.
func addTerm(ctx context.Context, tx *store.Tx, e *Entrustment, t Term) error {
	_, err := tx.Exec(ctx, `INSERT INTO delegation_term (case_id, center_id, ord, from_day, until_day, number) VALUES ($1,$2,$3,$4,$5,$6)`,
		e.Case, e.Center, int64(len(e.Terms)), int64(t.From), int64(t.Until), t.Number)
	e.Terms = append(e.Terms, t)
	return err
}

// list records officers from a day on in the place of those who are listed then. Before the
// entrustment is confirmed there is no history to keep, so that the first list may be replaced.
func list(s *casework.Step, e *Entrustment, from calendar.Day, now []Officer) (err error) {
	defer fault.Wrap(&err, "list officers")
	if len(e.Terms) == 0 {
		_, err = s.Tx.Exec(s.Ctx, `DELETE FROM delegation_officer WHERE case_id = $1`, e.Case)
	} else {
		_, err = s.Tx.Exec(s.Ctx, `UPDATE delegation_officer SET until_day = $2 WHERE case_id = $1 AND (until_day = 0 OR until_day > $2)`, e.Case, int64(from-1))
	}
	for _, o := range now {
		if err != nil {
			return err
		}
		_, err = s.Tx.Exec(s.Ctx, `INSERT INTO delegation_officer (id, case_id, center_id, account_id, name, card, card_until, from_day, until_day) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0)`,
			s.Office.DB.NewID(), e.Case, e.Center, o.Account, o.Name, o.Card, int64(o.CardUntil), int64(from))
	}
	return err
}

// all reads the entrustments of a center, the oldest first.
func (d *Desk) all(ctx context.Context, tx *store.Tx, center int64) ([]*Entrustment, error) {
	return d.read(ctx, tx, `center_id = $1`, center)
}

// one reads the entrustment of a case.
func (d *Desk) one(ctx context.Context, tx *store.Tx, id int64) (*Entrustment, error) {
	all, err := d.read(ctx, tx, `case_id = $1`, id)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.Missing, "delegation.missing", "没有这份执法委托，请从“执法委托”列表中打开")
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// read reads entrustments that fit a condition of this file, with their terms and officers.
func (d *Desk) read(ctx context.Context, tx *store.Tx, where string, arg int64) (out []*Entrustment, err error) {
	defer fault.Wrap(&err, "entrustments")
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM delegation_entrustment WHERE `+where+` ORDER BY case_id`, arg)
	if err != nil {
		return nil, err
	}
	by, ids := map[int64]*Entrustment{}, []int64{}
	for rows.Next() {
		e := &Entrustment{}
		var kinds, acts, area string
		var days [7]int64
		if err := rows.Scan(&e.Case, &e.Center, &e.Number, &days[0], &e.Body, &e.Mark, &e.Seal, &e.Code, &e.Contact, &e.Phone, &kinds, &acts, &area, &days[1], &days[2], &days[3],
			&e.Next.Number, &days[4], &e.Why, &days[5], &days[6], &e.BodyWhere); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		for i, to := range []*calendar.Day{&e.Signed, &e.From, &e.Until, &e.Next.Until, &e.Ended, &e.Published, &e.BodyPublished} {
			*to = calendar.Day(days[i])
		}
		e.Kinds, e.Acts, e.Area = strings.Fields(kinds), strings.Fields(acts), strings.Fields(area)
		out, ids, by[e.Case] = append(out, e), append(ids, e.Case), e
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	var center int64 // of all of them
	if len(out) > 0 {
		center = out[0].Center
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	if err != nil {
		return nil, err
	}
	for id, k := range cases {
		by[id].Own, by[id].State = k.Number, k.State
	}
	if err := terms(ctx, tx, by, where, arg); err != nil {
		return nil, err
	}
	for _, e := range out {
		if e.Next.Until != 0 {
			e.Next.From = e.Last() + 1
		}
	}
	return out, listed(ctx, tx, by, where, arg)
}

// terms adds the terms to entrustments that were read.
func terms(ctx context.Context, tx *store.Tx, by map[int64]*Entrustment, where string, arg int64) error {
	rows, err := tx.Query(ctx, `SELECT case_id, from_day, until_day, number FROM delegation_term WHERE `+where+` ORDER BY case_id, ord`, arg)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id, from, until int64
		var t Term
		if err := rows.Scan(&id, &from, &until, &t.Number); err != nil {
			return errors.Join(err, rows.Close())
		}
		t.From, t.Until = calendar.Day(from), calendar.Day(until)
		by[id].Terms = append(by[id].Terms, t)
	}
	return errors.Join(rows.Err(), rows.Close())
}

// listed adds the officers, those of today and before, to entrustments that were read.
func listed(ctx context.Context, tx *store.Tx, by map[int64]*Entrustment, where string, arg int64) error {
	rows, err := tx.Query(ctx, `SELECT case_id, account_id, name, card, card_until, from_day, until_day FROM delegation_officer WHERE `+where+` ORDER BY case_id, id`, arg)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int64
		var days [3]int64
		var o Officer
		if err := rows.Scan(&id, &o.Account, &o.Name, &o.Card, &days[0], &days[1], &days[2]); err != nil {
			return errors.Join(err, rows.Close())
		}
		o.CardUntil, o.From, o.Until = calendar.Day(days[0]), calendar.Day(days[1]), calendar.Day(days[2])
		by[id].Officers = append(by[id].Officers, o)
	}
	return errors.Join(rows.Err(), rows.Close())
}
