package holding

import (
	"context"
	"fmt"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// An Origin is when the holding learned of a document: its id, which is in the order of time, and the
// events with the moment at which each became known.
type Origin struct {
	ID     int64
	Events []Record
}

// Origins reads it for some hundred documents at most, by number.
func (h *Holding) Origins(ctx context.Context, center int64, numbers []string) (out map[string]Origin, err error) {
	defer fault.Wrap(&err, "origins of documents")
	out = map[string]Origin{}
	if len(numbers) == 0 {
		return out, nil
	}
	marks, args := []string{}, []any{center}
	for _, n := range numbers {
		args = append(args, n)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	err = h.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT number, id FROM holding_document WHERE center_id = $1 AND number IN (`+strings.Join(marks, ",")+`)`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var number string
			var o Origin
			if err := rows.Scan(&number, &o.ID); err != nil {
				return err
			}
			out[number] = o
		}
		if err := rows.Err(); err != nil {
			return err
		}
		rows.Close() // the events are asked for on the same connection
		for n, o := range out {
			if o.Events, err = recordsOf(ctx, tx, o.ID); err != nil {
				return err
			}
			out[n] = o
		}
		return nil
	})
	return out, err
}
