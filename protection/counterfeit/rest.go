package counterfeit

import (
	"slices"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/protection/counterfeit/marking"
	"zhibao/protection/counterfeit/reporter"
)

// MarkingVerdicts is the answer of the verifier.
type MarkingVerdicts struct {
	Verdicts []marking.Verdict `json:"verdicts"`
	Read     string            `json:"read,omitempty" doc:"照片中识别的文字，须与照片核对"`
	Case     string            `json:"case,omitempty" doc:"记入的案件"`
}

// CounterfeitReceipt is the receipt of a report.
type CounterfeitReceipt struct {
	Number string `json:"number" doc:"线索编号"`
	Code   string `json:"code" doc:"查询码"`
}

// Rest is what programs can do of the pages. The steps of cases are moves like others.
func (d *Desk) Rest() rest.Module {
	m := rest.Module{Acts: []rest.Act{{Code: ActVerifier, Title: web.Text{"核验专利标识", "Check patent markings"}}, {Code: ActFigures, Title: web.Text{"查看假冒专利统计", "See the figures of counterfeiting"}}}, Endpoints: []rest.Endpoint{
		{Method: "POST", Path: "/counterfeit/verify", Act: ActVerifier, Title: web.Text{"核验专利标识，可记入案件", "Check patent markings, and keep them in a case"}, Pages: []string{"GET /counterfeit/verify", "POST /counterfeit/verify"},
			Body: verifySchema(), Answer: MarkingVerdicts{}, Limit: 16 << 20, Handle: func(c *rest.Call) (any, error) {
				var in verifyForm
				if err := c.Read(verifySchema(), &in); err != nil {
					return nil, err
				}
				a := worklist.Actor(c.Ctx)
				out, seen, err := d.verdicts(c.Context(), a.Center, &in)
				answer := MarkingVerdicts{Verdicts: rest.List(out), Read: seen}
				if err != nil || in.Case == "" {
					return answer, err
				}
				id, err := d.keepIn(c.Context(), a, &in, seen)
				answer.Case = rest.ID(id)
				return answer, err
			}},
		{Method: "GET", Path: "/counterfeit/figures", Act: ActFigures, Title: web.Text{"办结案件按来源、结果或承办人统计", "Decided cases by source, outcome or officer"}, Pages: []string{"GET /counterfeit/figures"}, Query: form.Describe(statForm{}, nil),
			Answer: []CounterfeitGroup{}, Handle: func(c *rest.Call) (any, error) {
				var in statForm
				if err := c.Ask(form.Describe(statForm{}, nil), &in); err != nil {
					return nil, err
				}
				if err := in.complete(d.office.Today()); err != nil {
					return nil, err
				}
				word := func(key string) string {
					if in.By == "outcome" {
						return OutcomeTitle(key)[0]
					}
					return sourceTitle(key)
				}
				out, _, _, err := d.groups(c.Context(), worklist.Actor(c.Ctx), &in, word)
				if in.Key != "" {
					out = slices.DeleteFunc(out, func(g CounterfeitGroup) bool { return g.Key != in.Key })
				}
				return rest.List(out), err
			}},
		{Method: "GET", Path: "/counterfeit/published", Title: web.Text{"公开的假冒专利处罚决定", "Published penalties"}, Pages: []string{"GET /counterfeit/published"}, Answer: []Publication{}, Handle: func(c *rest.Call) (any, error) {
			out, err := d.published(c.Context())
			return rest.List(out), err
		}},
		{Method: "POST", Path: "/counterfeit/report", Title: web.Text{"公众举报假冒专利", "Report counterfeited patents"}, Pages: []string{"GET /report", "POST /report"}, Body: form.Describe(Tip{}, d.Rules), Answer: CounterfeitReceipt{}, Status: 201,
			Handle: func(c *rest.Call) (any, error) {
				var in Tip
				if err := c.Read(form.Describe(Tip{}, d.Rules), &in); err != nil {
					return nil, err
				}
				number, code, err := d.takeReport(c.Ctx, &in)
				return CounterfeitReceipt{number, code}, err
			}},
	}}
	m.Acts, m.Endpoints = append(m.Acts, rest.Act{Code: reporter.Act, Title: web.Text{"查看举报人信息", "See who reported"}}), append(m.Endpoints, d.reporters().Rest()...)
	return m
}
