package administration

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/fault"
	"zhibao/internal/identity/openid"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// claimPage is where somebody whom a provider knows asks for an account.
const claimPage = "/sign-in/claim"

// claimForm says for whom somebody acts whom a provider knows.
type claimForm struct {
	Kind    string `json:"kind" label:"类别" en:"Kind" widget:"radio" required:"true" options:"entity=申请主体（企事业单位、高校、科研院所）=Applicant,agency=专利代理机构=Patent agency"`
	Code    string `json:"code" label:"单位的统一社会信用代码" en:"Unified social credit code of the organisation" required:"true" widget:"uscc" rule:"uscc"`
	Contact string `json:"contact" label:"您的姓名" en:"Your name" required:"true" max:"60" autocomplete:"name"`
	Mail    string `json:"mail" label:"邮箱" en:"Mail" widget:"email" required:"true" autocomplete:"email"`
	Phone   string `json:"phone" label:"手机" en:"Phone" widget:"phone" required:"true" rule:"phone" autocomplete:"tel"`
}

// pending is somebody whom a provider recognised and who is not linked yet; nil where there is nobody.
func (d *Desk) pending(c *web.Ctx) (*openid.Person, error) {
	waiting, err := d.Book.Look(c.Context(), c.Cookie(joinCookie), toJoin, "")
	if err != nil || waiting == "" {
		return nil, err
	}
	p := &openid.Person{}
	return p, json.Unmarshal([]byte(waiting), p)
}

// claimPage takes the request for an account of somebody whom a provider recognised just now. What becomes
// of it the center decides.
func (d *Desk) claimPage(c *web.Ctx) error {
	p, err := d.pending(c)
	if err != nil {
		return err
	}
	if p == nil {
		return again(c, fault.New(fault.Invalid, "openid.unknown", "请先用外部身份登录一次，再申请开通账号"), "/sign-in")
	}
	c.Page = web.Page{Title: c.T("申请开通账号", "Ask for an account"), Plain: true, NoMark: true}
	f := form.New(c, d.claim).Fill(claimForm{Kind: string(party.Entity), Contact: p.Name})
	f.Submit, f.Cancel = c.T("提交", "Send"), "/sign-in"
	f.Intro = c.T("单位须已在本中心登记。中心确认您代表该单位后，即可用“"+p.Label+"”登录，不需要密码。",
		"Your organisation must be registered here. Once the center has confirmed that you act for it, you sign in with “"+p.Label+"” and need no password.")
	var in claimForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	if err := d.Limits.Allow(c.Context(), wayRule, c.IP().String()); err != nil {
		return err
	}
	err = d.OpenID.Claim(c.Context(), *p, openid.Claim{Kind: in.Kind, Code: in.Code, Contact: in.Contact, Mail: in.Mail, Phone: in.Phone})
	if err != nil {
		return again(c, err, "/sign-in")
	}
	if _, err := d.Book.Redeem(c.Context(), c.Cookie(joinCookie), toJoin, ""); err != nil {
		return err
	}
	c.SetCookie(joinCookie, "", -1)
	c.Flash(web.Green, c.T("已提交，中心确认后即可用“"+p.Label+"”登录", "Sent; once the center has confirmed it you can sign in with “"+p.Label+"”"))
	return c.Redirect("/sign-in")
}

// A ClaimView is a request for an account as the system administrator sees it.
type ClaimView struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Provider string    `json:"provider" doc:"认出此人的外部身份服务"`
	Named    string    `json:"named" doc:"此人在那里的名称"`
	Contact  string    `json:"contact"`
	Mail     string    `json:"mail"`
	Phone    string    `json:"phone"`
	Code     string    `json:"code" doc:"所称单位的统一社会信用代码"`
	Party    string    `json:"party,omitempty" doc:"该单位在本中心登记的名称，未登记的没有"`
	State    string    `json:"state" doc:"waiting 待确认、confirmed 已开通、refused 不予开通"`
}

// claimed is the party for which somebody says to act; nil where the center knows none.
func claimed(c *web.Ctx, tx *store.Tx, x openid.Claim) (*party.Party, error) {
	p, err := party.ByCode(c.Context(), tx, who(c).Center, party.Kind(x.Kind), x.Code)
	if err != nil && fault.KindOf(err) == fault.Missing {
		return nil, nil
	}
	return p, err
}

// claims are the requests of the center, the latest first.
func (d *Desk) claims(c *web.Ctx) (out []ClaimView, err error) {
	out = []ClaimView{}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.OpenID.Claims(c.Context(), tx, who(c).Center)
		if err != nil {
			return err
		}
		for _, x := range all {
			v := ClaimView{ID: rest.ID(x.ID), At: local(x.Made), Provider: x.Label, Named: x.Named, Contact: x.Contact, Mail: x.Mail, Phone: unmask.Phone(worklist.Actor(c), x.Phone), Code: x.Code, State: "waiting"}
			switch {
			case x.Account != 0:
				v.State = "confirmed"
			case !x.Decided.IsZero():
				v.State = "refused"
			}
			p, err := claimed(c, tx, x)
			if err != nil {
				return err
			}
			if p != nil {
				v.Party = p.Name
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// claimRow is a request with what the page shows of it.
type claimRow struct {
	ClaimView
	When  string
	Tag   web.Tag
	Waits bool
	Show  string // the way to the whole number
}

// claimsPage lists who signed in by a provider first and waits for an account.
func (d *Desk) claimsPage(c *web.Ctx) error {
	all, err := d.claims(c)
	if err != nil {
		return err
	}
	var rows []claimRow
	for _, v := range all {
		r := claimRow{ClaimView: v, When: web.When(v.At), Show: "/unmask/" + unmask.Claimant + "/" + v.ID, Waits: v.State == "waiting"}
		switch v.State {
		case "confirmed":
			r.Tag = web.Tag{Tone: web.Green, Text: c.T("已开通", "Confirmed")}
		case "refused":
			r.Tag = web.Tag{Tone: web.Red, Text: c.T("不予开通", "Refused")}
		default:
			r.Tag = web.Tag{Tone: web.Amber, Text: c.T("待确认", "To be confirmed")}
		}
		rows = append(rows, r)
	}
	c.Page = web.Page{Title: c.T("待确认账号", "Accounts to confirm")}
	return c.Render("claims", rows)
}

// decideClaim confirms a request, for the party with its code, or refuses it. It answers the account.
func (d *Desk) decideClaim(c *web.Ctx) (account int64, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return 0, err
	}
	act := c.Path("act")
	if act != "confirm" && act != "refuse" {
		return 0, fault.New(fault.Missing, "admin.act", "没有这项操作，请从列表选择")
	}
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		if act == "refuse" {
			return d.OpenID.Refuse(c.Context(), tx, who(c), id)
		}
		x, err := d.OpenID.Open(c.Context(), tx, who(c).Center, id)
		if err != nil {
			return err
		}
		p, err := claimed(c, tx, x)
		if err != nil {
			return err
		}
		if p == nil {
			return fault.New(fault.Conflict, "admin.claim_party", "本中心没有统一社会信用代码为 %s 的单位；请其先注册、备案，再确认账号", x.Code)
		}
		account, err = d.OpenID.Confirm(c.Context(), tx, who(c), id, p.ID)
		return err
	})
	return account, err
}

// claimAct is decideClaim for the page.
func (d *Desk) claimAct(c *web.Ctx) error {
	account, err := d.decideClaim(c)
	if err != nil {
		return again(c, err, "/admin/claims")
	}
	if account != 0 {
		c.Flash(web.Green, c.T("账号已开通，尚无角色；请安全管理员在“角色授权”中授予", "The account is made and has no role yet; the security administrator grants it"))
	} else {
		c.Flash(web.Green, c.T("已办理", "Done"))
	}
	return c.Redirect("/admin/claims")
}

// leaveAt leads the browser of somebody who signed out here to where the provider signs them out.
func (d *Desk) leaveAt(c *web.Ctx) error {
	if err := d.Limits.Allow(c.Context(), wayRule, c.IP().String()); err != nil {
		return err
	}
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	home := d.URL
	if home == "" {
		home = c.Address("")
	}
	address, p, err := d.OpenID.Leave(c.Context(), id, home+"/sign-in")
	if err != nil {
		return again(c, err, "/sign-in")
	}
	if address == "" {
		c.Flash(web.Amber, c.T("“"+p.Label+"”不支持从这里退出，请在其网站上退出或关闭浏览器", "“"+p.Label+"” cannot be left from here; sign out on its own site or close the browser"))
		return c.Redirect("/sign-in")
	}
	c.W.Header().Set("Location", address)
	c.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// restClaims are the twins of the page.
func (d *Desk) restClaims() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/claims", Act: ActAccounts, Title: web.Text{"由外部身份首次登录、待确认的账号", "Accounts to confirm of those who came by a provider first"}, Pages: []string{"GET /admin/claims"}, Answer: []ClaimView{},
			Handle: func(c *rest.Call) (any, error) { return d.claims(c.Ctx) }},
		{Method: "POST", Path: "/claims/{id}/{act}", Act: ActAccounts, Title: web.Text{"确认开通 confirm，或者不予开通 refuse", "confirm or refuse an account"}, Pages: []string{"POST /admin/claims/{id}/{act}"}, Answer: PasswordLink{},
			Handle: func(c *rest.Call) (any, error) {
				account, err := d.decideClaim(c.Ctx)
				return PasswordLink{Account: rest.ID(account)}, err
			}},
	}
}

// Claimants is the source of the telephones and mail addresses of those who wait for an account, for who makes accounts.
func (d *Desk) Claimants() unmask.Source {
	return unmask.Source{Kind: unmask.Claimant, Title: web.Text{"显示申请人电话", "Show the phone of who asks"},
		Numbers: func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (out []unmask.Number, err error) {
			if !d.Office.Policy.Ever(by.Subject, ActAccounts) {
				return nil, unmask.Missing()
			}
			all, err := d.OpenID.Claims(ctx, tx, by.Center)
			for _, x := range all {
				if x.ID == id {
					out = append(out, unmask.Number{Whose: x.Contact, What: web.Text{"手机", "Phone"}, Value: x.Phone}, unmask.Number{Whose: x.Contact, What: web.Text{"邮箱", "Mail"}, Value: x.Mail})
				}
			}
			return out, err
		}}
}
