package database

import (
	"errors"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/ident"
)

// rules are the checks that the forms use by name.
func rules() form.Rules {
	return form.Rules{"appno": func(v string) web.Text {
		if e, ok := errors.AsType[*ident.Error](second(ident.ParseApplicationNo(v))); ok {
			return web.Text{e.Message, e.EN}
		}
		return web.Text{}
	}}
}

func second(_ ident.ApplicationNo, err error) error { return err }

// An entry is a page with one form.
type entry struct {
	zh, en string // title and button
	schema *form.Schema
	fill   any // what the form begins with; nil for nothing
	into   any // pointer to what is read
	back   string
	danger bool
	do     func() (target string, err error)
}

// enter shows the form, and does what it is for when it was sent.
func (d *Desk) enter(c *web.Ctx, e entry) error {
	c.Page = web.Page{Title: c.T(e.zh, e.en), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("专利台账", "Ledger of patents")}, {Label: c.T(e.zh, e.en)}}}
	f := form.New(c, e.schema)
	f.Submit, f.Cancel, f.Danger = c.T(e.zh, e.en), e.back, e.danger
	if e.fill != nil {
		f.Fill(e.fill)
	}
	if _, event := e.into.(*NewEvent); event {
		f.Options("kind", eventOptions())
	}
	ok, err := f.Read(e.into)
	if err != nil {
		return err
	}
	if ok {
		target, err := e.do()
		if err == nil {
			c.Flash(web.Green, c.T("已登记", "Recorded"))
			return c.Redirect(target)
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// newPage enters a patent.
func (d *Desk) newPage(c *web.Ctx) error {
	var in NewPatent
	return d.enter(c, entry{zh: "登记专利", en: "Enter a patent", schema: form.Describe(NewPatent{}, rules()), fill: NewPatent{Entry: Entry{Number: c.Query("number"), Origin: Origin{AsOf: d.office.Today()}}}, into: &in, back: path, do: func() (string, error) {
		err := d.Enter(c.Context(), worklist.Actor(c), &in)
		n, _ := ident.ParseApplicationNo(in.Number)
		return path + "/" + string(n), err
	}})
}

// eventPage enters an event.
func (d *Desk) eventPage(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	var in NewEvent
	here := path + "/" + string(v.Number)
	return d.enter(c, entry{zh: "登记法律事件", en: "Enter an event", schema: form.Describe(NewEvent{}, nil), fill: NewEvent{Happening: Happening{Origin: Origin{AsOf: d.office.Today()}}}, into: &in, back: here, do: func() (string, error) {
		return here, d.Happen(c.Context(), worklist.Actor(c), string(v.Number), &in)
	}})
}

// correctPage sets particulars right.
func (d *Desk) correctPage(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	var in Correction
	here := path + "/" + string(v.Number)
	now := Correction{Title: v.Title, Holder: v.Holder, Filed: v.Filed, Granted: v.Granted, Origin: Origin{Source: v.Source, AsOf: d.office.Today()}}
	return d.enter(c, entry{zh: "更正著录项目", en: "Correct", schema: form.Describe(Correction{}, nil), fill: now, into: &in, back: here, do: func() (string, error) {
		return here, d.correct(c.Context(), worklist.Actor(c), string(v.Number), &in)
	}})
}

// strikePage takes an event out of account.
func (d *Desk) strikePage(c *web.Ctx) error {
	v, err := d.view(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Path("id"), 10, 64)
	if err != nil {
		return fault.New(fault.Missing, "database.event", "没有这条法律事件，或已经撤销登记；请刷新后查看")
	}
	var in Strike
	here := path + "/" + string(v.Number)
	return d.enter(c, entry{zh: "撤销登记", en: "Strike out", schema: form.Describe(Strike{}, nil), into: &in, back: here, danger: true, do: func() (string, error) {
		return here, d.strikeOut(c.Context(), worklist.Actor(c), string(v.Number), id, &in)
	}})
}
