package upload

import (
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// grace is how long a stored piece may wait for its row: longer than any request lasts.
const grace = time.Hour

// drop removes one file at once. The row goes first, and with it the key.
func (k *Keeper) drop(ctx context.Context, id string, addresses []string) (err error) {
	defer fault.Wrap(&err, "drop upload")
	err = k.d.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM upload_piece WHERE file_id = $1`, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM upload_file WHERE id = $1`, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, address := range addresses {
		if err := k.d.Blobs.Delete(ctx, address); err != nil {
			return err
		}
	}
	return nil
}

// Sweep removes the files whose day is over, and what broken requests left. Call it hourly. It
// returns how many files it removed. The rows go first, and with them the keys.
func (k *Keeper) Sweep(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "sweep uploads")
	now := k.d.Now()
	var gone []string
	err = k.d.DB.Write(ctx, func(tx *store.Tx) error {
		gone = nil
		rows, err := tx.Query(ctx, `SELECT p.address FROM upload_piece p JOIN upload_file f ON f.id = p.file_id WHERE f.ends_at <= $1`, now.UnixMicro())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var address string
			if err := rows.Scan(&address); err != nil {
				return err
			}
			gone = append(gone, address)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM upload_piece WHERE file_id IN (SELECT id FROM upload_file WHERE ends_at <= $1)`, now.UnixMicro()); err != nil {
			return err
		}
		files, err := tx.Exec(ctx, `DELETE FROM upload_file WHERE ends_at <= $1`, now.UnixMicro())
		n = int(files)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, address := range gone {
		if err := k.d.Blobs.Delete(ctx, address); err != nil {
			return n, err
		}
	}
	_, err = k.d.Blobs.GC(ctx, now.Add(-grace), func(address string, _ time.Time) (used bool, err error) {
		err = k.d.DB.Read(ctx, func(tx *store.Tx) error {
			var count int64
			err := tx.Row(ctx, `SELECT COUNT(*) FROM upload_piece WHERE address = $1`, address).Scan(&count)
			used = count > 0
			return err
		})
		return used, err
	})
	return n, err
}
