package delegation

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
)

// Measures are the figures of entrustments.
func (d *Desk) Measures() []casework.Measure {
	return []casework.Measure{
		{Code: "delegation.in_force", Title: "有效执法委托", English: "Entrustments in force", Unit: "份", Definition: "期末最后一日有效的执法委托份数", DefinitionEN: "Entrustments that hold on the last day of the period",
			Compute: func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
				all, err := d.all(ctx, tx, center)
				return casework.Count(confirmed(all, p.To)), err
			}},
		{Code: "delegation.covered", Title: "委托覆盖率", English: "Days covered", Unit: "%", Definition: "期内至少有一份有效执法委托的日数 ÷ 期内日数（计至今天）", DefinitionEN: "Days of the period, up to today, on which at least one entrustment holds",
			Compute: d.covered},
		{Code: "delegation.officers", Title: "可办理的执法人员", English: "Officers who may act", Unit: "人", Definition: "期末最后一日在有效委托名单内且证件有效的执法人员数", DefinitionEN: "Officers who are listed with a valid card under an entrustment that holds on the last day of the period",
			Compute: func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
				all, err := d.all(ctx, tx, center)
				who := map[int64]bool{}
				for _, e := range all {
					if _, ok := e.Term(p.To); !ok {
						continue
					}
					for i := range e.Officers {
						if e.Officers[i].Valid(p.To) {
							who[e.Officers[i].Account] = true
						}
					}
				}
				return casework.Figure{Known: true, Value: float64(len(who))}, err
			}},
	}
}

// covered is the share of the days of a period on which some entrustment holds. Days to come are not
// counted: what is confirmed for them may still be revoked.
func (d *Desk) covered(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	all, err := d.all(ctx, tx, center)
	last := min(p.To, d.office.Today())
	var days, held int
	for on := p.From; on <= last; on++ {
		days++
		if len(confirmed(all, on)) > 0 {
			held++
		}
	}
	if f.Known = days > 0; f.Known {
		f.Value = 100 * float64(held) / float64(days)
	}
	return f, err
}
