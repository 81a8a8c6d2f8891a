package administration

import (
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/governance/administration/mutual"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// An AccountView is an account as the system administrator sees it: without roles.
type AccountView struct {
	ID       string    `json:"id"`
	Login    string    `json:"login"`
	Name     string    `json:"name"`
	StaffNo  string    `json:"staff_no,omitempty"`
	Party    string    `json:"party,omitempty" doc:"申请主体或代理机构的账号"`
	Status   string    `json:"status" doc:"invited 待设置密码、active 正常、disabled 停用"`
	Locked   time.Time `json:"locked,omitzero" doc:"因输错密码锁定至"`
	Second   bool      `json:"second_factor"`
	SignedIn time.Time `json:"signed_in,omitzero"`
}

// RoleHolder is an account as the security administrator sees it.
type RoleHolder struct {
	ID    string   `json:"id"`
	Login string   `json:"login"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// A PasswordLink is a one-time link that is shown this once.
type PasswordLink struct {
	Account string `json:"account"`
	Path    string `json:"path,omitempty" doc:"设置密码的一次性地址，请当面或经核实的渠道交给使用人；停用、启用等没有"`
}

// AuditEntry is one line of the audit.
type AuditEntry struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor,omitempty"`
	Name   string    `json:"name"`
	Act    string    `json:"act"`
	Title  string    `json:"title" doc:"操作的名称"`
	Object string    `json:"object"`
	Detail string    `json:"detail,omitempty"`
	IP     string    `json:"ip,omitempty"`
}

// roleForm grants or takes away one role. The page has a button for it.
type roleForm struct {
	Role string `json:"role" label:"角色" en:"Role" widget:"select" required:"true" options:"*"`
	Act  string `json:"act" label:"办理" en:"Act" widget:"radio" required:"true" options:"grant=授予=Grant,revoke=撤销=Revoke"`
}

// auditQuery pages through the audit.
type auditQuery struct {
	Before int64 `json:"before" label:"此序号之前" en:"Before this number" min:"1" help:"不填从最新的开始" helpen:"From the latest where empty"`
}

// Rest returns what programs can do of the pages. The three administrators stay as separate as they
// are there: each endpoint has the act of its page.
func (d *Desk) Rest() rest.Module {
	acts := []rest.Act{{Code: ActAccounts, Title: web.Text{"账号管理", "Accounts"}}, {Code: ActRoles, Title: web.Text{"角色授权", "Roles"}},
		{Code: ActAudit, Title: web.Text{"审计", "Audit"}}, {Code: ActConfig, Title: web.Text{"中心配置", "Configuration"}}}
	acts = append(acts, mutual.Acts()...)
	var roles []form.Option
	for _, r := range casework.Roles() {
		roles = append(roles, form.Option{Value: string(r.Role), Label: web.Text{r.Title, r.English}})
	}
	role, before := form.Describe(roleForm{}, d.Rules).With("role", roles), form.Describe(auditQuery{}, d.Rules)
	es := []rest.Endpoint{
		{Method: "GET", Path: "/accounts", Act: ActAccounts, Title: web.Text{"账号列表", "Accounts"}, Pages: []string{"GET /admin/accounts"}, Answer: []AccountView{}, Handle: d.restAccounts},
		{Method: "POST", Path: "/accounts", Act: ActAccounts, Title: web.Text{"新建账号，得到设置密码的一次性链接", "Make an account; answers the one-time link"},
			Pages: []string{"GET /admin/accounts/new", "POST /admin/accounts/new"}, Body: d.account, Answer: PasswordLink{}, Status: 201, Handle: d.restCreate},
		{Method: "POST", Path: "/accounts/{id}/{act}", Act: ActAccounts, Title: web.Text{"停用 disable、启用 enable、结束登录 end、为未设密码者重发链接 password", "disable, enable, end (its sessions) or password (a new link before the first sign-in)"},
			Pages: []string{"POST /admin/accounts/{id}/{act}"}, Answer: PasswordLink{}, Handle: func(c *rest.Call) (any, error) {
				a, token, err := d.act(c.Ctx)
				if err != nil {
					return nil, err
				}
				return linkOf(a.ID, token), nil
			}},
		{Method: "GET", Path: "/roles", Act: ActRoles, Title: web.Text{"账号及其角色", "Accounts with their roles"}, Pages: []string{"GET /admin/roles", "GET /admin/roles/{id}"}, Answer: []RoleHolder{},
			Handle: d.restRoles},
		{Method: "POST", Path: "/roles/{id}", Act: ActRoles, Title: web.Text{"授予或撤销一个角色", "Grant or revoke a role"}, Pages: []string{"POST /admin/roles/{id}"}, Body: role, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) { return d.restRole(c, role) }},
		{Method: "GET", Path: "/audit", Act: ActAudit, Title: web.Text{"审计记录，最新的在前，每次至多 200 条", "Audit, the latest first, 200 a call"}, Pages: []string{"GET /admin/audit"}, Query: before,
			Answer: []AuditEntry{}, Handle: func(c *rest.Call) (any, error) { return d.restAudit(c, before) }},
		{Method: "GET", Path: "/audit/verification", Act: ActAudit, Title: web.Text{"核验全部案件记录与审计记录", "Verify every chain"}, Pages: []string{"GET /admin/audit"}, Answer: Verification{},
			Timeout: 10 * time.Minute, Handle: func(c *rest.Call) (any, error) { return d.verification(c.Ctx) }},
	}
	return rest.Module{Acts: acts, Endpoints: slices.Concat(es, d.restTreelog(), d.Mutual.Rest(), d.restConfig(), d.restClaims())}
}

// linkOf is the link with a token, or none.
func linkOf(account int64, token string) PasswordLink {
	out := PasswordLink{Account: rest.ID(account)}
	if token != "" {
		out.Path = "/password/" + token
	}
	return out
}

// local is a time as the center's clock shows it.
func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(calendar.Shanghai())
}

// restAccounts answers every account of the center.
func (d *Desk) restAccounts(c *rest.Call) (any, error) {
	out := []AccountView{}
	accounts, err := d.accounts(c.Ctx)
	for _, a := range accounts {
		out = append(out, AccountView{rest.ID(a.ID), a.Login, a.Name, a.StaffNo, rest.ID(a.Party), a.Status, local(a.Locked), a.Second, local(a.SignedIn)})
	}
	return out, err
}

// restCreate makes an account and answers its link.
func (d *Desk) restCreate(c *rest.Call) (any, error) {
	var in accountForm
	if err := c.Read(d.account, &in); err != nil {
		return nil, err
	}
	a, token, err := d.create(c.Ctx, &in)
	return linkOf(a.ID, token), err
}

// restRoles answers who has which roles.
func (d *Desk) restRoles(c *rest.Call) (any, error) {
	out := []RoleHolder{}
	accounts, err := d.accounts(c.Ctx)
	for _, a := range accounts {
		out = append(out, RoleHolder{rest.ID(a.ID), a.Login, a.Name, rest.List(a.Roles)})
	}
	return out, err
}

// restRole grants or takes away a role. What is so already is left as it is.
func (d *Desk) restRole(c *rest.Call, s *form.Schema) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	var in roleForm
	if err := c.Read(s, &in); err != nil {
		return nil, err
	}
	return rest.OK(d.setRole(c.Ctx, id, in.Role, func(*identity.Account) bool { return in.Act == "grant" }))
}

// restAudit answers one page of the audit.
func (d *Desk) restAudit(c *rest.Call, s *form.Schema) (any, error) {
	var q auditQuery
	if err := c.Ask(s, &q); err != nil {
		return nil, err
	}
	out := []AuditEntry{}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		entries, err := d.Book.Entries(c.Context(), tx, who(c.Ctx).Center, q.Before, maxAudit)
		if err != nil {
			return err
		}
		names, err := d.auditNames(c.Context(), tx, who(c.Ctx).Center, entries)
		for _, e := range entries {
			title, object, detail := auditWords(c.Ctx, e, names)
			out = append(out, AuditEntry{e.Seq, local(e.At), rest.ID(e.Actor), e.Name, e.Act, title, object, detail, e.IP})
		}
		return err
	})
	return out, err
}
