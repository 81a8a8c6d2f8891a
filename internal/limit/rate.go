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
	spent map[string]int64 // what was added here and is not written down yet
}

// Allow counts a try of key, or refuses it with limit.rate. A refused try is not counted, so
// going on hammering neither helps nor harms.
func (l *Limiter) Allow(ctx context.Context, rule Rule, key string) (err error) {
	defer fault.Wrap(&err, "limit %s", rule.Name)
	id := l.hash(rule.Name, key)
	// Between fetching and locking the key may have been written down and forgotten.
	for known := false; !known; {
		if err := l.fetch(ctx, id); err != nil {
			return err
		}
		l.rates.mu.Lock()
		if _, known = l.rates.ahead[id]; !known {
			l.rates.mu.Unlock()
		}
	}
	defer l.rates.mu.Unlock()
	now, per := l.o.Now().UnixMicro(), rule.Per.Microseconds()
	cost := per / int64(rule.Max)
	// A clock that was set back must not lock anybody out for longer than Per.
	l.rates.ahead[id] = min(l.rates.ahead[id], now+per)
	ahead := max(l.rates.ahead[id], now)
	if wait := ahead + cost - now - per; wait > 0 {
		return refuse("limit.rate", "操作过于频繁，请在 %s后重试", time.Duration(wait)*time.Microsecond)
	}
	l.rates.ahead[id] = ahead + cost
	l.rates.spent[id] += cost
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
		// Keys come back from the table when they are needed.
		if err := l.Flush(ctx); err != nil {
			return err
		}
	}
	var ahead int64
	err := l.db.Ask(ctx, func(tx *store.Tx) error {
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

// Flush adds what was counted since the last time to the table and forgets it, so that the next
// try sees what the other processes counted. Call it every few seconds and at the end. Between two
// calls each process on a database knows its own tries alone and may allow the whole rate once; over
// time they allow it together.
func (l *Limiter) Flush(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "writing limits down")
	l.rates.mu.Lock()
	spent, ahead := l.rates.spent, maps.Clone(l.rates.ahead)
	l.rates.spent = map[string]int64{}
	l.rates.mu.Unlock()
	// All processes write in the same order, lest two wait for each other.
	ids := slices.Sorted(maps.Keys(spent))
	if len(ids) > 0 {
		err = l.db.Write(ctx, func(tx *store.Tx) error {
			for _, id := range ids {
				if _, err := tx.Exec(ctx, `INSERT INTO limit_rate (key, ahead) VALUES ($1, $2)
					ON CONFLICT (key) DO UPDATE SET ahead = CASE WHEN limit_rate.ahead + $3 > excluded.ahead
						THEN limit_rate.ahead + $3 ELSE excluded.ahead END`, id, ahead[id], spent[id]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	l.rates.mu.Lock()
	defer l.rates.mu.Unlock()
	if err != nil {
		for id, cost := range spent {
			l.rates.spent[id] += cost
		}
		return err
	}
	// What was counted while this was written stays, on top of what the table says then.
	maps.DeleteFunc(l.rates.ahead, func(id string, _ int64) bool { return l.rates.spent[id] == 0 })
	return nil
}
