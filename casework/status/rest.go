package status

import (
	"zhibao/casework"
	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// PublicStatus is where a matter stands, for whoever holds the receipt.
type PublicStatus struct {
	Procedure   string       `json:"procedure"`
	State       string       `json:"state"`
	Phase       string       `json:"phase" doc:"当前阶段"`
	Phases      []string     `json:"phases" doc:"全部阶段，依次"`
	Moved       calendar.Day `json:"moved" doc:"最近办理的日期"`
	Next        string       `json:"next" doc:"下一步由谁办理：party 申请人、center 本中心、none 已结束"`
	Due         calendar.Day `json:"due,omitzero" doc:"承诺日期"`
	Provisional bool         `json:"provisional"`
}

// Rest returns what programs can do of the pages: the same questions, with the same limits and the
// same answer to a code that is unknown and one that is mistyped.
func (p *Pages) Rest() rest.Module {
	return rest.Module{Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/status", Title: web.Text{"按回执上的查询码查进度", "Progress by the code on a receipt"}, Pages: []string{"GET /status"}, Query: p.query, Answer: PublicStatus{},
			Handle: p.restStatus},
		{Method: "GET", Path: "/verify", Title: web.Text{"按核验码核验文书", "Verify a paper by its code"}, Pages: []string{"GET /verify"}, Query: p.query, Answer: VerifiedPaper{},
			Handle: p.restVerify},
		{Method: "GET", Path: "/verify/certificate/{signer}", Title: web.Text{"签章公钥的证书", "The certificate of a key"}, Pages: []string{"GET /verify/certificate/{signer}"},
			Files: []string{"application/x-pem-file"}, Handle: rest.File(p.certificateFile)},
		{Method: "GET", Path: "/verify/entry", Title: web.Text{"文书的存证证明", "Proof that a paper stands in the log"}, Pages: []string{"GET /verify/entry"}, Query: p.query,
			Answer: treelog.Proof{}, Handle: func(c *rest.Call) (any, error) {
				x, err := p.proved(c.Ctx)
				if err != nil {
					return nil, err
				}
				return x.proof, nil
			}},
		{Method: "GET", Path: "/ratings", Act: casework.ActFigures, Title: web.Text{"最近的评价", "Latest ratings"}, Pages: []string{"GET /ratings"}, Answer: []Rating{},
			Handle: func(c *rest.Call) (any, error) {
				out, err := p.ratings(c.Ctx)
				return rest.List(out), err
			}},
	}}
}

// code reads the code of the address, after counting the try.
func (p *Pages) code(c *rest.Call) (string, error) {
	var q codeForm
	if err := c.Ask(p.query, &q); err != nil {
		return "", err
	}
	code, _, err := p.ask(c.Ctx)
	return code, err
}

// unknown is the one answer to a code to which nothing belongs.
func unknown() error {
	return fault.New(fault.Missing, "api.code", "没有与此查询码或核验码对应的办理事项或文书，请核对后重试")
}

// restStatus tells where a case stands.
func (p *Pages) restStatus(c *rest.Call) (any, error) {
	code, err := p.code(c)
	if err != nil {
		return nil, err
	}
	var id int64
	var k casework.PublicCase
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		id, k, err = p.known(c.Context(), tx, code)
		return err
	})
	if err != nil {
		return nil, err
	}
	if id == 0 {
		return nil, unknown()
	}
	chart := p.Office.ChartOf(k.Chart)
	s := chart.State(k.State)
	out := PublicStatus{Procedure: chart.Title, State: s.Title, Phases: rest.List(chart.Phases()), Moved: calendar.DayOf(k.Moved), Next: "center", Due: k.Due,
		Provisional: k.Provisional}
	for _, ph := range chart.Progress(k.Entered) {
		if ph.Now {
			out.Phase = ph.Title
		}
	}
	switch {
	case s.Final:
		out.Next = "none"
	case s.Party:
		out.Next = "party"
	}
	return out, nil
}
