package administration

import (
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/openid"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// rulesForm is what the security administrator decides about signing in.
type rulesForm struct {
	Staff  bool   `json:"staff" label:"工作人员须使用第二重验证" en:"Staff needs a second factor" help:"验证器的验证码、通行密钥或证书；三员始终须使用" helpen:"Codes of an authenticator, a passkey or a certificate; the three administrators always need one"`
	Single bool   `json:"single" label:"工作人员同时只保留一个登录会话" en:"One session for each member of staff" help:"再次登录时结束前一个" helpen:"The next sign-in ends the one before"`
	Days   int64  `json:"days" label:"密码有效天数" en:"Days until a new password" min:"0" max:"1000" help:"0 为不要求定期更换；按等级保护要求管理的填 90" helpen:"0: never; 90 where the rules of graded protection ask for it"`
	Reason string `json:"reason" label:"理由" en:"Reason" required:"true" max:"200" help:"更改须经另一位管理员会同后生效" helpen:"Another administrator has to agree"`
}

// providerForm is one provider. Its secret is stored sealed and never shown again.
type providerForm struct {
	Label   string `json:"label" label:"按钮名称" en:"Label of the button" required:"true" max:"40" help:"例如：省统一身份认证" helpen:"Such as the name of the service, in Chinese"`
	English string `json:"english" label:"按钮的英文名称" en:"English label" max:"60"`
	Issuer  string `json:"issuer" label:"发行方地址（issuer）" en:"Issuer" required:"true" max:"300" help:"https 开头，与提供方公布的完全一致" helpen:"Begins with https, exactly as the provider publishes it"`
	Client  string `json:"client" label:"客户端编号（client_id）" en:"Client id" required:"true" max:"200"`
	Secret  string `json:"secret" label:"客户端密钥（client_secret）" en:"Client secret" widget:"password" max:"500" help:"加密保存，不再显示；留空则沿用已保存的" helpen:"Stored sealed and never shown; empty keeps the stored one"`
	Scopes  string `json:"scopes" label:"另外申请的范围（scope）" en:"Further scopes" max:"200" help:"以空格分隔，例如 profile email" helpen:"Separated by spaces, such as profile email"`
	Claim   string `json:"claim" label:"显示姓名的声明（claim）" en:"Claim with the name" max:"60" help:"仅用于显示；识别本人始终用 sub" helpen:"For display alone; who it is says sub"`
	Domains string `json:"domains" label:"允许的邮箱域名" en:"Domains of mail addresses" max:"500" help:"以空格分隔；填写后须有已验证的邮箱。留空表示不限" helpen:"Separated by spaces; a verified address is needed then. Empty: all"`
	ACR     string `json:"acr" label:"要求的认证级别（acr）" en:"Required acr" max:"200" help:"以空格分隔，令牌须为其中之一；留空表示不限" helpen:"The token must have one of them. Empty: any"`
	MaxAge  int64  `json:"max_age" label:"提供方登录的最长时间（秒）" en:"Seconds since the sign-in there" min:"0" max:"86400" help:"超过即须在提供方重新登录；0 为不限" helpen:"Older ones must sign in there again; 0: any"`
	Strong  bool   `json:"strong" label:"视为已通过第二重验证" en:"Counts as two factors" help:"仅在提供方确实核验两个因子时选择" helpen:"Only where the provider does check two factors"`
	Active  bool   `json:"active" label:"启用" en:"In use"`
}

// rulesPage shows and takes the rules, above the list of the providers.
func (d *Desk) rulesPage(c *web.Ctx) error {
	var rules identity.Rules
	var all []openid.Provider
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		if rules, err = d.Book.RulesOf(c.Context(), tx, who(c).Center); err != nil {
			return err
		}
		all, err = d.OpenID.Providers(c.Context(), tx, who(c).Center)
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("登录安全", "Signing in"), Actions: []web.Link{{Href: "/admin/signin/new", Label: c.T("添加身份提供方", "Add a provider")},
		{Href: "/admin/signin/authorities/new", Label: c.T("登记证书颁发机构", "Add a certification authority")}}}
	f := form.New(c, d.rules).Fill(rulesForm{Staff: rules.StaffStrong, Single: rules.Single, Days: rules.PasswordDays})
	var in rulesForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.askRules(c, identity.Rules{StaffStrong: in.Staff, Single: in.Single, PasswordDays: in.Days}, in.Reason)
		if err == nil {
			c.Flash(web.Green, c.T("已提出；经另一位管理员会同后，从下一次登录起适用", "Asked; holds from the next sign-in on when another administrator agreed"))
			return c.Redirect("/admin/signin")
		}
		if !f.Refused(err) {
			return err
		}
	}
	t := web.Table{Title: c.T("身份提供方（OpenID Connect）", "Providers (OpenID Connect)"), Head: []string{c.T("名称", "Name"), c.T("发行方", "Issuer"), c.T("状态", "State")},
		Empty: c.T("还没有。添加后登录页面会出现相应的按钮；账号由本人登录后自行关联，提供方不会带来任何权限。", "None yet. Each gets a button on the sign-in page; people link their own accounts, and no right comes from a provider.")}
	for _, p := range all {
		state := web.Tag{Tone: web.Grey, Text: c.T("停用", "Off")}
		if p.Active {
			state = web.Tag{Tone: web.Green, Text: c.T("启用", "In use")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: providerLabel(c, p), Href: fmt.Sprintf("/admin/signin/%d", p.ID)}, {Text: p.Issuer}, {Tag: state}})
	}
	f.Submit = c.T("提出更改", "Ask for the change")
	above, err := d.waiting(c, graveRules, "")
	if err != nil {
		return err
	}
	trusted, err := d.authorityTable(c)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(above, f, t, trusted))
}

// providerPage shows and takes one provider; "new" stands for one that is not there yet.
func (d *Desk) providerPage(c *web.Ctx) error {
	p, title := openid.Provider{Scopes: []string{"profile"}, Claim: "name", Active: true}, c.T("添加身份提供方", "Add a provider")
	if c.Path("id") != "new" {
		id, err := worklist.ID(c, "id")
		if err != nil {
			return fault.New(fault.Missing, "openid.provider", "没有这个身份提供方，请从登录安全页面选择")
		}
		err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
			p, err = d.OpenID.Provider(c.Context(), tx, who(c).Center, id)
			return err
		})
		if err != nil {
			return err
		}
		title = providerLabel(c, p)
	}
	c.Page = web.Page{Title: title, At: "/admin/signin", Crumbs: []web.Link{{Href: "/admin/signin", Label: c.T("登录安全", "Signing in")}, {Label: title}}}
	f := form.New(c, d.provider).Fill(providerForm{Label: p.Label, English: p.English, Issuer: p.Issuer, Client: p.Client, Scopes: strings.Join(p.Scopes, " "), Claim: p.Claim,
		Domains: strings.Join(p.Domains, " "), ACR: p.ACR, MaxAge: p.MaxAge, Strong: p.Strong, Active: p.Active})
	f.Cancel, f.Intro = "/admin/signin", c.T("请在提供方登记本站的回调地址：", "Register our address at the provider: ")+d.back(c)
	var in providerForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return joined(err, func() error { return c.RenderForm(f) })
	}
	_, err = d.OpenID.Set(c.Context(), who(c), openid.Provider{ID: p.ID, Label: in.Label, English: in.English, Issuer: strings.TrimSpace(in.Issuer), Client: strings.TrimSpace(in.Client),
		Secret: in.Secret, Scopes: strings.Fields(in.Scopes), Claim: strings.TrimSpace(in.Claim), Domains: strings.Fields(in.Domains), ACR: in.ACR, MaxAge: in.MaxAge, Strong: in.Strong, Active: in.Active})
	if err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	c.Flash(web.Green, c.T("已保存", "Saved"))
	return c.Redirect("/admin/signin")
}
