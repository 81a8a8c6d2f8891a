package unmask

import (
	"strconv"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "unmask", Routes: []web.Route{
		{Method: "GET", Pattern: "/unmask", Act: ActLog, Handler: d.logPage},
		{Method: "GET", Pattern: "/unmask/{kind}/{id}", Act: ActShow, Handler: d.showPage},
		{Method: "POST", Pattern: "/unmask/{kind}/{id}", Act: ActShow, Handler: d.showPage},
	}}
}

// showPage asks for the reason, and shows the numbers once it is given.
func (d *Desk) showPage(c *web.Ctx) error {
	s, err := d.source(c.Path("kind"))
	if err != nil {
		return err
	}
	id, err := worklist.ID(c, "id")
	if err != nil {
		return Missing()
	}
	a := worklist.Actor(c)
	if _, err := d.read(c.Context(), s, a, id); err != nil {
		return err
	}
	back := "/case/" + strconv.FormatInt(id, 10)
	if s.Chart == "" {
		back = "/"
	}
	c.Page = web.Page{Title: c.Say(s.Title), Crumbs: []web.Link{{Href: back, Label: c.T("返回", "Back")}}}
	f := form.New(c, reason)
	f.Submit, f.Cancel = c.T("写明理由并查看", "Give the reason and see"), back
	f.Intro = c.T("号码平时遮蔽显示。查看全文的时间、人员和理由记入审计。", "Numbers are masked. Who sees one in full, when and why is audited.")
	var in ReasonForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	_, all, err := d.Show(c.Context(), a, s.Kind, id, in.Reason)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.Say(s.Title), Head: []string{c.T("姓名", "Name"), c.T("项目", "What"), c.T("号码", "Number")}}
	for _, n := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: n.Whose}, {Text: c.Say(n.What)}, {Text: n.Value}})
	}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Amber, Text: c.T("本次查看已记入审计；离开本页后需要重新写明理由。", "This was audited; once you leave the page a reason is asked for again.")}, t})
}

// logged reads what was shown in the person's center.
func (d *Desk) logged(c *web.Ctx) (out []Reading, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = Readings(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	return out, err
}

// title is what a kind of numbers is called.
func (d *Desk) title(kind string) web.Text {
	if s, err := d.source(kind); err == nil {
		return s.Title
	}
	return web.Text{kind, kind}
}

// logPage lists who saw which numbers, and why.
func (d *Desk) logPage(c *web.Ctx) error {
	all, err := d.logged(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("最近的查看", "The latest"), Head: []string{c.T("时间", "Time"), c.T("查看人", "Who"), c.T("内容", "What"), c.T("个数", "Numbers"), c.T("理由", "Reason")}, Numbers: []int{3}, Empty: c.T("没有人查看过遮蔽的号码。", "Nobody has seen a masked number.")}
	for _, r := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: r.At.In(calendar.Shanghai()).Format(time.DateTime)}, {Text: r.Name}, {Text: c.Say(d.title(r.Kind))}, {Text: strconv.Itoa(r.Shown)}, {Text: r.Reason}})
	}
	c.Page = web.Page{Title: c.T("解除遮蔽记录", "Numbers shown in full")}
	return c.Render("page-blocks", []web.Block{t})
}

// UnmaskedNumber is a number for programs.
type UnmaskedNumber struct {
	Whose string `json:"whose"`
	What  string `json:"what"`
	Value string `json:"value"`
}

// UnmaskReading is that numbers were shown.
type UnmaskReading struct {
	At     time.Time `json:"at"`
	Name   string    `json:"name" doc:"查看人"`
	Kind   string    `json:"kind"`
	Title  string    `json:"title"`
	Shown  int       `json:"shown" doc:"号码的个数"`
	Reason string    `json:"reason"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActShow, Title: web.Text{"写明理由查看遮蔽的号码", "See masked numbers, with a reason"}}, {Code: ActLog, Title: web.Text{"查看解除遮蔽的记录", "See who saw masked numbers"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/unmask", Act: ActLog, Title: web.Text{"解除遮蔽的记录", "Who saw masked numbers, and why"}, Pages: []string{"GET /unmask"}, Answer: []UnmaskReading{},
			Handle: func(c *rest.Call) (any, error) {
				all, err := d.logged(c.Ctx)
				out := []UnmaskReading{}
				for _, r := range all {
					out = append(out, UnmaskReading{r.At, r.Name, r.Kind, d.title(r.Kind)[0], r.Shown, r.Reason})
				}
				return out, err
			}},
		{Method: "POST", Path: "/unmask/{kind}/{id}", Act: ActShow, Title: web.Text{"写明理由，查看遮蔽的号码", "Give a reason and see masked numbers"}, Pages: []string{"GET /unmask/{kind}/{id}", "POST /unmask/{kind}/{id}"}, Body: reason, Answer: []UnmaskedNumber{}, Handle: d.restShow},
	}}
}

// restShow shows numbers to a program.
func (d *Desk) restShow(c *rest.Call) (any, error) {
	id, err := c.Number("id")
	if err != nil {
		return nil, err
	}
	var in ReasonForm
	if err := c.Read(reason, &in); err != nil {
		return nil, err
	}
	_, all, err := d.Show(c.Context(), worklist.Actor(c.Ctx), c.Path("kind"), id, in.Reason)
	out := []UnmaskedNumber{}
	for _, n := range all {
		out = append(out, UnmaskedNumber{n.Whose, n.What[0], n.Value})
	}
	return out, err
}
