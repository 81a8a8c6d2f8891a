package caseworktest

import (
	"context"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/internal/store"
)

// Drafted is the draft of a paper that changed last in the center of the tests, on which the people of a
// story work; empty where none is open.
func Drafted(ctx context.Context, o *casework.Office) (of draft.Of, err error) {
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		var all []*draft.Draft
		for _, s := range []draft.State{draft.Drafting, draft.Submitted, draft.Reviewed} {
			some, err := draft.Waiting(ctx, tx, CenterID, s)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		if len(all) > 0 {
			d := slices.MaxFunc(all, func(a, b *draft.Draft) int { return a.Changed.Compare(b.Changed) })
			of = draft.Of{Draft: strconv.FormatInt(d.ID, 10), Version: d.Version}
		}
		return nil
	})
	return of, err
}
