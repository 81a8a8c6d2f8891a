package ladder

import (
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// RateOf is a rate for programs.
type RateOf struct {
	Case     string   `json:"case" doc:"备案的案件"`
	Party    string   `json:"party"`
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Year     int      `json:"year"`
	Over     bool     `json:"over" doc:"年度已结束"`
	Passed   int      `json:"passed"`
	Failed   int      `json:"failed"`
	Percent  float64  `json:"percent" doc:"不合格率"`
	Sample   int      `json:"sample" doc:"最小样本"`
	Level    string   `json:"level,omitempty" doc:"remind、suspend 或 cancel；未超过界限的没有"`
	Proposal string   `json:"proposal,omitempty" doc:"待处理的提示，填入 warn、remind、waive 的 proposal"`
	Decided  string   `json:"decided,omitempty" doc:"已作处理的步骤"`
	Cases    []CaseOf `json:"cases,omitempty" doc:"计入的案件；列表中没有"`
}

// CaseOf is one case of a rate.
type CaseOf struct {
	Case   string       `json:"case"`
	Number string       `json:"number"`
	Kind   string       `json:"kind"`
	Day    calendar.Day `json:"day" doc:"结论日"`
	Result string       `json:"result" doc:"passed、failed，或结论待定不计的 open"`
	Ground string       `json:"ground,omitempty" doc:"终止的事由"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: Act, Title: web.Text{"查看年度不合格率与惩戒提示", "See rates of failures and proposed measures"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/registration/ladder", Act: Act, Title: web.Text{"本年度和上年度的惩戒提示", "Proposed measures of this year and the last"}, Pages: []string{"GET /registration/ladder"},
			Answer: []RateOf{}, Handle: func(c *rest.Call) (any, error) {
				rates, err := d.all(c.Ctx)
				var out []RateOf
				for _, r := range rates {
					if r.Open() || r.Decided != nil {
						out = append(out, rateOf(r))
					}
				}
				return rest.List(out), err
			}},
		{Method: "GET", Path: "/cases/{case}/ladder/{year}", Act: Act, Title: web.Text{"一家在一个年度的不合格率与所计案件", "The rate of a party in a year with its cases"},
			Pages: []string{"GET /registration/ladder/{id}/{year}"}, Answer: RateOf{}, Handle: func(c *rest.Call) (any, error) {
				_, r, err := d.one(c.Ctx)
				if err != nil {
					return nil, err
				}
				out := rateOf(r)
				for _, x := range r.Cases {
					result := "failed"
					if x.Open {
						result = "open"
					} else if x.Passed {
						result = "passed"
					}
					out.Cases = append(out.Cases, CaseOf{rest.ID(x.Case), x.Number, x.Kind, x.Day, result, x.Outcome})
				}
				return out, nil
			}},
	}}
}

// rateOf is a rate without its cases.
func rateOf(r *Rate) RateOf {
	out := RateOf{Case: rest.ID(r.Case), Party: rest.ID(r.Party), Name: r.Name, Kind: r.Kind, Year: r.Year, Over: r.Over, Passed: r.Passed, Failed: r.Failed,
		Percent: r.Percent(), Sample: r.Sample, Level: r.Level()}
	if r.Open() {
		out.Proposal = r.Code()
	}
	if r.Decided != nil {
		out.Decided = r.Decided.Move
	}
	return out
}
