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
	q.Free, err = tally.Free(ctx, tx, by.Center, by.Account)
	return err
}
