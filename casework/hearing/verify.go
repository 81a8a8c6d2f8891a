package hearing

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
)

// prefix begins the notes that bind rows to events.
const prefix = "hearing"

// sessionRow is the row of a session as the events vouch for it: what was planned. Where it was moved
// to stands in its acts.
func sessionRow(x *Session, at int64, body []byte) casework.BoundRow {
	return casework.BoundRow{ID: x.ID, Case: x.Case, What: "审理安排", Columns: []any{"session", x.No, x.Kind, at}, Body: body}
}

// bound is the row of an act as the events vouch for it.
func (r actRow) bound(body []byte) casework.BoundRow {
	return casework.BoundRow{ID: r.id, Case: r.caseID, What: "对审理的一项办理", Columns: []any{"act", r.session, r.kind, r.at.UnixMicro(), r.account, r.party}, Body: body}
}

// Verify compares sessions and what happened in them with what the events of the cases say was
// written. It needs no keys.
func Verify(ctx context.Context, tx *store.Tx) ([]casework.Flaw, error) {
	return casework.VerifyBound(ctx, tx, prefix, func(tell func(casework.BoundRow)) error {
		rows, err := tx.Query(ctx, `SELECT id, case_id, no, kind, at, body FROM hearing_session`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			x := Session{}
			var at int64
			var body []byte
			if err := rows.Scan(&x.ID, &x.Case, &x.No, &x.Kind, &at, &body); err != nil {
				return err
			}
			tell(sessionRow(&x, at, body))
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return scanActs(ctx, tx, 0, func(r actRow, body []byte) error { tell(r.bound(body)); return nil })
	})
}
