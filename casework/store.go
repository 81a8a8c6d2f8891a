package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"zhibao/casework/fact"
	"zhibao/casework/tally"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// caseColumns reads the province in a subquery: a join lets the planner lose the order of a list.
const caseColumns = `k.id, k.center_id, k.chart, COALESCE(k.number, ''), k.state, k.version, k.seq, k.kind, k.owner_id, k.agent_id,
	k.handler_id, k.second_id, k.opened_at, k.closed_at, k.title, k.attrs, k.due, k.due_clock, k.due_party, k.provisional, k.head,
	(SELECT ct.province FROM casework_center ct WHERE ct.id = k.center_id)`

type scanner interface{ Scan(...any) error }

func scanCase(row scanner) (*Case, error) {
	c := &Case{}
	var opened, closed, due int64
	var attrs string
	err := row.Scan(&c.ID, &c.Center, &c.Chart, &c.Number, &c.State, &c.Version, &c.Seq, &c.Kind, &c.Owner, &c.Agent,
		&c.Handler, &c.Second, &opened, &closed, &c.sealed, &attrs, &due, &c.DueClock, &c.DueParty, &c.Provis, &c.head, &c.Province)
	if err != nil {
		return nil, err
	}
	c.Opened, c.Due = time.UnixMicro(opened), calendar.Day(due)
	if closed != 0 {
		c.Closed = time.UnixMicro(closed)
	}
	c.stored = c.place()
	return c, json.Unmarshal([]byte(attrs), &c.Attrs)
}

// load reads a case of a center; 0 stands for any of them.
func (o *Office) load(ctx context.Context, tx *store.Tx, center, id int64) (_ *Case, err error) {
	of, args := "= $2", []any{id, center}
	if center == 0 { // which of all has it
		of, args = "IN (SELECT ct.id FROM casework_center ct)", args[:1]
	}
	c, err := scanCase(tx.Row(ctx, `SELECT `+caseColumns+` FROM casework_case k WHERE k.id = $1 AND k.center_id `+of, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing()
	} else if err != nil {
		return nil, err
	}
	// One statement for all: whom the case is closed to, whom it is open to for a time, who takes part.
	rows, err := tx.Query(ctx, `SELECT 0, account_id, CAST(0 AS BIGINT), '' FROM casework_conflict WHERE case_id = $1 AND center_id = $3
		UNION ALL SELECT 1, account_id, CAST(0 AS BIGINT), '' FROM casework_opening WHERE case_id = $1 AND +center_id = $3 AND until > $2
		UNION ALL SELECT 2, party_id, for_id, side FROM casework_part WHERE case_id = $1 AND center_id = $3 AND until = CAST(0 AS BIGINT)`, id, o.Now().UnixMicro(), c.Center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var what, who, whom int64
		var side string
		if err := rows.Scan(&what, &who, &whom, &side); err != nil {
			return nil, err
		}
		switch what {
		case 0:
			c.conflict = append(c.conflict, who)
		case 1:
			c.opened = append(c.opened, who)
		default:
			c.parts = append(c.parts, Part{Party: who, For: whom, Side: side})
		}
	}
	return c, rows.Err()
}

// centerOf is the center of a case: the one that is known, or, where that is 0, which of all has it.
func centerOf(ctx context.Context, tx *store.Tx, known, id int64) (center int64, err error) {
	if known != 0 {
		return known, nil
	}
	err = tx.Row(ctx, `SELECT center_id FROM casework_case WHERE id = $1 AND center_id IN (SELECT ct.id FROM casework_center ct)`, id).Scan(&center)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, missing()
	}
	return center, err
}

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func insertCase(ctx context.Context, tx *store.Tx, c *Case) error {
	err := tx.Later(ctx, `INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id,
		handler_id, second_id, opened_at, closed_at, title, attrs, due, due_clock, due_party, provisional, head)
		VALUES ($1,$2,$3,NULLIF($4,''),$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)`,
		c.ID, c.Center, c.Chart, c.Number, c.State, c.Version, c.Seq, c.Kind, c.Owner, c.Agent, c.Handler, c.Second,
		micro(c.Opened), micro(c.Closed), c.sealed, c.attrs(), int64(c.Due), c.DueClock, c.DueParty, c.Provis, c.head)
	if err != nil {
		return err
	}
	return tally.Changed(ctx, tx, c.Center)
}

// updateCase stores what a move changed. SQLite writes anew each index of which a statement names a
// column, so a move that leaves the case in its place names none of those.
func updateCase(ctx context.Context, tx *store.Tx, c *Case) (err error) {
	var n int64
	if c.place() == c.stored {
		n, err = tx.Exec(ctx, `UPDATE casework_case SET version = $3, seq = $4, title = $5, attrs = $6, due_clock = $7, due_party = $8,
			provisional = $9, head = $10 WHERE id = $1 AND version = $2 AND center_id = $11`,
			c.ID, c.Version-1, c.Version, c.Seq, c.sealed, c.attrs(), c.DueClock, c.DueParty, c.Provis, c.head, c.Center)
	} else {
		n, err = tx.Exec(ctx, `UPDATE casework_case SET number = NULLIF($3,''), state = $4, version = $5, seq = $6, kind = $7,
			owner_id = $8, agent_id = $9, handler_id = $10, second_id = $11, closed_at = $12, title = $13, attrs = $14, due = $15,
			due_clock = $16, due_party = $17, provisional = $18, head = $19 WHERE id = $1 AND version = $2 AND center_id = $20`,
			c.ID, c.Version-1, c.Number, c.State, c.Version, c.Seq, c.Kind, c.Owner, c.Agent, c.Handler, c.Second,
			micro(c.Closed), c.sealed, c.attrs(), int64(c.Due), c.DueClock, c.DueParty, c.Provis, c.head, c.Center)
		if err == nil {
			err = tally.Changed(ctx, tx, c.Center)
		}
	}
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "case.version", "案件刚刚被他人办理，请刷新后重试；您填写的内容仍保留在页面上")
	}
	c.stored = c.place()
	return err
}

func updateDue(ctx context.Context, tx *store.Tx, c *Case) error {
	err := tx.Later(ctx, `UPDATE casework_case SET due = $2, due_clock = $3, due_party = $4, provisional = $5 WHERE id = $1 AND center_id = $6`,
		c.ID, int64(c.Due), c.DueClock, c.DueParty, c.Provis, c.Center)
	if err != nil {
		return err
	}
	return tally.Changed(ctx, tx, c.Center)
}

func updateHead(ctx context.Context, tx *store.Tx, c *Case) error {
	n, err := tx.Exec(ctx, `UPDATE casework_case SET seq = $3, head = $4 WHERE id = $1 AND seq = $2 AND center_id = $5`, c.ID, c.Seq-1, c.Seq, c.head, c.Center)
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "case.version", "案件刚刚被他人办理，请刷新后重试")
	}
	return err
}

func insertEvent(ctx context.Context, tx *store.Tx, e *Event) error {
	return tx.Later(ctx, `INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state,
		to_state, meta, input, idem, prev, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)`,
		e.ID, e.Center, e.Case, e.Seq, e.At.UnixMicro(), e.Actor, e.Name, e.Role, e.Move, e.From, e.To, e.rawMeta, e.Input,
		e.idem, e.Prev, e.Hash)
}

const eventColumns = `id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, prev, hash`

func scanEvent(row scanner) (e Event, err error) {
	var at int64
	err = row.Scan(&e.ID, &e.Center, &e.Case, &e.Seq, &at, &e.Actor, &e.Name, &e.Role, &e.Move, &e.From, &e.To, &e.rawMeta, &e.Prev, &e.Hash)
	if err != nil {
		return e, err
	}
	e.At = timeOf(at)
	return e, e.decode()
}

// decode reads the plain part of an event.
func (e *Event) decode() error { return json.Unmarshal([]byte(e.rawMeta), &e.Meta) }

func timeOf(micro int64) time.Time { return time.UnixMicro(micro) }

// Events returns the history of a case, oldest first, without the secret inputs; what came after a seq, where one is given.
func (o *Office) Events(ctx context.Context, tx *store.Tx, center, caseID int64, after ...int64) (_ []Event, err error) {
	defer fault.Wrap(&err, "events of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT `+eventColumns+` FROM casework_event WHERE case_id = $1 AND +center_id = $2 AND seq > $3 ORDER BY seq`, caseID, center, slices.Max(append(after, 0)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func eventByKey(ctx context.Context, tx *store.Tx, center int64, idem []byte) (Event, bool, error) {
	e, err := scanEvent(tx.Row(ctx, `SELECT `+eventColumns+` FROM casework_event WHERE center_id = $1 AND idem = $2`, center, idem))
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, nil
	}
	return e, err == nil, err
}

func openCases(ctx context.Context, tx *store.Tx, center int64) ([]int64, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM casework_case WHERE center_id = $1 AND closed_at = 0`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

func insertFact(ctx context.Context, tx *store.Tx, f fact.Fact) error {
	detail, err := json.Marshal(f.Detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO casework_fact (id, center_id, kind, party_id, subject, case_id, at, detail)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, f.ID, f.Center, string(f.Kind), f.Party, f.Subject, f.Case, f.At.UnixMicro(), string(detail))
	return err
}

func loadLayers(ctx context.Context, tx *store.Tx, center int64) ([]calendar.Layer, error) {
	rows, err := tx.Query(ctx, `SELECT layer FROM casework_calendar WHERE center_id = $1 ORDER BY id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []calendar.Layer
	for rows.Next() {
		var s string
		var l calendar.Layer
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(s), &l); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

func insertLayer(ctx context.Context, tx *store.Tx, o *Office, by Actor, l calendar.Layer) error {
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	tx.Forget()
	_, err = tx.Exec(ctx, `INSERT INTO casework_calendar (id, center_id, at, actor_id, name, layer) VALUES ($1,$2,$3,$4,$5,$6)`,
		o.DB.NewID(), by.Center, o.Now().UnixMicro(), by.Account, l.Name, string(b))
	return err
}
