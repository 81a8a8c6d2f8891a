package inspection

import (
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// QualityPlan is a plan for programs.
type QualityPlan struct {
	Case       string          `json:"case"`
	Number     string          `json:"number"`
	State      string          `json:"state"`
	From       calendar.Day    `json:"from"`
	To         calendar.Day    `json:"to"`
	Outcome    string          `json:"outcome" doc:"all、passed 或 failed"`
	Share      int             `json:"share,omitempty" doc:"抽取比例（%）；按件数抽取的没有"`
	Wanted     int             `json:"wanted,omitempty" doc:"抽取件数；按比例抽取的没有"`
	Strata     []string        `json:"strata"`
	Seed       string          `json:"seed"`
	Population int             `json:"population"`
	Digest     string          `json:"digest" doc:"总体案号（每行一个，升序）的 SHA-256"`
	Cases      int             `json:"cases"`
	Settled    int             `json:"settled"`
	Passed     int             `json:"passed"`
	Repeats    *bool           `json:"repeats,omitempty" doc:"复算与记录一致；列表中没有"`
	Sample     []QualitySample `json:"sample,omitempty" doc:"样本；列表中没有"`
}

// QualitySample is one inspected case.
type QualitySample struct {
	Case        string       `json:"case" doc:"抽检件"`
	Of          string       `json:"of" doc:"被抽检案件"`
	Number      string       `json:"number" doc:"被抽检案件的案号"`
	Stratum     string       `json:"stratum"`
	Kind        string       `json:"kind"`
	Examiner    string       `json:"examiner"`
	Inspector   string       `json:"inspector,omitempty"`
	State       string       `json:"state"`
	Score       *int         `json:"score,omitempty"`
	Passed      *bool        `json:"passed,omitempty"`
	Consequence string       `json:"consequence,omitempty"`
	Hours       int          `json:"hours,omitempty" doc:"补训学时"`
	Settled     calendar.Day `json:"settled,omitzero"`
}

// QualityOutside is a result from above.
type QualityOutside struct {
	ID      string       `json:"id"`
	Level   string       `json:"level" doc:"nation 或 province"`
	From    calendar.Day `json:"from"`
	To      calendar.Day `json:"to"`
	Sampled int          `json:"sampled"`
	Passed  int          `json:"passed"`
	Source  string       `json:"source"`
	At      time.Time    `json:"at"`
}

// Rest is what programs can do of the pages. The steps of plans and inspections are moves like others.
func (d *Desk) Rest() rest.Module {
	outside := form.Describe(outsideForm{}, nil)
	return rest.Module{Acts: []rest.Act{{Code: ActPlans, Title: web.Text{"查看质量抽检，登记上级抽查结果", "See inspections, record results from above"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/quality/plans", Act: ActPlans, Title: web.Text{"质量抽检计划", "Plans of quality sampling"}, Pages: []string{"GET /quality/plans"}, Answer: []QualityPlan{}, Handle: func(c *rest.Call) (any, error) {
			all, err := d.summaries(c.Ctx)
			var out []QualityPlan
			for i := range all {
				out = append(out, planFor(&all[i]))
			}
			return rest.List(out), err
		}},
		{Method: "GET", Path: "/quality/plans/{id}", Act: ActPlans, Title: web.Text{"一个计划的抽取、样本与结果", "A plan with its draw, sample and results"}, Pages: []string{"GET /quality/plans/{id}", "GET /quality/plans/{id}/export"},
			Answer: QualityPlan{}, Handle: func(c *rest.Call) (any, error) {
				v, err := d.view(c.Ctx)
				if err != nil {
					return nil, err
				}
				return v.forPrograms(), nil
			}},
		{Method: "GET", Path: "/quality/outside", Act: ActPlans, Title: web.Text{"上级抽查结果", "Results from above"}, Pages: []string{"GET /quality/outside"}, Answer: []QualityOutside{}, Handle: func(c *rest.Call) (any, error) {
			all, err := d.found(c.Ctx)
			var out []QualityOutside
			for _, x := range all {
				out = append(out, QualityOutside{rest.ID(x.ID), x.Level, x.From, x.To, x.Sampled, x.Passed, x.Source, time.UnixMicro(x.At).In(calendar.Shanghai())})
			}
			return rest.List(out), err
		}},
		{Method: "POST", Path: "/quality/outside", Act: ActPlans, Title: web.Text{"登记上级抽查结果", "Record a result from above"}, Pages: []string{"POST /quality/outside"}, Body: outside, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			var in outsideForm
			if err := c.Read(outside, &in); err != nil {
				return nil, err
			}
			return rest.OK(d.enter(c.Ctx, &in))
		}},
	}}
}

// planFor is a plan without its sample.
func planFor(x *summary) QualityPlan {
	return QualityPlan{Case: rest.ID(x.Case), Number: x.number, State: x.state, From: x.From, To: x.To, Outcome: x.Outcome, Share: x.Share, Wanted: x.Number, Strata: rest.List(x.Strata), Seed: x.Seed,
		Population: x.Population, Digest: x.Digest, Cases: x.cases, Settled: x.settled, Passed: x.passed}
}

// forPrograms is a plan with its sample.
func (v *planView) forPrograms() QualityPlan {
	out := planFor(&v.summary)
	repeats := v.same && v.sameDrawn
	out.Repeats, out.Sample = &repeats, []QualitySample{}
	for _, r := range v.rows {
		x := QualitySample{Case: rest.ID(r.Case), Of: rest.ID(r.Ended.Case), Number: r.Number, Stratum: r.stratum, Kind: r.Kind, Examiner: rest.ID(r.Examiner), State: v.cases[r.Case].State,
			Inspector: rest.ID(v.cases[r.Case].Handler), Consequence: r.Consequence, Hours: r.Hours, Settled: r.Settled}
		if !r.Settled.IsZero() {
			x.Score, x.Passed = &r.Score, &r.Passed
		}
		out.Sample = append(out.Sample, x)
	}
	return out
}

// OwnInspection is a settled inspection of one's own work.
type OwnInspection struct {
	Case        string       `json:"case" doc:"抽检件"`
	Number      string       `json:"number" doc:"被抽检案件的案号"`
	Score       int          `json:"score"`
	Passed      bool         `json:"passed"`
	Consequence string       `json:"consequence"`
	Hours       int          `json:"hours,omitempty" doc:"补训学时"`
	Settled     calendar.Day `json:"settled"`
}

// RestMine are the settled inspections of the caller's own work.
func (d *Desk) RestMine(c *web.Ctx) ([]OwnInspection, error) {
	rows, err := d.own(c)
	out := []OwnInspection{}
	for _, r := range rows {
		out = append(out, OwnInspection{rest.ID(r.Case), r.Number, r.Score, r.Passed, r.Consequence, r.Hours, r.Settled})
	}
	return out, err
}
