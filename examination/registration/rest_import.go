package registration

import (
	"zhibao/internal/identity"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// A RegisterImport is a file that is being read in, with what becomes of each row.
type RegisterImport struct {
	ID     string       `json:"id"`
	State  string       `json:"state" doc:"planned 已核对未写入、running 写入中、done 已完成"`
	New    int          `json:"new" doc:"将写入的行数"`
	Done   int          `json:"done"`
	Failed int          `json:"failed"`
	Rows   []ImportLine `json:"rows"`
}

// An ImportLine is one row of the file.
type ImportLine struct {
	Line  int    `json:"line"`
	Name  string `json:"name"`
	State string `json:"state" doc:"new、same、conflict、error 或 done"`
	Why   string `json:"why,omitempty"`
}

// A Member is one account of a party.
type Member struct {
	ID     string `json:"id"`
	Login  string `json:"login"`
	Name   string `json:"name"`
	Status string `json:"status"`
}

// A MemberLink is the one-time link with which the owner of an account sets a password.
type MemberLink struct {
	Account string `json:"account"`
	Path    string `json:"path,omitempty" doc:"一次性地址，只给出这一次"`
}

// importView is a file as programs see it.
func importView(b *batch) RegisterImport {
	out := RegisterImport{ID: rest.ID(b.ID), State: b.State, New: b.Total, Done: b.Done, Failed: b.Failed, Rows: []ImportLine{}}
	for _, r := range b.Rows {
		out.Rows = append(out.Rows, ImportLine{r.Line, r.Values["name"], r.State, r.Why})
	}
	return out
}

// restImports are reading in a register: dry run, confirmation, report.
func (d *Desk) restImports() []rest.Endpoint {
	file, confirm := form.Describe(importForm{}, rules()), form.Describe(confirmForm{}, rules())
	sheet := []string{xlsx}
	return []rest.Endpoint{
		{Method: "GET", Path: "/registration/imports/template", Act: ActBringIn, Title: web.Text{"转入名册的模板", "Template of a register to bring in"}, Pages: []string{"GET /registration/import/template"},
			Files: sheet, Handle: rest.File(d.importTemplate)},
		{Method: "POST", Path: "/registration/imports", Act: ActBringIn, Title: web.Text{"上传名册并核对（不写入）", "Check a register; nothing is entered"},
			Pages: []string{"GET /registration/import", "POST /registration/import"}, Body: file, Answer: RegisterImport{}, Status: 201, Handle: func(c *rest.Call) (any, error) {
				var in importForm
				if err := c.Read(file, &in); err != nil {
					return nil, err
				}
				b, err := d.planFile(c.Ctx, &in)
				if err != nil {
					return nil, err
				}
				return importView(b), nil
			}},
		{Method: "GET", Path: "/registration/imports/{id}", Act: ActBringIn, Title: web.Text{"核对或写入的逐行结果", "Row by row, what becomes of the register"}, Pages: []string{"GET /registration/import/{id}"},
			Answer: RegisterImport{}, Handle: func(c *rest.Call) (any, error) {
				b, err := d.batchOf(c.Ctx)
				if err != nil {
					return nil, err
				}
				return importView(b), nil
			}},
		// A row that was brought in is not brought in twice, so a call that broke off can be made again.
		{Method: "POST", Path: "/registration/imports/{id}", Act: ActBringIn, Title: web.Text{"确认写入；中断后可再次调用，接着写", "Bring in what was checked; goes on where it stopped"},
			Pages: []string{"POST /registration/import/{id}"}, Body: confirm, Answer: RegisterImport{}, Once: true, Timeout: importTimeout, Handle: func(c *rest.Call) (any, error) {
				b, err := d.batchOf(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in confirmForm
				if err := c.Read(confirm, &in); err != nil {
					return nil, err
				}
				if err := d.confirmBatch(c.Ctx, b); err != nil {
					return nil, err
				}
				return importView(b), nil
			}},
		{Method: "GET", Path: "/registration/imports/{id}/failed", Act: ActBringIn, Title: web.Text{"未写入的行", "Rows that were not brought in"}, Pages: []string{"GET /registration/import/{id}/failed"},
			Files: sheet, Handle: rest.File(d.importFailed)},
	}
}

// memberView is an account as its colleagues see it.
func memberView(a *identity.Account) Member {
	return Member{rest.ID(a.ID), a.Login, a.Name, a.Status}
}

// memberLink is the link of an account, where one was made.
func memberLink(m *identity.Account, token string, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	out := MemberLink{Account: rest.ID(m.ID)}
	if token != "" {
		out.Path = "/password/" + token
	}
	return out, nil
}

// restMembers are the accounts of one's own party.
func (d *Desk) restMembers() []rest.Endpoint {
	add, act := form.Describe(memberForm{}, rules()), form.Describe(memberAct{}, rules())
	return []rest.Endpoint{
		{Method: "GET", Path: "/my/accounts", Act: ActAccounts, Title: web.Text{"本单位账号", "Accounts of the party"}, Pages: []string{"GET /my/accounts", "GET /my/accounts/{id}"}, Answer: []Member{},
			Handle: func(c *rest.Call) (any, error) {
				out := []Member{}
				all, err := d.members(c.Ctx)
				for _, m := range all {
					out = append(out, memberView(m))
				}
				return out, err
			}},
		{Method: "POST", Path: "/my/accounts", Act: ActAccounts, Title: web.Text{"增加本单位账号", "Add an account of the party"}, Pages: []string{"POST /my/accounts"}, Body: add, Answer: MemberLink{}, Status: 201,
			Handle: func(c *rest.Call) (any, error) {
				var in memberForm
				if err := c.Read(add, &in); err != nil {
					return nil, err
				}
				m, token, err := d.addMember(c.Ctx, &in)
				return memberLink(m, token, err)
			}},
		{Method: "POST", Path: "/my/accounts/{id}", Act: ActAccounts, Title: web.Text{"停用、启用本单位账号，或重设密码链接", "Disable, enable, or a new link"}, Pages: []string{"POST /my/accounts/{id}"}, Body: act,
			Answer: MemberLink{}, Handle: func(c *rest.Call) (any, error) {
				m, err := d.colleague(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in memberAct
				if err := c.Read(act, &in); err != nil {
					return nil, err
				}
				token, err := d.actOn(c.Ctx, m, in.Act)
				return memberLink(m, token, err)
			}},
	}
}
