package inspection

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Measures are the figures of inspections, the center's own and those from above.
func (d *Desk) Measures() []casework.Measure {
	return []casework.Measure{
		{Code: "quality.sampled", Title: "抽检量", English: "Inspected", Unit: "件", Definition: "期内审定的质量抽检件数", DefinitionEN: "Inspections settled in the period", Compute: d.sampled},
		{Code: "quality.sample_rate", Title: "抽检合格率", English: "Inspections passed", Unit: "%", Definition: "期内审定的质量抽检中合格的 ÷ 期内审定数", DefinitionEN: "Passed among the inspections settled in the period", Compute: d.passed},
		{Code: "quality.outside_rate", Title: "国家局、省局抽查合格率", English: "Passed from above", Unit: "%", Definition: "抽查期间止于期内的国家局、省局抽查：合格件数合计 ÷ 抽查件数合计（按登记的通报）",
			DefinitionEN: "Of the inspections by CNIPA and the province whose period ends in it: passed among inspected, as they were recorded", Compute: d.above},
	}
}

// sampled counts the inspections settled in a period.
func (d *Desk) sampled(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	_, den, err := settled(ctx, tx, center, p)
	return casework.Count(den), err
}

// passed is the share of them that passed.
func (d *Desk) passed(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	num, den, err := settled(ctx, tx, center, p)
	return casework.Ratio(num, den), err
}

// settled lists the inspections that passed, and all that were settled in a period.
func settled(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (num, den []int64, err error) {
	defer fault.Wrap(&err, "inspections settled")
	rows, err := settledIn(ctx, tx, center, p.From, p.To)
	num, den = []int64{}, []int64{}
	for _, r := range rows {
		den = append(den, r.Case)
		if r.Passed {
			num = append(num, r.Case)
		}
	}
	return num, den, err
}

// above is the share that passed in the eyes of the offices above. It opens to no cases: which they
// looked at is not known here.
func (d *Desk) above(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	all, err := outsides(ctx, tx, center, p.From, p.To)
	var sampled, passed int
	for _, x := range all {
		sampled, passed = sampled+x.Sampled, passed+x.Passed
	}
	if f.Known = sampled > 0; f.Known {
		f.Value = 100 * float64(passed) / float64(sampled)
	}
	return f, err
}
