package registration

import (
	"zhibao/internal/identity"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

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
