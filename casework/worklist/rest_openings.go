package worklist

import (
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// An OpeningView is one opening of the text of a case, as the heads see it.
type OpeningView struct {
	ID      string    `json:"id"`
	Case    string    `json:"case"`
	Number  string    `json:"number"`
	Kind    string    `json:"kind" doc:"emergency 紧急查阅、inspection 抽查"`
	Reader  string    `json:"reader"`
	State   string    `json:"state" doc:"waiting、refused、open 或 ended"`
	Asked   time.Time `json:"asked"`
	Decider string    `json:"decider,omitempty"`
	Decided time.Time `json:"decided,omitzero"`
	Until   time.Time `json:"until,omitzero"`
	Reason  string    `json:"reason,omitempty" doc:"仅在单项查询时给出"`
}

// OpeningAsked is the id of a request.
type OpeningAsked struct {
	ID string `json:"id"`
}

// An Inspector is somebody of an office above to whom a case can be opened.
type Inspector struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// restOpenings are the openings: list, one, ask, decide, end, and letting an inspector in.
func (p *Pages) restOpenings() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/openings", Act: casework.ActAsk, Title: web.Text{"查阅授权", "Openings"}, Pages: []string{"GET /openings"}, Answer: []OpeningView{}, Handle: p.restOpeningList},
		{Method: "GET", Path: "/openings/{id}", Act: casework.ActAsk, Title: web.Text{"一项查阅授权及其事由", "One opening with its reason"}, Pages: []string{"GET /openings/{id}"}, Answer: OpeningView{},
			Handle: func(c *rest.Call) (any, error) {
				o, reason, err := p.opening(c.Ctx)
				out := openingView(&o, c.Now())
				out.Reason = reason
				return out, err
			}},
		{Method: "POST", Path: "/openings/{id}", Act: casework.ActAsk, Title: web.Text{"批准或不予批准紧急查阅", "Decide on a request"}, Pages: []string{"POST /openings/{id}"}, Body: p.decide,
			Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
				o, _, err := p.opening(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in decideForm
				if err := c.Read(p.decide, &in); err != nil {
					return nil, err
				}
				return rest.OK(p.Office.DecideOpening(c.Context(), Actor(c.Ctx), o.ID, in.Decision == "agree", in.Reason))
			}},
		{Method: "POST", Path: "/openings/{id}/end", Act: casework.ActAsk, Title: web.Text{"提前结束查阅", "End a reading early"}, Pages: []string{"POST /openings/{id}/end"}, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				o, _, err := p.opening(c.Ctx)
				if err != nil {
					return nil, err
				}
				return rest.OK(p.Office.EndOpening(c.Context(), Actor(c.Ctx), o.ID))
			}},
		{Method: "POST", Path: "/cases/{case}/openings", Act: casework.ActAsk, Title: web.Text{"申请紧急查阅正文", "Ask for the text of a case"},
			Pages: []string{"GET /case/{id}/ask", "POST /case/{id}/ask"}, Body: p.ask, Answer: OpeningAsked{}, Status: 201, Handle: p.restAsk},
		{Method: "GET", Path: "/cases/{case}/inspectors", Act: casework.ActInspect, Title: web.Text{"可以授权抽查的人", "Who can be let in to inspect"}, Pages: []string{"GET /case/{id}/inspect"},
			Answer: []Inspector{}, Handle: p.restInspectors},
		{Method: "POST", Path: "/cases/{case}/inspections", Act: casework.ActInspect, Title: web.Text{"授权抽查查阅", "Open a case to an inspector"}, Pages: []string{"POST /case/{id}/inspect"},
			Body: p.inspect, Answer: rest.Done{}, Handle: p.restInspect},
	}
}

// openingView is an opening as it stands at a time.
func openingView(o *casework.Opening, now time.Time) OpeningView {
	local := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return t.In(calendar.Shanghai())
	}
	v := OpeningView{ID: rest.ID(o.ID), Case: rest.ID(o.Case), Number: o.Number, Kind: o.Kind, Reader: o.Reader, State: "ended", Asked: local(o.Asked), Decider: o.DeciderName,
		Decided: local(o.Decided), Until: local(o.Until)}
	switch {
	case o.Waiting():
		v.State = "waiting"
	case o.Refused:
		v.State = "refused"
	case o.Live(now):
		v.State = "open"
	}
	return v
}

// restOpeningList answers the latest openings of the center.
func (p *Pages) restOpeningList(c *rest.Call) (any, error) {
	out := []OpeningView{}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := p.Office.Openings(c.Context(), tx, Actor(c.Ctx).Center, 0, maxOpenings)
		for i := range all {
			out = append(out, openingView(&all[i], c.Now()))
		}
		return err
	})
	return out, err
}

// restAsk asks that a case be opened to the account of the key.
func (p *Pages) restAsk(c *rest.Call) (any, error) {
	id, err := ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	var in askForm
	if err := c.Read(p.ask, &in); err != nil {
		return nil, err
	}
	o, err := p.Office.AskOpening(c.Context(), Actor(c.Ctx), id, in.Reason)
	return OpeningAsked{rest.ID(o.ID)}, err
}

// inspectable is the case of the address with those to whom it can be opened.
func (p *Pages) inspectable(c *rest.Call) (*casework.Case, []casework.Actor, error) {
	k, err := p.target(c.Ctx, "")
	if err != nil {
		return nil, nil, err
	}
	inspectors, err := p.Inspectors(c.Context(), k)
	return k, inspectors, err
}

// restInspectors answers to whom the case can be opened.
func (p *Pages) restInspectors(c *rest.Call) (any, error) {
	_, inspectors, err := p.inspectable(c)
	out := []Inspector{}
	for _, i := range inspectors {
		out = append(out, Inspector{rest.ID(i.Account), i.Name})
	}
	return out, err
}

// restInspect opens the case to an inspector.
func (p *Pages) restInspect(c *rest.Call) (any, error) {
	k, inspectors, err := p.inspectable(c)
	if err != nil {
		return nil, err
	}
	var in inspectForm
	if err := c.ReadForm(c.Form(p.inspect).Options("reader", readers(inspectors)), &in); err != nil {
		return nil, err
	}
	return rest.OK(p.letIn(c.Ctx, k, inspectors, &in))
}
