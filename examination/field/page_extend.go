package field

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// extensionsPage lists the requests to extend the fields, each with its answer.
func (d *Desk) extensionsPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("领域拓展申请与批复", "Extensions"), Head: []string{c.T("产业领域", "Industry"), c.T("分类号", "Classes"), c.T("日期", "Day"), c.T("文号", "Reference"), c.T("状态", "State")},
		Empty: c.T("还没有拓展申请。", "No requests yet.")}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Extensions(c.Context(), tx, worklist.Actor(c).Center)
		for _, e := range all {
			cell := web.Cell{Text: e.Industry}
			if e.Step == Asked && !slices.ContainsFunc(all, func(x Extension) bool { return x.Request == e.ID && x.Step != Asked }) {
				cell.Href = fmt.Sprintf("/fields/extensions/%d", e.ID)
			}
			t.Rows = append(t.Rows, []web.Cell{cell, {Text: strings.Join(e.Classes, " ")}, {Text: e.Day.String()}, {Text: e.Reference}, {Tag: stepTag(c, e.Step)}})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("领域拓展", "Extension to related fields"), At: "/fields", Crumbs: crumbs(c),
		Actions: []web.Link{{Href: "/fields/extensions/new", Label: c.T("登记拓展申请", "Record a request"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{t})
}

// stepTag shows whether an entry asks or answers.
func stepTag(c *web.Ctx, step string) web.Tag {
	switch step {
	case Approved:
		return web.Tag{Tone: web.Green, Text: c.T("批准", "Approved")}
	case Refused:
		return web.Tag{Tone: web.Red, Text: c.T("未批准", "Refused")}
	}
	return web.Tag{Tone: web.Blue, Text: c.T("已申请", "Asked")}
}

// extendForm is a request to the national office (notice 1.2.2).
type extendForm struct {
	Scheme    string       `json:"scheme" label:"分类" en:"Scheme" widget:"radio" required:"true" options:"ipc=国际专利分类（IPC）=IPC,locarno=洛迦诺分类=Locarno"`
	Industry  string       `json:"industry" label:"产业领域" en:"Industry" required:"true" max:"60"`
	Classes   string       `json:"classes" label:"拟拓展的分类号" en:"Classes" widget:"textarea" required:"true" max:"20000"`
	Reason    string       `json:"reason" label:"与现有领域的关联和理由" en:"How it is related, and why" widget:"textarea" required:"true" max:"4000"`
	Day       calendar.Day `json:"day" label:"申请日期" en:"Day of the letter" widget:"date" required:"true"`
	Reference string       `json:"reference" label:"申请文号" en:"Reference" max:"100"`
}

// askPage records a request to the national office.
func (d *Desk) askPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("登记拓展申请", "Record a request"), At: "/fields", Crumbs: crumbs(c)}
	f := form.New(c, form.Describe(extendForm{}, nil))
	f.Submit, f.Cancel = c.T("登记", "Record"), "/fields/extensions"
	if !c.Posted() {
		f.Fill(extendForm{Scheme: string(IPC), Day: d.office.Today()})
	}
	var in extendForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return render(c, f, err)
	}
	_, err = d.askExtension(c, &in)
	return done(c, f, err)
}

// askExtension records what was typed, for the actor's own center.
func (d *Desk) askExtension(c *web.Ctx, in *extendForm) (id int64, err error) {
	a := worklist.Actor(c)
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		id, err = d.Ask(c.Context(), tx, Extension{Center: a.Center, Account: a.Account, Scheme: Scheme(in.Scheme), Industry: in.Industry, Day: in.Day,
			Reference: in.Reference, Reason: in.Reason, Classes: split(in.Classes)})
		return err
	})
	return id, err
}

// render shows the form again, unless the request itself was wrong.
func render(c *web.Ctx, f *form.Form, err error) error {
	if err != nil {
		return err
	}
	return c.RenderForm(f)
}

// done goes back to the list, or shows why not.
func done(c *web.Ctx, f *form.Form, err error) error {
	if err == nil {
		c.Flash(web.Green, c.T("已登记", "Recorded"))
		return c.Redirect("/fields/extensions")
	}
	if !f.Refused(err) {
		return err
	}
	return c.RenderForm(f)
}

// decideForm is the answer of the national office, with its reference.
type decideForm struct {
	Step      string       `json:"step" label:"批复" en:"Answer" widget:"radio" required:"true" options:"approved=批准=Approved,refused=未批准=Refused"`
	Day       calendar.Day `json:"day" label:"批复日期（批准的自该日起有效）" en:"Day; an approval holds from it" widget:"date" required:"true"`
	Reference string       `json:"reference" label:"批复文号" en:"Reference" required:"true" max:"100"`
	Reason    string       `json:"reason" label:"说明" en:"Remark" widget:"textarea" max:"2000"`
}

// decidePage records the answer of the national office to one request.
func (d *Desk) decidePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	var asked Extension
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Extensions(c.Context(), tx, a.Center)
		i := slices.IndexFunc(all, func(e Extension) bool { return e.ID == id && e.Step == Asked })
		if err == nil && i < 0 {
			return fault.New(fault.Missing, "field.extension", "没有这份拓展申请，请从列表中打开")
		}
		if err == nil {
			asked = all[i]
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("登记批复", "Record the answer"), At: "/fields", Crumbs: crumbs(c)}
	f := form.New(c, form.Describe(decideForm{}, nil))
	f.Submit, f.Cancel = c.T("登记", "Record"), "/fields/extensions"
	f.Intro = strings.Join(asked.Classes, " ")
	var in decideForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return render(c, f, err)
	}
	return done(c, f, d.decideExtension(c, id, &in))
}

// decideExtension records the answer that was typed.
func (d *Desk) decideExtension(c *web.Ctx, id int64, in *decideForm) error {
	a := worklist.Actor(c)
	return d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Decide(c.Context(), tx, id, Extension{Center: a.Center, Account: a.Account, Step: in.Step, Day: in.Day, Reference: in.Reference, Reason: in.Reason})
	})
}
