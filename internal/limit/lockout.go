package limit

import (
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Lockout locks a key for Lock after Max wrong tries, each within Within of the one before,
// and for twice as long each time it happens again, up to Most.
type Lockout struct {
	Name   string
	Max    int
	Within time.Duration
	Lock   time.Duration
	Most   time.Duration
}

// forget is after how long without a try a key begins with the shortest lock again.
const forget = 24 * time.Hour

// lockoutRow is a row of limit_lockout, times in microseconds.
type lockoutRow struct{ tries, locks, last, until int64 }

// Try counts a try of key as a wrong one, durably, before the secret is compared. It refuses
// with limit.locked while the key is locked. The Max-th try is still allowed, and locks. After
// a right secret call Right. Existing and unknown accounts behave alike.
func (l *Limiter) Try(ctx context.Context, rule Lockout, key string) (err error) {
	defer fault.Wrap(&err, "lockout %s", rule.Name)
	id := l.hash(rule.Name, key)
	var wait time.Duration
	err = l.db.Write(ctx, func(tx *store.Tx) error {
		wait = 0
		if _, err := tx.Exec(ctx, `INSERT INTO limit_lockout (key, tries, locks, last_at, until_at)
			VALUES ($1, 0, 0, 0, 0) ON CONFLICT DO NOTHING`, id); err != nil {
			return err
		}
		var row lockoutRow
		if err := tx.Row(ctx, `SELECT tries, locks, last_at, until_at FROM limit_lockout WHERE key = $1`+
			tx.ForUpdate(), id).Scan(&row.tries, &row.locks, &row.last, &row.until); err != nil {
			return err
		}
		now := l.o.Now()
		if wait = row.locked(rule, now); wait > 0 {
			return nil
		}
		row.count(rule, now)
		_, err := tx.Exec(ctx, `UPDATE limit_lockout SET tries = $2, locks = $3, last_at = $4, until_at = $5
			WHERE key = $1`, id, row.tries, row.locks, row.last, row.until)
		return err
	})
	if err == nil && wait > 0 {
		err = refuse("limit.locked", "尝试次数过多，已暂时锁定，请在 %s后重试", wait)
	}
	return err
}

// locked returns how much longer the key is locked. A clock that was set back must not lock
// for longer than Most.
func (r *lockoutRow) locked(rule Lockout, now time.Time) time.Duration {
	return min(time.UnixMicro(r.until).Sub(now), rule.Most)
}

func (r *lockoutRow) count(rule Lockout, now time.Time) {
	since := now.Sub(time.UnixMicro(r.last))
	if since > rule.Within {
		r.tries = 0
	}
	if since > forget {
		r.locks = 0
	}
	r.tries++
	r.last = now.UnixMicro()
	if r.tries >= int64(rule.Max) {
		lock := min(rule.Lock<<min(r.locks, 20), rule.Most)
		r.until = now.Add(lock).UnixMicro()
		r.locks++
		r.tries = 0
	}
}

// Right forgets the wrong tries of key after a right one.
func (l *Limiter) Right(ctx context.Context, rule Lockout, key string) (err error) {
	defer fault.Wrap(&err, "lockout %s", rule.Name)
	return l.db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM limit_lockout WHERE key = $1`, l.hash(rule.Name, key))
		return err
	})
}

// Locked returns until when key is locked, the zero time if it is not: for the administrator's
// page.
func (l *Limiter) Locked(ctx context.Context, rule Lockout, key string) (_ time.Time, err error) {
	defer fault.Wrap(&err, "lockout %s", rule.Name)
	var until int64
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT coalesce(max(until_at), 0) FROM limit_lockout WHERE key = $1`,
			l.hash(rule.Name, key)).Scan(&until)
	})
	if at := time.UnixMicro(until); err == nil && at.After(l.o.Now()) {
		return at.UTC(), nil
	}
	return time.Time{}, err
}
