package registration

import (
	"errors"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/registration/ladder"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/ident"
)

// Acts of the procedure beside its moves.
const (
	ActList     = "registration.list"     // list of all registered parties of the center
	ActFile     = "registration.file"     // particulars and documents of a registration
	ActAccounts = "registration.accounts" // accounts of one's own party
	ActTakeover = "registration.takeover" // requests to take over the accounts of a party
	ActBringIn  = "registration.bring_in" // read in an existing register
)

// Grants returns who may do what beside the moves of the chart.
func Grants() []access.Grant {
	var gs []access.Grant
	add := func(act string, rel access.Relation, states []string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: rel, States: states})
		}
	}
	add(ActList, access.Center, nil, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Head, casework.Director)
	add(ActList, access.Province, nil, casework.ProvRole)
	add(ActList, access.Nation, nil, casework.NationRole)
	add(ActFile, access.Owner, nil, casework.Entity, casework.AgencyRole)
	add(ActFile, access.Center, nil, casework.Clerk)
	add(ActAccounts, access.Owner, nil, casework.Entity, casework.AgencyRole)
	add(ActTakeover, access.Center, nil, casework.Clerk, casework.Director)
	// An agency owns its own registration, in which nobody acts for it.
	for _, act := range []string{casework.ActSee, casework.ActName, casework.ActForm} {
		add(act, access.Owner, nil, casework.AgencyRole)
	}
	// States that only a registration has: the director decides in them and signs their papers.
	own := []string{Assessing, Deciding, Announced, Reported, Active, Changing, Annual, Asking, Warned, Heard, Resuming, Cancelled, Closed}
	add(casework.ActName, access.Center, own, casework.Head, casework.Director)
	add(casework.ActForm, access.Center, append(own, Objecting), casework.Director)
	add(ActFile, access.Center, append(own, Objecting), casework.Director)
	return append(gs, ladder.Grants()...)
}

// Module returns the pages of the procedure.
func (d *Desk) Module() web.Module {
	routes := append(d.list().Routes(), d.Ladder.Routes()...)
	both := func(pattern, act string, h func(*web.Ctx) error) {
		for _, method := range []string{"GET", "POST"} {
			routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: act, Public: act == "", Handler: h, Limit: 64 << 20, Timeout: time.Minute})
		}
	}
	get := func(pattern, act string, h func(*web.Ctx) error) {
		routes = append(routes, web.Route{Method: "GET", Pattern: pattern, Act: act, Handler: h})
	}
	get("/registration/file/{id}/{file}", ActFile, d.filePage)
	both("/register", "", d.signUpPage)
	routes = append(routes, web.Route{Method: "GET", Pattern: "/announced", Public: true, Handler: func(c *web.Ctx) error { return d.notices().Page(c) }})
	both("/takeover", "", d.takeoverPage)
	get("/registration/takeovers", ActTakeover, d.takeoversPage)
	both("/registration/takeovers/{id}", ActTakeover, d.takeoverDesk)
	get("/registration/takeovers/{id}/file/{file}", ActTakeover, d.takeoverFile)
	both("/my/accounts", ActAccounts, d.accountsPage)
	both("/my/accounts/{id}", ActAccounts, d.accountPage)
	routes = append(routes, d.importer().Routes()...)
	return web.Module{Name: "registration", Routes: routes}
}

// who returns who acts, as the audit names it.
func who(c *web.Ctx) identity.Who {
	a := worklist.Actor(c)
	return identity.Who{Account: a.Account, Center: a.Center, Name: a.Name, IP: c.IP().String()}
}

// public bounds how often one address may send a public form.
func (d *Desk) public(c *web.Ctx, name string) error {
	if d.Limits == nil || !c.Posted() {
		return nil
	}
	return d.Limits.Allow(c.Context(), limit.Rule{Name: "registration." + name, Max: 20, Per: time.Hour}, c.IP().String())
}

// rules are the checks that the forms of these pages use by name.
func rules() form.Rules {
	wrap := func(parse func(string) error) form.Rule {
		return func(v string) web.Text {
			if e, ok := errors.AsType[*ident.Error](parse(v)); ok {
				return web.Text{e.Message, e.EN}
			}
			return web.Text{}
		}
	}
	return form.Rules{"uscc": wrap(func(v string) error { _, err := ident.ParseUSCC(v); return err }),
		"phone": wrap(func(v string) error { _, err := ident.ParsePhone(v); return err })}
}

// gone says that there is nothing for this person at the address.
func gone(what fault.Phrase) error {
	return fault.New(fault.Missing, "registration.missing", "没有这%s，或您无权查看；请从列表中打开", what)
}
