// Package due counts how many cases are due (期限计数), for monitoring: numbers alone, of a whole center.
package due

import (
	"context"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Count counts the open cases of a center whose nearest term ends on a day, and those whose ended before.
// A case without a running term has none.
func Count(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (due, over int64, err error) {
	defer fault.Wrap(&err, "counting terms")
	err = tx.Row(ctx, `SELECT coalesce(sum(CASE WHEN due = $2 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN due < $2 THEN 1 ELSE 0 END), 0)
		FROM casework_case WHERE center_id = $1 AND closed_at = 0 AND due > 0 AND due <= $2`, center, int64(on)).Scan(&due, &over)
	return due, over, err
}
