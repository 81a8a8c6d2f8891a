package status

import (
	"fmt"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// answerForm asks for the code on a paper.
type answerForm struct {
	Code string `json:"code" label:"答复码" en:"Code" required:"true" max:"40" secret:"true" help:"印在送达您的文书上，形如 XXXX-XXXX-XXXX-XXXX-X；不分大小写，可省略短横线" helpen:"On the paper that was served on you; case and hyphens do not matter"`
}

// visitCookie holds the token of a visit with a code.
const visitCookie = "answer"

// visit is the visit of the request, nil where there is none.
func (p *Pages) visit(c *web.Ctx) (*answer.Visit, error) {
	if p.Answers == nil {
		return nil, nil
	}
	return p.Answers.Find(c.Context(), c.Cookie(visitCookie))
}

// answerPage lets somebody in with a code, and shows whoever is in where the case is.
func (p *Pages) answerPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("凭码办理", "Answer with a code"), Plain: true, NoMark: true, Crumbs: []web.Link{{Href: "/guide", Label: c.T("办事指南", "Guide")}, {Label: c.T("凭码办理", "Answer with a code")}}}
	f := form.New(c, p.answering)
	f.Submit = c.T("进入本案", "Open the case")
	f.Intro = c.T("没有账号的当事人，凭文书上的答复码查看本案、提交答复和证据。办理情况会如实记录为“凭答复码”办理。", "A party without account opens its case with the code on the paper, and answers there. What is done is recorded as done with a code.")
	var in answerForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	code, _, err := p.count(c, in.Code)
	if err != nil {
		return err
	}
	token, v, err := p.Answers.Enter(c.Context(), code, c.IP().String())
	if err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	c.SetCookie(visitCookie, token, v.Ends.Sub(c.Now()))
	return c.Redirect(fmt.Sprintf("/case/%d", v.Case))
}

// leavePosted ends a visit.
func (p *Pages) leavePosted(c *web.Ctx) error {
	if err := p.Answers.Leave(c.Context(), c.Cookie(visitCookie)); err != nil {
		return err
	}
	c.SetCookie(visitCookie, "", -1)
	// What the browser still holds of the visit must not be shown to the next at this machine.
	c.ForgetSession()
	return c.Redirect("/answer")
}

// A Guard decides a request, as web.Config asks for it.
type Guard = func(*web.Ctx, *web.Route) error

// Guard lets through, before the guard of the accounts, who came in with a code: as the party in its
// case, and nowhere else. Whoever goes to sign in is a visitor again.
func (p *Pages) Guard(next Guard) Guard {
	return func(c *web.Ctx, r *web.Route) error {
		v, err := p.visit(c)
		if err != nil {
			return err
		}
		if v == nil || r.Bearer || strings.HasPrefix(r.Pattern, "/sign-in") {
			if v != nil && c.Posted() && !r.Bearer {
				// Two identities in one browser would act for each other.
				c.SetCookie(visitCookie, "", -1)
			}
			return next(c, r)
		}
		a := p.Answers.Actor(v, c.IP().String())
		c.Actor = a
		// The case itself is checked by its own page; here only what a party can ever do is let through.
		if r.Public || p.Office.Policy.Ever(a.Subject, r.Act) {
			return nil
		}
		return fault.New(fault.Missing, "web.missing", "没有找到这个页面，或者您不能查看；请核对地址，或从菜单进入")
	}
}

// Session is that of a visit, or of the account.
func (p *Pages) Session(next func(*web.Ctx) web.Session) func(*web.Ctx) web.Session {
	return func(c *web.Ctx) web.Session {
		if v, err := p.visit(c); err == nil && v != nil && !strings.HasPrefix(c.R.URL.Path, "/sign-in") {
			return web.Session{ID: "answer " + c.Cookie(visitCookie), Ends: max(v.Ends.Sub(c.Now()), time.Second)}
		}
		return next(c)
	}
}

// VisitMenu is the menu of somebody who came in with a code; ok is false for everybody else.
func VisitMenu(c *web.Ctx, a casework.Actor) (m web.Menu, ok bool) {
	if a.Only == 0 {
		return m, false
	}
	return web.Menu{Who: a.Name, Out: "/answer/leave", Top: []web.Link{{Href: fmt.Sprintf("/case/%d", a.Only), Label: c.T("本案", "The case")}, {Href: "/guide", Label: c.T("办事指南", "Guide")}}}, true
}
