// Package stored (案件文件清单) tells which stored files the cases of all centers refer to, for whoever
// compares them with the folder in which they lie.
package stored

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/store"
)

// Each tells the address of every file to which something in the database refers.
func Each(ctx context.Context, tx *store.Tx, tell func(address string)) error {
	// The row 'since' says since when references are written down; it is no address.
	rows, err := tx.Query(ctx, `SELECT address FROM casework_file WHERE address <> 'since'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var address string
		if err := rows.Scan(&address); err != nil {
			return err
		}
		tell(address)
	}
	return rows.Err()
}

// A Place is where a stored file belongs: what its case is, where a step of one stored it, and when.
type Place struct {
	Address string
	Cases   []string // numbers; none where no step of a case stored it
	At      time.Time
}

// Places tells of some files, at most a few dozen at once, what they belong to. What a step of a case stores bears
// the time of the step, so the entry with that time names the case without any key.
func Places(ctx context.Context, tx *store.Tx, addresses []string) (out []Place, err error) {
	times := map[int64][]string{}
	var args []any
	var marks []string
	for _, a := range addresses {
		var at int64
		if err := tx.Row(ctx, `SELECT at FROM casework_file WHERE address = $1`, a).Scan(&at); err != nil {
			return nil, err
		}
		out = append(out, Place{Address: a, At: time.UnixMicro(at)})
		if _, ok := times[at]; !ok {
			args = append(args, at)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		times[at] = nil
	}
	if len(args) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `SELECT DISTINCT e.at, COALESCE(c.number, '') FROM casework_event e JOIN casework_case c ON c.id = e.case_id
		WHERE e.at IN (`+strings.Join(marks, ",")+`) ORDER BY 1, 2`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var number string
		if err := rows.Scan(&at, &number); err != nil {
			return nil, err
		}
		if number == "" {
			number = "尚未编号的案件"
		}
		times[at] = append(times[at], number)
	}
	for i, p := range out {
		out[i].Cases = times[p.At.UnixMicro()]
	}
	return out, rows.Err()
}
