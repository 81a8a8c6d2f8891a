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

// Each tells of every file to which something in the database refers, and when that was written down.
func Each(ctx context.Context, tx *store.Tx, tell func(p Place)) error {
	// The row 'since' says since when references are written down; it is no address.
	rows, err := tx.Query(ctx, `SELECT address, at FROM casework_file WHERE address <> 'since'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var address string
		var at int64
		if err := rows.Scan(&address, &at); err != nil {
			return err
		}
		tell(Place{Address: address, At: time.UnixMicro(at)})
	}
	return rows.Err()
}

// A Place is where a stored file belongs: what its case is, where a step of one stored it, and when.
type Place struct {
	Address string
	Cases   []string // numbers; none where no step of a case stored it
	At      time.Time
}

// Find fills in the cases of some files, at most a few dozen at once. What a step of a case stores bears the time
// of the step, so the entry with that time names the case without any key.
func Find(ctx context.Context, tx *store.Tx, some []Place) error {
	cases := map[int64][]string{}
	var args []any
	var marks []string
	for _, p := range some {
		at := p.At.UnixMicro()
		if _, ok := cases[at]; !ok {
			args = append(args, at)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		cases[at] = nil
	}
	if len(args) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `SELECT DISTINCT e.at, COALESCE(c.number, '') FROM casework_event e JOIN casework_case c ON c.id = e.case_id
		WHERE e.at IN (`+strings.Join(marks, ",")+`) ORDER BY 1, 2`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var number string
		if err := rows.Scan(&at, &number); err != nil {
			return err
		}
		if number == "" {
			number = "尚未编号的案件"
		}
		cases[at] = append(cases[at], number)
	}
	for i, p := range some {
		some[i].Cases = cases[p.At.UnixMicro()]
	}
	return rows.Err()
}
