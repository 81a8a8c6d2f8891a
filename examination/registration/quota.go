package registration

import (
	"context"
	"database/sql"
	"errors"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
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

// Reactions returns what the register does about facts of other procedures: it counts accepted
// requests against the quota of the year, and results for the quota of the next.
func (d *Desk) Reactions() map[fact.Kind]casework.Reaction {
	return map[fact.Kind]casework.Reaction{fact.QuotaUsed: d.use, fact.QuotaReturned: d.giveQuotaBack,
		fact.Passed: d.result(true), fact.Failed: d.result(false)}
}

// use takes one of the quota for a case. The same case takes it once.
func (d *Desk) use(ctx context.Context, s *casework.Step, f fact.Fact) error {
	q, err := d.quota(ctx, s.Tx, f.Center, f.Party, s.Today)
	if err != nil {
		return err
	}
	var counted bool
	err = s.Tx.Row(ctx, `SELECT COUNT(*) > 0 FROM registration_use WHERE case_id = $1 AND NOT returned`, f.Case).Scan(&counted)
	if err != nil || counted {
		return err
	}
	// The gate was asked before, but two acceptances may have passed it at the same time.
	if q.Left() == 0 {
		return usedUp(q)
	}
	_, err = s.Tx.Exec(ctx, `INSERT INTO registration_use (case_id, center_id, party_id, year, returned) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (case_id) DO UPDATE SET year = excluded.year, returned = excluded.returned`, f.Case, f.Center, f.Party, int64(q.Year), false)
	return err
}

// giveQuotaBack returns what the case took, to the year in which it took it.
func (d *Desk) giveQuotaBack(ctx context.Context, s *casework.Step, f fact.Fact) error {
	_, err := s.Tx.Exec(ctx, `UPDATE registration_use SET returned = $2 WHERE case_id = $1`, f.Case, true)
	return err
}

// result counts the last result of an accepted case, in the year in which it came about.
func (d *Desk) result(passed bool) casework.Reaction {
	return func(ctx context.Context, s *casework.Step, f fact.Fact) error {
		if f.Detail["accepted"] == "no" {
			return nil
		}
		_, err := s.Tx.Exec(ctx, `INSERT INTO registration_result (case_id, center_id, party_id, year, passed) VALUES ($1,$2,$3,$4,$5)
			ON CONFLICT (case_id) DO UPDATE SET year = excluded.year, passed = excluded.passed`, f.Case, f.Center, f.Party, int64(s.Today.Year()), passed)
		return err
	}
}

// quota computes the quota of a party for the year of a day.
func (d *Desk) quota(ctx context.Context, tx *store.Tx, center, party int64, on calendar.Day) (_ *Quota, err error) {
	defer fault.Wrap(&err, "quota of party %d", party)
	q := &Quota{Year: on.Year()}
	if err := counts(ctx, tx, party, q); err != nil {
		return nil, err
	}
	// Whoever registered within the year is new; its passes of last year, if any, were elsewhere.
	e, _, err := plainEntry(ctx, tx, party)
	if err != nil {
		return nil, err
	}
	isNew := e == nil || e.Registered.IsZero() || e.Registered.Year() >= q.Year
	q.Base, err = d.base(ctx, tx, setting.Query{Center: center, On: on}, q, isNew)
	return q, err
}

// counts reads what happened in the year and in the one before, in this system and before it.
func counts(ctx context.Context, tx *store.Tx, party int64, q *Quota) error {
	var carried, passed, failed int
	reads := []struct {
		query string
		args  []any
		to    []any
	}{
		{`SELECT COUNT(*) FROM registration_use WHERE party_id = $1 AND year = $2 AND NOT returned`, []any{party, int64(q.Year)}, []any{&q.Used}},
		{`SELECT COALESCE(SUM(CASE WHEN passed THEN 1 ELSE 0 END), 0), COUNT(*) FROM registration_result WHERE party_id = $1 AND year = $2`,
			[]any{party, int64(q.Year - 1)}, []any{&q.Passed, &q.Seen}},
		{`SELECT COALESCE(SUM(used), 0) FROM registration_carried WHERE party_id = $1 AND year = $2`, []any{party, int64(q.Year)}, []any{&carried}},
		{`SELECT COALESCE(SUM(passed), 0), COALESCE(SUM(failed), 0) FROM registration_carried WHERE party_id = $1 AND year = $2`,
			[]any{party, int64(q.Year - 1)}, []any{&passed, &failed}},
	}
	for _, r := range reads {
		if err := tx.Row(ctx, r.query, r.args...).Scan(r.to...); err != nil {
			return err
		}
	}
	q.Used, q.Passed, q.Seen = q.Used+carried, q.Passed+passed, q.Seen+passed+failed
	var state string
	err := tx.Row(ctx, `SELECT state, quota FROM registration_extra WHERE party_id = $1 AND year = $2`, party, int64(q.Year)).Scan(&state, &q.Extra)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	q.Asked = err == nil
	return err
}

// base is the quota before anything extra: that of a new entity, or the highest rung of the
// ladder that last year's passes reach, or the usual one. A rate counts from the smallest sample.
func (d *Desk) base(ctx context.Context, tx *store.Tx, at setting.Query, q *Quota, isNew bool) (int, error) {
	read := func(key string) (int, error) {
		at.Key = key
		return d.office.Settings.Int(ctx, tx, at)
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
	lines, err := d.office.Settings.List(ctx, tx, at)
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

// usedUp says that the quota is used up and what can be done: ask for more, once a year, or wait.
func usedUp(q *Quota) error {
	todo := fault.Say("可在备案页面“申请增量额度”（每年一次）")
	if q.Asked {
		todo = fault.Say("本年度已申请过增量额度，请于下一年度提交；不影响按普通程序直接向国家知识产权局申请")
	}
	return fault.New(fault.Forbidden, "registration.quota", "%d 年度预审额度 %d 件已用完；%s", q.Year, q.Base+q.Extra, todo).On("本中心规定：年度额度")
}
