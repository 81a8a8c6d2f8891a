// Package receipt (收件时间) says at which moment something counts as received: by the clock of the
// machine, but never before what was recorded last.
package receipt

import (
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// behind is how far the clock of the machine may stand behind the last receipt: so much is corrected by
// time servers every day. More means that somebody set it, and what is received then would bear a time
// at which it was not yet there.
const behind = 2 * time.Second

// A Book is the records by which receipts are ordered.
type Book struct {
	// Retold lets the clock go back. It is for tests that tell several stories of the same days in one
	// database; the program never sets it.
	Retold bool
}

// Moment is when what is done now counts as received, so that the order of the records is that of their
// times, whatever the clock does. It fails with Unavailable while the clock stands too far behind the
// last receipt.
func (b Book) Moment(ctx context.Context, tx *store.Tx, now time.Time) (time.Time, error) {
	last, err := b.Ordered(ctx, tx, now)
	if err == nil && now.Before(last.Add(-behind)) {
		const layout = "2006-01-02 15:04:05"
		err = fault.New(fault.Unavailable, "case.clock", "服务器时钟为 %s，早于已受理的最后一笔 %s，为保证收件时间真实，暂不受理新的办理；您填写的内容仍保留在页面上，请联系系统管理员校准时钟后重试",
			now.In(calendar.Shanghai()).Format(layout), last.In(calendar.Shanghai()).Format(layout))
	}
	return last, err
}

// Ordered is the later of now and the time of the last record, by the order of ids, which never goes
// back: for what a wrong clock must not keep anybody from, such as reading.
func (b Book) Ordered(ctx context.Context, tx *store.Tx, now time.Time) (time.Time, error) {
	if b.Retold {
		return now, nil
	}
	var at int64
	err := tx.Row(ctx, `SELECT COALESCE(MAX(at), 0) FROM casework_event WHERE id = (SELECT MAX(id) FROM casework_event)`).Scan(&at)
	if last := time.UnixMicro(at); err == nil && now.Before(last) {
		return last, nil
	}
	return now, err
}

// waited is how long what has arrived may wait for its turn; no request lives longer.
const waited = 15 * time.Minute

// Counted is when something counts as received of which the last byte had come at a moment, though its turn
// came only now: where the day is over meanwhile, it is that of the last byte.
func Counted(now, arrived time.Time) time.Time {
	if arrived.IsZero() || arrived.After(now) || now.Sub(arrived) > waited || calendar.DayOf(arrived) == calendar.DayOf(now) {
		return now
	}
	return arrived
}

// Settled is the day as on which terms have run out for good: for a while after midnight it is still the day
// before, because what arrived in time may be waiting for its turn.
func Settled(now time.Time) calendar.Day { return calendar.DayOf(now.Add(-waited)) }

// LastAt returns when the latest event of all centers happened.
func LastAt(ctx context.Context, tx *store.Tx) (time.Time, error) {
	var at int64
	err := tx.Row(ctx, `SELECT COALESCE(MAX(at), 0) FROM casework_event`).Scan(&at)
	return time.UnixMicro(at), err
}
