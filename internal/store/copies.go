package store

import (
	"context"

	"zhibao/internal/fault"
)

// Copies is on how many disks a write lies when it is acknowledged.
type Copies struct {
	Names  string // of the standbys that PostgreSQL waits for, as its configuration says; empty: it waits for none
	Commit string // what PostgreSQL waits for: on, remote_apply, remote_write, local
	Now    int    // standbys that confirm at this moment, as far as the user of the database may see them
}

// Two reports whether an acknowledged write lies on the disk of a standby too.
func (c Copies) Two() bool {
	return c.Names != "" && (c.Commit == "on" || c.Commit == "remote_apply")
}

// Copies asks the engine on how many disks a write lies when it is acknowledged. SQLite writes to one.
func (db *DB) Copies(ctx context.Context) (c Copies, err error) {
	defer fault.Wrap(&err, "copies of a write")
	if db.Engine() != Postgres {
		return c, nil
	}
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.Row(ctx, `SELECT current_setting('synchronous_standby_names'), current_setting('synchronous_commit'),
			(SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum'))`).Scan(&c.Names, &c.Commit, &c.Now)
	})
	return c, err
}
