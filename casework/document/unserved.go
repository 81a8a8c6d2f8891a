package document

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Unserved names, by case, the papers that were sent to a party and have not reached it yet, for the
// overview of many cases.
func Unserved(ctx context.Context, tx *store.Tx, center int64, cases []int64) (_ map[int64][]string, err error) {
	defer fault.Wrap(&err, "papers not served")
	out := map[int64][]string{}
	for some := range slices.Chunk(cases, 500) {
		if err := unserved(ctx, tx, center, some, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unserved adds those of a few cases. A way that failed does not count where another one led there.
func unserved(ctx context.Context, tx *store.Tx, center int64, cases []int64, out map[int64][]string) error {
	args, marks := []any{center}, make([]string, len(cases))
	for i, id := range cases {
		args, marks[i] = append(args, id), fmt.Sprintf("$%d", i+2)
	}
	rows, err := tx.Query(ctx, `SELECT DISTINCT p.case_id, p.at, p.name FROM document_delivery d JOIN document_paper p ON p.id = d.paper_id AND +p.center_id = d.center_id
		WHERE +d.center_id = $1 AND p.case_id IN (`+strings.Join(marks, ",")+`) AND d.delivered_at = CAST(0 AS BIGINT) AND p.revoked_at = CAST(0 AS BIGINT)
		AND NOT EXISTS (SELECT 1 FROM document_delivery e WHERE e.paper_id = d.paper_id AND +e.center_id = d.center_id AND e.party_id = d.party_id AND e.delivered_at > 0)
		ORDER BY p.case_id, p.at, p.name`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, at int64
		var name string
		if err := rows.Scan(&id, &at, &name); err != nil {
			return err
		}
		out[id] = append(out[id], name)
	}
	return rows.Err()
}
