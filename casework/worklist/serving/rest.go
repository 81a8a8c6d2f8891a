package serving

import (
	"time"

	"zhibao/casework/delivery"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A Task is a paper that waits to be served on a party.
type Task struct {
	ID      string       `json:"id" doc:"登记寄出或结果时写作 delivery"`
	Case    string       `json:"case"`
	Number  string       `json:"number" doc:"案号"`
	Paper   string       `json:"paper" doc:"文号"`
	Party   string       `json:"party"`
	Channel string       `json:"channel" doc:"post 邮寄、person 直接、leave 留置、notice 公告"`
	State   string       `json:"state" doc:"pending 待送达、sent 在途或公告中"`
	Due     calendar.Day `json:"due,omitzero" doc:"公告期满之日"`
}

// A Served is what is recorded of one delivery.
type Served struct {
	Task
	Sent     time.Time    `json:"sent,omitzero"`
	Day      calendar.Day `json:"day,omitzero" doc:"送达日期"`
	Deemed   bool         `json:"deemed" doc:"视为送达"`
	Read     time.Time    `json:"read,omitzero"`
	Mail     string       `json:"mail,omitempty"`
	Receiver string       `json:"receiver,omitempty"`
	Witness  string       `json:"witness,omitempty"`
	Place    string       `json:"place,omitempty"`
	Reason   string       `json:"reason,omitempty" doc:"未送达的原因"`
	Note     string       `json:"note,omitempty"`
	Proofs   []string     `json:"proofs" doc:"证明文件名，依次"`
}

// view is a task for programs; ids are text, as everywhere.
func (t *task) view() Task {
	return Task{ID: rest.ID(t.d.ID), Case: rest.ID(t.k.ID), Number: t.k.Number, Paper: t.paper.Number, Party: t.party, Channel: t.d.Channel, State: t.d.State, Due: t.d.Due}
}

// restDelivery answers what is recorded of one delivery.
func (p *Pages) restDelivery(c *rest.Call) (any, error) {
	r, err := p.one(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := Served{Task: r.view(), Sent: local(r.d.Sent), Day: r.d.Day(), Deemed: r.d.Deemed, Read: local(r.d.Read), Mail: r.Mail, Receiver: r.Receiver, Witness: r.Witness, Place: r.Place,
		Reason: r.Reason, Note: r.Note, Proofs: []string{}}
	for _, f := range r.Proofs {
		out.Proofs = append(out.Proofs, f.Name)
	}
	return out, nil
}

// local writes a moment in the zone of the center; none stays none.
func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(calendar.Shanghai())
}

// Rest returns what programs can do of the pages. Service is recorded by the moves send_paper and
// record_service of the case; the record of each paper stands with the papers of the case.
func (p *Pages) Rest() rest.Module {
	title := web.Text{"待送达的文书", "Papers to be served"}
	return rest.Module{Acts: []rest.Act{{Code: delivery.ActServe, Title: title}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/deliveries", Act: delivery.ActServe, Title: title, Pages: []string{"GET /deliveries"}, Answer: []Task{}, Handle: func(c *rest.Call) (any, error) {
			all, err := p.tasks(c.Ctx)
			out := []Task{}
			for _, x := range all {
				out = append(out, x.view())
			}
			return out, err
		}},
		{Method: "GET", Path: "/cases/{case}/delivery/{delivery}", Act: delivery.ActServe, Title: web.Text{"一次送达的记录", "The record of one delivery"},
			Pages: []string{"GET /case/{id}/delivery/{delivery}"}, Answer: Served{}, Handle: p.restDelivery},
		{Method: "GET", Path: "/cases/{case}/delivery/{delivery}/proof/{n}", Act: delivery.ActServe, Title: web.Text{"送达证明，从 0 数起", "A proof of service, counted from 0"},
			Pages: []string{"GET /case/{id}/delivery/{delivery}/proof/{n}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(p.proofFile)},
	}}
}
