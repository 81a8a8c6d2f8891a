package delegation

import (
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// DelegationOf is an entrustment for programs.
type DelegationOf struct {
	Case      string              `json:"case,omitempty" doc:"公布的没有"`
	Number    string              `json:"number" doc:"委托书文号；签署前为空"`
	State     string              `json:"state"`
	InForce   bool                `json:"in_force" doc:"今日有效"`
	Body      string              `json:"body"`
	Mark      string              `json:"mark" doc:"机关代字"`
	Seal      string              `json:"seal"`
	Contact   string              `json:"contact"`
	Phone     string              `json:"phone"`
	Acts      []string            `json:"acts" doc:"委托的行为"`
	Kinds     []string            `json:"kinds"`
	Area      []string            `json:"area" doc:"行政区划代码"`
	Terms     []DelegationTerm    `json:"terms" doc:"经确认的期限；尚未确认的没有"`
	Ended     calendar.Day        `json:"ended,omitzero" doc:"终止之日，自该日起无效"`
	Published calendar.Day        `json:"published,omitzero"`
	ByBody    calendar.Day        `json:"published_by_body,omitzero"`
	Where     string              `json:"published_where,omitempty"`
	Officers  []DelegationOfficer `json:"officers"`
}

// DelegationTerm is a time for which it was signed.
type DelegationTerm struct {
	From   calendar.Day `json:"from"`
	Until  calendar.Day `json:"until"`
	Number string       `json:"number"`
}

// DelegationOfficer is one of the list.
type DelegationOfficer struct {
	Name      string       `json:"name"`
	Card      string       `json:"card"`
	CardUntil calendar.Day `json:"card_until"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until,omitzero" doc:"仍在名单内的没有"`
}

// DelegationAct is what may be done today.
type DelegationAct struct {
	Act      string       `json:"act"`
	Title    string       `json:"title"`
	Allowed  bool         `json:"allowed"`
	Until    calendar.Day `json:"until,omitzero"`
	Officers int          `json:"officers"`
	Why      string       `json:"why,omitempty"`
}

// DelegationList is what the page of the center shows.
type DelegationList struct {
	Today        []DelegationAct `json:"today"`
	Entrustments []DelegationOf  `json:"entrustments"`
}

// DelegationPublic is what everybody may know.
type DelegationPublic struct {
	Now   []DelegationOf `json:"now" doc:"有效或已确认、尚未开始的"`
	Ended []DelegationOf `json:"ended" doc:"近一年内终止的"`
}

// forPrograms describes an entrustment.
func (d *Desk) forPrograms(e *Entrustment) DelegationOf {
	_, now := e.Term(d.office.Today())
	out := DelegationOf{Case: rest.ID(e.Case), Number: e.Number, State: e.State, InForce: now, Body: e.Body, Mark: e.Mark, Seal: e.Seal, Contact: e.Contact, Phone: e.Phone, Acts: rest.List(e.Acts), Kinds: rest.List(e.Kinds),
		Area: rest.List(e.Area), Terms: []DelegationTerm{}, Ended: e.Ended, Published: e.Published, ByBody: e.BodyPublished, Where: e.BodyWhere, Officers: []DelegationOfficer{}}
	for _, t := range e.Terms {
		out.Terms = append(out.Terms, DelegationTerm(t))
	}
	for _, o := range e.Officers {
		out.Officers = append(out.Officers, DelegationOfficer{o.Name, o.Card, o.CardUntil, o.From, o.Until})
	}
	return out
}

// many describes entrustments.
func (d *Desk) many(all []*Entrustment, public bool) []DelegationOf {
	out := []DelegationOf{}
	for _, e := range all {
		x := d.forPrograms(e)
		if public {
			x.Case = ""
		}
		out = append(out, x)
	}
	return out
}

// Rest is what programs can do of the pages. The steps of an entrustment are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActList, Title: web.Text{"查看执法委托", "See the entrustments"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/delegation", Act: ActList, Title: web.Text{"执法委托与今日可办的行为", "Entrustments, and what may be done today"}, Pages: []string{"GET /delegation"}, Answer: DelegationList{}, Handle: d.restList},
		{Method: "GET", Path: "/delegation/{id}/file/{file}", Act: ActList, Title: web.Text{"签署的文件", "A signed document"}, Pages: []string{"GET /delegation/{id}/file/{file}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.filePage)},
		{Method: "GET", Path: "/entrustments", Title: web.Text{"公布的执法委托", "Entrustments as they are published"}, Pages: []string{"GET /entrustments"}, Answer: DelegationPublic{}, Handle: func(c *rest.Call) (any, error) {
			now, ended, err := d.published(c.Ctx)
			return DelegationPublic{d.many(now, true), d.many(ended, true)}, err
		}},
	}}
}

// restList answers with the list and what may be done today.
func (d *Desk) restList(c *rest.Call) (any, error) {
	all, err := d.overview(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := DelegationList{Today: []DelegationAct{}, Entrustments: d.many(all, false)}
	for _, x := range d.allowances(all, d.office.Today()) {
		a := DelegationAct{Act: x.act.Code, Title: x.act.Title, Allowed: x.why == nil, Until: x.until, Officers: x.ready}
		if x.why != nil {
			a.Why = fault.MessageOf(x.why)
		}
		out.Today = append(out.Today, a)
	}
	return out, nil
}
