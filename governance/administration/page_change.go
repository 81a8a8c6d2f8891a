package administration

import (
	"fmt"

	"zhibao/internal/identity"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// changeForm gives a person who is signed in another password.
type changeForm struct {
	Old      string `json:"old" label:"当前密码" en:"Present password" widget:"password" required:"true" max:"200" autocomplete:"current-password"`
	Code     string `json:"code" label:"六位验证码" en:"Six digits" widget:"code" max:"6" help:"验证器中现在的一组，刚才登录时用过的不能再用" helpen:"The present ones of your authenticator; those you signed in with do not count again" autocomplete:"one-time-code"`
	Password string `json:"password" label:"新密码" en:"New password" widget:"password" required:"true" max:"200" help:"至少 12 个字符，可用一句只有您知道的话" helpen:"At least 12 characters; a sentence only you know is good" autocomplete:"new-password"`
	Again    string `json:"again" label:"再输入一次" en:"Once more" widget:"password" required:"true" max:"200" autocomplete:"new-password"`
}

// changePage changes one's own password. The session goes on under a new token, every other one ends.
func (d *Desk) changePage(c *web.Ctx) error {
	s, err := d.here(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("修改密码", "Change my password")}
	f := form.New(c, d.change)
	if !s.Account.Codes {
		f.Without("code")
	}
	f.Submit = c.T("修改密码", "Change it")
	f.Intro = c.T("修改后，您在其他设备上的登录全部结束，并有一封邮件告知。", "Your sessions on other devices end, and a mail tells you of the change.")
	var in changeForm
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
	// Six digits are few: wrong ones are bounded for each account, as they are at sign-in.
	if s.Account.Codes {
		if err := d.Limits.Allow(c.Context(), codeRule, fmt.Sprint(s.Account.ID)); err != nil {
			return err
		}
	}
	next, err := d.Book.ChangePassword(c.Context(), identity.Change{Token: c.Cookie(cookie), Old: in.Old, New: in.Password, Code: in.Code, IP: c.IP().String(), Device: c.R.UserAgent()})
	if err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	c.SetCookie(cookie, next, 0)
	c.Flash(web.Green, c.T("密码已修改，其他设备上的登录已结束", "The password is changed; your other sessions have ended"))
	return c.Redirect("/my/sessions")
}
