package limit

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Rule allows Max tries of one key at once, and after that one every Per/Max: never more
// than twice Max within Per, and Max in each Per over time.
type Rule struct {
	Name string
	Max  int
	Per  time.Duration
}

// rates are the keys in memory. Each holds the time at which all its tries are paid for, if
// every try costs Per/Max: the "theoretical arrival time" of the generic cell rate algorithm.
type rates struct {
	mu    sync.Mutex
	ahead map[string]int64
	dirty map[string]bool
}

// Allow counts a try of key, or refuses it with limit.rate. A refused try is not counted, so
// going on hammering neither helps nor harms.
func (l *Limiter) Allow(ctx context.Context, rule Rule, key string) (err error) {
	defer fault.Wrap(&err, "limit %s", rule.Name)
	id := l.hash(rule.Name, key)
	if err := l.fetch(ctx, id); err != nil {
		return err
	}
	now, per := l.o.Now().UnixMicro(), rule.Per.Microseconds()
	cost := per / int64(rule.Max)
	l.rates.mu.Lock()
	defer l.rates.mu.Unlock()
	// A clock that was set back must not lock anybody out for longer than Per.
	l.rates.ahead[id] = min(l.rates.ahead[id], now+per)
	ahead := max(l.rates.ahead[id], now)
	if wait := ahead + cost - now - per; wait > 0 {
		return refuse("limit.rate", "操作过于频繁，请在 %s后重试", time.Duration(wait)*time.Microsecond)
	}
	l.rates.ahead[id] = ahead + cost
	l.rates.dirty[id] = true
	return nil
}

// fetch brings a key into memory.
func (l *Limiter) fetch(ctx context.Context, id string) error {
	l.rates.mu.Lock()
	_, known := l.rates.ahead[id]
	full := len(l.rates.ahead) >= l.o.Keys
	l.rates.mu.Unlock()
	if known {
		return nil
	}
	if full {
		if err := l.makeRoom(ctx); err != nil {
			return err
		}
	}
	var ahead int64
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT ahead FROM limit_rate WHERE key = $1`, id).Scan(&ahead)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	l.rates.mu.Lock()
	defer l.rates.mu.Unlock()
	l.rates.ahead[id] = max(ahead, l.rates.ahead[id])
	return nil
}

// makeRoom writes all keys down and forgets those that no longer count, or, if that is not
// enough, any half of them: they come back from the table when they are needed.
func (l *Limiter) makeRoom(ctx context.Context) error {
	if err := l.Flush(ctx); err != nil {
		return err
	}
	now := l.o.Now().UnixMicro()
	l.rates.mu.Lock()
	defer l.rates.mu.Unlock()
	maps.DeleteFunc(l.rates.ahead, func(id string, ahead int64) bool {
		return ahead <= now && !l.rates.dirty[id]
	})
	for id := range l.rates.ahead {
		if len(l.rates.ahead) <= l.o.Keys/2 {
			break
		}
		if !l.rates.dirty[id] {
			delete(l.rates.ahead, id)
		}
	}
	return nil
}

// Flush writes down what was counted since the last time. Call it every few seconds and at
// the end. Several processes on one database each allow the whole rate, and the next start
// begins with the highest count of all.
func (l *Limiter) Flush(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "writing limits down")
	l.rates.mu.Lock()
	counts := map[string]int64{}
	for id := range l.rates.dirty {
		counts[id] = l.rates.ahead[id]
	}
	l.rates.dirty = map[string]bool{}
	l.rates.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	// All processes write in the same order, lest two wait for each other.
	ids := slices.Sorted(maps.Keys(counts))
	err = l.db.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if _, err := tx.Exec(ctx, `INSERT INTO limit_rate (key, ahead) VALUES ($1, $2)
				ON CONFLICT (key) DO UPDATE SET ahead = CASE WHEN excluded.ahead > limit_rate.ahead
					THEN excluded.ahead ELSE limit_rate.ahead END`, id, counts[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.rates.mu.Lock()
		defer l.rates.mu.Unlock()
		for _, id := range ids {
			l.rates.dirty[id] = true
		}
	}
	return err
}
