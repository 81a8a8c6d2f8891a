package evidence

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
)

// prefix begins the notes that bind rows to events.
const prefix = "evidence"

// bound is the row of an exhibit as the events vouch for it.
func (x *Exhibit) bound(body []byte) casework.BoundRow {
	return casework.BoundRow{ID: x.ID, Case: x.Case, What: "证据 " + x.Number, Columns: []any{"exhibit", x.Side, x.Party, x.Number, x.At.UnixMicro(), x.Account}, Body: body}
}

// A row is the plain part of an act.
type row struct {
	exhibit int64 // 0 for a measure
	kind    string
	side    string
	party   int64
}

// bound is the row of an act as the events vouch for it.
func (r row) bound(m moment, caseID int64, body []byte) casework.BoundRow {
	return casework.BoundRow{ID: m.id, Case: caseID, What: "对证据的一项办理", Columns: []any{"act", r.exhibit, r.kind, r.side, r.party, m.at.UnixMicro(), m.account}, Body: body}
}

// Verify compares exhibits and the acts on them with what the events of the cases say was written. It
// needs no keys.
func Verify(ctx context.Context, tx *store.Tx) ([]casework.Flaw, error) {
	return casework.VerifyBound(ctx, tx, prefix, func(tell func(casework.BoundRow)) error {
		if err := scanExhibits(ctx, tx, 0, func(x *Exhibit, body []byte) error { tell(x.bound(body)); return nil }); err != nil {
			return err
		}
		return scanActs(ctx, tx, 0, func(caseID int64, r row, m moment, body []byte) error { tell(r.bound(m, caseID, body)); return nil })
	})
}
