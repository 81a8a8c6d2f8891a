// Package measure (备案指标) is the figures of the register: how many of those who are registered make
// use of it, and how much of the quota is used.
package measure

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Sources are what the figures need beside the cases of the register.
type Sources struct {
	// Submitters are the parties whose request was first submitted in the period.
	Submitters func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (map[int64]bool, error)
	// Base is the yearly quota of a party before anything extra, as the settings of the day give it.
	Base func(ctx context.Context, tx *store.Tx, center, party int64, on calendar.Day) (int, error)
}

// entity is the kind of the cases of applicants; agencies register too, but have no quota.
const entity = "申请主体"

// All are the figures of the register, counted as the field defines them (指标口径). Active share and
// quota open to the registrations, the quota used to the requests that used it.
func All(src Sources) []casework.Measure {
	m := func(code, zh, en, unit, def, defEN string) casework.Measure {
		return casework.Measure{Code: "registration." + code, Title: zh, English: en, Unit: unit, Definition: def, DefinitionEN: defEN}
	}
	active := m("active_rate", "备案主体活跃率", "Active applicants", "%", "期末处于备案状态（含暂停）的申请主体中，期内至少首次提交过一件预审请求的 ÷ 期末处于备案状态的申请主体数",
		"Of the applicants registered at the end of the period, suspended or not: those that first submitted at least one request in it")
	active.Compute = src.active
	used := m("quota_used", "占用额度", "Quota used", "件", "期内受理并占用额度、至今未退回的案件数（审查前撤回的退回额度）", "Requests accepted in the period that took of the quota and did not give it back by withdrawal before examination")
	used.Compute = quotaUsed
	rate := m("quota_rate", "额度使用率", "Quota used, share", "%", "期末处于备案状态的申请主体：本年至期末占用而未退回的额度（含转入前已用）÷ 本年额度（含至期末已准予的增量额度）；分母打开为这些主体的备案案件",
		"Of the applicants registered at the end of the period: quota used in its year until then, also before they were brought in ÷ quota of the year with what was granted in addition; opens to their registrations")
	rate.Compute = src.quotaRate
	return []casework.Measure{active, used, rate}
}

// registered returns the registrations of the applicants that stand at the end of a day, with their
// parties. One that was cancelled stands again when the cancellation is overturned.
func registered(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (_ map[int64]int64, err error) {
	defer fault.Wrap(&err, "registered on %s", on)
	events, err := casework.MovesIn(ctx, tx, center, "registration", casework.Period{From: 1, To: on},
		"register", "bring_in", "overturn>active", "cancel", "deregister")
	if err != nil {
		return nil, err
	}
	stands, ids := map[int64]bool{}, []int64{}
	for _, e := range events {
		if _, seen := stands[e.Case]; !seen {
			ids = append(ids, e.Case)
		}
		stands[e.Case] = e.Move != "cancel" && e.Move != "deregister"
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	out := map[int64]int64{}
	for id, k := range cases {
		if stands[id] && k.Kind == entity {
			out[id] = k.Owner
		}
	}
	return out, err
}

// active is the share of applicants that made use of their registration in the period.
func (src Sources) active(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "active applicants")
	all, err := registered(ctx, tx, center, p.To)
	if err != nil {
		return f, err
	}
	submitted, err := src.Submitters(ctx, tx, center, p)
	num, den := []int64{}, []int64{}
	for id, party := range all {
		den = append(den, id)
		if submitted[party] {
			num = append(num, id)
		}
	}
	return casework.Ratio(num, den), err
}

// using lists the facts of the quota that requests took in the period and had not given back at the end
// of a later day. A request takes of the quota once.
func using(ctx context.Context, tx *store.Tx, center int64, p casework.Period, until calendar.Day) (out []fact.Fact, err error) {
	facts, err := casework.FactsIn(ctx, tx, center, casework.Period{From: p.From, To: until}, fact.QuotaUsed, fact.QuotaReturned)
	if err != nil {
		return nil, err
	}
	back := map[int64]bool{}
	for _, f := range facts {
		back[f.Case] = back[f.Case] || f.Kind == fact.QuotaReturned
	}
	seen := map[int64]bool{}
	for _, f := range facts {
		if f.Kind == fact.QuotaUsed && calendar.DayOf(f.At) <= p.To && !back[f.Case] && !seen[f.Case] {
			out, seen[f.Case] = append(out, f), true
		}
	}
	return out, nil
}

// forever is a day after all that was recorded.
const forever = calendar.Day(1 << 20)

// quotaUsed counts the requests that took of the quota in the period and kept it.
func quotaUsed(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "quota used")
	facts, err := using(ctx, tx, center, p, forever)
	ids := []int64{}
	for _, x := range facts {
		ids = append(ids, x.Case)
	}
	return casework.Count(ids), err
}

// quotaRate is the share of the year's quota that was used by the end of the period.
func (src Sources) quotaRate(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "share of quota used")
	all, err := registered(ctx, tx, center, p.To)
	if err != nil {
		return f, err
	}
	year := casework.Period{From: calendar.Date(p.To.Year(), 1, 1), To: p.To}
	facts, err := using(ctx, tx, center, year, p.To)
	if err != nil {
		return f, err
	}
	used := map[int64]int{}
	for _, x := range facts {
		used[x.Party]++
	}
	more, err := additions(ctx, tx, center, year)
	if err != nil {
		return f, err
	}
	var taken, quota int
	f.Denominator = []int64{}
	for id, party := range all {
		base, err := src.Base(ctx, tx, center, party, p.To)
		if err != nil {
			return f, err
		}
		f.Denominator = append(f.Denominator, id)
		taken, quota = taken+used[party]+more.carried[party], quota+base+more.extra[id]
	}
	if f.Known = quota > 0; f.Known {
		f.Value = 100 * float64(taken) / float64(quota)
	}
	return f, nil
}
