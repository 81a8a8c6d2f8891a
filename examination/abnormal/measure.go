package abnormal

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// The moves with which a lead is made, and with which something is decided about it.
var (
	opens   = []string{"detect", "enter"}
	decides = []string{"dismiss", "conclude"}
)

// Measures are the figures of the procedure, in the order of the report.
func (d *Desk) Measures() []casework.Measure {
	return []casework.Measure{
		{Code: "abnormal.leads", Title: "非正常申请线索", English: "Leads of abnormal filing", Unit: "件", Definition: "期内形成或登记的线索", DefinitionEN: "Leads made or entered in the period", Compute: d.leadsIn},
		{Code: "abnormal.decided", Title: "非正常申请线索办结", English: "Leads decided", Unit: "件", Definition: "期内排除或作出核查结论的线索", DefinitionEN: "Leads dismissed or concluded in the period", Compute: d.decidedIn},
		{Code: "abnormal.found", Title: "认定非正常申请", English: "Abnormal filing found", Unit: "件", Definition: "期内作出属于非正常申请的结论、且未被撤销的线索", DefinitionEN: "Leads concluded as abnormal in the period and not revoked", Compute: d.foundIn},
		{Code: "abnormal.precision", Title: "线索准确率", English: "Precision of the leads", Unit: "%", Definition: "期内办结的线索中认定非正常或申请人主动撤回的 ÷ 期内办结数", DefinitionEN: "Of the leads decided in the period: found abnormal or withdrawn by the applicant", Compute: d.precisionIn},
		{Code: "abnormal.days", Title: "线索办理天数中位数", English: "Median days to a decision", Unit: "日", Definition: "期内办结的线索从形成到排除或结论的自然日数的中位数", DefinitionEN: "Median of the calendar days from the lead to its decision", Compute: d.daysIn},
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

// leadsIn counts the leads of a period, however they came.
func (d *Desk) leadsIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Code, p, opens...)
	return casework.Count(cases(events)), err
}

// decidedIn counts what people decided: a dismissal is a decision as much as a conclusion.
func (d *Desk) decidedIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Code, p, decides...)
	return casework.Count(cases(events)), err
}

// confirmed reports whether a lead was right: abnormal filing was found and stands, or the applicant
// withdrew.
func confirmed(k *casework.Case) bool {
	return k.Attrs[attrResult] == VerdictAbnormal || k.Attrs[attrResult] == VerdictWithdrawn
}

// foundIn counts the findings that stand: one that was revoked since is none.
func (d *Desk) foundIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	all, plain, err := d.decided(ctx, tx, center, p)
	out := slices.DeleteFunc(all, func(id int64) bool { return plain[id].Attrs[attrResult] != VerdictAbnormal })
	return casework.Count(out), err
}

// precisionIn says how often the leads were right, so that a threshold that only makes work is seen.
func (d *Desk) precisionIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	all, plain, err := d.decided(ctx, tx, center, p)
	num := slices.DeleteFunc(slices.Clone(all), func(id int64) bool { return !confirmed(plain[id]) })
	return casework.Ratio(num, all), err
}

// decided lists the leads decided in a period with what stands open in them.
func (d *Desk) decided(ctx context.Context, tx *store.Tx, center int64, p casework.Period) ([]int64, map[int64]*casework.Case, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Code, p, decides...)
	if err != nil {
		return nil, nil, err
	}
	all := cases(events)
	plain, err := casework.Plain(ctx, tx, center, all)
	return all, plain, err
}

// took are the days from the lead to the decision, of the leads decided in a period.
func (d *Desk) took(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (map[int64]float64, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, Code, p, decides...)
	if err != nil {
		return nil, err
	}
	began, err := casework.Made(ctx, tx, center, cases(events), opens...)
	out := map[int64]float64{}
	for _, e := range events {
		if from := began[e.Case]; len(from) > 0 {
			out[e.Case] = float64(calendar.DayOf(e.At) - from[0])
		}
	}
	return out, err
}

// daysIn is the middle of the days that a decision took.
func (d *Desk) daysIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
	n, err := d.took(ctx, tx, center, p)
	return casework.Median(n), err
}

// A Tally is what became of the leads of one indicator in a period.
type Tally struct {
	Indicator                                          string // or ListIndicator
	Leads, Open, Dismissed, Abnormal, Clear, Withdrawn int
	Median                                             float64
	Known                                              bool // something was decided, so that median and precision mean something
}

// Decided is how many of the leads were decided.
func (t *Tally) Decided() int { return t.Dismissed + t.Abnormal + t.Clear + t.Withdrawn }

// Precision is the share of the decided leads that were right.
func (t *Tally) Precision() float64 {
	if t.Decided() == 0 {
		return 0
	}
	return 100 * float64(t.Abnormal+t.Withdrawn) / float64(t.Decided())
}

// Tallies counts, by indicator, the leads that were made in a period and what has become of them since.
// Every indicator of the catalogue is in it: one that finds nothing is as telling as one that finds much.
func (d *Desk) Tallies(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (out []Tally, err error) {
	defer fault.Wrap(&err, "leads by indicator")
	events, err := casework.FirstMovesIn(ctx, tx, center, Code, p, opens...)
	if err != nil {
		return nil, err
	}
	all := cases(events)
	plain, err := casework.Plain(ctx, tx, center, all)
	if err != nil {
		return nil, err
	}
	ends, err := casework.Made(ctx, tx, center, all, decides...)
	if err != nil {
		return nil, err
	}
	by, days := map[string]*Tally{}, map[string]map[int64]float64{}
	ids := []string{}
	for _, x := range indicator.Catalogue() {
		ids = append(ids, x.ID)
	}
	for _, id := range append(ids, ListIndicator) {
		by[id], days[id] = &Tally{Indicator: id}, map[int64]float64{}
	}
	for _, e := range events {
		k := plain[e.Case]
		t := by[k.Attrs[attrIndicator]]
		if t == nil {
			continue
		}
		t.Leads++
		if end := ends[e.Case]; len(end) > 0 {
			days[t.Indicator][e.Case] = float64(end[0] - calendar.DayOf(e.At))
		}
		switch result := k.Attrs[attrResult]; {
		case k.State == Dismissed:
			t.Dismissed++
		case result == VerdictAbnormal:
			t.Abnormal++
		case result == VerdictClear:
			t.Clear++
		case result == VerdictWithdrawn:
			t.Withdrawn++
		default:
			t.Open++
		}
	}
	for _, id := range append(ids, ListIndicator) {
		f := casework.Median(days[id])
		by[id].Median, by[id].Known = f.Value, f.Known
		out = append(out, *by[id])
	}
	return out, nil
}
