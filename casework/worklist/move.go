package worklist

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// movePage shows the form of a move on a case, and makes the move when it is sent.
func (p *Pages) movePage(c *web.Ctx) error {
	id, err := ID(c, "id")
	if err != nil {
		return err
	}
	var k *casework.Case
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err = p.Office.Get(c.Context(), tx, Actor(c), id)
		return err
	})
	if err != nil {
		return err
	}
	chart, a := p.Office.ChartOf(k.Chart), Actor(c)
	m := chart.Move(c.Path("move"))
	// A form offers what only those who make the move need to know, such as who is on leave.
	if m == nil || m.Opens() || !p.Office.Policy.Ever(a.Subject, chart.Act(m.Code)) {
		return fault.New(fault.Missing, "case.move", "没有这一步骤，请回到案件页面选择")
	}
	// When somebody was faster, or the case is another's, the case page says where it stands. What
	// was typed already and is sent now is answered with the form, in which it is kept.
	if !c.Posted() && !slices.Contains(p.Office.Allowed(a, k), m) {
		c.Flash(web.Amber, c.T("现在不能办理“"+m.Title+"”：案件现为“"+chart.State(k.State).Title+"”，或须由他人办理",
			"“"+m.English+"” cannot be done now: the case is “"+chart.State(k.State).English+"”, or it is somebody else's to do"))
		return c.Redirect(fmt.Sprintf("/case/%d", k.ID))
	}
	return p.form(c, chart, m, k)
}

// openPage shows the form of a move that opens a case.
func (p *Pages) openPage(c *web.Ctx) error {
	chart := p.Office.Chart(c.Path("chart"))
	if chart == nil {
		return fault.New(fault.Missing, "case.chart", "没有这项业务，请从菜单选择")
	}
	m := chart.Move(c.Path("move"))
	if m == nil || !m.Opens() || !p.Office.MayOpen(Actor(c), chart, m.Code) {
		return fault.New(fault.Missing, "case.move", "没有这项业务，或您的账号不能办理；请从菜单选择")
	}
	return p.form(c, chart, m, nil)
}

// DraftKey names the draft of a move's form.
// Case 0 stands for a case that is not opened yet, so a person has one such draft per move.
func DraftKey(chart, move string, caseID int64) string {
	return chart + "." + move + "." + strconv.FormatInt(caseID, 10)
}

// form is the one way in which a move is made on a page: k is nil when the move opens a case.
// After success the person is sent on, so that reloading the page does not send it again; the
// idempotency key covers the double click.
func (p *Pages) form(c *web.Ctx, chart *casework.Chart, m *casework.Move, k *casework.Case) error {
	f := form.New(c, p.schemas[chart.Act(m.Code)])
	f.Submit, f.Danger, f.Law = c.T(m.Title, m.English), m.Danger, m.Cites()
	if p.checked(chart, m) {
		f.Submit = c.T("下一步：核对所填内容", "Next: check your answers")
	}
	if chart.Weighs(m) {
		f.Submit = c.T("下一步：查看对期限的影响", "Next: see the effect on the terms")
	}
	r := casework.Request{Actor: Actor(c), Chart: chart.Code, Move: m.Code}
	f.Cancel = "/work"
	if k != nil {
		r.Case, f.Cancel = k.ID, fmt.Sprintf("/case/%d", k.ID)
	}
	if err := p.prepare(c, f, m, k, chart); err != nil {
		return err
	}
	in := m.Do.New()
	ok, err := f.Read(in)
	if err != nil {
		return err
	}
	if !ok {
		return p.show(c, f, m, k)
	}
	if p.checked(chart, m) && f.Pressed() != form.Confirm {
		again, err := p.answers(c, f, m, k)
		if again || err != nil {
			return err
		}
	}
	if r.Key, err = c.Idem(); err != nil {
		return err
	}
	r.Input, r.Arrived = in, c.Arrived()
	if k != nil {
		// The version that the person saw; without it, what the page would show now.
		if r.Expected, err = strconv.ParseInt(c.Query("v"), 10, 64); err != nil {
			r.Expected = k.Version
		}
	}
	if k != nil && chart.Weighs(m) && f.Pressed() != confirmed {
		return p.preview(c, f, m, k, r)
	}
	out, err := p.Office.Move(c.Context(), r)
	if err != nil {
		return p.refused(c, f, m, k, err)
	}
	if err := c.DropDraft(DraftKey(chart.Code, m.Code, r.Case)); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已办理：", "Done: ")+c.T(m.Title, m.English))
	// The procedure knows better where the work goes on, for example at the files of a new case.
	if h := p.Hooks[chart.Code]; h.After != nil {
		if to := h.After(out.Case, m.Code); to != "" {
			return c.Redirect(to)
		}
	}
	return c.Redirect(fmt.Sprintf("/case/%d", out.Case.ID))
}

// checked reports whether what was filled in is shown once more before the move is made.
func (p *Pages) checked(chart *casework.Chart, m *casework.Move) bool {
	return slices.Contains(p.Hooks[chart.Code].Checked, m.Code)
}

// answers shows what was filled in, each answer with the way back to its field, or the form again
// for whoever takes that way. It reports whether the page was answered; where files came with the
// form and cannot be kept meanwhile, nothing is shown and the move is made.
func (p *Pages) answers(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case) (bool, error) {
	if f.Pressed() == form.Edit {
		return true, p.show(c, f, m, k)
	}
	kept, err := c.KeepFiles()
	if err != nil || !kept {
		return false, err
	}
	if _, err := f.Read(m.Do.New()); err != nil {
		return false, err
	}
	f.Submit = c.T("确认无误，"+m.Title, "Confirm: "+m.English)
	f.Intro = c.T("尚未提交。请逐项核对；点“修改”回到该栏目，其他内容和文件不会丢失。", "Nothing was sent yet. Look at each answer; “Change” leads back to its field, and nothing else is lost.")
	return true, p.page(c, f, m, k, form.Review{Form: f, Title: c.T("核对所填内容", "Check your answers"), Back: c.T("返回修改", "Back to the form")})
}

// prepare sets what the form offers and what is known already.
func (p *Pages) prepare(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case, chart *casework.Chart) error {
	h := p.Hooks[chart.Code]
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if h.Prefill != nil {
			v, err := h.Prefill(c, tx, k, m.Code)
			if err != nil {
				return err
			}
			if v != nil && !c.Posted() {
				f.Fill(v)
			}
		}
		if h.Options != nil {
			if err := h.Options(c, tx, k, m.Code, f); err != nil {
				return err
			}
		}
		if k == nil {
			return nil
		}
		return p.behalf(c, tx, k, m, f)
	})
	// No draft of a decision that asks for confirmation: it is to be typed by whoever makes it. Of
	// the files, those that were sent ahead of the form are kept, for a day.
	if err != nil || m.Danger {
		return err
	}
	var id int64
	if k != nil {
		id = k.ID
	}
	return c.Resume(f, DraftKey(chart.Code, m.Code, id))
}

// refused shows a refusal in the form, with everything that was typed. When somebody was faster,
// or the form was taken before and changed since, it goes on from the present version, so that
// sending it again is a decision.
func (p *Pages) refused(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case, err error) error {
	// A case that the person may not see must not survive in a form that says why.
	if fe := fault.Of(err); fe == nil || fe.Kind == fault.Missing {
		return err
	}
	reused := fault.CodeOf(err) == "case.reused"
	if reused {
		c.Renew()
	}
	if fault.CodeOf(err) == "case.version" || reused && k != nil {
		f.Reject("", c.Explain(err))
		if e := p.refresh(c, &k); e != nil {
			return errors.Join(err, e)
		}
		return p.show(c, f, m, k)
	}
	if !f.Refused(err) {
		return err
	}
	return p.show(c, f, m, k)
}

// refresh reads the case again in place, after somebody else has moved it.
func (p *Pages) refresh(c *web.Ctx, k **casework.Case) error {
	return p.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		*k, err = p.Office.Get(c.Context(), tx, Actor(c), (*k).ID)
		return err
	})
}

// show answers with the form. The version of the case goes along in the address, so that the
// kernel can refuse a move by somebody who saw an older state (optimistic locking).
func (p *Pages) show(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case, above ...web.Block) error {
	return p.page(c, f, m, k, append(above, f)...)
}

// page answers with the blocks, of which the form, or what stands for it, is the last.
func (p *Pages) page(c *web.Ctx, f *form.Form, m *casework.Move, k *casework.Case, blocks ...web.Block) error {
	c.Page = web.Page{Title: c.T(m.Title, m.English), At: "/work",
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}}}
	if k != nil {
		f.Action = fmt.Sprintf("/case/%d/move/%s?v=%d", k.ID, m.Code, k.Version)
		c.Page.State = StateTag(c, p.Office.ChartOf(k.Chart), k.State)
		c.Page.Crumbs = append(c.Page.Crumbs, web.Link{Href: fmt.Sprintf("/case/%d", k.ID), Label: Name(c, k)})
	}
	c.Page.Crumbs = append(c.Page.Crumbs, web.Link{Label: c.T(m.Title, m.English)})
	more, err := p.review(c, m, k)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(more, blocks...))
}

// review is what the procedure shows above the form of a move on a case.
func (p *Pages) review(c *web.Ctx, m *casework.Move, k *casework.Case) (above []web.Block, err error) {
	if k == nil || p.Hooks[k.Chart].Review == nil {
		return nil, nil
	}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		above, err = p.Hooks[k.Chart].Review(c, tx, k, m.Code)
		return err
	})
	return above, err
}
