// Package measure (维权指标) counts infringement cases as 附录 E of the domain papers defines it: how many were
// decided in time by the target of the notice and by the rule text, how long they took, and what the courts held.
package measure

import (
	"context"
	"errors"
	"math"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// An Ended case was accepted and ended within the period.
type Ended struct {
	Case              int64
	Kind, Outcome     string
	Simple            bool
	Handler           int64
	Accepted, Day     calendar.Day
	Days              int  // from the acceptance to the end, calendar days
	Target, Statutory bool // ended in time by that clock
}

// Desk computes the figures.
type Desk struct {
	Office func() *casework.Office
}

// In lists the cases that ended within a period, oldest first.
func (d *Desk) In(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (out []Ended, err error) {
	defer fault.Wrap(&err, "infringement cases ended")
	if out, err = rows(ctx, tx, center, p); err != nil {
		return nil, err
	}
	// Whether a clock was kept follows from the events alone, so that no figure can differ from the page of a case.
	for i := range out {
		x := &out[i]
		k, err := d.Office().Get(ctx, tx, casework.Robot(center), x.Case)
		if err != nil {
			return nil, err
		}
		clocks, err := d.Office().Clocks(ctx, tx, k)
		if err != nil {
			return nil, err
		}
		for _, c := range clocks {
			kept := !c.Running() && !c.Late(c.Met)
			switch c.Rule.Code {
			case "target":
				x.Target = kept
			case "statutory":
				x.Statutory = kept
			}
		}
	}
	return out, nil
}

// rows reads what stands plain about the cases.
func rows(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (out []Ended, err error) {
	r, err := tx.Query(ctx, `SELECT case_id, kind, outcome, simple, handler, accepted_day, ended_day FROM infringement_case
		WHERE center_id = $1 AND ended_day >= $2 AND ended_day <= $3 AND ended_day > 0 AND accepted_day > 0 ORDER BY ended_day, case_id`, center, int64(p.From), int64(p.To))
	if err != nil {
		return nil, err
	}
	for r.Next() {
		var x Ended
		var accepted, day int64
		if err := r.Scan(&x.Case, &x.Kind, &x.Outcome, &x.Simple, &x.Handler, &accepted, &day); err != nil {
			return nil, errors.Join(err, r.Close())
		}
		x.Accepted, x.Day = calendar.Day(accepted), calendar.Day(day)
		x.Days = int(x.Day - x.Accepted)
		out = append(out, x)
	}
	return out, errors.Join(r.Err(), r.Close())
}

// Quantile is the least number of days within which a share of the cases ended, 0 for no cases.
func Quantile(all []Ended, share float64) int {
	if len(all) == 0 {
		return 0
	}
	var days []int
	for _, x := range all {
		days = append(days, x.Days)
	}
	slices.Sort(days)
	return days[max(int(math.Ceil(share*float64(len(days))))-1, 0)]
}

// All are the figures of the report.
func (d *Desk) All() []casework.Measure {
	return []casework.Measure{
		{Code: "infringement.ended", Title: "侵权案结案量", English: "Infringement cases ended", Unit: "件", Definition: "期内结案的专利侵权纠纷（裁决、撤案、调解、移送、终止）", DefinitionEN: "Infringement cases that ended in the period, however they ended",
			Compute: d.figure(func(all []Ended) casework.Figure {
				return casework.Count(ids(all, func(Ended) bool { return true }))
			})},
		{Code: "infringement.on_target", Title: "侵权案按期办结率（通知目标）", English: "Infringement cases within the target", Unit: "%", Definition: "期内结案中在快速维权办结目标（外观10日、发明和实用新型1个月，扣除中止和鉴定）内结案的 ÷ 期内结案数",
			DefinitionEN: "Ended within the target of the notice, without suspension and appraisal, among those that ended in the period", Compute: d.figure(func(all []Ended) casework.Figure { return share(all, func(x Ended) bool { return x.Target }) })},
		{Code: "infringement.on_statutory", Title: "侵权案按期办结率（法定期限）", English: "Infringement cases within the rule text", Unit: "%", Definition: "期内结案中在法定办案期限（含延长，扣除公告、中止和鉴定）内结案的 ÷ 期内结案数",
			DefinitionEN: "Ended within the term of the rule text with its extension, without public notices, suspension and appraisal, among those that ended in the period", Compute: d.figure(func(all []Ended) casework.Figure { return share(all, func(x Ended) bool { return x.Statutory }) })},
		{Code: "infringement.days", Title: "侵权案平均结案周期", English: "Mean duration of infringement cases", Unit: "日", Definition: "期内结案的侵权案自立案至结案的自然日平均数", DefinitionEN: "Mean of the calendar days from acceptance to end", Compute: d.figure(func(all []Ended) casework.Figure { return casework.Mean(days(all)) })},
		{Code: "infringement.days_median", Title: "侵权案结案周期中位数", English: "Median duration of infringement cases", Unit: "日", Definition: "期内结案的侵权案自立案至结案的自然日中位数", DefinitionEN: "Median of the calendar days from acceptance to end", Compute: d.figure(func(all []Ended) casework.Figure { return casework.Median(days(all)) })},
		{Code: "infringement.days_p90", Title: "侵权案结案周期第90百分位", English: "Duration of nine in ten infringement cases", Unit: "日", Definition: "期内结案的侵权案中九成在该自然日数内结案", DefinitionEN: "Nine in ten of the cases ended within so many calendar days",
			Compute: d.figure(func(all []Ended) casework.Figure {
				f := casework.Mean(days(all))
				f.Value = float64(Quantile(all, 0.9))
				return f
			})},
		{Code: "infringement.revoked", Title: "裁决被撤率", English: "Decisions revoked", Unit: "%", Definition: "期内登记法院裁判的侵权裁决中被撤销（含责令重新作出）的 ÷ 期内起诉后审结数", DefinitionEN: "Revoked, with those to be decided anew, among the decisions about which a suit ended in the period", Compute: d.revoked},
	}
}

// figure makes the computation of a figure over the cases that ended.
func (d *Desk) figure(make func([]Ended) casework.Figure) func(context.Context, *store.Tx, int64, casework.Period) (casework.Figure, error) {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
		all, err := d.In(ctx, tx, center, p)
		return make(all), err
	}
}

// revoked counts what the courts held, by the day on which it was recorded.
func (d *Desk) revoked(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	events, err := casework.MovesIn(ctx, tx, center, "infringement", p, "judge")
	if err != nil {
		return f, err
	}
	num, den := []int64{}, []int64{}
	for _, e := range events {
		// A case decided anew leads back to the trial; its second judgment counts by itself.
		var in struct {
			Result string `json:"result"`
		}
		if err := d.Office().InputOf(ctx, tx, e, &in); err != nil {
			return f, err
		}
		den = append(den, e.Case)
		if in.Result == "revoked" || in.Result == "remanded" {
			num = append(num, e.Case)
		}
	}
	return casework.Ratio(num, den), nil
}

// ids lists the cases that fit; never nil, because a count of nothing is a count.
func ids(all []Ended, fits func(Ended) bool) []int64 {
	out := []int64{}
	for _, x := range all {
		if fits(x) {
			out = append(out, x.Case)
		}
	}
	return out
}

// share is that of the cases that fit.
func share(all []Ended, fits func(Ended) bool) casework.Figure {
	return casework.Ratio(ids(all, fits), ids(all, func(Ended) bool { return true }))
}

// days are the durations by case.
func days(all []Ended) map[int64]float64 {
	out := map[int64]float64{}
	for _, x := range all {
		out[x.Case] = float64(x.Days)
	}
	return out
}
