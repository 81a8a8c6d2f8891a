package privacy

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// incidentRoutes are the pages of incidents.
func (d *Desk) incidentRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/incidents", Act: ActIncidents, Handler: d.incidentsPage},
		{Method: "GET", Pattern: "/incidents/new", Act: ActNotice, Handler: d.noticePage},
		{Method: "POST", Pattern: "/incidents/new", Act: ActNotice, Handler: d.noticePage},
	}
}

// overview reads the incidents of the person's center.
func (d *Desk) overview(c *web.Ctx) (all []*Incident, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err = d.incidents(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	return all, err
}

// Waiting counts the reports of the center that are still to be made.
func (d *Desk) Waiting(c *web.Ctx) (n int, err error) {
	all, err := d.waiting(c.Context(), worklist.Actor(c).Center)
	for _, x := range all {
		for _, r := range x.Reports {
			if r.Waits() {
				n++
			}
		}
	}
	return n, err
}

// incidentsPage lists the incidents with the hours of their reports.
func (d *Desk) incidentsPage(c *web.Ctx) error {
	all, err := d.overview(c)
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	// The administrator of security sees the hours and no case.
	sees := d.office.Policy.Ever(a.Subject, casework.ActSee)
	t := web.Table{Title: c.T("安全事件", "Incidents"), Head: []string{c.T("编号", "Number"), c.T("发现时间", "Known since"), c.T("状态", "State"), c.T("应报告的", "To be reported")}, Empty: c.T("没有登记过安全事件。", "None was entered.")}
	for _, x := range all {
		cell := web.Cell{Text: x.Number}
		if sees {
			cell.Href = path(x.Case)
		}
		// What is late comes first: it is why somebody looks at the list.
		hours := web.Cell{Text: c.T("已全部报告", "All reported")}
		if n := len(late(x, d)); n > 0 {
			hours = web.Cell{Text: fmt.Sprintf(c.T("%d 项已逾时", "%d late"), n), Over: true}
		}
		for _, r := range x.Reports {
			if r.Waits() && x.Open {
				hours.Sub = append(hours.Sub, fmt.Sprintf(c.T("%s 前：%s", "by %s: %s"), written(r.Due), r.To))
			}
		}
		if len(hours.Sub) > 0 && !hours.Over {
			hours.Text = c.T("待报告", "To be reported")
		}
		t.Rows = append(t.Rows, []web.Cell{cell, {Text: written(x.Known)}, {Tag: worklist.StateTag(c, d.breach, x.State)}, hours})
	}
	c.Page = web.Page{Title: c.T("个人信息安全事件", "Incidents with personal data")}
	switch {
	case d.office.Policy.Ever(a.Subject, ActNotice):
		c.Page.Actions = []web.Link{{Href: "/incidents/new", Label: c.T("登记安全事件", "Enter an incident"), Tone: web.Blue}}
	case d.office.MayOpen(a, d.breach, "report"):
		c.Page.Actions = []web.Link{{Href: "/open/incident/report", Label: c.T("登记安全事件", "Enter an incident"), Tone: web.Blue}}
	}
	return c.Render("page-blocks", []web.Block{t})
}

// late lists the reports of an open incident whose time has passed.
func late(x *Incident, d *Desk) (out []Report) {
	for _, r := range x.Reports {
		if x.Open && r.Waits() && r.Due.Before(d.office.Now()) {
			out = append(out, r)
		}
	}
	return out
}

// noticePage takes an incident from the administrator of security, who passes no door of a case.
func (d *Desk) noticePage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("登记安全事件", "Enter an incident"), At: "/incidents", Crumbs: []web.Link{{Href: "/incidents", Label: c.T("个人信息安全事件", "Incidents with personal data")}}}
	f := form.New(c, d.notice)
	f.Submit, f.Cancel = c.T("登记，交业务负责人研判", "Enter it for the head"), "/incidents"
	if !c.Posted() {
		f.Fill(Notice{Known: written(d.office.Now())})
	}
	var in Notice
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		key, err := c.Idem()
		if err != nil {
			return err
		}
		k, err := d.Tell(c, in, key)
		if err == nil {
			c.Flash(web.Green, fmt.Sprintf(c.T("已登记为 %s，请业务负责人立即研判", "Entered as %s; the head has to assess it at once"), k.Number))
			return c.Redirect("/incidents")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// Tell enters an incident for the administrator of security, as a move of the system that names who told.
func (d *Desk) Tell(c *web.Ctx, in Notice, key string) (*casework.Case, error) {
	a := worklist.Actor(c)
	robot := casework.Robot(a.Center)
	robot.Account, robot.Name, robot.IP, robot.Via = a.Account, a.Name, a.IP, a.Via
	out, err := d.office.Move(c.Context(), casework.Request{Actor: robot, Chart: d.breach.Code, Move: "notice", Input: &in, Key: key})
	return out.Case, err
}
