package casework

import (
	"context"

	"zhibao/casework/tally"
	"zhibao/internal/store"
)

// A query is a question about cases.
type query struct{ tally.Query }

// look asks what the snapshot is before it is counted. Who has no conflict of interest asks the same as
// everybody else of their rights.
func (o *Office) look(ctx context.Context, tx *store.Tx, by Actor, q *query) (err error) {
	if !tx.Reads() || !o.Policy.Within(by.Subject, ActSee) {
		return nil
	}
	if q.Version, err = tally.Version(ctx, tx, by.Center); err != nil {
		return err
	}
	q.Kept = true
	err = tx.Row(ctx, `SELECT NOT EXISTS (SELECT 1 FROM casework_conflict cf WHERE cf.center_id = $1 AND cf.account_id = $2)`,
		by.Center, by.Account).Scan(&q.Free)
	return err
}
