// Package quota (额度) computes how many requests an entity may have accepted in a year: by what passed in
// the year before, or as a newcomer, and what was granted beyond.
package quota

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Quota is how many requests an entity may still have accepted in a year.
type Quota struct {
	Year         int
	Base         int // by last year's passes, or that of a new entity
	Extra        int // granted on request, once
	Used         int
	Asked        bool // extra quota was asked for
	Passed, Seen int  // last year: passed, and all with a final result
}

// Left is never negative, also when a center lowers its quotas during the year.
func (q *Quota) Left() int { return max(q.Base+q.Extra-q.Used, 0) }

// Of computes the quota of a party for the year of the day in at.
func Of(ctx context.Context, tx *store.Tx, book *setting.Book, at setting.Query, party int64, isNew bool) (*Quota, error) {
	q := &Quota{Year: at.On.Year()}
	err := q.counts(ctx, tx, at.Center, party)
	if err == nil {
		q.Base, err = q.base(ctx, tx, book, at, isNew)
	}
	return q, err
}

// counts reads what happened in the year and in the one before, in this system and before it.
func (q *Quota) counts(ctx context.Context, tx *store.Tx, center, party int64) error {
	var carried, passed, failed int
	reads := []struct {
		query string
		args  []any
		to    []any
	}{
		{`SELECT COUNT(*) FROM registration_use WHERE party_id = $1 AND center_id = $3 AND year = $2 AND NOT returned`, []any{party, int64(q.Year), center}, []any{&q.Used}},
		{`SELECT COALESCE(SUM(CASE WHEN passed THEN 1 ELSE 0 END), 0), COUNT(*) FROM registration_result WHERE party_id = $1 AND center_id = $3 AND year = $2`,
			[]any{party, int64(q.Year - 1), center}, []any{&q.Passed, &q.Seen}},
		{`SELECT COALESCE(SUM(used), 0) FROM registration_carried WHERE party_id = $1 AND center_id = $3 AND year = $2`, []any{party, int64(q.Year), center}, []any{&carried}},
		{`SELECT COALESCE(SUM(passed), 0), COALESCE(SUM(failed), 0) FROM registration_carried WHERE party_id = $1 AND center_id = $3 AND year = $2`,
			[]any{party, int64(q.Year - 1), center}, []any{&passed, &failed}},
	}
	for _, r := range reads {
		if err := tx.Row(ctx, r.query, r.args...).Scan(r.to...); err != nil {
			return err
		}
	}
	q.Used, q.Passed, q.Seen = q.Used+carried, q.Passed+passed, q.Seen+passed+failed
	var state string
	err := tx.Row(ctx, `SELECT state, quota FROM registration_extra WHERE party_id = $1 AND center_id = $3 AND year = $2`, party, int64(q.Year), center).Scan(&state, &q.Extra)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	q.Asked = err == nil
	return err
}

// base is the quota before anything extra: that of a new entity, or the highest rung of the
// ladder that last year's passes reach, or the usual one. A rate counts from the smallest sample.
func (q *Quota) base(ctx context.Context, tx *store.Tx, book *setting.Book, at setting.Query, isNew bool) (int, error) {
	read := func(key string) (int, error) {
		at.Key = key
		return book.Int(ctx, tx, at)
	}
	key := "registration.quota.usual"
	if isNew {
		key = "registration.quota.new"
	}
	n, err := read(key)
	if err != nil || isNew {
		return n, err
	}
	sample, err := read("registration.quota.sample")
	if err != nil {
		return 0, err
	}
	at.Key = "registration.quota.ladder"
	lines, err := book.List(ctx, tx, at)
	if err != nil {
		return 0, err
	}
	rungs, err := readRungs(lines)
	for _, r := range rungs {
		if q.Seen >= sample && q.Passed >= r.passes && 100*q.Passed >= r.rate*q.Seen {
			n = max(n, r.quota)
		}
	}
	return n, err
}

// A rung of the quota ladder: who passed so often at such a rate has the quota.
type rung struct{ passes, rate, quota int }

// readRungs reads the quota ladder. A line that is no rung is refused, not skipped: a mistyped rung
// would silently lower somebody's quota.
func readRungs(lines []string) (out []rung, err error) {
	for _, l := range lines {
		var n [3]int
		parts := strings.Split(l, ":")
		for i, p := range parts {
			if len(parts) == 3 {
				n[i], err = strconv.Atoi(p)
			}
			if err != nil || len(parts) != 3 {
				return nil, fault.New(fault.Invalid, "registration.ladder", "年度额度阶梯“%s”不对，应写作“合格件数:合格率:额度”，例如 20:70:50；请由中心主任在配置页更正", l)
			}
		}
		out = append(out, rung{n[0], n[1], n[2]})
	}
	return out, nil
}
