package training

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Measures are the figures of the staff (附录 E): how many of the examiners hold a certificate, and how
// many hours of training each had. They count people, so they open to no cases.
func (d *Desk) Measures() []casework.Measure {
	return []casework.Measure{
		{Code: "quality.certified_rate", Title: "上岗证持有率", English: "Certified examiners", Unit: "%", Definition: "期末持有有效上岗证的预审员 ÷ 预审员数（以现有预审员计）",
			DefinitionEN: "Examiners with a valid certificate at the end of the period, among those who are examiners now", Compute: d.certified},
		{Code: "quality.training_hours", Title: "人均培训学时", English: "Hours of training", Unit: "学时", Definition: "期内登记的预审员培训学时合计 ÷ 预审员数（以现有预审员计）",
			DefinitionEN: "Hours of training in the period, by the number of those who are examiners now", Compute: d.hours},
	}
}

// examiners lists the examiners of a center.
func (d *Desk) examiners(ctx context.Context, tx *store.Tx, center int64) (map[int64]bool, error) {
	people, err := d.Staff(ctx, tx, center)
	out := map[int64]bool{}
	for _, p := range people {
		if p.Examines() {
			out[p.Account] = true
		}
	}
	return out, err
}

// certified is the share of examiners with a certificate. Of a period that is not over, today counts.
func (d *Desk) certified(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "certified examiners")
	all, err := d.examiners(ctx, tx, center)
	if err != nil {
		return f, err
	}
	papers, err := certificates(ctx, tx, center, 0)
	held := map[int64]bool{}
	on := min(p.To, d.Office().Today())
	for _, x := range papers {
		if all[x.Account] && x.Valid(on) {
			held[x.Account] = true
		}
	}
	if f.Known = len(all) > 0; f.Known {
		f.Value = 100 * float64(len(held)) / float64(len(all))
	}
	return f, err
}

// hours is the mean of the hours of training.
func (d *Desk) hours(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "hours of training")
	all, err := d.examiners(ctx, tx, center)
	if err != nil {
		return f, err
	}
	by, err := sums(ctx, tx, center, p.From, p.To)
	var sum int64
	for account, n := range by {
		if all[account] {
			sum += n
		}
	}
	if f.Known = len(all) > 0; f.Known {
		f.Value = float64(sum) / 10 / float64(len(all))
	}
	return f, err
}
