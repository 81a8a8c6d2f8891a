package outage

import (
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
)

// OutageOf is an outage for programs.
type OutageOf struct {
	Case      string `json:"case"`
	Source    string `json:"source" doc:"platform 平台自测、prober 外部探测、report 人工登记"`
	Since     string `json:"since"`
	Until     string `json:"until"`
	Cause     string `json:"cause"`
	Decided   string `json:"decided" doc:"extend 顺延、keep 不予顺延；未决定的为空"`
	Dismissed bool   `json:"dismissed" doc:"认定不属实"`
	Announced bool   `json:"announced"`
}

// PlanOf is maintenance for programs.
type PlanOf struct {
	ID string `json:"id"`
	ServicePlan
}

// Availability is what the page of the center shows.
type Availability struct {
	Days    []ServiceDay `json:"days" doc:"近 90 日，早的在前，以分钟计"`
	Outages []OutageOf   `json:"outages"`
	Plans   []PlanOf     `json:"maintenance"`
}

// Rest is what programs can do of the pages. The steps of an outage are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看系统可用性", "See the availability"}}, {Code: ActPlan, Title: web.Text{"说明中断原因、公告维护", "State causes, announce maintenance"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/service", Title: web.Text{"服务状态（公开）", "Service status (public)"}, Pages: []string{"GET /service"}, Answer: Service{},
			Handle: func(c *rest.Call) (any, error) { return d.service(c.Context()) }},
		{Method: "GET", Path: "/outage", Act: ActSee, Title: web.Text{"系统可用性", "Availability"}, Pages: []string{"GET /outage"}, Answer: Availability{}, Handle: d.restList},
		{Method: "POST", Path: "/outage/{id}/cause", Act: ActPlan, Title: web.Text{"说明中断原因", "State the cause of an outage"}, Pages: []string{"GET /outage/{id}/cause", "POST /outage/{id}/cause"}, Body: d.cause, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				id, err := c.Number("id")
				if err != nil {
					return nil, err
				}
				var in CauseForm
				if err := c.Read(d.cause, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.Explain(c.Ctx, id, in))
			}},
		{Method: "POST", Path: "/outage/plans", Act: ActPlan, Title: web.Text{"公告计划维护", "Announce maintenance"}, Pages: []string{"GET /outage/plans/new", "POST /outage/plans/new"}, Body: d.plan, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				var in PlanForm
				if err := c.Read(d.plan, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.Announce(c.Context(), worklist.Actor(c.Ctx), in))
			}},
		{Method: "POST", Path: "/outage/plans/{id}/cancel", Act: ActPlan, Title: web.Text{"取消计划维护", "Call maintenance off"}, Pages: []string{"GET /outage/plans/{id}/cancel", "POST /outage/plans/{id}/cancel"}, Body: d.cancel, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				id, err := c.Number("id")
				if err != nil {
					return nil, err
				}
				var in CancelForm
				if err := c.Read(d.cancel, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.Cancel(c.Context(), worklist.Actor(c.Ctx), id))
			}},
	}}
}

// restList answers with the record of the center.
func (d *Desk) restList(c *rest.Call) (any, error) {
	var r record
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		r, err = d.record(c.Context(), tx, worklist.Actor(c.Ctx).Center)
		return err
	})
	out := Availability{Days: []ServiceDay{}, Outages: []OutageOf{}, Plans: []PlanOf{}}
	for _, x := range r.days {
		out.Days = append(out.Days, ServiceDay{x.Day.String(), x.Measured, x.Down, x.Planned})
	}
	for _, o := range r.outages {
		out.Outages = append(out.Outages, OutageOf{rest.ID(o.Case), o.Source, written(o.Since), written(o.Until), o.Cause, o.Decided, o.Dismissed, !o.Announced.IsZero()})
	}
	for _, p := range r.plans {
		out.Plans = append(out.Plans, PlanOf{rest.ID(p.ID), ServicePlan{written(p.Since), written(p.Until), p.What, p.WhatEN, written(p.Announced), !p.Cancelled.IsZero()}})
	}
	return out, err
}
