package measure

import (
	"context"
	"errors"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// added is what a year adds to what was used and to what may be used: by party what was used before it
// was brought in, by registration the extra quota granted so far.
type added struct{ carried, extra map[int64]int }

// additions reads what was added in a year until the end of the period. Extra quota counts from the day
// on which it was granted.
func additions(ctx context.Context, tx *store.Tx, center int64, year casework.Period) (out added, err error) {
	defer fault.Wrap(&err, "additions of %d", year.To.Year())
	if out.carried, err = byKey(ctx, tx, `SELECT party_id, used FROM registration_carried WHERE center_id = $1 AND year = $2`, center, int64(year.To.Year())); err != nil {
		return out, err
	}
	extra, err := byKey(ctx, tx, `SELECT e.case_id, x.quota FROM registration_extra x JOIN registration_entry e ON e.party_id = x.party_id AND e.center_id = x.center_id
		WHERE x.center_id = $1 AND x.year = $2`, center, int64(year.To.Year()))
	if err != nil {
		return out, err
	}
	granted, err := casework.MovesIn(ctx, tx, center, "registration", year, "grant_quota")
	out.extra = map[int64]int{}
	for _, e := range granted {
		out.extra[e.Case] = extra[e.Case]
	}
	return out, err
}

// byKey reads a number by a key.
func byKey(ctx context.Context, tx *store.Tx, query string, args ...any) (_ map[int64]int, err error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	out := map[int64]int{}
	for rows.Next() {
		var key int64
		var n int
		if err := rows.Scan(&key, &n); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out[key] = n
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
