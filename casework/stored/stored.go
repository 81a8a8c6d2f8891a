// Package stored (案件文件清单) tells which stored files the cases of all centers refer to, for whoever
// compares them with the folder in which they lie.
package stored

import (
	"context"

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
