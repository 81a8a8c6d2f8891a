package outage

import (
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/governance/outage/contingency"
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
	Probes  []ReachOf    `json:"probes"`
}

// ReachOf is until when the record of a prober was taken in, for programs.
type ReachOf struct {
	Signer string `json:"signer" doc:"探测公钥的指纹"`
	Until  string `json:"until" doc:"记录导入至"`
}

// ArrivalOf is what the contingency desk received, for programs.
type ArrivalOf struct {
	Number   string `json:"number" doc:"回执编号"`
	Received string `json:"received" doc:"回执上的收到时间"`
	Taken    string `json:"taken" doc:"导入时间"`
	Kind     string `json:"kind" doc:"文件或摘要"`
	Size     int64  `json:"size" doc:"字节；只登记摘要的为 -1"`
	Outage   string `json:"outage" doc:"中断的案件"`
	Case     string `json:"case" doc:"所属案件；尚未归入的为空"`
	Again    string `json:"again" doc:"补办核对：same 一致、differs 不一致待决定、refile 不一致请当事人补办、decided 不一致已决定；未核对的为空"`
}

// StockOf is what the page of the contingency filings shows.
type StockOf struct {
	Waiting  []string    `json:"waiting" doc:"待导入的回执编号"`
	Arrivals []ArrivalOf `json:"arrivals"`
}

// ResultOf is what became of one folder.
type ResultOf struct {
	Number  string `json:"number"`
	State   string `json:"state" doc:"ready 可以导入、taken 已导入、already 以前已导入、refused 未导入"`
	Problem string `json:"problem,omitempty"`
}

// ObservedOf is what the record of a prober came to.
type ObservedOf struct {
	Lines   int `json:"looks" doc:"新增的探测次数"`
	Outages int `json:"outages" doc:"新增的中断记录"`
	Known   int `json:"known" doc:"已有记录或者在计划维护之内的"`
}

// restProbe takes in the record of a prober.
func (d *Desk) restProbe(c *rest.Call) (any, error) {
	var in ProbeForm
	if err := c.Read(d.probed, &in); err != nil {
		return nil, err
	}
	got, err := d.Observe(c.Context(), worklist.Actor(c.Ctx), in)
	return ObservedOf(got), err
}

// restStock answers with what the contingency desk received.
func (d *Desk) restStock(c *rest.Call) (any, error) {
	s, err := d.stock(c.Context(), worklist.Actor(c.Ctx).Center)
	out := StockOf{Waiting: rest.List(s.waiting), Arrivals: []ArrivalOf{}}
	for _, a := range s.arrivals {
		out.Arrivals = append(out.Arrivals, ArrivalOf{a.Number, written(a.Received), written(a.Taken), a.Kind, a.Size, rest.ID(a.Case), rest.ID(a.Target), a.Again.word()})
	}
	return out, err
}

// restIngest checks or takes in what was copied here.
func (d *Desk) restIngest(c *rest.Call) (any, error) {
	var in IngestForm
	if err := c.Read(d.ingestion, &in); err != nil {
		return nil, err
	}
	done, err := d.ingestForm(c.Context(), worklist.Actor(c.Ctx), in)
	out := []ResultOf{}
	for _, r := range done {
		x := ResultOf{Number: r.Number, State: r.State}
		if r.Err != nil {
			x.Problem = c.Say(c.Explain(r.Err))
		}
		out = append(out, x)
	}
	return out, err
}

// Rest is what programs can do of the pages. The steps of an outage are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看系统可用性", "See the availability"}}, {Code: ActPlan, Title: web.Text{"说明中断原因、公告维护", "State causes, announce maintenance"}}, {Code: ActTake, Title: web.Text{"查看应急件", "See contingency filings"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/service", Title: web.Text{"服务状态（公开）", "Service status (public)"}, Pages: []string{"GET /service"}, Answer: Service{},
			Handle: func(c *rest.Call) (any, error) { return d.service(c.Context()) }},
		{Method: "GET", Path: "/outage", Act: ActSee, Title: web.Text{"系统可用性", "Availability"}, Pages: []string{"GET /outage"}, Answer: Availability{}, Handle: d.restList},
		{Method: "GET", Path: "/outage/arrivals", Act: ActTake, Title: web.Text{"应急件", "Contingency filings"}, Pages: []string{"GET /outage/arrivals"}, Answer: StockOf{}, Handle: d.restStock},
		{Method: "POST", Path: "/outage/arrivals", Act: d.chart.Act("take"), Title: web.Text{"检查或导入应急件", "Check or take in contingency filings"}, Pages: []string{"POST /outage/arrivals"}, Body: d.ingestion, Answer: []ResultOf{}, Limit: contingency.MostArchive + 1<<20, Timeout: 10 * time.Minute, Handle: d.restIngest},
		{Method: "POST", Path: "/outage/probe", Act: ActPlan, Title: web.Text{"导入外部探测记录", "Take in the record of a prober"}, Pages: []string{"GET /outage/probe", "POST /outage/probe"}, Body: d.probed, Answer: ObservedOf{}, Limit: 21 << 20, Timeout: 5 * time.Minute, Handle: d.restProbe},
		{Method: "GET", Path: "/outage/key", Act: ActSee, Title: web.Text{"应急收件加密公钥", "Public key for the contingency desk"}, Pages: []string{"GET /outage/key"}, Answer: PublicKeyOf{},
			Handle: func(c *rest.Call) (any, error) { return d.publicOf(c.Context(), worklist.Actor(c.Ctx).Center) }},
		{Method: "GET", Path: "/outage/cases/{id}/arrivals/{arrival}", Act: casework.ActText, Title: web.Text{"应急件的原文件", "Package of a contingency filing"}, Pages: []string{"GET /case/{id}/arrival/{arrival}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.packagePage)},
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
	out := Availability{Days: []ServiceDay{}, Outages: []OutageOf{}, Plans: []PlanOf{}, Probes: []ReachOf{}}
	for _, x := range r.reaches {
		out.Probes = append(out.Probes, ReachOf{x.Signer, written(x.Until)})
	}
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
