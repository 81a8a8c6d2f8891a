package administration

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/openid"
	"zhibao/internal/identity/passkey"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// waysIn are the routes of the ways to sign in beside the password.
func (d *Desk) waysIn() []web.Route {
	return []web.Route{
		{Method: "POST", Pattern: "/sign-in/passkey/begin", Public: true, JSON: true, Handler: d.beginSign},
		{Method: "POST", Pattern: "/sign-in/passkey", Public: true, Handler: d.signByKey},
		// The browser leaves by a link: the security policy lets no form lead to another site.
		{Method: "GET", Pattern: "/sign-in/with/{id}", Public: true, Handler: d.leaveFor},
		{Method: "GET", Pattern: "/sign-in/back", Public: true, Handler: d.comeBack},
		{Method: "GET", Pattern: "/sign-in/leave/{id}", Public: true, Handler: d.leaveAt},
		{Method: "GET", Pattern: claimPage, Public: true, Handler: d.claimPage},
		{Method: "POST", Pattern: claimPage, Public: true, Handler: d.claimPage},
		{Method: "GET", Pattern: "/admin/claims", Act: ActAccounts, Handler: d.claimsPage},
		{Method: "POST", Pattern: "/admin/claims/{id}/{act}", Act: ActAccounts, Handler: d.claimAct},
		{Method: "GET", Pattern: "/my/password", Act: ActSelf, Handler: d.changePage},
		{Method: "POST", Pattern: "/my/password", Act: ActSelf, Handler: d.changePage},
		{Method: "GET", Pattern: "/my/ways", Act: ActSelf, Handler: d.waysPage},
		{Method: "POST", Pattern: "/my/ways/begin", Act: ActSelf, JSON: true, Handler: d.beginKey},
		{Method: "POST", Pattern: "/my/ways", Act: ActSelf, Handler: d.addKey},
		{Method: "POST", Pattern: "/my/ways/join", Act: ActSelf, Handler: d.join},
		{Method: "POST", Pattern: "/my/ways/{kind}/{no}/remove", Act: ActSelf, Handler: d.removeWay},
		{Method: "GET", Pattern: "/admin/signin", Act: ActSignIn, Handler: d.rulesPage},
		{Method: "POST", Pattern: "/admin/signin", Act: ActSignIn, Handler: d.rulesPage},
		{Method: "GET", Pattern: "/admin/signin/{id}", Act: ActSignIn, Handler: d.providerPage},
		{Method: "POST", Pattern: "/admin/signin/{id}", Act: ActSignIn, Handler: d.providerPage},
	}
}

// Cookies that bring tickets back: of the question to a device, of the way to a provider, and of
// somebody there who is not linked yet; the last says by which provider a session began.
const (
	keyCookie  = "k"
	tripCookie = "t"
	joinCookie = "j"
	fromCookie = "p" // the provider by which the person came
)

// ticketLife is how long they last, as long as what is kept under them.
const ticketLife = 5 * time.Minute

// toJoin is the purpose under which somebody waits to be linked.
const toJoin = "openid.join"

// wayRule bounds the questions that one address has us keep.
var wayRule = limit.Rule{Name: "identity.way", Max: 60, Per: 15 * time.Minute}

// waysView are the buttons below the password.
type waysView struct {
	Key       bool   // there is a button for passkeys
	Why       string // why there is none
	Hidden    template.HTML
	Action    string
	Begin     string
	Sign      string // where a text to sign with a certificate is asked for; empty: no certificates here
	Providers []wayButton
}

// wayButton leads to a provider.
type wayButton struct{ Href, Label string }

// showSignIn shows the sign-in page: the password first, then the other ways.
func (d *Desk) showSignIn(c *web.Ctx, f *form.Form) error {
	v := signView{Form: f, Demo: d.Demo}
	goal := ""
	if c.Query("return") != "" {
		goal = "?return=" + url.QueryEscape(c.ReturnTo())
	}
	v.Ways = waysView{Key: true, Hidden: c.Hidden(), Action: "/sign-in/passkey" + goal, Begin: "/sign-in/passkey/begin"}
	if _, err := d.Keys.Origin(c.R.Host); err != nil {
		v.Ways.Key, v.Ways.Why = false, c.Say(c.Explain(err))
	}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		trusted, err := d.Certificates.Authorities(c.Context(), tx, 0)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(trusted, func(a *certificate.Authority) bool { return a.Active && a.Alone }) {
			v.Ways.Sign = signPage + "/begin" + goal
		}
		all, err := d.OpenID.Providers(c.Context(), tx, 0)
		for _, p := range all {
			if p.Active {
				v.Ways.Providers = append(v.Ways.Providers, wayButton{fmt.Sprintf("/sign-in/with/%d%s", p.ID, goal), providerLabel(c, p)})
			}
			if p.Active && c.Query("from") == fmt.Sprint(p.ID) {
				v.Leave, v.Left = fmt.Sprintf("/sign-in/leave/%d", p.ID), providerLabel(c, p)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	p, err := d.pending(c)
	if err != nil {
		return err
	}
	if p != nil {
		v.Known = p.Label
	}
	return c.Render("signin", v)
}

// providerLabel is what the button of a provider says.
func providerLabel(c *web.Ctx, p openid.Provider) string {
	if p.English == "" {
		return p.Label
	}
	return c.T(p.Label, p.English)
}

// secondWay are the buttons for passkeys and certificates of an account whose session waits for a second factor.
func (d *Desk) secondWay(c *web.Ctx, s *identity.Session) (v waysView) {
	v.Hidden = c.Hidden()
	if s.Account.Certificates > 0 {
		v.Sign = signPage + "/begin?second=1&return=" + url.QueryEscape(c.ReturnTo())
	}
	if s.Account.Keys == 0 {
		return v
	}
	v.Action, v.Begin = "/sign-in/passkey?second=1&return="+url.QueryEscape(c.ReturnTo()), "/sign-in/passkey/begin?second=1"
	_, err := d.Keys.Origin(c.R.Host)
	if v.Key = err == nil; !v.Key {
		v.Why = c.Say(c.Explain(err))
	}
	return v
}

// weak returns the session that waits for its second factor, nil where a person has only begun.
func (d *Desk) weak(c *web.Ctx) (*identity.Session, string, error) {
	if c.Query("second") == "" {
		return nil, "", nil
	}
	token := c.Cookie(cookie)
	s, err := d.Book.Find(c.Context(), token, true)
	if err == nil && s == nil {
		err = fault.New(fault.Unauthentic, "web.signin", "请先登录")
	}
	return s, token, err
}

// beginSign tells the script of the page what to ask the device.
func (d *Desk) beginSign(c *web.Ctx) error {
	if err := d.Limits.Allow(c.Context(), wayRule, c.IP().String()); err != nil {
		return err
	}
	s, _, err := d.weak(c)
	if err != nil {
		return err
	}
	options, ticket, err := d.Keys.BeginSign(c.Context(), s, c.R.Host)
	if err != nil {
		return err
	}
	c.SetCookie(keyCookie, ticket, ticketLife)
	return c.JSON(http.StatusOK, options)
}

// answer is what a device said, with the ticket, which is spent with it.
func (d *Desk) answer(c *web.Ctx) passkey.Answer {
	a := passkey.Answer{Ticket: c.Cookie(keyCookie), Host: c.R.Host, Said: c.Form("answer"), IP: c.IP().String(), Device: c.R.UserAgent()}
	c.SetCookie(keyCookie, "", -1)
	return a
}

// needScript says why a form came without the answer of a device.
func needScript() error {
	return fault.New(fault.Invalid, "passkey.script", "通行密钥需要浏览器脚本；请启用脚本后重试，或改用密码与验证码")
}

// signByKey takes the signature of a passkey.
func (d *Desk) signByKey(c *web.Ctx) error {
	s, former, err := d.weak(c)
	if err != nil {
		return err
	}
	in := d.answer(c)
	err = needScript()
	var token string
	if in.Said != "" {
		token, err = d.Keys.Sign(c.Context(), s, former, in)
	}
	if err != nil {
		page := "/sign-in"
		if s != nil {
			page = "/second"
		}
		return again(c, err, page+"?return="+url.QueryEscape(c.ReturnTo()))
	}
	return d.enter(c, token, false, c.ReturnTo())
}

// again shows what was wrong on the page from which it can be tried again.
func again(c *web.Ctx, err error, page string) error {
	if k := fault.KindOf(err); k == fault.Internal {
		return err
	}
	c.Flash(web.Red, c.Say(c.Explain(err)))
	return c.Redirect(page)
}

// keyForm adds a passkey. The script of the page fills in what the device answers. The password is
// asked for again: whoever finds a browser open must not leave a key of their own behind.
type keyForm struct {
	Name     string `json:"name" section:"添加通行密钥=Add a passkey" label:"名称" en:"Name" required:"true" max:"40" help:"例如：办公电脑、我的手机" helpen:"Such as: office computer, my telephone"`
	Password string `json:"password" label:"当前密码" en:"Your password" widget:"password" required:"true" max:"200"`
	Answer   string `json:"answer" widget:"hidden" max:"20000"`
}

// keyLine is one passkey in the list.
type keyLine struct {
	No                  int64
	Name, Created, Used string
	Blocked             bool
}

// linkLine is one provider in the list.
type linkLine struct {
	Provider                   int64
	Label, Named, Since, Until string
}

// myWays is the page of one's own ways to sign in.
type myWays struct {
	Form    *form.Form
	Keys    []keyLine
	Certs   []certificateLine
	Trusts  bool // the center trusts an authority
	Links   []linkLine
	Why     string         // why no passkey can be added
	Pending *openid.Person // who waits to be linked
}

// waysPage shows people how they can sign in.
func (d *Desk) waysPage(c *web.Ctx) error { return d.showWays(c, form.New(c, d.key)) }

func (d *Desk) showWays(c *web.Ctx, f *form.Form) error {
	v := myWays{Form: f}
	f.Submit, f.Action, f.Asks = c.T("添加", "Add"), "/my/ways", "/my/ways/begin"
	if _, err := d.Keys.Origin(c.R.Host); err != nil {
		v.Why = c.Say(c.Explain(err))
	}
	var err error
	if v.Pending, err = d.pending(c); err != nil {
		return err
	}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		keys, err := d.Keys.List(c.Context(), tx, who(c).Center, who(c).Account)
		if err != nil {
			return err
		}
		for _, k := range keys {
			v.Keys = append(v.Keys, keyLine{k.No, k.Name, web.When(k.Created), web.When(k.Used), k.Blocked})
		}
		if v.Certs, err = d.myCertificates(c, tx); err != nil {
			return err
		}
		trusted, err := d.Certificates.Authorities(c.Context(), tx, who(c).Center)
		if err != nil {
			return err
		}
		v.Trusts = slices.ContainsFunc(trusted, func(a *certificate.Authority) bool { return a.Active })
		links, err := d.OpenID.Links(c.Context(), tx, who(c).Account)
		for _, l := range links {
			v.Links = append(v.Links, linkLine{l.Provider, l.Label, l.Named, web.When(l.Created), web.When(l.Used)})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("登录方式", "Ways to sign in")}
	return c.Render("signing", v)
}

// here is the session of the person, which the guard has found complete.
func (d *Desk) here(c *web.Ctx) (*identity.Session, error) {
	s, err := d.Book.Find(c.Context(), c.Cookie(cookie), true)
	if err == nil && s == nil {
		err = fault.New(fault.Unauthentic, "web.signin", "请先登录")
	}
	return s, err
}

// freshFor is how long a sign-in proves who somebody is for a change of the ways to sign in.
const freshFor = 15 * time.Minute

// fresh is the session of the person, who must have signed in just now: somebody who finds a browser open
// does not take the owner's ways to sign in away.
func (d *Desk) fresh(c *web.Ctx) (*identity.Session, error) {
	s, err := d.here(c)
	if err == nil && c.Now().Sub(s.Began) > freshFor {
		err = fault.New(fault.Conflict, "identity.stale", "登录已超过 15 分钟，更改登录方式前请退出并重新登录")
	}
	return s, err
}

// beginKey tells the script what to ask the device for.
func (d *Desk) beginKey(c *web.Ctx) error {
	s, err := d.here(c)
	if err != nil {
		return err
	}
	options, ticket, err := d.Keys.BeginRegister(c.Context(), s, c.R.Host)
	if err != nil {
		return err
	}
	c.SetCookie(keyCookie, ticket, ticketLife)
	return c.JSON(http.StatusOK, options)
}

// addKey stores a new passkey.
func (d *Desk) addKey(c *web.Ctx) error {
	s, err := d.here(c)
	if err != nil {
		return err
	}
	f := form.New(c, d.key)
	var form keyForm
	ok, err := f.Read(&form)
	if err != nil || !ok {
		return joined(err, func() error { return d.showWays(c, f) })
	}
	in := d.answer(c)
	if in.Said == "" {
		return again(c, needScript(), "/my/ways")
	}
	_, err = d.Book.Prove(c.Context(), s.Account.Login, form.Password, in.IP)
	if fault.KindOf(err) == fault.Unauthentic && err != nil {
		err = fault.New(fault.Invalid, "identity.password", "密码不正确，通行密钥未添加；请重新输入").At("password")
	}
	if err == nil {
		err = d.Keys.Register(c.Context(), s, who(c), form.Name, in)
	}
	if err != nil {
		return again(c, err, "/my/ways")
	}
	c.Flash(web.Green, c.T("通行密钥已添加，下次可直接用它登录", "The passkey is added; you can sign in with it"))
	return c.Redirect("/my/ways")
}

// removeWay takes a passkey or a link away.
func (d *Desk) removeWay(c *web.Ctx) error {
	no, err := worklist.ID(c, "no")
	if err != nil {
		return fault.New(fault.Missing, "passkey.missing", "没有这个通行密钥，可能已移除；请刷新页面")
	}
	s, err := d.fresh(c)
	if err != nil {
		return again(c, err, "/my/ways")
	}
	switch c.Path("kind") {
	case "keys":
		err = d.Keys.Remove(c.Context(), s, who(c), no)
	case "certificates":
		err = d.Certificates.Remove(c.Context(), s, who(c), no)
	case "links":
		err = d.OpenID.Part(c.Context(), who(c), no)
	default:
		err = fault.New(fault.Missing, "web.missing", "没有找到这个页面，或者您不能查看；请核对地址，或从菜单进入")
	}
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已移除", "Removed"))
	return c.Redirect("/my/ways")
}
