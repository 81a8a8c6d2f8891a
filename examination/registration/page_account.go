package registration

import (
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// sessionCookie is the cookie in which the sign-in page keeps a session.
const sessionCookie = "s"

// signUpForm is all that is asked before there is an account. The application is prefilled from it.
type signUpForm struct {
	Center   string `json:"center" label:"保护中心" en:"Center" widget:"select" required:"true" options:"*"`
	Kind     string `json:"kind" label:"类别" en:"Kind" widget:"radio" required:"true" options:"entity=申请主体（企事业单位、高校、科研院所）=Applicant,agency=专利代理机构=Patent agency"`
	Name     string `json:"name" label:"单位名称" en:"Name" section:"单位=Organisation" required:"true" max:"120" help:"与营业执照或法人证书完全一致" helpen:"Exactly as on the licence" autocomplete:"organization"`
	Code     string `json:"code" label:"统一社会信用代码" en:"Unified social credit code" required:"true" widget:"uscc" rule:"uscc"`
	Contact  string `json:"contact" label:"联系人姓名" en:"Contact" section:"联系人与账号=Contact and account" required:"true" max:"60" help:"应为本单位人员" helpen:"A member of your own staff" autocomplete:"name"`
	Phone    string `json:"phone" label:"手机" en:"Phone" widget:"phone" required:"true" rule:"phone" autocomplete:"tel"`
	Mail     string `json:"mail" label:"邮箱" en:"Mail" widget:"email" required:"true" autocomplete:"email"`
	Password string `json:"password" label:"密码" en:"Password" widget:"password" required:"true" help:"至少 12 个字符，可用一句只有您知道的话" helpen:"At least 12 characters; a sentence only you know is good" autocomplete:"new-password"`
	Again    string `json:"again" label:"再输入一次密码" en:"Password once more" widget:"password" required:"true" autocomplete:"new-password"`
	Agree    bool   `json:"agree" label:"我已阅读并同意《个人信息处理规则》" en:"I have read how personal data are handled, and agree" required:"true" help:"全文见“个人信息处理规则”页面（/personal-data）" helpen:"The text stands on the page /personal-data"`
}

// fromSignIn is the way back from the pages that are reached from the sign-in.
func fromSignIn(c *web.Ctx) []web.Link {
	return []web.Link{{Href: "/sign-in", Label: c.T("登录", "Sign in")}}
}

// signUpPage makes an account for an organisation and leads on to its application, in which nothing has to be typed
// again. The program makes the login, and whether the center knows the organisation is not looked at here, so that
// nobody can find out by signing up who has an account.
func (d *Desk) signUpPage(c *web.Ctx) error {
	if err := d.public(c, "signup"); err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("注册账号", "Sign up"), Plain: true, NoMark: true, Crumbs: fromSignIn(c)}
	f := form.New(c, form.Describe(signUpForm{}, rules()))
	f.Submit = c.T("注册并填写备案申请", "Sign up and go on to the application")
	if err := d.centerOptions(c, f); err != nil {
		return err
	}
	var in signUpForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok && in.Password != in.Again {
		f.Reject("again", web.Text{"两次输入的密码不同，请重新输入", "The two passwords differ"})
		ok = false
	}
	if !ok {
		return c.RenderForm(f)
	}
	login, err := d.signUp(c, &in)
	if err != nil {
		if !f.Refused(err) {
			return err
		}
		return c.RenderForm(f)
	}
	token, s, err := d.Book.SignIn(c.Context(), login, in.Password, c.IP().String(), c.R.UserAgent())
	if err != nil {
		return err
	}
	c.SetCookie(sessionCookie, token, 0)
	c.Flash(web.Green, c.T("账号已开通。您的登录名是 "+login+"，请记下；以后凭它和密码登录，也可在“本单位账号”中查看", "Your login is "+login+": write it down. It also stands under “Accounts of my party”"))
	if s.Needs {
		return c.Redirect("/second?return=/open/registration/apply")
	}
	return c.Redirect("/open/registration/apply")
}

// centerOptions offers the centers; where there is one only, it is chosen already.
func (d *Desk) centerOptions(c *web.Ctx, f *form.Form) error {
	return d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.office.Centers(c.Context(), tx)
		var out []form.Option
		for _, ct := range all {
			out = append(out, form.Option{Value: strconv.FormatInt(ct.ID, 10), Label: web.Text{ct.Name, ct.English}})
		}
		f.Options("center", out)
		if len(all) == 1 && !c.Posted() {
			f.Fill(signUpForm{Center: strconv.FormatInt(all[0].ID, 10), Kind: "entity"})
		}
		return err
	})
}

// signUp adds party and account together, and returns the login. The code that was given is a claim; who asks for
// registration with it has to prove it.
func (d *Desk) signUp(c *web.Ctx, in *signUpForm) (login string, err error) {
	defer fault.Wrap(&err, "sign up")
	a := &identity.Account{Name: in.Contact, Mail: in.Mail, Phone: in.Phone}
	// Before anything is written: a weak password must not leave a party without an owner behind.
	if err := d.Book.CheckPassword(a, in.Password, in.Name); err != nil {
		return "", err
	}
	center, err := strconv.ParseInt(in.Center, 10, 64)
	if err != nil {
		return "", fault.New(fault.Invalid, "registration.center", "请选择保护中心").At("center")
	}
	var token string
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		p := &party.Party{ID: d.office.DB.NewID(), Center: center, Kind: party.Kind(in.Kind), Name: in.Name, Claimed: in.Code, Status: party.Applied, At: c.Now()}
		if err := party.Put(c.Context(), tx, p); err != nil {
			return err
		}
		if a.Login, err = d.Book.FreeLogin(c.Context(), tx, in.Kind[:1]); err != nil {
			return err
		}
		token, err = d.newAccount(c, tx, identity.Who{Center: center, Name: "自助注册", IP: c.IP().String()}, p, a)
		if err != nil || d.Agreed == nil {
			return err
		}
		return d.Agreed(c.Context(), tx, center, a.ID)
	})
	if err != nil {
		return "", err
	}
	return a.Login, d.Book.SetPassword(c.Context(), token, in.Password)
}

// newAccount makes an account that acts for the party.
func (d *Desk) newAccount(c *web.Ctx, tx *store.Tx, by identity.Who, p *party.Party, a *identity.Account) (token string, err error) {
	a.Center, a.Party = p.Center, p.ID
	if token, err = d.Book.Create(c.Context(), tx, by, a); err != nil {
		return "", err
	}
	return token, d.Book.Grant(c.Context(), tx, by, a.ID, string(roleOf(p)))
}

// roleOf returns the role of the accounts of a party.
func roleOf(p *party.Party) casework.Role {
	if p.Kind == party.Agency {
		return casework.AgencyRole
	}
	return casework.Entity
}

// showToken shows a one-time password link once.
func showToken(c *web.Ctx, name, token, back string) error {
	c.Page = web.Page{Title: c.T("一次性链接", "One-time link"), At: back, Actions: []web.Link{{Href: back, Label: c.T("返回", "Back")}}}
	kv := web.KV{Title: c.T("设置密码", "Set a password")}
	kv.Add(c.T("使用人", "For"), name).Add(c.T("链接", "Link"), c.Address("/password/"+token))
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Amber, Text: c.T("请把链接当面或经核实的渠道交给使用人。链接只显示这一次，只能用一次，七天内有效。",
		"Hand this link over in person or by a verified channel. It is shown only once, works once, and ends after seven days.")}, kv})
}

// memberForm is a further account of a party; its owner sets the password by a one-time link.
type memberForm struct {
	Login string `json:"login" label:"登录名" en:"Login" required:"true" min:"3" max:"40"`
	Name  string `json:"name" label:"姓名" en:"Name" required:"true" max:"60"`
	Mail  string `json:"mail" label:"邮箱" en:"Mail" widget:"email"`
	Phone string `json:"phone" label:"手机" en:"Phone" widget:"phone" rule:"phone"`
}

// accountsPage lists the accounts of one's own party and adds further ones.
func (d *Desk) accountsPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	c.Page = web.Page{Title: c.T("本单位账号", "Accounts of the organisation")}
	f := form.New(c, form.Describe(memberForm{}, rules()))
	f.Submit, f.Action = c.T("增加账号", "Add an account"), "/my/accounts"
	f.Intro = c.T("给同事开设账号：增加后显示一个一次性链接，请转交本人设置密码。", "For a colleague: a link appears, which works once and with which they set their password.")
	var in memberForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		_, token, err := d.addMember(c, &in)
		if err == nil {
			return showToken(c, in.Name, token, "/my/accounts")
		}
		if !f.Refused(err) {
			return err
		}
	}
	t := web.Table{Title: c.T("账号", "Accounts"), Head: []string{c.T("姓名", "Name"), c.T("登录名", "Login"), c.T("状态", "State")}}
	members, err := d.members(c)
	for _, m := range members {
		cell := web.Cell{Text: m.Name, Href: fmt.Sprintf("/my/accounts/%d", m.ID)}
		// Nobody locks himself out.
		if m.ID == a.Account {
			cell.Href = ""
		}
		t.Rows = append(t.Rows, []web.Cell{cell, {Text: m.Login}, {Tag: statusTag(c, m)}})
	}
	if err != nil {
		return err
	}
	return c.Render("page-blocks", []web.Block{t, f})
}

// addMember makes a further account of one's own party.
func (d *Desk) addMember(c *web.Ctx, in *memberForm) (m *identity.Account, token string, err error) {
	m = &identity.Account{Login: in.Login, Name: in.Name, Mail: in.Mail, Phone: in.Phone}
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		p, err := party.Get(c.Context(), tx, worklist.Actor(c).Center, worklist.Actor(c).Party)
		if err != nil {
			return err
		}
		token, err = d.newAccount(c, tx, who(c), p, m)
		return err
	})
	return m, token, err
}

// statusTag shows the state of an account.
func statusTag(c *web.Ctx, a *identity.Account) web.Tag {
	switch a.Status {
	case identity.Disabled:
		return web.Tag{Tone: web.Red, Text: c.T("停用", "Disabled")}
	case identity.Invited:
		return web.Tag{Tone: web.Amber, Text: c.T("待设置密码", "Invited")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("正常", "Active")}
}

// members lists the accounts of one's own party, and of no other.
func (d *Desk) members(c *web.Ctx) (out []*identity.Account, err error) {
	a := worklist.Actor(c)
	if a.Party == 0 {
		return nil, gone(fault.Say("个页面"))
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = d.Book.List(c.Context(), tx, a.Center, a.Party)
		return err
	})
	return out, err
}

// memberAct is what one account may do to another of its party.
type memberAct struct {
	Act string `json:"act" label:"办理" en:"Act" widget:"radio" required:"true" options:"disable=停用=Disable,enable=启用=Enable,password=重设密码链接=New password link"`
}

// colleague returns the account of the address, if it is another one of one's own party.
func (d *Desk) colleague(c *web.Ctx) (*identity.Account, error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	members, err := d.members(c)
	if err != nil {
		return nil, err
	}
	for _, x := range members {
		if x.ID == id && x.ID != worklist.Actor(c).Account {
			return x, nil
		}
	}
	return nil, gone(fault.Say("个账号"))
}

// accountPage disables or enables another account of one's own party, or makes it a new link.
func (d *Desk) accountPage(c *web.Ctx) error {
	m, err := d.colleague(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: m.Name, At: "/my/accounts", State: statusTag(c, m), Crumbs: []web.Link{{Href: "/my/accounts", Label: c.T("本单位账号", "Accounts")}, {Label: m.Name}}}
	f := form.New(c, form.Describe(memberAct{}, rules()))
	f.Submit, f.Cancel = c.T("办理", "Do it"), "/my/accounts"
	var in memberAct
	ok, err := f.Read(&in)
	if err != nil || !ok {
		if err != nil {
			return err
		}
		return c.RenderForm(f)
	}
	token, err := d.actOn(c, m, in.Act)
	switch {
	case err != nil:
		return err
	case token != "":
		return showToken(c, m.Name, token, "/my/accounts")
	}
	c.Flash(web.Green, c.T("已办理", "Done"))
	return c.Redirect("/my/accounts")
}

// actOn does to an account of one's own party what was chosen, and returns the token of a new link.
func (d *Desk) actOn(c *web.Ctx, m *identity.Account, act string) (token string, err error) {
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		switch act {
		case "disable":
			return d.Book.SetStatus(c.Context(), tx, who(c), m.ID, identity.Disabled)
		case "enable":
			return d.Book.SetStatus(c.Context(), tx, who(c), m.ID, identity.Active)
		}
		if token, err = d.Book.Token(c.Context(), tx, m.Center, m.ID, "password", 24*time.Hour); err != nil {
			return err
		}
		return d.Book.Audit(c.Context(), tx, who(c), "password.link", fmt.Sprint(m.ID), "")
	})
	return token, err
}
