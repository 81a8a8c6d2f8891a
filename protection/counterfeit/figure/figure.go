// Package figure (指标) counts what became of leads and cases of counterfeited patents: on time by the
// clock of the notice and by that of the law, how long they took, and by source, outcome and officer.
// Every figure opens to the cases that it counts; none is stored.
package figure

import (
	"context"
	"maps"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Chart is the procedure that is counted.
const Chart = "counterfeit"

// The moves with which a lead is decided on, and a case.
var (
	ends = []string{"file", "refuse", "refer", "joined"}
	done = []string{"decide", "order", "police_took"}
	came = []string{"lead", "tip"}
)

// A Desk computes the figures of an office.
type Desk struct{ Office func() *casework.Office }

// Measures are the figures, in the order of the report.
func (d *Desk) Measures() []casework.Measure {
	return []casework.Measure{
		{Code: "counterfeit.leads", Title: "假冒专利线索", English: "Leads of counterfeiting", Unit: "件", Definition: "期内登记的线索（含公众举报）", DefinitionEN: "Leads entered in the period, with reports by the public", Compute: d.leads},
		{Code: "counterfeit.filed", Title: "假冒专利立案", English: "Cases filed", Unit: "件", Definition: "期内批准立案的案件", DefinitionEN: "Cases filed in the period", Compute: d.filed},
		{Code: "counterfeit.file_rate", Title: "按期决定立案率", English: "Filing decided on time", Unit: "%", Definition: "期内立案、不予立案、移送、并案的线索中在立案期限内办理的 ÷ 期内立案、不予立案、移送、并案数",
			DefinitionEN: "Of the leads filed, refused, referred or taken into another case in the period: in time", Compute: d.fileRate},
		{Code: "counterfeit.decided", Title: "假冒专利办结", English: "Cases decided", Unit: "件", Definition: "期内作出处罚或其他决定、由公安机关立案的案件", DefinitionEN: "Cases decided in the period or taken by the police", Compute: d.decided},
		{Code: "counterfeit.target_rate", Title: "十日目标按期率", English: "Within the target of the notice", Unit: "%", Definition: "期内办结案件中在办结目标内的 ÷ 期内办结数（中止、检测鉴定不计）", DefinitionEN: "Of the cases decided in the period: within the target; suspension and tests do not count", Compute: d.rate("target")},
		{Code: "counterfeit.month_rate", Title: "办案期限按期率", English: "Within the time for the decision", Unit: "%", Definition: "期内办结案件中在办案期限（含批准的延长）内的 ÷ 期内办结数", DefinitionEN: "Of the cases decided in the period: within the time of the measures, extensions included", Compute: d.rate("month")},
		{Code: "counterfeit.ninety_rate", Title: "法定九十日按期率", English: "Within the ninety days of the law", Unit: "%", Definition: "期内办结案件中在行政处罚法第六十条期限内的 ÷ 期内办结数", DefinitionEN: "Of the cases decided in the period: within the ninety days of the penalty law", Compute: d.rate("ninety")},
		{Code: "counterfeit.days", Title: "假冒专利办案天数中位数", English: "Median days to the decision", Unit: "日", Definition: "期内办结案件从立案到决定的自然日数的中位数", DefinitionEN: "Median of the calendar days from filing to decision, of the cases decided in the period", Compute: d.median},
		{Code: "counterfeit.days90", Title: "假冒专利办案天数九十分位", English: "90th percentile of days", Unit: "日", Definition: "期内办结案件从立案到决定的自然日数由小到大排列，位于百分之九十处的数", DefinitionEN: "The number of days within which nine of ten cases were decided", Compute: d.ninetieth},
		{Code: "counterfeit.penalties", Title: "假冒专利处罚决定", English: "Penalties", Unit: "件", Definition: "期内作出的行政处罚决定", DefinitionEN: "Penalties decided in the period", Compute: d.penalties},
	}
}

// cases returns the cases of events, each once, in their order.
func cases(events []casework.Event) []int64 {
	out := []int64{}
	for _, e := range events {
		if !slices.Contains(out, e.Case) {
			out = append(out, e.Case)
		}
	}
	return out
}

func count(ctx context.Context, tx *store.Tx, center int64, p casework.Period, moves ...string) (casework.Figure, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Chart, p, moves...)
	return casework.Count(cases(events)), err
}

func (d *Desk) leads(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	return count(ctx, tx, center, p, came...)
}

func (d *Desk) filed(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	return count(ctx, tx, center, p, "file")
}

func (d *Desk) decided(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	return count(ctx, tx, center, p, done...)
}

func (d *Desk) penalties(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	return count(ctx, tx, center, p, "decide")
}

// onTime returns those of the cases whose clock was met by its due day.
func (d *Desk) onTime(ctx context.Context, tx *store.Tx, center int64, ids []int64, clock string) (_ []int64, err error) {
	defer fault.Wrap(&err, "on time by %s", clock)
	plain, err := casework.Plain(ctx, tx, center, ids)
	if err != nil {
		return nil, err
	}
	out := []int64{}
	for _, id := range ids {
		clocks, err := d.Office().Clocks(ctx, tx, plain[id])
		if err != nil {
			return nil, err
		}
		for i := range clocks {
			if k := &clocks[i]; k.Rule.Code == clock && !k.Running() && !k.Late(k.Met) {
				out = append(out, id)
			}
		}
	}
	return out, nil
}

func (d *Desk) fileRate(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Chart, p, ends...)
	if err != nil {
		return casework.Figure{}, err
	}
	all := cases(events)
	num, err := d.onTime(ctx, tx, center, all, "file")
	return casework.Ratio(num, all), err
}

// rate makes the share of decided cases that kept a clock.
func (d *Desk) rate(clock string) func(context.Context, *store.Tx, int64, casework.Period) (casework.Figure, error) {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
		events, err := casework.FirstMovesIn(ctx, tx, center, Chart, p, done...)
		if err != nil {
			return casework.Figure{}, err
		}
		all := cases(events)
		num, err := d.onTime(ctx, tx, center, all, clock)
		return casework.Ratio(num, all), err
	}
}

// days are the days from the filing to the decision, of the cases decided in a period.
func (d *Desk) days(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (map[int64]float64, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Chart, p, done...)
	if err != nil {
		return nil, err
	}
	began, err := casework.Made(ctx, tx, center, cases(events), "file")
	out := map[int64]float64{}
	for _, e := range events {
		if from := began[e.Case]; len(from) > 0 {
			out[e.Case] = float64(calendar.DayOf(e.At) - from[0])
		}
	}
	return out, err
}

func (d *Desk) median(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	n, err := d.days(ctx, tx, center, p)
	return casework.Median(n), err
}

// ninetieth is the smallest number that nine of ten do not exceed.
func (d *Desk) ninetieth(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	n, err := d.days(ctx, tx, center, p)
	f := casework.Median(n)
	f.Value = Percentile(slices.Sorted(maps.Values(n)), 90)
	return f, err
}

// Percentile returns the smallest of sorted numbers that so many per cent of them do not exceed, 0 of
// none.
func Percentile(sorted []float64, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, (len(sorted)*percent+99)/100-1)]
}

// A Group is the cases of a period that have one thing in common.
type Group struct {
	Key                   string
	Cases, OnTime, InTime []int64 // decided; within the target; within the time of the measures
	Filed                 int     // how many of them were filed before, for the others took no days
	Median, P90           float64
}

// By groups the cases decided in a period by an attribute or by their officer.
func (d *Desk) By(ctx context.Context, tx *store.Tx, center int64, p casework.Period, key func(*casework.Case) string) (out []Group, err error) {
	defer fault.Wrap(&err, "cases by group")
	events, err := casework.FirstMovesIn(ctx, tx, center, Chart, p, append([]string{"refuse", "refer"}, done...)...)
	if err != nil {
		return nil, err
	}
	all := cases(events)
	plain, err := casework.Plain(ctx, tx, center, all)
	if err != nil {
		return nil, err
	}
	days, err := d.days(ctx, tx, center, p)
	if err != nil {
		return nil, err
	}
	groups := map[string]*Group{}
	for _, id := range all {
		k := key(plain[id])
		if groups[k] == nil {
			groups[k] = &Group{Key: k}
		}
		groups[k].Cases = append(groups[k].Cases, id)
	}
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		g := groups[k]
		if g.OnTime, err = d.onTime(ctx, tx, center, g.Cases, "target"); err != nil {
			return nil, err
		}
		if g.InTime, err = d.onTime(ctx, tx, center, g.Cases, "month"); err != nil {
			return nil, err
		}
		mine := map[int64]float64{}
		for _, id := range g.Cases {
			if n, ok := days[id]; ok {
				mine[id] = n
			}
		}
		g.Filed = len(mine)
		g.Median, g.P90 = casework.Median(mine).Value, Percentile(slices.Sorted(maps.Values(mine)), 90)
		out = append(out, *g)
	}
	return out, nil
}
