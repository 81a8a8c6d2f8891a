package administration

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/treelog"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// accountForm is a new account of the center's staff. There is no password in it: the system
// administrator never knows one, the owner sets it with a one-time link.
type accountForm struct {
	Login   string `json:"login" label:"登录名" en:"Login" required:"true" max:"40"`
	Name    string `json:"name" label:"姓名" en:"Name" required:"true" max:"60"`
	StaffNo string `json:"staffno" label:"工号" en:"Staff number" max:"20"`
	Mail    string `json:"mail" label:"邮箱" en:"Mail" widget:"email"`
	Phone   string `json:"phone" label:"手机" en:"Phone" widget:"phone"`
}

// accountsPage lists the accounts of the center for the system administrator.
func (d *Desk) accountsPage(c *web.Ctx) error {
	accounts, err := d.accounts(c)
	if err != nil {
		return err
	}
	// No roles in this list: who may do what is the security administrator's page.
	var rows []accountRow
	for _, a := range accounts {
		seen := "—"
		if !a.SignedIn.IsZero() {
			seen = a.SignedIn.In(calendar.Shanghai()).Format("2006-01-02 15:04")
		}
		rows = append(rows, accountRow{a, statusTag(c, a), seen})
	}
	c.Page = web.Page{Title: c.T("账号管理", "Accounts"), Actions: []web.Link{{Href: "/admin/accounts/new", Label: c.T("新建账号", "New account"), Tone: web.Blue}}}
	return c.Render("accounts", rows)
}

// An accountRow is an account with its buttons beside it: with a hundred accounts nobody looks for
// them in a second table.
type accountRow struct {
	*identity.Account
	State web.Tag
	Seen  string
}

// statusTag tells a disabled account from one that has no password yet and from one that locked
// itself by wrong passwords; the lock ends by itself.
func statusTag(c *web.Ctx, a *identity.Account) web.Tag {
	switch {
	case a.Status == identity.Disabled:
		return web.Tag{Tone: web.Red, Text: c.T("停用", "Disabled")}
	case a.Status == identity.Invited:
		return web.Tag{Tone: web.Amber, Text: c.T("待设置密码", "Invited")}
	case c.Now().Before(a.Locked):
		return web.Tag{Tone: web.Red, Text: c.T("锁定", "Locked")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("正常", "Active")}
}

// accounts lists every account of the administrator's own center, those of parties included.
func (d *Desk) accounts(c *web.Ctx) (out []*identity.Account, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = d.Book.List(c.Context(), tx, who(c).Center, 0)
		return err
	})
	return out, err
}

// newAccount makes an account without rights and shows the link with which its owner sets a
// password.
func (d *Desk) newAccount(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("新建账号", "New account"), At: "/admin/accounts", Crumbs: []web.Link{{Href: "/admin/accounts", Label: c.T("账号管理", "Accounts")}}}
	f := form.New(c, d.account)
	f.Submit, f.Cancel = c.T("新建", "Create"), "/admin/accounts"
	var in accountForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	// On success the answer is the link itself and not a redirect: the token exists nowhere else,
	// and reloading the page cannot bring it back.
	if ok {
		_, token, err := d.create(c, &in)
		if err == nil {
			return d.showToken(c, in.Name, token, "/admin/accounts")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// create makes an account of the administrator's own center, without rights.
func (d *Desk) create(c *web.Ctx, in *accountForm) (a *identity.Account, token string, err error) {
	a = &identity.Account{Center: who(c).Center, Login: in.Login, Name: in.Name, StaffNo: in.StaffNo, Mail: in.Mail, Phone: in.Phone}
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		token, err = d.Book.Create(c.Context(), tx, who(c), a)
		return err
	})
	return a, token, err
}

// showToken shows a one-time link once.
func (d *Desk) showToken(c *web.Ctx, name, token, back string) error {
	// The administrator hands it over in person or by a way of the center's own; the program sends
	// no secrets by mail.
	c.Page = web.Page{Title: c.T("一次性链接", "One-time link"), At: back}
	return c.Render("token", tokenView{Name: name, Path: c.Address("/password/" + token), Back: back})
}

// tokenView is whose link it is, its path on this server, and where one goes from there.
type tokenView struct{ Name, Path, Back string }

// accountAct disables or enables an account, ends its sessions, or makes a new link for somebody who
// has never had a password. The roles of the account are not the system administrator's business,
// and a lost password or factor is given back by two; see resetsPage.
func (d *Desk) accountAct(c *web.Ctx) error {
	a, token, err := d.act(c)
	if err != nil {
		return err
	}
	if token != "" {
		return d.showToken(c, a.Name, token, "/admin/accounts")
	}
	c.Flash(web.Green, c.T("已办理", "Done"))
	return c.Redirect("/admin/accounts")
}

// act does to an account what the address says, and returns the token of a new password link.
func (d *Desk) act(c *web.Ctx) (a *identity.Account, token string, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, "", err
	}
	by := who(c)
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		if a, err = d.Book.Get(c.Context(), tx, id); err != nil {
			return err
		}
		// Nobody administers himself: an administrator who lost the factor needs another one.
		if a.Center != by.Center || a.ID == by.Account {
			return fault.New(fault.Forbidden, "admin.own", "不能对本人或其他中心的账号办理，请由另一位管理员办理")
		}
		switch c.Path("act") {
		case "disable":
			return d.Book.SetStatus(c.Context(), tx, by, id, identity.Disabled)
		case "enable":
			return d.Book.SetStatus(c.Context(), tx, by, id, identity.Active)
		case "end":
			return d.Book.EndSessions(c.Context(), tx, by, id)
		// Who has never been inside has nothing that could be taken over.
		case "password":
			if a.Status != identity.Invited {
				return fault.New(fault.Conflict, "admin.four_eyes", "已设置过密码的账号须经另一位管理员复核才能重设，请在“重设申请”中办理")
			}
			token, err = d.Book.Token(c.Context(), tx, a.Center, id, "password", 24*time.Hour)
			if err != nil {
				return err
			}
			return d.Book.Audit(c.Context(), tx, by, "password.link", fmt.Sprint(id), "")
		}
		return fault.New(fault.Missing, "admin.act", "没有这项操作，请从账号页面选择")
	})
	return a, token, err
}

// rolesPage lists accounts with their roles for the security administrator.
func (d *Desk) rolesPage(c *web.Ctx) error {
	accounts, err := d.accounts(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("角色", "Roles"), Head: []string{c.T("姓名", "Name"), c.T("登录名", "Login"), c.T("角色", "Roles")}}
	for _, a := range accounts {
		name := web.Cell{Text: a.Name, Href: fmt.Sprintf("/admin/roles/%d", a.ID)}
		if a.ID == worklist.Actor(c).Account {
			name.Href = "" // nobody changes their own roles
		}
		t.Rows = append(t.Rows, []web.Cell{name, {Text: a.Login}, {Text: roleWords(c, a.Roles)}})
	}
	c.Page = web.Page{Title: c.T("角色授权", "Roles")}
	return c.Render("page-blocks", []web.Block{t})
}

// roleWords names the roles in the language of the page.
func roleWords(c *web.Ctx, roles []string) string {
	var out []string
	for _, r := range roles {
		i := casework.Role(r).Info()
		out = append(out, c.T(i.Title, i.English))
	}
	return strings.Join(out, c.T("、", ", "))
}

// roleView is one account with every role of the program, held or not.
type roleView struct {
	Account *identity.Account
	Roles   []roleChoice
	Action  string
}

// A roleChoice is one role with a button that grants or revokes it.
type roleChoice struct {
	Code, Title string
	Has         bool
}

// rolePage grants and revokes the roles of one account.
func (d *Desk) rolePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	if c.Posted() {
		role := c.Form("role")
		// The button says the opposite of what the account has.
		err := d.setRole(c, id, role, func(a *identity.Account) bool { return !slices.Contains(a.Roles, role) })
		if err != nil {
			return err
		}
		c.Flash(web.Green, c.T("角色已更改", "Roles changed"))
		return c.Redirect(fmt.Sprintf("/admin/roles/%d", id))
	}
	var a *identity.Account
	if err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		a, err = d.subordinate(c, tx, id)
		return err
	}); err != nil {
		return err
	}
	v := roleView{Account: a, Action: fmt.Sprintf("/admin/roles/%d", id)}
	for _, i := range casework.Roles() {
		v.Roles = append(v.Roles, roleChoice{string(i.Role), c.T(i.Title, i.English), slices.Contains(a.Roles, string(i.Role))})
	}
	c.Page = web.Page{Title: a.Name, At: "/admin/roles", Crumbs: []web.Link{{Href: "/admin/roles", Label: c.T("角色授权", "Roles")}, {Label: a.Name}}}
	return c.Render("roles", v)
}

// subordinate returns an account whose roles the person may change. The answer for oneself is that
// for an account of another center: nobody grants himself a role (三权分立), and nobody learns who
// works elsewhere.
func (d *Desk) subordinate(c *web.Ctx, tx *store.Tx, id int64) (*identity.Account, error) {
	a, err := d.Book.Get(c.Context(), tx, id)
	if by := who(c); err == nil && (a.Center != by.Center || a.ID == by.Account) {
		err = fault.New(fault.Missing, "identity.account", "没有这个账号，或不能对本人授权；请从授权页面选择")
	}
	return a, err
}

// setRole grants a role to an account or takes it away, whichever is wanted as the account stands.
// That the three administrators exclude each other and every other role is refused by the register.
func (d *Desk) setRole(c *web.Ctx, id int64, role string, want func(*identity.Account) bool) error {
	by := who(c)
	return d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		a, err := d.subordinate(c, tx, id)
		if err != nil {
			return err
		}
		// What is no role is described as the public; the system's own role is nobody's.
		if casework.Role(role).Info().English == "Public" || role == string(casework.System) {
			return fault.New(fault.Invalid, "admin.role", "没有这个角色，请从列表选择")
		}
		switch has := slices.Contains(a.Roles, role); {
		case has == want(a):
			return nil
		case has:
			return d.Book.Revoke(c.Context(), tx, by, id, role)
		}
		return d.Book.Grant(c.Context(), tx, by, id, role)
	})
}

// maxAudit is how many entries the page shows: the latest, which a daily review reads. The
// verification covers all of them.
const maxAudit = 200

// auditPage shows the audit to the auditor, with the outcome of a verification of both chains.
func (d *Desk) auditPage(c *web.Ctx) error {
	var entries []identity.Entry
	var names map[int64]string
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		if entries, err = d.Book.Entries(c.Context(), tx, who(c).Center, 0, maxAudit); err != nil {
			return err
		}
		names, err = d.auditNames(c.Context(), tx, who(c).Center, entries)
		return err
	})
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("审计记录（最近 200 条）", "Audit (latest 200)"), Head: []string{c.T("序号", "No."), c.T("时间", "Time"), c.T("人员", "Who"), c.T("操作", "Act"), c.T("对象", "Object"),
		c.T("说明", "Detail"), "IP"}, Empty: c.T("还没有记录。", "Nothing yet.")}
	for _, e := range entries {
		act, object, detail := auditWords(c, e, names)
		t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprint(e.Seq)}, {Text: e.At.In(calendar.Shanghai()).Format(time.DateTime)}, {Text: e.Name},
			{Text: act}, {Text: object}, {Text: detail}, {Text: e.IP}})
	}
	blocks := []web.Block{t}
	// Only on request: it reads every event of every case.
	if c.Query("verify") != "" {
		n, err := d.verify(c)
		if err != nil {
			return err
		}
		blocks = append([]web.Block{n}, blocks...)
	}
	c.Page = web.Page{Title: c.T("审计", "Audit"), Actions: []web.Link{{Href: "/admin/audit?verify=1", Label: c.T("核验全部记录", "Verify everything"), Tone: web.Blue},
		{Href: "/admin/audit/export", Label: c.T("导出", "Export")}}}
	return c.Render("page-blocks", blocks)
}

// A Verification is the outcome of recomputing the chains of the cases and of the audit.
type Verification struct {
	Holds  bool   `json:"holds"`
	Cases  int    `json:"cases"`
	Events int    `json:"events"`
	Audit  int    `json:"audit" doc:"审计记录的条数"`
	Log    int    `json:"log" doc:"存证日志的条数"`
	Flaw   string `json:"flaw,omitempty" doc:"首个不衔接之处"`
}

// verification recomputes all chains. It needs no keys: the hashes cover the ciphertext, so the
// auditor verifies what he cannot read.
func (d *Desk) verification(c *web.Ctx) (out Verification, err error) {
	v, err := document.VerifyAll(c.Context(), d.Office)
	if err != nil {
		return out, err
	}
	out = Verification{Cases: v.Cases, Events: v.Events}
	if out.Flaw, out.Audit, err = identity.VerifyAudit(c.Context(), d.Office.DB); err != nil {
		return out, err
	}
	for _, f := range v.Flaws {
		out.Flaw += " " + f.String()
	}
	var l treelog.Verified
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		l, err = treelog.Verify(c.Context(), tx, c.Now())
		return err
	})
	if err != nil {
		return out, err
	}
	out.Log, out.Flaw = l.Entries, strings.TrimSpace(out.Flaw+" "+strings.Join(l.Flaws, " "))
	out.Holds = out.Flaw == ""
	return out, nil
}

// verify says in words how the verification came out.
func (d *Desk) verify(c *web.Ctx) (web.Notice, error) {
	v, err := d.verification(c)
	if err != nil {
		return web.Notice{}, err
	}
	if v.Holds {
		return web.Notice{Tone: web.Green, Text: c.T(fmt.Sprintf("核验通过：%d 件案件的 %d 条记录、%d 条审计记录首尾衔接、未被改动，与存证日志的 %d 条一致。", v.Cases, v.Events, v.Audit, v.Log),
			fmt.Sprintf("Everything holds: %d events of %d cases and %d audit entries, as %d entries of the log say.", v.Events, v.Cases, v.Audit, v.Log))}, nil
	}
	return web.Notice{Tone: web.Red, Title: c.T("核验未通过", "Verification failed"), Text: v.Flaw}, nil
}
