package administration

import (
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// resetForm asks for a new password or for a lost factor to be removed.
type resetForm struct {
	Account string `json:"account" label:"账号" en:"Account" widget:"select" options:"*" required:"true"`
	Kind    string `json:"kind" label:"办理事项" en:"Matter" widget:"radio" required:"true" options:"password=忘记密码，发放设置密码的一次性链接=Password forgotten: a one-time link,factor=遗失验证器，解除第二因子=Authenticator lost: remove the second factor"`
	Proof   string `json:"proof" label:"如何核实了本人身份" en:"How the owner was recognised" widget:"textarea" required:"true" max:"500" help:"例如：本人到场并出示工作证，工号 Y201" helpen:"For example: came in person and showed the staff card"`
}

// resetRow is one request in the list with what the person may do about it.
type resetRow struct {
	ID                       int64
	At, Who, What, Proof, By string
	State                    web.Tag
	Decide, Take             bool
}

// resetView is the page: what waits and what was, and the form for those who may ask.
type resetView struct {
	Rows []resetRow
	Form *form.Form
}

// mayAsk says for whom an administrator may ask: the system administrator for everybody, the
// security administrator for an administrator who cannot get in.
func mayAsk(c *web.Ctx, a *identity.Account) bool {
	by, _ := c.Actor.(casework.Actor)
	admin := slices.ContainsFunc(a.Roles, func(r string) bool { return casework.Role(r).Info().Admin })
	return a.ID != by.Account && a.Status != identity.Disabled &&
		(has(by, casework.SysAdmin) || has(by, casework.SecAdmin) && admin)
}

// mayDecide holds for the two administrators who make no accounts.
func mayDecide(a casework.Actor, r identity.Reset) bool {
	return (has(a, casework.SecAdmin) || has(a, casework.Auditor)) && a.Account != r.AskedBy && a.Account != r.Account
}

func has(a casework.Actor, role casework.Role) bool { return slices.Contains(a.Roles, string(role)) }

// resetsPage lists the requests and takes new ones.
func (d *Desk) resetsPage(c *web.Ctx) error {
	accounts, err := d.accounts(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("密码与第二因子的重设", "Lost passwords and factors")}
	var options []form.Option
	for _, a := range accounts {
		if mayAsk(c, a) {
			options = append(options, form.Option{Value: fmt.Sprint(a.ID), Label: web.Text{a.Name + "（" + a.Login + "）", a.Login}})
		}
	}
	f := form.New(c, d.reset).Options("account", options).Fill(resetForm{Account: c.Query("account")})
	f.Submit = c.T("提出申请", "Ask")
	f.Intro = c.T("先核实本人身份再申请；由另一位管理员复核后才生效，任何一位管理员都不能单独接管账号。",
		"Recognise the owner first. Another administrator decides: nobody can take over an account alone.")
	var in resetForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.askReset(c, accounts, in)
		if err == nil {
			c.Flash(web.Green, c.T("已提出，请另一位管理员复核", "Asked; another administrator decides"))
			return c.Redirect("/admin/resets")
		}
		if !f.Refused(err) {
			return err
		}
	}
	v := resetView{}
	if len(options) > 0 {
		v.Form = f
	}
	if v.Rows, err = d.resetRows(c, accounts); err != nil {
		return err
	}
	return c.Render("resets", v)
}

// askReset records the request, if the account is one for which the person may ask.
func (d *Desk) askReset(c *web.Ctx, accounts []*identity.Account, in resetForm) error {
	i := slices.IndexFunc(accounts, func(a *identity.Account) bool { return fmt.Sprint(a.ID) == in.Account && mayAsk(c, a) })
	if i < 0 {
		return fault.New(fault.Invalid, "admin.reset_account", "没有这个账号，或不能由您申请").At("account")
	}
	return d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		_, err := d.Book.AskReset(c.Context(), tx, who(c), identity.Reset{Account: accounts[i].ID, Kind: in.Kind, Proof: in.Proof})
		return err
	})
}

// resetRows is the list, the latest first.
func (d *Desk) resetRows(c *web.Ctx, accounts []*identity.Account) (out []resetRow, err error) {
	names := map[int64]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	me, _ := c.Actor.(casework.Actor)
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Book.Resets(c.Context(), tx, me.Center)
		for _, r := range all {
			row := resetRow{ID: r.ID, At: web.When(r.Asked), Who: names[r.Account], What: c.T("忘记密码", "Password"), Proof: r.Proof, By: names[r.AskedBy]}
			if r.Kind == identity.ResetFactor {
				row.What = c.T("遗失验证器", "Second factor")
			}
			switch {
			case r.Ended.IsZero():
				row.State, row.Decide = web.Tag{Tone: web.Amber, Text: c.T("待复核", "To be decided")}, mayDecide(me, r)
			case !r.Granted:
				row.State = web.Tag{Tone: web.Red, Text: c.T("不予办理", "Refused")}
			case !r.Done:
				row.State, row.Take = web.Tag{Tone: web.Blue, Text: c.T("已准，待领取链接", "Granted; the link waits")}, r.AskedBy == me.Account
			default:
				row.State = web.Tag{Tone: web.Green, Text: c.T("已办结", "Done")}
			}
			out = append(out, row)
		}
		return err
	})
	return out, err
}

// resetAct decides on a request or shows the link of a granted one.
func (d *Desk) resetAct(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	me, _ := c.Actor.(casework.Actor)
	var token string
	var a *identity.Account
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		switch act := c.Path("act"); act {
		case "grant", "refuse":
			if !has(me, casework.SecAdmin) && !has(me, casework.Auditor) {
				return fault.New(fault.Forbidden, "admin.reset_decide", "重设申请由安全管理员或审计管理员复核")
			}
			return d.Book.DecideReset(c.Context(), tx, who(c), id, act == "grant")
		case "link":
			var account int64
			if token, account, err = d.Book.TakeReset(c.Context(), tx, who(c), id); err != nil {
				return err
			}
			a, err = d.Book.Get(c.Context(), tx, account)
			return err
		}
		return fault.New(fault.Missing, "admin.act", "没有这项操作")
	})
	if err != nil {
		return err
	}
	if token != "" {
		return d.showToken(c, a.Name, token, "/admin/resets")
	}
	c.Flash(web.Green, c.T("已办理", "Done"))
	return c.Redirect("/admin/resets")
}
