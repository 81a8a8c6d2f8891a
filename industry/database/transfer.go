package database

import (
	"context"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Passing is a patent that changed hands after its grant.
type Passing struct {
	Number, From, To string
	Granted, Day     calendar.Day
}

// Transfers lists the granted patents that changed hands since a day, by day, and says how many patents
// the ledger holds and how new its newest data is: where it holds none, that nothing changed hands says
// nothing.
func (d *Desk) Transfers(ctx context.Context, tx *store.Tx, center int64, from calendar.Day) (out []Passing, patents int, newest string, err error) {
	defer fault.Wrap(&err, "transfers of patents")
	if err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(MAX(data_version), '') FROM database_patent WHERE center_id = $1`, center).Scan(&patents, &newest); err != nil {
		return nil, 0, "", err
	}
	rows, err := tx.Query(ctx, `SELECT p.number, p.holder, e.holder, p.granted_day, e.day, e.data_version FROM database_event e JOIN database_patent p ON p.id = e.patent_id
		WHERE e.center_id = $1 AND e.kind = $2 AND e.struck_at = 0 AND e.day >= $3 AND p.granted_day <> 0 ORDER BY e.day, e.id`, center, Transfer, int64(from))
	if err != nil {
		return nil, 0, "", err
	}
	defer rows.Close()
	for rows.Next() {
		var x Passing
		var granted, day int64
		var version string
		if err := rows.Scan(&x.Number, &x.From, &x.To, &granted, &day, &version); err != nil {
			return nil, 0, "", err
		}
		x.Granted, x.Day, newest = calendar.Day(granted), calendar.Day(day), max(newest, version)
		out = append(out, x)
	}
	return out, patents, newest, rows.Err()
}
