package comparison

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/comparison/table"
)

// citeForm names a reference of a defence.
type citeForm struct {
	Citation  string       `json:"citation" label:"对比文件或在先设计" en:"Reference" max:"200" required:"true" help:"一份现有技术或一项现有设计，例如 CN201234567U" helpen:"One reference, for example CN201234567U"`
	Published calendar.Day `json:"published" label:"公开日" en:"Published" widget:"date"`
	Number    string       `json:"number" label:"证据编号" en:"Exhibit" max:"40"`
	Claim     int64        `json:"claim" label:"针对的权利要求" en:"Against claim" min:"0" max:"999" help:"外观设计不填" helpen:"Not for a design"`
}

// rowForm says whether a reference shows one feature of the product.
type rowForm struct {
	Rev     int64  `json:"rev" widget:"hidden"`
	Verdict string `json:"verdict" label:"对比文件是否公开" en:"Does the reference show it" widget:"radio" required:"true" options:"same=相同=Identical,equivalent=无实质性差异=No substantial difference,different=不同=Different"`
	Note    string `json:"note" label:"对比文件的对应内容与理由" en:"Where it shows it, and why" widget:"textarea" max:"2000"`
}

// citePage adds a reference.
func (d *Desk) citePage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	in, fill := &citeForm{}, citeForm{}
	for _, x := range s.table.Claims {
		if x.Asserted && fill.Claim == 0 {
			fill.Claim = int64(x.Number)
		}
	}
	return d.enter(c, s, step{zh: "增加现有技术或现有设计", en: "Add prior art", schema: form.Describe(citeForm{}, nil), fill: fill, into: in,
		do: func(s *sheet) error { _, err := d.cite(c.Context(), s.by, s.k.ID, 0, in); return err }})
}

// cite adds a reference, or changes the one with the id.
func (d *Desk) cite(ctx context.Context, by casework.Actor, id, prior int64, in *citeForm) (added int64, err error) {
	_, err = d.change(ctx, by, id, change{what: "cite", detail: in.Citation, do: func(t *table.Table, m table.Mark) error {
		added, err = t.Cite(table.Prior{ID: prior, Citation: strings.TrimSpace(in.Citation), Published: in.Published, Number: in.Number, Claim: int(in.Claim), Mark: m})
		return err
	}})
	return added, err
}

// priorView is a reference with everything that it is compared with.
type priorView struct {
	Home, Here string
	Notice     *web.Notice
	Tag        web.Tag
	Form       *form.Form // its particulars; nil for who may only read
	Facts      web.KV
	Rows       []priorRowView // one for each feature that the product takes
	Clash      string         // what somebody else decided meanwhile
	May        bool           // the person may judge
}

// priorRowView is one feature of the product beside the reference.
type priorRowView struct {
	Label, Text, Product string
	Feature              int64
	Rev                  int64
	Verdict, Note, Who   string
	Tag                  web.Tag
	Choices              []choice // what can be judged, with what was typed picked
	Error                string   // what is wrong with what was typed
}

// choice is one radio button.
type choice struct {
	Value, Label string
	Picked       bool
}

// priorOf opens the comparison and the reference in the address.
func (d *Desk) priorOf(c *web.Ctx) (*sheet, *table.Prior, error) {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return nil, nil, err
	}
	id, err := worklist.ID(c, "prior")
	if err != nil {
		return nil, nil, err
	}
	p := s.table.Prior(id)
	if p == nil {
		return nil, nil, fault.New(fault.Missing, "comparison.prior", "没有这份对比文件，请返回比对表查看最新情况")
	}
	return s, p, nil
}

// priorPage compares the product with one reference.
func (d *Desk) priorPage(c *web.Ctx) error {
	s, p, err := d.priorOf(c)
	if err != nil {
		return err
	}
	v := s.priorView(c, p)
	if c.Posted() && !s.edit {
		return d.frozen(s.by, s.k, s.Version)
	}
	if s.edit {
		f := form.New(c, form.Describe(citeForm{}, nil))
		v.Form, f.Cancel = f, home(s.k.ID)
		if !c.Posted() {
			f.Fill(citeForm{Citation: p.Citation, Published: p.Published, Number: p.Number, Claim: int64(p.Claim)})
		}
		in := &citeForm{}
		ok, err := f.Read(in)
		if err != nil {
			return err
		}
		if ok {
			if _, err = d.cite(c.Context(), s.by, s.k.ID, p.ID, in); err == nil {
				c.Flash(web.Green, c.T("已保存", "Saved"))
				return c.Redirect(v.Here)
			} else if !f.Refused(err) {
				return err
			}
		}
	}
	return d.renderPrior(c, s, p, v)
}

// renderPrior answers with the page of a reference.
func (d *Desk) renderPrior(c *web.Ctx, s *sheet, p *table.Prior, v *priorView) error {
	s.page(c, p.Citation)
	c.Page.State = v.Tag
	return c.Render("prior", v)
}

// priorView is the page of a reference without the form of its particulars.
func (s *sheet) priorView(c *web.Ctx, p *table.Prior) *priorView {
	v := &priorView{Home: home(s.k.ID), Here: fmt.Sprintf("%s/prior/%d", home(s.k.ID), p.ID), Tag: defenceTag(c, s.table.Stands(p)), May: s.edit}
	v.Facts = web.KV{Title: c.T("对比文件", "Reference")}
	v.Facts.Add(c.T("名称", "Citation"), p.Citation).Add(c.T("公开日", "Published"), dayText(p.Published)).Add(c.T("证据编号", "Exhibit"), p.Number)
	if !s.table.Before(p) {
		v.Notice = &web.Notice{Tone: web.Amber, Text: c.T(fmt.Sprintf("公开日 %s 不早于申请日（优先权日）%s，不属于现有技术或现有设计（专利法第二十二条第五款、第二十三条第四款）。", p.Published, s.table.Patent.Filed),
			fmt.Sprintf("Published %s, not before the filing or priority date %s: it is no prior art (Patent Law, art. 22(5), 23(4)).", p.Published, s.table.Patent.Filed))}
	}
	for _, id := range s.table.Shown(p) {
		r := p.Row(id)
		row := priorRowView{Feature: id, Rev: r.Rev, Verdict: string(r.Verdict), Note: r.Note, Label: c.T("整体", "Whole"), Text: c.T("被控侵权产品的外观设计与在先设计整体比较", "The design of the product against the prior design as a whole")}
		if x, at := s.table.Feature(id); x != nil {
			row.Label, row.Text, row.Product = x.Label(at), strings.TrimSpace(x.Features[at].Text), x.Features[at].Product
		}
		row.Tag = priorTag(c, r.Verdict)
		for _, o := range []table.Verdict{table.Same, table.Equivalent, table.Different} {
			row.Choices = append(row.Choices, choice{string(o), priorTag(c, o).Text, o == r.Verdict})
		}
		if r.Done() {
			row.Who = r.Name + " " + stamp(r.At)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// priorTag is the verdict on a reference.
func priorTag(c *web.Ctx, v table.Verdict) web.Tag {
	t := verdictTag(c, v)
	if v == table.Equivalent {
		t.Text = c.T("无实质性差异", "no substantial difference")
	}
	return t
}

// dayText writes a day that may be unknown.
func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// rowPosted judges one feature of the product against the reference.
func (d *Desk) rowPosted(c *web.Ctx) error {
	s, p, err := d.priorOf(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Path("feature"), 10, 64)
	if err != nil {
		return fault.New(fault.Missing, "comparison.feature", "没有这个技术特征，可能已被拆分或合并；请返回比对表查看最新情况")
	}
	f, in := form.New(c, form.Describe(rowForm{}, nil)), &rowForm{}
	ok, err := f.Read(in)
	if err != nil {
		return err
	}
	if ok {
		if err = d.show(c.Context(), s, p.ID, id, in); err == nil {
			c.Flash(web.Green, c.T("已保存", "Saved"))
			return c.Redirect(fmt.Sprintf("%s/prior/%d#r%d", home(s.k.ID), p.ID, id))
		}
		if fault.KindOf(err) != fault.Conflict && !f.Refused(err) {
			return err
		}
	}
	return d.rowAgain(c, p.ID, id, in, cmpErr(err, f))
}

// cmpErr is what is wrong with the row: a refusal, or the first problem of its form.
func cmpErr(err error, f *form.Form) error {
	if err == nil && len(f.Errors()) > 0 {
		return f.Errors()
	}
	return err
}

// rowAgain shows the page anew with what was typed in one row and what is wrong with it.
func (d *Desk) rowAgain(c *web.Ctx, prior, feature int64, in *rowForm, why error) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	p := s.table.Prior(prior)
	if p == nil {
		return why
	}
	v := s.priorView(c, p)
	for i := range v.Rows {
		r := &v.Rows[i]
		if r.Feature != feature {
			continue
		}
		if fault.KindOf(why) == fault.Conflict {
			c.Status(http.StatusConflict)
			v.Clash = c.Say(c.ExplainAll(why))
		} else {
			c.Status(http.StatusUnprocessableEntity)
		}
		if errs, ok := why.(form.Errors); ok {
			r.Error = c.Say(errs[0].Text)
		} else {
			r.Error = c.Say(c.ExplainAll(why))
		}
		r.Note = in.Note
		for j := range r.Choices {
			r.Choices[j].Picked = r.Choices[j].Value == in.Verdict
		}
	}
	return d.renderPrior(c, s, p, v)
}

// show decides whether the reference shows a feature.
func (d *Desk) show(ctx context.Context, s *sheet, prior, feature int64, in *rowForm) error {
	label := s.label(feature)
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "show", detail: label, do: func(t *table.Table, m table.Mark) error {
		if p := t.Prior(prior); p != nil {
			if r := p.Row(feature); r.Rev != in.Rev {
				title := r.Verdict.Title()
				if r.Verdict == table.Equivalent {
					title = fault.Pair{"无实质性差异", "no substantial difference"}
				}
				return changed(r.Mark, title)
			}
		}
		return t.Show(prior, table.PriorRow{Feature: feature, Verdict: table.Verdict(in.Verdict), Note: strings.TrimSpace(in.Note), Mark: m})
	}})
	return err
}

// dropPosted takes a reference out. The history keeps it.
func (d *Desk) dropPosted(c *web.Ctx) error {
	s, p, err := d.priorOf(c)
	if err != nil {
		return err
	}
	if err := d.drop(c.Context(), s, p); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已删除；可用“撤销”恢复。", "Removed; “Undo” takes it back."))
	return c.Redirect(home(s.k.ID))
}

// drop takes a reference out of the table; the versions before keep it.
func (d *Desk) drop(ctx context.Context, s *sheet, p *table.Prior) error {
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "drop", detail: p.Citation, do: func(t *table.Table, _ table.Mark) error { return t.Drop(p.ID) }})
	return err
}
