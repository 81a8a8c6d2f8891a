package administration

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/openid"
	"zhibao/internal/web"
)

// back is our address to which a provider sends the browser.
func (d *Desk) back(c *web.Ctx) string {
	if d.URL != "" {
		return d.URL + "/sign-in/back"
	}
	return c.Address("/sign-in/back")
}

// leaveFor sends the browser to a provider.
func (d *Desk) leaveFor(c *web.Ctx) error {
	if err := d.Limits.Allow(c.Context(), wayRule, c.IP().String()); err != nil {
		return err
	}
	id, _ := worklist.ID(c, "id") // what is no number is no provider
	address, ticket, err := d.OpenID.Begin(c.Context(), id, d.back(c), c.ReturnTo())
	if err != nil {
		return again(c, err, "/sign-in?return="+url.QueryEscape(c.ReturnTo()))
	}
	c.SetCookie(tripCookie, ticket, ticketLife)
	c.W.Header().Set("Location", address)
	c.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// comeBack takes what the browser brings back from a provider: a linked account is signed in,
// everybody else signs in once in the usual way and then decides whether to link.
func (d *Desk) comeBack(c *web.Ctx) error {
	r := openid.Reply{Ticket: c.Cookie(tripCookie), State: c.Query("state"), Code: c.Query("code"), Issuer: c.Query("iss"), Error: c.Query("error"), Back: d.back(c)}
	c.SetCookie(tripCookie, "", -1)
	p, err := d.OpenID.Finish(c.Context(), r)
	if err != nil {
		return again(c, err, "/sign-in")
	}
	account, err := d.OpenID.Account(c.Context(), p)
	if err != nil {
		return err
	}
	if account == 0 {
		return d.ask(c, p)
	}
	token, s, err := d.Book.Enter(c.Context(), identity.Proof{Account: account, Way: p.Label, Strong: p.Strong, IP: c.IP().String(), Device: c.R.UserAgent()})
	if err != nil {
		return again(c, err, "/sign-in")
	}
	// So that signing out can offer to do so there as well.
	c.SetCookie(fromCookie, strconv.FormatInt(p.Provider, 10), 0)
	return d.enter(c, token, s.Needs, p.Return)
}

// ask keeps somebody who is not linked until the account is signed in.
func (d *Desk) ask(c *web.Ctx, p openid.Person) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ticket, err := d.Book.Challenge(c.Context(), toJoin, "", string(data))
	if err != nil {
		return err
	}
	c.SetCookie(joinCookie, ticket, ticketLife)
	c.Flash(web.Blue, c.T("“"+p.Label+"”中的身份还没有关联到本站的账号。请用密码登录一次并确认关联；没有账号的请先注册。",
		"Who you are at “"+p.Label+"” is not linked to an account here. Sign in with your password once and confirm, or sign up first."))
	return c.Redirect("/sign-in?return=%2Fmy%2Fways")
}

// join links who waits to the account.
func (d *Desk) join(c *web.Ctx) error {
	if _, err := d.fresh(c); err != nil {
		return again(c, err, "/my/ways")
	}
	data, err := d.Book.Redeem(c.Context(), c.Cookie(joinCookie), toJoin, "")
	c.SetCookie(joinCookie, "", -1)
	if err != nil {
		return again(c, err, "/my/ways")
	}
	var p openid.Person
	if err := json.Unmarshal([]byte(data), &p); err != nil {
		return err
	}
	// Who keeps the accounts of the center is not let in by somebody else's word.
	a, _ := c.Actor.(casework.Actor)
	for _, r := range a.Roles {
		if casework.Role(r).Info().Admin {
			return again(c, fault.New(fault.Forbidden, "openid.admin", "系统、安全、审计三员不能关联外部身份，请继续用密码、验证码或通行密钥登录"), "/my/ways")
		}
	}
	if err := d.OpenID.Join(c.Context(), who(c), p); err != nil {
		return again(c, err, "/my/ways")
	}
	c.Flash(web.Green, c.T("已关联，下次可用“"+p.Label+"”登录", "Linked; you can sign in with “"+p.Label+"”"))
	return c.Redirect("/my/ways")
}
