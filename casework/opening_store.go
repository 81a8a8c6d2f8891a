package casework

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

const openingColumns = `p.id, p.center_id, p.case_id, p.account_id, p.reader, p.kind, p.asked_by, p.asked_at, p.asked_event, p.decided_by, p.decider,
	p.decided_at, p.refused, p.until, (SELECT COALESCE(k.number, '') FROM casework_case k WHERE k.id = p.case_id AND k.center_id = p.center_id)`

func scanOpening(row scanner) (p Opening, err error) {
	var asked, decided, until int64
	err = row.Scan(&p.ID, &p.Center, &p.Case, &p.Account, &p.Reader, &p.Kind, &p.Asker, &asked, &p.event, &p.Decider, &p.DeciderName,
		&decided, &p.Refused, &until, &p.Number)
	p.Asked = time.UnixMicro(asked)
	if decided != 0 {
		p.Decided = time.UnixMicro(decided)
	}
	if until != 0 {
		p.Until = time.UnixMicro(until)
	}
	return p, err
}

func insertOpening(ctx context.Context, tx *store.Tx, p *Opening) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_opening (id, center_id, case_id, account_id, reader, kind, asked_by, asked_at, asked_event,
		decided_by, decider, decided_at, refused, until) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`, p.ID, p.Center, p.Case, p.Account,
		p.Reader, p.Kind, p.Asker, micro(p.Asked), p.event, p.Decider, p.DeciderName, micro(p.Decided), p.Refused, micro(p.Until))
	return err
}

func updateOpening(ctx context.Context, tx *store.Tx, p *Opening) error {
	_, err := tx.Exec(ctx, `UPDATE casework_opening SET decided_by = $2, decider = $3, decided_at = $4, refused = $5, until = $6 WHERE id = $1 AND center_id = $7`,
		p.ID, p.Decider, p.DeciderName, micro(p.Decided), p.Refused, micro(p.Until), p.Center)
	return err
}

// asked counts the requests of an account for a case that wait for a decision.
func (o *Office) asked(ctx context.Context, tx *store.Tx, c *Case, account int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM casework_opening WHERE case_id = $1 AND +center_id = $3 AND account_id = $2 AND decided_at = 0`, c.ID, account, c.Center).Scan(&n)
	return n, err
}

// seq is the place of the event with the reason in the chain of the case, which is bound to its
// ciphertext.
func (p *Opening) seq(ctx context.Context, tx *store.Tx) (n int64) {
	if err := tx.Row(ctx, `SELECT seq FROM casework_event WHERE id = $1 AND center_id = $2`, p.event, p.Center).Scan(&n); err != nil {
		return 0 // opens nothing
	}
	return n
}

func oneOpening(ctx context.Context, tx *store.Tx, center, id int64) (Opening, error) {
	p, err := scanOpening(tx.Row(ctx, `SELECT `+openingColumns+` FROM casework_opening p WHERE p.id = $1 AND p.center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.Missing, "opening.missing", "没有这份查阅申请；请在“查阅授权”中查找")
	}
	return p, err
}

// openingOf finds out which case an opening of the actor's center is about.
func (o *Office) openingOf(ctx context.Context, by Actor, id int64) (p Opening, err error) {
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		p, err = o.Opening(ctx, tx, by, id)
		return err
	})
	return p, err
}

// Opening returns one opening of the actor's center.
func (o *Office) Opening(ctx context.Context, tx *store.Tx, by Actor, id int64) (Opening, error) {
	return oneOpening(ctx, tx, by.Center, id)
}

// Openings lists the openings of a center, the latest first; caseID 0 means of all cases.
func (o *Office) Openings(ctx context.Context, tx *store.Tx, center, caseID int64, limit int) (_ []Opening, err error) {
	defer fault.Wrap(&err, "openings")
	rows, err := tx.Query(ctx, `SELECT `+openingColumns+` FROM casework_opening p WHERE p.center_id = $1 AND ($2 = CAST(0 AS BIGINT) OR p.case_id = $2)
		ORDER BY p.asked_at DESC, p.id DESC LIMIT $3`, center, caseID, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Opening
	for rows.Next() {
		p, err := scanOpening(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// OpeningsWaiting counts the requests that somebody else than the account has to decide.
func (o *Office) OpeningsWaiting(ctx context.Context, tx *store.Tx, by Actor) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM casework_opening WHERE center_id = $1 AND decided_at = 0 AND asked_by <> $2`, by.Center, by.Account).Scan(&n)
	return n, err
}
