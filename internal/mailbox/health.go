package mailbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Health is how a way of sending fares. After several failures in a row nothing is sent for a
// while (熔断): letters wait without using up their tries, and the other side is left in peace.
type Health struct {
	Failures int       // in a row
	Error    string    // code of the last one; empty when the last letter went out
	Until    time.Time // nothing is tried before; zero when open
	Sent     time.Time // when a letter last went out, to the minute; zero for never
}

// After breakAfter failures in a row a way rests, first for breakFirst and twice as long after each
// further failure, at most for breakMost.
const (
	breakAfter = 5
	breakFirst = 2 * time.Minute
	breakMost  = time.Hour
)

// Health returns how a center's way fares.
func (b *Box) Health(ctx context.Context, tx *store.Tx, center int64, ch Channel) (h Health, err error) {
	var until, sent int64
	err = tx.Row(ctx, `SELECT failures, error, until, sent_at FROM mailbox_way WHERE center_id = $1 AND channel = $2`, center, string(ch)).
		Scan(&h.Failures, &h.Error, &until, &sent)
	if errors.Is(err, sql.ErrNoRows) {
		return Health{}, nil
	}
	h.Until, h.Sent = at(until), at(sent)
	return h, err
}

// at reads a stored time, in which 0 stands for never.
func at(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

// ill counts a delivery that failed. A recipient that is refused says nothing about the way: whoever refuses
// has answered.
func (b *Box) ill(ctx context.Context, l Letter, outcome error) error {
	if isRejected(outcome) {
		return nil
	}
	return b.db.Write(ctx, func(tx *store.Tx) error {
		h, err := b.Health(ctx, tx, l.Center, l.Channel)
		if err != nil {
			return err
		}
		h.Failures, h.Error = h.Failures+1, fault.CodeOf(outcome)
		if over := h.Failures - breakAfter; over >= 0 {
			h.Until = b.o.Now().Add(min(breakFirst<<min(over, 10), breakMost))
		}
		return b.setHealth(ctx, tx, l.Center, l.Channel, h)
	})
}

// sentEvery is how exactly it is noted when the last letter went out: noted with each, the letters of a center
// would wait for each other at one row.
const sentEvery = time.Minute

// well notes that a letter went out over a way, which had fared as it says before. A failure that another letter
// has counted since then is taken back by the next that goes out.
func (b *Box) well(ctx context.Context, tx *store.Tx, l Letter, before Health) error {
	now := b.o.Now()
	switch {
	case before == (Health{}):
		return b.setHealth(ctx, tx, l.Center, l.Channel, Health{Sent: now})
	case before.Failures == 0 && now.Sub(before.Sent) < sentEvery:
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE mailbox_way SET failures = 0, error = '', until = 0, sent_at = $3
		WHERE center_id = $1 AND channel = $2`, l.Center, string(l.Channel), micro(now))
	return err
}

func (b *Box) setHealth(ctx context.Context, tx *store.Tx, center int64, ch Channel, h Health) error {
	_, err := tx.Exec(ctx, `INSERT INTO mailbox_way (center_id, channel, failures, error, until, sent_at) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (center_id, channel) DO UPDATE SET failures = excluded.failures, error = excluded.error, until = excluded.until,
			sent_at = excluded.sent_at`, center, string(ch), h.Failures, h.Error, micro(h.Until), micro(h.Sent))
	return err
}

// micro stores a time, in which 0 stands for never.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Revive lets a way be tried at once, after somebody mended it. The letters that wait for it go out
// with the next look.
func (b *Box) Revive(ctx context.Context, tx *store.Tx, center int64, ch Channel) (err error) {
	defer fault.Wrap(&err, "reviving a way")
	h, err := b.Health(ctx, tx, center, ch)
	if err != nil || h.Failures == 0 {
		return err
	}
	if err := b.setHealth(ctx, tx, center, ch, Health{Sent: h.Sent}); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT id FROM mailbox_letter WHERE center_id = $1 AND channel = $2 AND state = 'waiting' ORDER BY id`, center, string(ch))
	if err != nil {
		return err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	// A letter whose old job comes later has gone out by then, and the job does nothing.
	for _, id := range ids {
		if err := b.enqueue(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
