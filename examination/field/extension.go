package field

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// The steps of a request to extend the fields of a center to related ones.
const (
	Asked    = "asked"
	Approved = "approved"
	Refused  = "refused"
)

// An Extension is one dated entry of such a request: asking, or the answer of the national
// office with its reference. Entries are never changed; an answer is one more entry.
type Extension struct {
	ID, Center, Account int64
	Request             int64 // id of the entry that asked
	At                  time.Time
	Step                string
	Scheme              Scheme
	Industry            string
	Day                 calendar.Day // of the letter or the approval
	Reference           string       // number of the letter or the approval
	Reason              string
	Classes             []string
}

// Ask records that the center asked for further classes. It returns the entry's id.
func (d *Desk) Ask(ctx context.Context, tx *store.Tx, e Extension) (id int64, err error) {
	defer fault.Wrap(&err, "ask for extension")
	if e.Classes, err = normal(e.Scheme, e.Classes); err != nil {
		return 0, err
	}
	if len(e.Classes) == 0 {
		return 0, fault.New(fault.Invalid, "field.none", "请填写拟拓展的分类号").At("classes")
	}
	e.ID, e.Step = d.office.DB.NewID(), Asked
	e.Request = e.ID
	return e.ID, d.insert(ctx, tx, &e)
}

// Decide records the answer to a request. An approval adds the classes to the list of the
// industry from the day, as an official list with the reference as its source.
func (d *Desk) Decide(ctx context.Context, tx *store.Tx, request int64, answer Extension) (err error) {
	defer fault.Wrap(&err, "decide extension")
	all, err := d.Extensions(ctx, tx, answer.Center)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e Extension) bool { return e.ID == request && e.Step == Asked })
	switch {
	case i < 0:
		return fault.New(fault.Missing, "field.extension", "没有这份拓展申请，请从列表中打开")
	case slices.ContainsFunc(all, func(e Extension) bool { return e.Request == request && e.Step != Asked }):
		return fault.New(fault.Conflict, "field.decided", "该拓展申请已登记批复；需要更正的，请重新设定该产业领域的清单")
	case strings.TrimSpace(answer.Reference) == "" || answer.Day.IsZero():
		return fault.New(fault.Invalid, "field.reference", "请填写批复文号和日期").At("reference").On("国知发管字〔2016〕92号 一（二）2")
	}
	asked := all[i]
	answer.ID, answer.Request, answer.Scheme, answer.Industry, answer.Classes = d.office.DB.NewID(), request, asked.Scheme, asked.Industry, asked.Classes
	if err := d.insert(ctx, tx, &answer); err != nil || answer.Step != Approved {
		return err
	}
	now, err := d.Current(ctx, tx, answer.Center, answer.Day)
	if err != nil {
		return err
	}
	list := List{Center: answer.Center, Account: answer.Account, Scheme: asked.Scheme, Industry: asked.Industry, From: answer.Day, Official: true,
		Source: answer.Reference, Classes: asked.Classes}
	for _, l := range now {
		if l.Scheme == list.Scheme && l.Industry == list.Industry {
			// What an unofficial list named before does not become official by the approval of more.
			list.Classes, list.Official, list.Until = append(slices.Clone(l.Classes), asked.Classes...), l.Official, l.Until
		}
	}
	return d.Set(ctx, tx, list)
}

// insert writes one entry; none is ever changed.
func (d *Desk) insert(ctx context.Context, tx *store.Tx, e *Extension) error {
	_, err := tx.Exec(ctx, `INSERT INTO field_extension (id, center_id, at, account_id, request_id, step, scheme, industry, day, reference, reason, classes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`, e.ID, e.Center, d.office.Now().UnixMicro(), e.Account, e.Request, e.Step, string(e.Scheme),
		e.Industry, int64(e.Day), e.Reference, e.Reason, strings.Join(e.Classes, " "))
	return err
}

// Extensions returns every entry of every request, the latest first.
func (d *Desk) Extensions(ctx context.Context, tx *store.Tx, center int64) (_ []Extension, err error) {
	defer fault.Wrap(&err, "list extensions")
	rows, err := tx.Query(ctx, `SELECT id, center_id, at, account_id, request_id, step, scheme, industry, day, reference, reason, classes
		FROM field_extension WHERE center_id = $1 ORDER BY id DESC`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Extension
	for rows.Next() {
		var e Extension
		var at, day int64
		var classes string
		if err := rows.Scan(&e.ID, &e.Center, &at, &e.Account, &e.Request, &e.Step, &e.Scheme, &e.Industry, &day, &e.Reference, &e.Reason, &classes); err != nil {
			return nil, err
		}
		e.At, e.Day, e.Classes = time.UnixMicro(at), calendar.Day(day), strings.Fields(classes)
		out = append(out, e)
	}
	return out, rows.Err()
}
