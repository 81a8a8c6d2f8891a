package measure

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// filingDay is what the figures need of a filing.
type filingDay struct {
	filed, granted calendar.Day // no day while there is none
	number         ident.ApplicationNo
}

// Filed returns the case of an application number of the center, 0 where there is none.
func Filed(ctx context.Context, tx *store.Tx, center int64, number string) (id int64, err error) {
	err = tx.Row(ctx, `SELECT case_id FROM preexam_filing WHERE center_id = $1 AND application_no = $2`, center, number).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// filingDays reads the dates of the filings of many cases; a case without one is not in it.
func filingDays(ctx context.Context, tx *store.Tx, cases []int64) (_ map[int64]filingDay, err error) {
	defer fault.Wrap(&err, "dates of %d filings", len(cases))
	out := map[int64]filingDay{}
	for some := range slices.Chunk(cases, 500) {
		args := make([]any, len(some))
		in := make([]string, len(some))
		for i, id := range some {
			args[i], in[i] = id, fmt.Sprintf("$%d", i+1)
		}
		rows, err := tx.Query(ctx, `SELECT case_id, filed_day, granted_day, application_no FROM preexam_filing WHERE case_id IN (`+strings.Join(in, ",")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id, filed, granted int64
			var f filingDay
			if err := rows.Scan(&id, &filed, &granted, &f.number); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			f.filed, f.granted = calendar.Day(filed), calendar.Day(granted)
			out[id] = f
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}
