package identity

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Challenge keeps what an answer will be held against, for five minutes and one answer, and returns
// the ticket that the browser brings back in a cookie. Bound is what else must be the same then, such
// as the session; what is kept under another purpose is not found.
func (b *Book) Challenge(ctx context.Context, purpose, bound, data string) (ticket string, err error) {
	defer fault.Wrap(&err, "challenge for %s", purpose)
	ticket, digest := newSecret()
	now := b.now()
	return ticket, b.db.Write(ctx, func(tx *store.Tx) error {
		// Those that nobody answered go now: there is no other use for them.
		if _, err := tx.Exec(ctx, `DELETE FROM identity_challenge WHERE ends_at < $1`, now.UnixMicro()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO identity_challenge (id, purpose, bound, data, ends_at) VALUES ($1,$2,$3,$4,$5)`,
			digest, purpose, bound, data, now.Add(5*time.Minute).UnixMicro())
		return err
	})
}

// Redeem returns what was kept under a ticket and forgets it, whatever comes of the answer.
func (b *Book) Redeem(ctx context.Context, ticket, purpose, bound string) (data string, err error) {
	defer fault.Wrap(&err, "redeem a challenge for %s", purpose)
	stale := fault.New(fault.Invalid, "identity.challenge", "本次验证已过期或已用过，请重新开始")
	if ticket == "" || len(ticket) > 200 {
		return "", stale
	}
	found := false
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		var kept, to string
		var ends int64
		err := tx.Row(ctx, `SELECT purpose, bound, data, ends_at FROM identity_challenge WHERE id = $1`, digestOf(ticket)).Scan(&kept, &to, &data, &ends)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		// Two answers at once: the one that deletes the row is the first.
		n, err := tx.Exec(ctx, `DELETE FROM identity_challenge WHERE id = $1`, digestOf(ticket))
		found = n == 1 && kept == purpose && to == bound && b.now().UnixMicro() <= ends
		return err
	})
	if err != nil {
		return "", err
	}
	if !found {
		return "", stale
	}
	return data, nil
}

// Look shows what is kept under a ticket without redeeming it; "" if there is nothing.
func (b *Book) Look(ctx context.Context, ticket, purpose, bound string) (data string, err error) {
	defer fault.Wrap(&err, "look at a challenge for %s", purpose)
	err = b.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT data FROM identity_challenge WHERE id = $1 AND purpose = $2 AND bound = $3 AND ends_at >= $4`,
			digestOf(ticket), purpose, bound, b.now().UnixMicro()).Scan(&data)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return data, err
}
