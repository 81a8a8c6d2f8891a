package outage

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// A Service is what everybody may know of the availability of a center.
type Service struct {
	Center   string          `json:"center"`
	CenterEN string          `json:"center_en"`
	At       string          `json:"at" doc:"本页的时间"`
	Now      string          `json:"now" doc:"ok 正常、maintenance 维护中、down 测量中断"`
	Days     []ServiceDay    `json:"days" doc:"近 90 日，早的在前"`
	Outages  []ServiceOutage `json:"outages" doc:"三年内，新的在前"`
	Plans    []ServicePlan   `json:"maintenance" doc:"三年内与将来的，早的在前"`
}

// ServiceDay is one day in minutes.
type ServiceDay struct {
	Day      string `json:"day"`
	Measured int    `json:"measured"`
	Down     int    `json:"down"`
	Planned  int    `json:"maintenance"`
}

// ServiceOutage is an outage that was not found untrue.
type ServiceOutage struct {
	Since string `json:"since"`
	Until string `json:"until"`
	State string `json:"state" doc:"open 办理中、moved 已公告顺延、kept 不予顺延"`
	Basis string `json:"basis,omitempty" doc:"顺延的依据，公告后才有"`
	Cause string `json:"cause,omitempty" doc:"核实的原因，决定后才有"`
}

// ServicePlan is announced maintenance.
type ServicePlan struct {
	Since     string `json:"since"`
	Until     string `json:"until"`
	What      string `json:"what"`
	WhatEN    string `json:"what_en"`
	Announced string `json:"announced"`
	Cancelled bool   `json:"cancelled"`
}

// ServiceOf tells the public what it may know of a center.
func (d *Desk) ServiceOf(ctx context.Context, tx *store.Tx, ct casework.Center) (s Service, err error) {
	r, err := d.record(ctx, tx, ct.ID)
	if err != nil {
		return s, err
	}
	now := d.office.Now()
	s = Service{Center: ct.Name, CenterEN: ct.English, At: written(now), Now: "ok", Days: []ServiceDay{}, Outages: []ServiceOutage{}, Plans: []ServicePlan{}}
	_, last, ok, err := lastSpan(ctx, tx, ct.ID, Platform)
	if err != nil {
		return s, err
	}
	if ok && now.Sub(last.Until) >= Gap {
		s.Now = "down"
	}
	for _, x := range r.days {
		s.Days = append(s.Days, ServiceDay{x.Day.String(), x.Measured, x.Down, x.Planned})
	}
	for _, o := range r.outages {
		if o.Dismissed {
			continue
		}
		x := ServiceOutage{Since: written(o.Since), Until: written(o.Until), State: "open"}
		switch {
		case !o.Announced.IsZero():
			x.State, x.Basis, x.Cause = "moved", o.Basis, o.Cause
		case o.Decided == "keep":
			x.State, x.Cause = "kept", o.Cause
		}
		s.Outages = append(s.Outages, x)
	}
	for _, p := range r.plans {
		if p.Cancelled.IsZero() && !now.Before(p.Since) && now.Before(p.Until) {
			s.Now = "maintenance"
		}
		s.Plans = append(s.Plans, ServicePlan{written(p.Since), written(p.Until), p.What, p.WhatEN, written(p.Announced), !p.Cancelled.IsZero()})
	}
	return s, nil
}

// service is ServiceOf for the center whose site this is.
func (d *Desk) service(ctx context.Context) (s Service, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.office.Centers(ctx, tx)
		if err != nil || len(all) == 0 {
			return err
		}
		s, err = d.ServiceOf(ctx, tx, all[0])
		return err
	})
	return s, err
}

// servicePage is the public page: now, the outages, the maintenance, the days.
func (d *Desk) servicePage(c *web.Ctx) error {
	s, err := d.service(c.Context())
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("服务状态", "Service status"), NoMark: true}
	out := web.Table{Title: c.T("三年内的中断", "Outages of three years"), Head: []string{c.T("时间", "Time"), c.T("处理", "Standing"), c.T("原因", "Cause"), c.T("顺延的依据", "Basis of the move")}, Empty: c.T("三年内没有记录到中断。", "None recorded within three years.")}
	for _, o := range s.Outages {
		tag := web.Tag{Tone: web.Amber, Text: c.T("办理中", "Under way")}
		switch o.State {
		case "moved":
			tag = web.Tag{Tone: web.Green, Text: c.T("已公告顺延", "Terms moved")}
		case "kept":
			tag = web.Tag{Tone: web.Grey, Text: c.T("不予顺延", "Terms stay")}
		}
		out.Rows = append(out.Rows, []web.Cell{{Text: between(o.Since, o.Until)}, {Tag: tag}, {Text: dash(o.Cause)}, {Text: dash(o.Basis)}})
	}
	plan := web.Table{Title: c.T("计划维护", "Maintenance"), Head: []string{c.T("时间", "Time"), c.T("内容", "What"), c.T("公告时间", "Announced"), c.T("状态", "State")}, Empty: c.T("没有计划维护。", "None is planned.")}
	for _, p := range s.Plans {
		tag := web.Tag{Tone: web.Blue, Text: c.T("已公告", "Announced")}
		if p.Cancelled {
			tag = web.Tag{Tone: web.Grey, Text: c.T("已取消", "Called off")}
		}
		plan.Rows = append(plan.Rows, []web.Cell{{Text: between(p.Since, p.Until)}, {Text: c.T(p.What, p.WhatEN)}, {Text: p.Announced[:16]}, {Tag: tag}})
	}
	var days []DayOf
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.office.Centers(c.Context(), tx)
		if err == nil && len(all) > 0 {
			days, err = d.Record(c.Context(), tx, all[0].ID, d.office.Today()-shownDays+1)
		}
		return err
	})
	// Without the database the page still says how it stands.
	if err != nil {
		days = nil
	}
	return c.Render("page-blocks", []web.Block{nowNotice(c, s.Now), out, plan, dayTable(c, days)})
}

// nowNotice says how it stands.
func nowNotice(c *web.Ctx, now string) web.Notice {
	switch now {
	case "maintenance":
		return web.Notice{Tone: web.Amber, Title: c.T("正在进行计划维护", "Maintenance is under way"), Text: c.T("维护期间可能无法提交；时间见下表。", "Filing may not be possible; the times stand below.")}
	case "down":
		return web.Notice{Tone: web.Red, Title: c.T("最近一分钟没有测到受理", "No filing could be taken in the last minute"), Text: c.T("请稍后再试；中断会自动记录，期限是否顺延由中心公告。", "Please try again; the outage is recorded by itself, and the center announces whether terms move.")}
	}
	return web.Notice{Tone: web.Green, Title: c.T("服务正常", "The service works"), Text: c.T("平台每 15 秒以一次写入检验能否受理；满一分钟没有成功的，自动记录为中断。", "Every 15 seconds the platform tests by a write that it can take filings; a minute without one is recorded as an outage.")}
}
