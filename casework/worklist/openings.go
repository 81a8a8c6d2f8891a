package worklist

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// askForm asks for the text of a case that is somebody else's.
type askForm struct {
	Reason string `json:"reason" label:"事由" en:"Reason" widget:"textarea" required:"true" min:"5" max:"500" help:"写明为何必须查阅正文；事由会记入案件，并供审计员核查" helpen:"Why the text must be read. The reason is recorded with the case, for the auditor to see"`
}

// inspectForm opens a case to an inspector from above.
type inspectForm struct {
	Reader string       `json:"reader" label:"抽查人" en:"Inspector" widget:"select" required:"true" options:"*"`
	Until  calendar.Day `json:"until" label:"查阅截止日" en:"Until" widget:"date" required:"true" help:"当日 24:00 自动结束" helpen:"Ends at midnight of that day"`
	Reason string       `json:"reason" label:"事由" en:"Reason" widget:"textarea" required:"true" min:"5" max:"500" help:"例如抽查通知的文号与抽查范围" helpen:"For example number and scope of the inspection"`
}

// A decision is the answer to a request, typed beside it.
type decideForm struct {
	Decision string `json:"decision" label:"办理" en:"Decision" widget:"radio" required:"true" options:"agree=批准=Allow,refuse=不予批准=Refuse"`
	Reason   string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" min:"5" max:"500"`
}

// openingRoutes are the pages around reading what is somebody else's case.
func (p *Pages) openingRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/openings", Act: casework.ActAsk, Handler: p.openingsPage},
		{Method: "GET", Pattern: "/openings/{id}", Act: casework.ActAsk, Handler: p.openingPage},
		{Method: "POST", Pattern: "/openings/{id}", Act: casework.ActAsk, Handler: p.openingPage},
		{Method: "POST", Pattern: "/openings/{id}/end", Act: casework.ActAsk, Handler: p.openingEnded},
		{Method: "GET", Pattern: "/case/{id}/ask", Act: casework.ActAsk, Handler: p.askPage},
		{Method: "POST", Pattern: "/case/{id}/ask", Act: casework.ActAsk, Handler: p.askPage},
		{Method: "GET", Pattern: "/case/{id}/inspect", Act: casework.ActInspect, Handler: p.inspectPage},
		{Method: "POST", Pattern: "/case/{id}/inspect", Act: casework.ActInspect, Handler: p.inspectPage},
	}
}

// clockTime is a moment as people of the center read it.
func clockTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai()).Format("2006-01-02 15:04")
}

// openingTag says how an opening stands.
func openingTag(c *web.Ctx, o *casework.Opening) web.Tag {
	switch {
	case o.Waiting():
		return web.Tag{Tone: web.Purple, Text: c.T("待批准", "To be decided")}
	case o.Refused:
		return web.Tag{Tone: web.Red, Text: c.T("不予批准", "Refused")}
	case o.Live(c.Now()):
		return web.Tag{Tone: web.Green, Text: c.T("生效中", "Open")}
	}
	return web.Tag{Tone: web.Grey, Text: c.T("已结束", "Ended")}
}

func openingKind(c *web.Ctx, kind string) string {
	if kind == casework.Inspection {
		return c.T("抽查", "Inspection")
	}
	if kind == casework.Sampling {
		return c.T("质量抽检", "Sample of quality")
	}
	return c.T("紧急查阅", "Emergency")
}

// maxOpenings bounds the list; older ones are found on the page of their case.
const maxOpenings = 200

// openingsPage lists who was, is or wants to be let into cases of others.
func (p *Pages) openingsPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("查阅授权", "Openings"), Empty: c.T("没有查阅申请或授权。负责人需要查阅他人承办案件的正文时，在案件页面选择“申请查阅正文”。", "None. Heads ask for the text of a case on its page."),
		Head: []string{c.T("案号", "Case"), c.T("查阅人", "Reader"), c.T("种类", "Kind"), c.T("申请", "Asked"), c.T("批准人", "Decided by"), c.T("截止", "Until"), c.T("状态", "State")}}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := p.Office.Openings(c.Context(), tx, Actor(c).Center, 0, maxOpenings)
		for i := range all {
			o := &all[i]
			t.Rows = append(t.Rows, []web.Cell{{Text: o.Number, Href: fmt.Sprintf("/openings/%d", o.ID)}, {Text: o.Reader}, {Text: openingKind(c, o.Kind)},
				{Text: clockTime(o.Asked)}, {Text: o.DeciderName}, {Text: clockTime(o.Until)}, {Tag: openingTag(c, o)}})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("查阅授权", "Openings")}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Blue, Text: c.T(
		"未公开的申请文件只供承办人员查阅（专利法第二十一条第三款）。负责人确需查阅的，写明事由，由另一位负责人批准，限时开放；省局、国家局抽查由中心主任授权。申请、批准和每次查阅都记入案件和审计。",
		"Unpublished text is for those who work on the case alone. A head who needs it gives a reason, another allows it for a limited time; inspectors from above are let in by the director. Everything is recorded.")}, t})
}

// opening loads what the address names, with its reason.
func (p *Pages) opening(c *web.Ctx) (o casework.Opening, reason string, err error) {
	id, err := ID(c, "id")
	if err != nil {
		return o, "", err
	}
	a := Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if o, err = p.Office.Opening(c.Context(), tx, a, id); err == nil {
			reason = p.Office.Reason(c.Context(), tx, o)
		}
		return err
	})
	return o, reason, err
}

// openingPage shows one opening and takes the decision on it.
func (p *Pages) openingPage(c *web.Ctx) error {
	o, reason, err := p.opening(c)
	if err != nil {
		return err
	}
	kv := web.KV{Title: c.T("查阅申请", "Request")}
	kv.Add(c.T("查阅人", "Reader"), o.Reader).Add(c.T("种类", "Kind"), openingKind(c, o.Kind)).Add(c.T("事由", "Reason"), reason).
		Add(c.T("申请时间", "Asked"), clockTime(o.Asked)).Add(c.T("批准人", "Decided by"), o.DeciderName).Add(c.T("办理时间", "Decided"), clockTime(o.Decided)).
		Add(c.T("查阅截止", "Until"), clockTime(o.Until))
	kv.Rows = append([]web.KVRow{{Label: c.T("案号", "Case"), Text: o.Number, Href: fmt.Sprintf("/case/%d", o.Case)}}, kv.Rows...)
	blocks := []web.Block{kv}
	c.Page = web.Page{Title: c.T("查阅授权", "Opening"), Name: o.Number, State: openingTag(c, &o), At: "/openings",
		Crumbs: []web.Link{{Href: "/openings", Label: c.T("查阅授权", "Openings")}, {Label: o.Number}}}
	switch {
	case o.Live(c.Now()):
		blocks = append(blocks, endBlock{c, o.ID})
	case o.Waiting() && o.Asker == Actor(c).Account:
		blocks = append(blocks, web.Notice{Tone: web.Amber, Text: c.T("等待另一位负责人批准；申请人不能批准自己的申请。", "Another head has to decide; nobody decides on their own request.")})
	case o.Waiting():
		f := form.New(c, p.decide)
		f.Submit, f.Cancel = c.T("提交", "Submit"), "/openings"
		var in decideForm
		ok, err := f.Read(&in)
		if err != nil {
			return err
		}
		if ok {
			if err = p.Office.DecideOpening(c.Context(), Actor(c), o.ID, in.Decision == "agree", in.Reason); err == nil {
				c.Flash(web.Green, c.T("已办理", "Done"))
				return c.Redirect("/openings")
			}
			if !f.Refused(err) {
				return err
			}
		}
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", blocks)
}

// openingEnded ends a reading early.
func (p *Pages) openingEnded(c *web.Ctx) error {
	o, _, err := p.opening(c)
	if err != nil {
		return err
	}
	if err := p.Office.EndOpening(c.Context(), Actor(c), o.ID); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("查阅授权已结束", "The opening has ended"))
	return c.Redirect("/openings")
}

// target is the case that the address names, with the crumbs of a page about it.
func (p *Pages) target(c *web.Ctx, title string) (k *casework.Case, err error) {
	id, err := ID(c, "id")
	if err != nil {
		return nil, err
	}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err = p.Office.Get(c.Context(), tx, Actor(c), id)
		return err
	})
	if err != nil {
		return nil, err
	}
	c.Page = web.Page{Title: title, Name: Name(c, k), At: "/work", State: StateTag(c, p.Office.ChartOf(k.Chart), k.State), Crumbs: []web.Link{
		{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: Name(c, k)}, {Label: title}}}
	return k, nil
}

// askPage asks that a case be opened to the person.
func (p *Pages) askPage(c *web.Ctx) error {
	k, err := p.target(c, c.T("申请查阅正文", "Ask for the text"))
	if err != nil {
		return err
	}
	f := form.New(c, p.ask)
	f.Submit, f.Cancel = c.T("提交申请", "Ask"), fmt.Sprintf("/case/%d", k.ID)
	f.Intro = c.T("须由另一位负责人批准；批准后限时开放，页面带水印，每次查阅都有记录。依据：专利法第二十一条第三款。", "Another head has to allow it. The text is then open for a limited time, with a watermark, and every reading is recorded.")
	var in askForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if _, err = p.Office.AskOpening(c.Context(), Actor(c), k.ID, in.Reason); err == nil {
			c.Flash(web.Green, c.T("已提交，请联系另一位负责人批准", "Asked; please tell another head"))
			return c.Redirect(fmt.Sprintf("/case/%d", k.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// inspectPage opens a case to an inspector.
func (p *Pages) inspectPage(c *web.Ctx) error {
	k, err := p.target(c, c.T("授权抽查", "Open to an inspector"))
	if err != nil {
		return err
	}
	inspectors, err := p.Inspectors(c.Context(), k)
	if err != nil {
		return err
	}
	f := form.New(c, p.inspect)
	f.Submit, f.Cancel = c.T("授权查阅", "Open"), fmt.Sprintf("/case/%d", k.ID)
	f.Options("reader", readers(inspectors))
	var in inspectForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err = p.letIn(c, k, inspectors, &in); err == nil {
			c.Flash(web.Green, c.T("已授权，抽查人在其“案件”中即可查阅", "Opened; the inspector finds it among the cases"))
			return c.Redirect(fmt.Sprintf("/case/%d", k.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// readers are the inspectors as choices.
func readers(inspectors []casework.Actor) (out []form.Option) {
	for _, i := range inspectors {
		label := i.Name
		if len(i.Roles) > 0 {
			label += "（" + casework.Role(i.Roles[0]).Info().Title + "）"
		}
		out = append(out, form.Option{Value: strconv.FormatInt(i.Account, 10), Label: web.Text{label, strings.TrimSpace(i.Name)}})
	}
	return out
}

// letIn opens the case to the inspector that was chosen among those who can be.
func (p *Pages) letIn(c *web.Ctx, k *casework.Case, inspectors []casework.Actor, in *inspectForm) error {
	i := slices.IndexFunc(inspectors, func(a casework.Actor) bool { return strconv.FormatInt(a.Account, 10) == in.Reader })
	if i < 0 {
		return fault.New(fault.Invalid, "opening.reader", "没有这位抽查人，请从列表中选择").At("reader")
	}
	_, err := p.Office.Inspect(c.Context(), Actor(c), k.ID, inspectors[i], in.Reason, in.Until)
	return err
}

// openingLinks are the buttons of a case around its text for those whose case it is not.
func (p *Pages) openingLinks(c *web.Ctx, a casework.Actor, k *casework.Case) (out []web.Link) {
	o := k.Object()
	if !p.Office.ChartOf(k.Chart).Secret {
		return nil
	}
	if p.Office.Policy.May(a.Subject, casework.ActAsk, o) && !p.Office.Policy.May(a.Subject, casework.ActText, o) {
		out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/ask", k.ID), Label: c.T("申请查阅正文", "Ask for the text")})
	}
	if p.Office.Policy.May(a.Subject, casework.ActInspect, o) && k.Number != "" {
		out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/inspect", k.ID), Label: c.T("授权抽查", "Open to an inspector")})
	}
	return out
}

// endBlock is the button that ends a reading early.
type endBlock struct {
	c  *web.Ctx
	id int64
}

// Block names the template.
func (endBlock) Block() string { return "opening-end" }

// Hidden returns the fields of the plumbing.
func (b endBlock) Hidden() template.HTML { return b.c.Hidden() }

// Action is where the button is sent.
func (b endBlock) Action() string { return fmt.Sprintf("/openings/%d/end", b.id) }

// Label is what the button says.
func (b endBlock) Label() string { return b.c.T("立即结束查阅", "End it now") }
