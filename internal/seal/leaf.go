package seal

import (
	"context"
	"database/sql"
	"errors"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// blockLeaves is how many leaves a writer on PostgreSQL sets aside at once.
const blockLeaves = 256

// usedUp is the refusal of a key file whose every leaf was used.
func usedUp() error {
	return fault.New(fault.Unavailable, "seal.used_up", "密钥文件的容量已用尽，请联系系统管理员")
}

// takeLeaf takes the next leaf, in the transaction of the case that gets it. One count for all would have
// those who open cases on PostgreSQL wait for each other until each has committed; there every connection
// counts in a block of leaves of its own. What is left of a block when a connection ends is gone on with by
// the next one of the same slot.
func (r *Ring) takeLeaf(ctx context.Context, tx *store.Tx) (uint32, error) {
	if tx.Engine() != store.Postgres {
		return r.countLeaves(ctx, tx, 1)
	}
	var n, until int64
	err := tx.Row(ctx, `UPDATE seal_block SET next_leaf = next_leaf + 1 WHERE slot = pg_backend_pid() % 256 AND next_leaf < until
		RETURNING next_leaf - 1, until`).Scan(&n, &until)
	if err == nil {
		leaf, ok := r.root.nextLeaf(uint32(n))
		switch {
		case !ok:
			return 0, usedUp()
		case int64(leaf) == n:
			return leaf, nil
		case int64(leaf) < until:
			_, err := tx.Exec(ctx, `UPDATE seal_block SET next_leaf = $1 WHERE slot = pg_backend_pid() % 256`, int64(leaf)+1)
			return leaf, err
		}
		// All that is left of the block was destroyed: see countLeaves.
	} else if !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	leaf, err := r.countLeaves(ctx, tx, blockLeaves)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO seal_block (slot, next_leaf, until) VALUES (pg_backend_pid() % 256, $1, $2)
		ON CONFLICT (slot) DO UPDATE SET next_leaf = excluded.next_leaf, until = excluded.until`, int64(leaf)+1, int64(leaf)+blockLeaves)
	return leaf, err
}

// countLeaves sets aside some leaves that nobody has and returns the first, which is whole.
func (r *Ring) countLeaves(ctx context.Context, tx *store.Tx, some int64) (uint32, error) {
	var n int64
	if err := tx.Row(ctx, `UPDATE seal_root SET next_leaf = next_leaf + $1 WHERE id = 1
		RETURNING next_leaf - $1`, some).Scan(&n); err != nil {
		return 0, err
	}
	// After the restoration of an old database the count stands before destroyed leaves.
	leaf, ok := r.root.nextLeaf(uint32(n))
	if !ok || n+some > 1<<32 || int64(leaf)+some > 1<<32 {
		return 0, usedUp()
	}
	if int64(leaf) != n {
		if _, err := tx.Exec(ctx, `UPDATE seal_root SET next_leaf = $1 WHERE id = 1`, int64(leaf)+some); err != nil {
			return 0, err
		}
	}
	return leaf, nil
}
