package administration

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/qr"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// cookie is the name of the session's cookie.
// The program prefixes it with __Host- where it is served over TLS.
const cookie = "s"

// signInForm is the first factor. 200 characters bound the work of the password hash.
type signInForm struct {
	Login    string `json:"login" label:"登录名" en:"Login" required:"true" max:"60" autocomplete:"username"`
	Password string `json:"password" label:"密码" en:"Password" widget:"password" required:"true" max:"200"`
}

// secondForm is the second factor. Secret travels along only while a new one is being enrolled:
// the server stores it with the first right code, not before.
type secondForm struct {
	Code   string `json:"code" label:"六位验证码" en:"Six digits" widget:"code" required:"true" max:"6" autocomplete:"one-time-code"`
	Secret string `json:"secret" widget:"hidden" max:"64"`
}

// passwordForm sets a password with a one-time token; what is too weak is said beside it.
type passwordForm struct {
	Password string `json:"password" label:"新密码" en:"New password" widget:"password" required:"true" max:"200" help:"至少 12 个字符，可用一句只有您知道的话" helpen:"At least 12 characters; a sentence only you know is good" autocomplete:"new-password"`
	Again    string `json:"again" label:"再输入一次" en:"Once more" widget:"password" required:"true" max:"200" autocomplete:"new-password"`
}

// signView is the sign-in page, with the accounts of the demo where it is one.
type signView struct {
	Form  *form.Form
	Ways  waysView
	Demo  []DemoAccount
	Known string // at which provider somebody was recognised who has no account here
	Leave string // the way to sign out of the provider as well
	Left  string // its name
}

// addressLock is for whoever tries passwords of many accounts from one address: each time they are
// shut out for twice as long. Right passwords in between do not clear the count, so that nobody buys
// further tries with an account of their own.
var addressLock = limit.Lockout{Name: "identity.address", Max: 30, Within: 5 * time.Minute, Lock: 15 * time.Minute, Most: 24 * time.Hour}

// signInPage takes the first factor. Every failure shows the same words, whether the login
// exists or not.
func (d *Desk) signInPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("登录", "Sign in"), Plain: true, NoMark: true}
	f := form.New(c, d.signIn)
	f.Submit = c.T("登录", "Sign in")
	if r := c.Query("return"); r != "" {
		f.Action = "/sign-in?return=" + url.QueryEscape(r)
	}
	var in signInForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return joined(err, func() error { return d.showSignIn(c, f) })
	}
	if until, err := d.Limits.Locked(c.Context(), addressLock, c.IP().String()); err != nil {
		return err
	} else if !until.IsZero() {
		return d.Limits.Try(c.Context(), addressLock, c.IP().String())
	}
	token, s, err := d.Book.SignIn(c.Context(), in.Login, in.Password, c.IP().String(), c.R.UserAgent())
	if err != nil {
		if !f.Refused(err) && fault.KindOf(err) != fault.Unauthentic {
			return err
		}
		if fault.KindOf(err) == fault.Unauthentic {
			f.Reject("login", c.Explain(err))
			if err := d.Limits.Try(c.Context(), addressLock, c.IP().String()); err != nil {
				return err
			}
		}
		return d.showSignIn(c, f)
	}
	return d.enter(c, token, s.Needs, c.ReturnTo())
}

// enter gives the browser its session and leads to where the person wanted, by way of what is still
// missing: the second factor, or a new password where the old one has come of age.
func (d *Desk) enter(c *web.Ctx, token string, needs bool, goal string) error {
	if !needs {
		renewal, err := d.Book.Renew(c.Context(), token)
		if err != nil {
			return err
		}
		if renewal != "" {
			c.Flash(web.Amber, c.T("密码已超过本中心规定的有效期，请设置新密码后重新登录", "Your password is older than the center allows; set a new one and sign in again"))
			return c.Redirect("/password/" + renewal)
		}
	}
	// Whoever signs in anew leaves no session behind that the browser does not know any more.
	if old := c.Cookie(cookie); old != "" && old != token {
		if err := d.Book.SignOut(c.Context(), old); err != nil {
			return err
		}
	}
	// Life 0: the browser forgets it when it is closed; the server ends the session in any case.
	c.SetCookie(cookie, token, 0)
	if needs {
		return c.Redirect("/second?return=" + url.QueryEscape(goal))
	}
	return d.onward(c, token, goal)
}

// onward leads to where the person wanted, by way of the text on personal data where they have not agreed to it.
func (d *Desk) onward(c *web.Ctx, token, goal string) error {
	if d.Asks == nil {
		return c.Redirect(goal)
	}
	s, err := d.Book.Find(c.Context(), token, true)
	if err != nil || s == nil {
		return joined(err, func() error { return c.Redirect(goal) })
	}
	if len(s.Account.Roles) == 0 {
		return c.Redirect(goal) // which says that there is nothing to do yet
	}
	asks, err := d.Asks(c.Context(), s.Account.Center, s.Account.ID)
	if err != nil {
		return err
	}
	if asks {
		goal = "/my/agreement?return=" + url.QueryEscape(goal)
	}
	return c.Redirect(goal)
}

// joined shows the page unless something went wrong on the way to it.
func joined(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// codeRule bounds the codes tried for one account.
var codeRule = limit.Rule{Name: "identity.code", Max: 6, Per: 15 * time.Minute}

// secondView asks for the second factor, and shows it first where there is none yet.
type secondView struct {
	Form   *form.Form // nil for an account that has passkeys or certificates and no codes
	Ways   waysView
	Enrol  bool
	Secret string
	QR     template.HTML
}

// secondPage takes the second factor of a session that is still weak. The session gets a new
// token when it becomes strong, so one that was known before is worth nothing.
func (d *Desk) secondPage(c *web.Ctx) error {
	token := c.Cookie(cookie)
	s, err := d.Book.Find(c.Context(), token, true)
	if err != nil {
		return err
	}
	if s == nil {
		return c.Redirect("/sign-in")
	}
	c.Page = web.Page{Title: c.T("第二重验证", "Second factor"), Plain: true, NoMark: true}
	f := form.New(c, d.second)
	f.Submit = c.T("验证", "Confirm")
	f.Action = "/second?return=" + url.QueryEscape(c.ReturnTo())
	var in secondForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		// Six digits are few: wrong ones are bounded for each account, not for each session.
		if err := d.Limits.Allow(c.Context(), codeRule, fmt.Sprint(s.Account.ID)); err != nil {
			return err
		}
		next, err := d.Book.Confirm(c.Context(), token, in.Secret, in.Code, c.IP().String(), c.R.UserAgent())
		if err == nil {
			return d.enter(c, next, false, c.ReturnTo())
		}
		if !f.Refused(err) {
			return err
		}
	}
	v := secondView{Form: f, Enrol: s.Enrol, Secret: in.Secret, Ways: d.secondWay(c, s)}
	if s.Account.Second && !s.Account.Codes {
		v.Form = nil
	}
	if s.Enrol {
		if err := d.enrol(c, s, &v, in.Secret); err != nil {
			return err
		}
	}
	return c.Render("second", v)
}

// enrol shows a new factor, or the same again after a wrong code.
func (d *Desk) enrol(c *web.Ctx, s *identity.Session, v *secondView, secret string) error {
	link := ""
	if secret == "" {
		var err error
		if secret, link, err = d.Book.NewFactor(c.Context(), s); err != nil {
			return err
		}
		v.Form.Fill(secondForm{Secret: secret})
	}
	v.Secret = secret
	// After a wrong code there is only the secret, which the person has in the app already.
	if link != "" {
		code, err := qr.Encode(link)
		if err != nil {
			return err
		}
		v.QR = code.SVG(c.T("验证器二维码", "Code for the authenticator"), 200)
	}
	return nil
}

// passwordPage sets the password of whoever holds the link. A used, expired or invented link is
// refused only when it is sent: opening the page tells nothing.
func (d *Desk) passwordPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("设置密码", "Set a password"), Plain: true, NoMark: true}
	f := form.New(c, d.password)
	f.Submit = c.T("设置密码", "Set the password")
	var in passwordForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok && in.Password != in.Again {
		f.Reject("again", web.Text{"两次输入的密码不同，请重新输入", "The two passwords differ"})
		ok = false
	}
	if ok {
		if err = d.Book.SetPassword(c.Context(), c.Path("token"), in.Password); err == nil {
			c.Flash(web.Green, c.T("密码已设置，请登录", "The password is set; please sign in"))
			return c.Redirect("/sign-in")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// signOut ends the session on the server first; a cookie that survives is then worthless.
func (d *Desk) signOut(c *web.Ctx) error {
	if err := d.Book.SignOut(c.Context(), c.Cookie(cookie)); err != nil {
		return err
	}
	c.SetCookie(cookie, "", -1)
	from := c.Cookie(fromCookie)
	c.SetCookie(fromCookie, "", -1)
	c.ForgetSession()
	// Nothing is stored there; a page that the browser holds for going back is dropped too.
	c.W.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	if from != "" {
		return c.Redirect("/sign-in?from=" + url.QueryEscape(from))
	}
	return c.Redirect("/sign-in")
}

// Guard decides every request: public routes pass, all others need a strong session and a role
// that may do the act on something. A page that a role can never see does not exist for it.
func (d *Desk) Guard(p *access.Policy) func(*web.Ctx, *web.Route) error {
	return func(c *web.Ctx, r *web.Route) error {
		// Passive routes are asked by timers of the page and must not keep a session alive.
		s, err := d.Book.Find(c.Context(), c.Cookie(cookie), !r.Passive)
		if err != nil {
			return err
		}
		// A weak session is nobody: it can give the second factor and nothing else.
		if s != nil && !s.Needs {
			c.Actor = ActorOf(s.Account, s.Digest, c.IP().String())
			c.KnowSession(shown(c, s))
		}
		if r.Public {
			return nil
		}
		a, ok := c.Actor.(casework.Actor)
		if !ok {
			return fault.New(fault.Unauthentic, "web.signin", "请先登录")
		}
		// Only whether the roles could ever do the act; on which object is decided by the handler.
		if !p.Ever(a.Subject, r.Act) {
			return fault.New(fault.Missing, "web.missing", "没有找到这个页面，或者您不能查看；请核对地址，或从菜单进入")
		}
		return d.barred(c, a, r.Act)
	}
}

// always are the acts that stay open to who did not agree to how personal data are handled: their own data, and
// their own account.
var always = []string{"privacy.own", ActSelf}

// barred refuses the other acts to them.
func (d *Desk) barred(c *web.Ctx, a casework.Actor, act string) error {
	if d.Bars == nil || slices.Contains(always, act) {
		return nil
	}
	why, err := d.Bars(c.Context(), a)
	return errors.Join(err, why)
}

// ActorOf returns the actor that an account is.
func ActorOf(a *identity.Account, session, ip string) casework.Actor {
	return casework.Actor{Subject: access.Subject{Account: a.ID, Center: a.Center, Party: a.Party, Province: a.Province, Roles: a.Roles},
		Name: a.Name, StaffNo: a.StaffNo, Session: session, IP: ip, Via: "web"}
}

// Session tells the pages about the session of a request.
func (d *Desk) Session(c *web.Ctx) web.Session {
	token := c.Cookie(cookie)
	s, err := d.Book.Find(c.Context(), token, false)
	if err != nil || s == nil {
		return web.Session{}
	}
	return shown(c, s)
}

// shown is what the pages must know. Ends is what a page counts down from before it warns; a second at
// least, never the past.
func shown(c *web.Ctx, s *identity.Session) web.Session {
	return web.Session{ID: c.Cookie(cookie), Ends: max(s.Ends.Sub(c.Now()), time.Second)}
}
