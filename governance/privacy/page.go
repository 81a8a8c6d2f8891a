package privacy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "privacy", Routes: slices.Concat(d.incidentRoutes(), d.noticeRoutes(), d.separateRoutes(), d.catalogueRoutes(), []web.Route{
		{Method: "GET", Pattern: "/privacy", Act: ActSee, Handler: d.listPage},
		{Method: "GET", Pattern: "/my/privacy", Act: ActOwn, Handler: d.ownPage},
		{Method: "POST", Pattern: "/my/privacy", Act: ActOwn, Handler: d.ownPage},
		{Method: "GET", Pattern: "/my/privacy/{id}", Act: ActOwn, Handler: d.requestPage},
		{Method: "POST", Pattern: "/my/privacy/{id}", Act: ActOwn, Handler: d.requestPage},
	})}
}

// listPage lists the requests of the center.
func (d *Desk) listPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	all, err := d.listed(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("个人信息权利请求", "Requests about personal data"), Head: []string{c.T("编号", "Number"), c.T("请求", "Request"), c.T("请求人", "Who asks"), c.T("提出", "Made"), c.T("状态", "State"), c.T("答复期限", "Due")},
		Empty: c.T("还没有请求。", "None yet.")}
	for _, r := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: r.Number, Href: path(r.Case)}, {Text: c.Say(rightOf(r.Kind).words())}, {Text: r.Name}, {Text: calendar.DayOf(r.At).String()}, {Tag: worklist.StateTag(c, d.rights, r.State)},
			d.dueCell(r)})
	}
	c.Page = web.Page{Title: c.T("个人信息保护", "Personal data")}
	if d.office.MayOpen(a, d.rights, "enter") {
		m := d.rights.Move("enter")
		c.Page.Actions = []web.Link{{Href: "/open/privacy/enter", Label: c.T(m.Title, m.English), Tone: web.Blue}}
	}
	return c.Render("page-blocks", []web.Block{t})
}

// dueCell says by when a request has to be answered.
func (d *Desk) dueCell(r *Request) web.Cell {
	if !r.Open || r.Due.IsZero() {
		return web.Cell{Text: "—"}
	}
	return web.Cell{Text: r.Due.String(), Over: r.Due < d.office.Today()}
}

// listed reads the requests of the person's center.
func (d *Desk) listed(c *web.Ctx) (all []*Request, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err = d.read(c.Context(), tx, worklist.Actor(c).Center, `1 = 1`)
		return err
	})
	return all, err
}

// mine reads the requests of the person.
func (d *Desk) mine(c *web.Ctx) (all []*Request, err error) {
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err = d.of(c.Context(), tx, a.Center, a.Account)
		return err
	})
	return all, err
}

// ownPage lists one's own requests and takes a new one.
func (d *Desk) ownPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("我的个人信息", "My personal data")}
	f := form.New(c, d.ask)
	f.Submit, f.Action = c.T("提出请求", "Send the request"), "/my/privacy"
	f.Intro = c.T("您可以请求查阅、复制、更正或者删除本中心保存的您的个人信息，或者撤回同意。请求只有您本人和办理人员可见。", "You may ask to see, copy, correct or delete what this center keeps of you, or take a consent back. Only you and those who handle it see the request.")
	var in Ask
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		key, err := c.Idem()
		if err != nil {
			return err
		}
		out, err := d.Ask(c, in, key)
		if err == nil {
			c.Flash(web.Green, fmt.Sprintf(c.T("已收到请求，编号 %s", "The request was received as %s"), out.Number))
			return c.Redirect("/my/privacy")
		}
		if !f.Refused(err) {
			return err
		}
	}
	all, agreed, err := d.kept(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("我的请求", "My requests"), Head: []string{c.T("编号", "Number"), c.T("请求", "Request"), c.T("提出", "Made"), c.T("状态", "State"), c.T("答复期限", "Due")}, Empty: c.T("还没有请求。", "None yet.")}
	for _, r := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: r.Number, Href: "/my/privacy/" + strconv.FormatInt(r.Case, 10)}, {Text: c.Say(rightOf(r.Kind).words())}, {Text: calendar.DayOf(r.At).String()}, {Tag: worklist.StateTag(c, d.rights, r.State)}, d.dueCell(r)})
	}
	given, err := d.consents(c)
	if err != nil {
		return err
	}
	blocks, err := d.barred(c)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(blocks, t, f, consentTable(c, given), agreedTable(c, agreed)))
}

// barred says above what is closed to somebody who did not agree, and how to go on.
func (d *Desk) barred(c *web.Ctx) ([]web.Block, error) {
	why, err := d.Bars(c.Context(), worklist.Actor(c))
	if err != nil || why == nil {
		return nil, err
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: c.T("没有同意个人信息处理规则", "You did not agree to how personal data are handled"), Text: c.Say(c.Explain(why)), Links: []web.Link{{Href: "/my/agreement?return=%2F", Label: c.T("阅读并选择是否同意", "Read it and choose")}}}}, nil
}

// kept reads the requests and the agreements of the person.
func (d *Desk) kept(c *web.Ctx) (all []*Request, agreed []Agreement, err error) {
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if all, err = d.of(c.Context(), tx, a.Center, a.Account); err != nil {
			return err
		}
		agreed, err = d.agreements(c.Context(), tx, a.Center, a.Account)
		return err
	})
	return all, agreed, err
}

// Ask makes a request of the person who is signed in.
func (d *Desk) Ask(c *web.Ctx, in Ask, key string) (*casework.Case, error) {
	a := worklist.Actor(c)
	out, err := d.office.Move(c.Context(), casework.Request{Actor: stand(a), Chart: d.rights.Code, Move: "ask", Input: &Asked{Account: strconv.FormatInt(a.Account, 10), Name: a.Name, Ask: in}, Key: key})
	return out.Case, err
}

// own reads one of the person's own requests; another's is as if there were none. One that the desk entered
// belongs to no account, even where the name is the same: whoever has an account asks by it.
func (d *Desk) own(c *web.Ctx) (r *Request, err error) {
	id, _ := worklist.ID(c, "id") // what is no number is no request either
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if r, err = d.get(c.Context(), tx, a.Center, id); err == nil && (r.Account == 0 || r.Account != a.Account) {
			r, err = d.get(c.Context(), tx, a.Center, 0)
		}
		return err
	})
	return r, err
}

// requestPage shows one's own request with its answer, and takes it back while there is none.
func (d *Desk) requestPage(c *web.Ctx) error {
	r, err := d.own(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.Say(rightOf(r.Kind).words()), Sub: r.Number, At: "/my/privacy", State: worklist.StateTag(c, d.rights, r.State),
		Crumbs: []web.Link{{Href: "/my/privacy", Label: c.T("我的个人信息", "My personal data")}, {Label: cmp.Or(r.Number, "—")}}}
	blocks := []web.Block{d.summary(c, r)}
	// What was answered is shown and can no longer be taken back.
	if !r.Open {
		if c.Posted() {
			return closed(r)
		}
		return c.Render("page-blocks", blocks)
	}
	f := form.New(c, d.back)
	f.Submit, f.Action, f.Cancel = c.T("撤回请求", "Take back"), "/my/privacy/"+strconv.FormatInt(r.Case, 10), "/my/privacy"
	var in TakeBack
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := d.TakeBack(c, r); err != nil {
			return err
		}
		c.Flash(web.Green, c.T("已撤回", "Taken back"))
		return c.Redirect("/my/privacy")
	}
	return c.Render("page-blocks", append(blocks, f))
}

// TakeBack ends one's own request. The person passes no door of a case: the system makes the move.
func (d *Desk) TakeBack(c *web.Ctx, r *Request) error {
	if !r.Open {
		return closed(r)
	}
	_, err := d.office.Move(c.Context(), casework.Request{Actor: stand(worklist.Actor(c)), Case: r.Case, Move: "take_back", Input: &TakeBack{Sure: true}, Expected: r.Version})
	return err
}

// stand is the system that makes a move for somebody whom the history does not name: who it is stands, sealed,
// in the request.
func stand(a casework.Actor) casework.Actor {
	robot := casework.Robot(a.Center)
	robot.Name, robot.Via = "请求人", a.Via
	return robot
}
