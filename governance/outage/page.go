package outage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "outage", Routes: []web.Route{
		{Method: "GET", Pattern: "/outage", Act: ActSee, Handler: d.listPage},
		{Method: "GET", Pattern: "/outage/plans/new", Act: ActPlan, Handler: d.planPage},
		{Method: "POST", Pattern: "/outage/plans/new", Act: ActPlan, Handler: d.planPage},
		{Method: "GET", Pattern: "/outage/plans/{id}/cancel", Act: ActPlan, Handler: d.cancelPage},
		{Method: "POST", Pattern: "/outage/plans/{id}/cancel", Act: ActPlan, Handler: d.cancelPage},
		{Method: "GET", Pattern: "/outage/{id}/cause", Act: ActPlan, Handler: d.causePage},
		{Method: "POST", Pattern: "/outage/{id}/cause", Act: ActPlan, Handler: d.causePage},
		{Method: "GET", Pattern: "/outage/arrivals", Act: ActTake, Handler: d.arrivalsPage},
		{Method: "POST", Pattern: "/outage/arrivals", Act: d.chart.Act("take"), Handler: d.arrivalsPage, Limit: contingency.MostArchive + 1<<20, Timeout: 10 * time.Minute},
		{Method: "GET", Pattern: "/outage/probe", Act: ActPlan, Handler: d.probePage},
		{Method: "POST", Pattern: "/outage/probe", Act: ActPlan, Handler: d.probePage, Limit: 21 << 20, Timeout: 5 * time.Minute},
		{Method: "GET", Pattern: "/outage/key", Act: ActSee, Handler: d.keyPage},
		{Method: "GET", Pattern: "/case/{id}/arrival/{arrival}", Act: casework.ActText, Handler: d.packagePage},
		{Method: "GET", Pattern: "/verify/receipt", Public: true, Handler: d.slipPage},
		{Method: "POST", Pattern: "/verify/receipt", Public: true, Handler: d.slipPage, Limit: 2 << 20},
		{Method: "GET", Pattern: "/service", Public: true, Handler: d.servicePage},
	}}
}

// shownDays is how far back the days are shown, keptYears how far the outages and maintenance.
const (
	shownDays = 90
	keptYears = 3
)

// A record is what the pages tell of a center.
type record struct {
	days    []DayOf
	outages []*Outage
	plans   []*Plan
	reaches []Reach
}

// record reads what the pages show: days of three months, outages and maintenance of three years.
func (d *Desk) record(ctx context.Context, tx *store.Tx, center int64) (r record, err error) {
	if r.days, err = d.Record(ctx, tx, center, d.office.Today()-shownDays+1); err != nil {
		return r, err
	}
	if r.outages, err = read(ctx, tx, `center_id = $1 AND until > $2`, center, micro(d.since())); err != nil {
		return r, err
	}
	if r.plans, err = plans(ctx, tx, center, d.since()); err != nil {
		return r, err
	}
	r.reaches, err = Reaches(ctx, tx, center)
	return r, err
}

// since is from when the record is shown.
func (d *Desk) since() time.Time { return d.office.Now().AddDate(-keptYears, 0, 0) }

// crumbs lead back to the record.
func crumbs(c *web.Ctx) []web.Link {
	return []web.Link{{Href: "/outage", Label: c.T("系统可用性", "Availability")}}
}

// listPage shows the days, the outages and the maintenance.
func (d *Desk) listPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	var r record
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		r, err = d.record(c.Context(), tx, a.Center)
		return err
	})
	if err != nil {
		return err
	}
	plans := d.office.Policy.Ever(a.Subject, ActPlan)
	c.Page = web.Page{Title: c.T("系统可用性", "Availability")}
	if plans {
		c.Page.Actions = []web.Link{{Href: "/outage/key", Label: c.T("下载应急收件加密公钥", "Key for the contingency desk")}, {Href: "/outage/probe", Label: c.T("导入外部探测记录", "Take in a prober's record")}, {Href: "/outage/plans/new", Label: c.T("公告计划维护", "Announce maintenance"), Tone: web.Blue}}
	} else if d.office.MayOpen(a, d.chart, "report") {
		c.Page.Actions = []web.Link{{Href: "/open/outage/report", Label: c.T("登记中断", "Report an outage"), Tone: web.Blue}}
	}
	t := web.Table{Title: c.T("中断", "Outages"), Head: []string{c.T("时间", "Time"), c.T("发现方式", "Noticed by"), c.T("原因", "Cause"), c.T("处理", "Standing"), c.T("办理", "Act")}, Empty: c.T("三年内没有记录到中断。", "None recorded within three years.")}
	for _, o := range r.outages {
		act := web.Cell{Text: c.T("打开", "Open") + " " + written(o.Since)[:16], Href: "/case/" + strconv.FormatInt(o.Case, 10)}
		if plans {
			act = web.Cell{Text: "—"}
			if o.Decided == "" && !o.Dismissed {
				act = web.Cell{Text: c.T("说明原因", "State the cause") + " " + written(o.Since)[:16], Href: fmt.Sprintf("/outage/%d/cause", o.Case)}
			}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: between(written(o.Since), written(o.Until))}, {Text: source(c, o.Source)}, {Text: dash(o.Cause)}, {Tag: standing(c, o)}, act})
	}
	p := planTable(c, r.plans)
	if plans {
		p.Head = append(p.Head, c.T("办理", "Act"))
		for i, x := range r.plans {
			cell := web.Cell{Text: "—"}
			if x.Cancelled.IsZero() && x.Until.After(d.office.Now()) {
				cell = web.Cell{Text: c.T("取消", "Call off") + " " + written(x.Since)[:16], Href: fmt.Sprintf("/outage/plans/%d/cancel", x.ID)}
			}
			p.Rows[i] = append(p.Rows[i], cell)
		}
	}
	return c.Render("page-blocks", []web.Block{t, p, probeBlock(c, r.reaches), dayTable(c, r.days)})
}

// standing says what became of an outage.
func standing(c *web.Ctx, o *Outage) web.Tag {
	switch {
	case o.Dismissed:
		return web.Tag{Tone: web.Grey, Text: c.T("不属实", "Not confirmed")}
	case !o.Announced.IsZero():
		return web.Tag{Tone: web.Green, Text: c.T("已公告顺延", "Terms moved")}
	case o.Decided == "keep":
		return web.Tag{Tone: web.Grey, Text: c.T("不予顺延", "Terms stay")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T("办理中", "Under way")}
}

// planTable lists the maintenance, what was called off too.
func planTable(c *web.Ctx, all []*Plan) web.Table {
	t := web.Table{Title: c.T("计划维护", "Maintenance"), Head: []string{c.T("时间", "Time"), c.T("内容", "What"), c.T("公告时间", "Announced"), c.T("状态", "State")}, Empty: c.T("没有计划维护。", "None is planned.")}
	for _, p := range all {
		tag := web.Tag{Tone: web.Blue, Text: c.T("已公告", "Announced")}
		if !p.Cancelled.IsZero() {
			tag = web.Tag{Tone: web.Grey, Text: c.T("已取消", "Called off")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: between(written(p.Since), written(p.Until))}, {Text: c.T(p.What, p.WhatEN)}, {Text: written(p.Announced)[:16]}, {Tag: tag}})
	}
	return t
}

// dayTable shows the days on which something was missing, and the whole in one line.
func dayTable(c *web.Ctx, days []DayOf) web.Table {
	t := web.Table{Title: fmt.Sprintf(c.T("近 %d 日的可用时间（分钟）", "The last %d days, in minutes"), shownDays), Head: []string{c.T("日期", "Day"), c.T("测量", "Measured"), c.T("中断", "Down"), c.T("计划维护", "Maintenance")}, Numbers: []int{1, 2, 3},
		Empty: c.T("尚无测量记录；平台启动后每 15 秒记录一次。", "Nothing measured yet; it is every 15 seconds once the platform runs.")}
	var sum DayOf
	for _, x := range slices.Backward(days) {
		sum.Measured, sum.Down, sum.Planned = sum.Measured+x.Measured, sum.Down+x.Down, sum.Planned+x.Planned
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Day.String()}, {Text: strconv.Itoa(x.Measured)}, {Text: strconv.Itoa(x.Down)}, {Text: strconv.Itoa(x.Planned)}})
	}
	if len(days) > 0 {
		t.Sum = []string{c.T("合计", "Total"), strconv.Itoa(sum.Measured), strconv.Itoa(sum.Down), strconv.Itoa(sum.Planned)}
	}
	return t
}

// CauseForm is the cause as the system administrator knows it.
type CauseForm struct{ Explain }

// causePage takes the cause of an outage. The administrator passes no door of a case: the words go in as a
// move of the system that names who said them.
func (d *Desk) causePage(c *web.Ctx) error {
	var in CauseForm
	id, _ := worklist.ID(c, "id") // what is no number is no outage either
	return d.fill(c, d.cause, &in, filling{web.Text{"说明中断原因", "State the cause"}, web.Text{"提交", "Submit"}, web.Text{"原因已提交，由业务负责人核实", "The cause went to the head"}, web.Text{}},
		func() error { return d.Explain(c, id, in) })
}

// A filling is what a page with one form says: what it is for, on its button, and when it was taken.
type filling struct{ title, button, done, intro web.Text }

// fill shows a form, and once it is sent does what it is for and goes back to the record.
func (d *Desk) fill(c *web.Ctx, s *form.Schema, in any, say filling, do func() error) error {
	c.Page = web.Page{Title: c.Say(say.title), At: "/outage", Crumbs: crumbs(c)}
	f := form.New(c, s)
	f.Submit, f.Cancel, f.Intro = c.Say(say.button), "/outage", c.Say(say.intro)
	ok, err := f.Read(in)
	if err != nil {
		return err
	}
	if ok {
		if err = do(); err == nil {
			if say.done != (web.Text{}) {
				c.Flash(web.Green, c.Say(say.done))
			}
			return c.Redirect("/outage")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// Explain records the cause of an outage of one's own center.
func (d *Desk) Explain(c *web.Ctx, id int64, in CauseForm) error {
	a := worklist.Actor(c)
	robot := casework.Robot(a.Center)
	robot.Account, robot.Name, robot.IP = a.Account, a.Name, a.IP
	var k *casework.Case
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		o, err := one(c.Context(), tx, id)
		if err == nil && o.Center != a.Center {
			err = fault.New(fault.Missing, "outage.missing", "没有这条中断记录，请从“系统可用性”页面打开")
		}
		if err != nil {
			return err
		}
		k, err = d.office.Get(c.Context(), tx, robot, id)
		return err
	})
	if err != nil {
		return err
	}
	_, err = d.office.Move(c.Context(), casework.Request{Actor: robot, Case: id, Move: "explain", Input: &in.Explain, Expected: k.Version})
	return err
}

// planPage announces maintenance.
func (d *Desk) planPage(c *web.Ctx) error {
	var in PlanForm
	var r planRules
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		r, err = d.planRules(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	if err != nil {
		return err
	}
	when := web.Text{fmt.Sprintf("计划维护只能安排在 %s 至 %s 之间，一次最长 %d 分钟，至少提前 %d 个工作日公告，不能跨过有案件期限届满的 24:00。", r.from, r.to, r.longest, r.days),
		fmt.Sprintf("Maintenance lies between %s and %s, takes at most %d minutes, is announced %d working days before, and never spans a midnight at which a term ends.", r.from, r.to, r.longest, r.days)}
	return d.fill(c, d.plan, &in, filling{web.Text{"公告计划维护", "Announce maintenance"}, web.Text{"公告", "Announce"}, web.Text{"已公告，公开的“服务状态”页随即显示，临近时各页面上方提示", "Announced; the public page shows it, and every page when it is near"}, when},
		func() error { return d.Announce(c.Context(), worklist.Actor(c), in) })
}

// cancelPage calls maintenance off.
func (d *Desk) cancelPage(c *web.Ctx) error {
	var in CancelForm
	id, _ := worklist.ID(c, "id") // what is no number is no plan either
	return d.fill(c, d.cancel, &in, filling{web.Text{"取消计划维护", "Call maintenance off"}, web.Text{"取消这次维护", "Call it off"}, web.Text{"已取消", "Called off"}, web.Text{}},
		func() error { return d.Cancel(c.Context(), worklist.Actor(c), id) })
}

// Waiting counts the outages on which somebody has to decide.
func (d *Desk) Waiting(c *web.Ctx) (n int, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := read(c.Context(), tx, `center_id = $1 AND NOT dismissed AND decided <> 'keep' AND announced_at = CAST(0 AS BIGINT)`, worklist.Actor(c).Center)
		n = len(all)
		return err
	})
	return n, err
}
