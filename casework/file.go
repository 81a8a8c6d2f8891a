package casework

import (
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// HoldFiles writes down that the transaction refers to stored files. Files are stored before the transaction of a move
// begins, so that it stays short; a move that is then refused leaves them behind. What is not held is collected after some
// days, so whoever stores an address in the database must hold it in the same transaction.
func HoldFiles(ctx context.Context, tx *store.Tx, center int64, at time.Time, addresses ...string) (err error) {
	defer fault.Wrap(&err, "hold files")
	for _, a := range addresses {
		_, err := tx.Exec(ctx, `INSERT INTO casework_file (address, center_id, at) VALUES ($1,$2,$3) ON CONFLICT (address) DO NOTHING`,
			a, center, at.UnixMicro())
		if err != nil {
			return err
		}
	}
	return nil
}

// FileHeld reports whether something refers to a stored file.
func FileHeld(ctx context.Context, tx *store.Tx, address string) (held bool, err error) {
	err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM casework_file WHERE address = $1)`, address).Scan(&held)
	return held, err
}

// FilesSince returns since when references are written down, and begins with it at the first call.
func FilesSince(ctx context.Context, db *store.DB, now time.Time) (since time.Time, err error) {
	defer fault.Wrap(&err, "files since")
	var micro int64
	err = db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO casework_file (address, center_id, at) VALUES ('since', 0, $1) ON CONFLICT DO NOTHING`, now.UnixMicro()); err != nil {
			return err
		}
		return tx.Row(ctx, `SELECT at FROM casework_file WHERE address = 'since'`).Scan(&micro)
	})
	return time.UnixMicro(micro), err
}
