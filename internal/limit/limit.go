package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

//go:embed schema
var schema embed.FS

// Schema is the tables of this package.
func Schema() store.Schema { return store.Schema{Owner: "limit", Files: schema} }

// Options of a Limiter. Now must be set.
type Options struct {
	Now func() time.Time
	// Secret keys the hashes under which accounts and addresses are stored. It must be the
	// same after a restart and in every process, or counts begin anew.
	Secret []byte
	// Keys bounds how many keys are kept in memory; 100,000 if 0.
	Keys int
}

// A Limiter counts. It may be used by any number of goroutines.
type Limiter struct {
	db    *store.DB
	o     Options
	rates rates
}

// New makes a Limiter on db.
func New(db *store.DB, o Options) *Limiter {
	if o.Keys <= 0 {
		o.Keys = 100_000
	}
	l := &Limiter{db: db, o: o}
	l.rates.ahead = map[string]int64{}
	l.rates.spent = map[string]int64{}
	return l
}

// hash makes the stored form of a key.
func (l *Limiter) hash(rule, key string) string {
	h := hmac.New(sha256.New, l.o.Secret)
	fmt.Fprintf(h, "%d/%s%s", len(rule), rule, key)
	return hex.EncodeToString(h.Sum(nil)[:20])
}

// refusal is the cause of a fault of this package.
type refusal struct{ after time.Duration }

// Error is for the log.
func (r *refusal) Error() string { return "limit: again after " + r.after.String() }

// RetryAfter is how long to wait, for whoever asks the error itself.
func (r *refusal) RetryAfter() time.Duration { return r.after }

// RetryAfter returns how long to wait, rounded up to seconds, if err is a refusal of this
// package.
func RetryAfter(err error) (time.Duration, bool) {
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		return 0, false
	}
	return (r.after + time.Second - 1).Truncate(time.Second), true
}

func refuse(code, format string, after time.Duration) error {
	return fault.New(fault.TooMany, code, format, spoken(after)).Because(&refusal{after})
}

func spoken(d time.Duration) fault.Phrase {
	if d <= 90*time.Second {
		return fault.Say("%d 秒", max(1, int((d+time.Second-1)/time.Second)))
	}
	return fault.Say("%d 分钟", int((d+time.Minute-1)/time.Minute))
}

// Sweep removes what no longer counts. Call it daily.
func (l *Limiter) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweeping limits")
	now := l.o.Now()
	return l.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM limit_rate WHERE ahead < $1`, now.UnixMicro()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM limit_lockout WHERE last_at < $1 AND until_at < $2`,
			now.Add(-forget).UnixMicro(), now.UnixMicro())
		return err
	})
}
