package casework

import (
	"context"
	"database/sql"
	"errors"

	"zhibao/casework/serial"
	"zhibao/internal/store"
)

// ValidNumber reports whether the check character of a case number is right. Spaces and case do not matter.
func ValidNumber(s string) bool { return serial.Valid(s) }

// Aliased returns the number of the case that was known elsewhere by the old number, empty if there is none.
func Aliased(ctx context.Context, tx *store.Tx, center int64, chart, old string) (no string, err error) {
	err = tx.Row(ctx, `SELECT COALESCE(k.number, '') FROM casework_alias a JOIN casework_case k ON k.id = a.case_id AND +k.center_id = a.center_id
		WHERE a.center_id = $1 AND a.chart = $2 AND a.number = $3`, center, chart, serial.Plain(old)).Scan(&no)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return no, err
}
