package registration

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/registration/credit"
	"zhibao/examination/registration/quota"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Quota is how many requests an entity may still have accepted in a year.
type Quota = quota.Quota

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
	err = s.Tx.Row(ctx, `SELECT COUNT(*) > 0 FROM registration_use WHERE case_id = $1 AND center_id = $2 AND NOT returned`, f.Case, f.Center).Scan(&counted)
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
	_, err := s.Tx.Exec(ctx, `UPDATE registration_use SET returned = $2 WHERE case_id = $1 AND center_id = $3`, f.Case, true, f.Center)
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
	// Whoever registered within the year is new; its passes of last year, if any, were elsewhere.
	e, _, err := plainEntry(ctx, tx, center, party)
	if err != nil {
		return nil, err
	}
	isNew := e == nil || e.Registered.IsZero() || e.Registered.Year() >= on.Year()
	at := setting.Query{Center: center, On: on}
	q, err := quota.Of(ctx, tx, d.office.Settings, at, party, isNew)
	if err != nil {
		return nil, err
	}
	share, err := credit.Share(ctx, tx, d.office.Settings, at, party)
	q.Base = q.Base * share / 100
	return q, err
}

// Base is the quota of a party for the year of a day before anything extra.
func (d *Desk) Base(ctx context.Context, tx *store.Tx, center, party int64, on calendar.Day) (int, error) {
	q, err := d.quota(ctx, tx, center, party, on)
	if err != nil {
		return 0, err
	}
	return q.Base, nil
}

// usedUp says that the quota is used up and what can be done: ask for more, once a year, or wait.
func usedUp(q *Quota) error {
	todo := fault.Say("可在备案页面“申请增量额度”（每年一次）")
	if q.Asked {
		todo = fault.Say("本年度已申请过增量额度，请于下一年度提交；不影响按普通程序直接向国家知识产权局申请")
	}
	return fault.New(fault.Forbidden, "registration.quota", "%d 年度预审额度 %d 件已用完；%s", q.Year, q.Base+q.Extra, todo).On("本中心规定：年度额度")
}
