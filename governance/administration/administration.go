package administration

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"slices"

	"zhibao/casework"
	"zhibao/governance/administration/mutual"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/openid"
	"zhibao/internal/identity/passkey"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

//go:embed view/*.html
var views embed.FS

//go:embed static
var static embed.FS

// Acts of administration in the access policy.
const (
	ActAccounts = "admin.accounts" // make, disable, reset accounts
	ActRoles    = "admin.roles"    // grant and revoke roles
	ActAudit    = "admin.audit"    // read and verify the audit
	ActConfig   = "admin.config"   // center configuration and calendar
	ActResets   = "admin.resets"   // give an account back to its owner, by two administrators
	ActKeys     = "admin.keys"     // see and revoke the API keys of the center
	ActSignIn   = "admin.signin"   // rules of signing in, and who else may say who somebody is
	ActSelf     = "self"           // one's own account
)

// Grants returns who may administer what.
func Grants() []access.Grant {
	// Always within one's own center. None of the administrators' acts touches a case.
	g := func(act string, r casework.Role) access.Grant {
		return access.Grant{Act: act, Role: string(r), Rel: access.Center}
	}
	gs := []access.Grant{g(ActAccounts, casework.SysAdmin), g(ActRoles, casework.SecAdmin), g(ActAudit, casework.Auditor), g(ActConfig, casework.Director),
		g(ActResets, casework.SysAdmin), g(ActResets, casework.SecAdmin), g(ActResets, casework.Auditor), g(ActKeys, casework.SecAdmin), g(ActSignIn, casework.SecAdmin)}
	gs = append(gs, mutual.Grants()...)
	// One's own account is everybody's business, the administrators' and the parties' too.
	for _, r := range casework.Roles() {
		gs = append(gs, g(ActSelf, r.Role))
	}
	return gs
}

// Desk is the administration of the program.
type Desk struct {
	Office *casework.Office
	Book   *identity.Book
	Limits *limit.Limiter
	Rules  form.Rules
	Keys   *passkey.Keeper
	OpenID *openid.Desk
	// Certificates are the certificates of people and the authorities that a center trusts.
	Certificates *certificate.Keeper
	URL          string // address of the site; as the visitor came where empty
	// Asks reports whether an account has yet to agree to how its data are handled; may be nil.
	Asks func(ctx context.Context, center, account int64) (bool, error)
	// Bars says why somebody may use only what is their own and what is public; nil: nothing is closed. May be nil.
	Bars func(ctx context.Context, a casework.Actor) (why, err error)
	Demo []DemoAccount // shown on the sign-in page of the demo only

	Mutual *mutual.Desk // how the three administrators watch each other, made by New

	// The described forms, made once by New.
	signIn, second, password, account, work, setting, calendar, reset, head, rules, provider, key, change, claim, sign, bind, authority *form.Schema
}

// A DemoAccount is one account of the demo with its well-known password.
type DemoAccount struct{ Login, Password, Who string }

// New describes all forms, so that a mistake in their tags is found when the program starts.
func New(d Desk) *Desk {
	d.signIn = form.Describe(signInForm{}, d.Rules)
	d.second = form.Describe(secondForm{}, d.Rules)
	d.password = form.Describe(passwordForm{}, d.Rules)
	d.account = form.Describe(accountForm{}, d.Rules)
	d.work = form.Describe(workForm{}, d.Rules)
	d.setting = form.Describe(settingForm{}, d.Rules)
	d.key = form.Describe(keyForm{}, d.Rules)
	d.sign = form.Describe(answerForm{}, d.Rules)
	d.bind = form.Describe(bindForm{}, d.Rules)
	d.authority = form.Describe(authorityForm{}, d.Rules)
	d.change = form.Describe(changeForm{}, d.Rules)
	d.claim = form.Describe(claimForm{}, d.Rules)
	d.rules = form.Describe(rulesForm{}, d.Rules)
	d.provider = form.Describe(providerForm{}, d.Rules)
	d.reset = form.Describe(resetForm{}, d.Rules)
	d.head = form.Describe(headForm{}, d.Rules)
	d.calendar = form.Describe(calendarForm{}, d.Rules)
	d.Mutual = mutual.New(mutual.Deps{Office: d.Office, Book: d.Book, Rules: d.Rules, Words: d.entryWords})
	maps.Copy(d.Mutual.Kinds, d.kinds())
	return &d
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "administration", Views: []fs.FS{views}, Assets: static, Routes: slices.Concat(d.waysIn(), d.certificateRoutes(), d.Mutual.Routes(), []web.Route{
		// Before a session exists there is nobody to ask the policy about: the forms of these pages
		// check passwords, codes and one-time tokens themselves.
		{Method: "GET", Pattern: "/sign-in", Public: true, Handler: d.signInPage},
		{Method: "POST", Pattern: "/sign-in", Public: true, Handler: d.signInPage},
		{Method: "GET", Pattern: "/second", Public: true, Handler: d.secondPage},
		{Method: "POST", Pattern: "/second", Public: true, Handler: d.secondPage},
		{Method: "GET", Pattern: "/password/{token}", Public: true, Handler: d.passwordPage},
		{Method: "POST", Pattern: "/password/{token}", Public: true, Handler: d.passwordPage},
		{Method: "POST", Pattern: "/sign-out", Public: true, Handler: d.signOut},
		{Method: "GET", Pattern: "/admin/accounts", Act: ActAccounts, Handler: d.accountsPage},
		{Method: "GET", Pattern: "/admin/accounts/new", Act: ActAccounts, Handler: d.newAccount},
		{Method: "POST", Pattern: "/admin/accounts/new", Act: ActAccounts, Handler: d.newAccount},
		// Acts on an account are posted without a form of their own: buttons in the list.
		{Method: "POST", Pattern: "/admin/accounts/{id}/{act}", Act: ActAccounts, Handler: d.accountAct},
		{Method: "GET", Pattern: "/admin/roles", Act: ActRoles, Handler: d.rolesPage},
		{Method: "GET", Pattern: "/admin/roles/{id}", Act: ActRoles, Handler: d.rolePage},
		{Method: "POST", Pattern: "/admin/roles/{id}", Act: ActRoles, Handler: d.rolePage},
		{Method: "GET", Pattern: "/admin/resets", Act: ActResets, Handler: d.resetsPage},
		{Method: "POST", Pattern: "/admin/resets", Act: ActResets, Handler: d.resetsPage},
		{Method: "POST", Pattern: "/admin/resets/{id}/{act}", Act: ActResets, Handler: d.resetAct},
		{Method: "GET", Pattern: "/admin/keys", Act: ActKeys, Handler: d.allKeysPage},
		{Method: "POST", Pattern: "/admin/keys/{no}/revoke", Act: ActKeys, Handler: d.revokeAny},
		{Method: "GET", Pattern: "/my/sessions", Act: ActSelf, Handler: d.sessionsPage},
		{Method: "POST", Pattern: "/my/sessions/{no}/end", Act: ActSelf, Handler: d.endSession},
		{Method: "GET", Pattern: "/admin/audit", Act: ActAudit, Handler: d.auditPage},
		{Method: "GET", Pattern: "/admin/treelog", Act: ActAudit, Handler: d.treelogPage},
		{Method: "POST", Pattern: "/admin/treelog", Act: ActAudit, Handler: d.treelogPage, Limit: 2 << 20},
		{Method: "GET", Pattern: "/admin/treelog/{size}", Act: ActAudit, Handler: d.headFile},
		{Method: "GET", Pattern: "/admin/settings", Act: ActConfig, Handler: d.settingsPage},
		{Method: "GET", Pattern: "/admin/settings/{key}", Act: ActConfig, Handler: d.settingPage},
		{Method: "POST", Pattern: "/admin/settings/{key}", Act: ActConfig, Handler: d.settingPage},
		{Method: "GET", Pattern: "/admin/calendar", Act: ActConfig, Handler: d.calendarPage},
		// 2 MB: the file is limited to 1 MB by its field, the rest is the form around it.
		{Method: "POST", Pattern: "/admin/calendar", Act: ActConfig, Handler: d.calendarPage, Limit: 2 << 20},
		{Method: "GET", Pattern: "/admin/staff/{id}", Act: ActConfig, Handler: d.staffPage},
		{Method: "POST", Pattern: "/admin/staff/{id}", Act: ActConfig, Handler: d.staffPage},
	})}
}

// actor returns who asks, as the audit names it.
func who(c *web.Ctx) identity.Who {
	a, _ := c.Actor.(casework.Actor)
	return identity.Who{Account: a.Account, Center: a.Center, Name: a.Name, IP: c.IP().String()}
}

// FirstStart makes the three administrators of a center and returns the one-time links with
// which they set their passwords. It refuses when the center has accounts already.
func FirstStart(ctx context.Context, db *store.DB, book *identity.Book, center int64, logins [3]string) (tokens [3]string, err error) {
	defer fault.Wrap(&err, "first start")
	// The order of the logins: system, security, audit.
	roles := [3]casework.Role{casework.SysAdmin, casework.SecAdmin, casework.Auditor}
	err = db.Write(ctx, func(tx *store.Tx) error {
		// Checked inside the transaction, so two starts at once cannot make six administrators.
		have, err := book.List(ctx, tx, center, 0)
		if err != nil {
			return err
		}
		if len(have) > 0 {
			return fault.New(fault.Conflict, "admin.started", "本中心已有账号，不能再次初始化；请用已有账号登录")
		}
		// Nobody is signed in yet; the audit names the occasion instead of a person.
		by := identity.Who{Center: center, Name: "首次启动"}
		for i, login := range logins {
			a := &identity.Account{Center: center, Login: login, Name: roles[i].Info().Title}
			if tokens[i], err = book.Create(ctx, tx, by, a); err != nil {
				return err
			}
			if err := book.Grant(ctx, tx, by, a.ID, string(roles[i])); err != nil {
				return err
			}
		}
		return nil
	})
	return tokens, err
}
