package mutual

import (
	"context"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Acts in the access policy.
const (
	ActReview  = "admin.review"  // look at what the other administrators did
	ActConsent = "admin.consent" // agree to dangerous acts, or refuse them
)

// three are the administrators who exclude each other, by their roles.
func three() []casework.Role {
	return []casework.Role{casework.SysAdmin, casework.SecAdmin, casework.Auditor}
}

// Grants gives the acts to the three administrators and to nobody else.
func Grants() (gs []access.Grant) {
	for _, r := range three() {
		gs = append(gs, access.Grant{Act: ActReview, Role: string(r), Rel: access.Center}, access.Grant{Act: ActConsent, Role: string(r), Rel: access.Center})
	}
	return gs
}

// reviewDays is after how many days an act that nobody looked at alarms.
const reviewDays = "admin.review_days"

// Settings declares what a center decides about its administrators.
func Settings() []setting.Def {
	const title = "管理操作多少天无人复核即报警"
	return []setting.Def{{Key: reviewDays, Title: title, English: "Days after which an act of an administrator that nobody looked at alarms", Type: setting.Int, Default: map[string]string{"": "7"}, Sure: rule.Unsure,
		Level: rule.Center, Group: "admin", Grave: true, Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}}
}

// Words are an entry of the audit in the language of the page.
type Words struct{ Title, About, What string }

// Deps is what a Desk needs.
type Deps struct {
	Office *casework.Office
	Book   *identity.Book
	Rules  form.Rules
	// Words says what entries of the audit are about.
	Words func(c *web.Ctx, tx *store.Tx, entries []identity.Entry) ([]Words, error)
}

// Desk is where the administrators look at each other's acts.
type Desk struct {
	Deps
	// Remind tells people that something waits for them at a path of the program; nobody is told while it is nil.
	Remind func(ctx context.Context, tx *store.Tx, center int64, path string, to []int64) error
	// Kinds are the dangerous acts, by the code that is stored.
	Kinds map[string]Kind

	sign, voice, export *form.Schema
}

// New describes the forms, so that a mistake in their tags is found when the program starts.
func New(d Deps) *Desk {
	// The kinds of other packages are added by them.
	return &Desk{Deps: d, sign: form.Describe(signForm{}, d.Rules), voice: form.Describe(voiceForm{}, d.Rules), export: form.Describe(exportForm{}, d.Rules),
		Kinds: map[string]Kind{kindExport: {Title: web.Text{"导出审计记录", "Export of the audit"}}}}
}

// Routes are the pages, for the module of the administration.
func (d *Desk) Routes() []web.Route {
	return append(d.list().Routes(),
		web.Route{Method: "GET", Pattern: "/admin/consents", Act: ActConsent, Handler: d.consentsPage},
		web.Route{Method: "GET", Pattern: "/admin/consents/{id}", Act: ActConsent, Handler: d.consentPage},
		web.Route{Method: "POST", Pattern: "/admin/consents/{id}", Act: ActConsent, Handler: d.consentPage},
		web.Route{Method: "GET", Pattern: "/admin/audit/export", Act: actAudit, Handler: d.exportPage},
		web.Route{Method: "POST", Pattern: "/admin/audit/export", Act: actAudit, Handler: d.exportPage},
		web.Route{Method: "GET", Pattern: "/admin/audit/export/{id}", Act: actAudit, Handler: d.exportFile})
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() []rest.Endpoint { return d.restReview() }

// Acts are what a key can be limited to.
func Acts() []rest.Act {
	return []rest.Act{{Code: ActReview, Title: web.Text{"复核管理操作", "Looking at acts of administrators"}}}
}

// who is the person who asks, as the audit names it.
func who(c *web.Ctx) identity.Who {
	a := worklist.Actor(c)
	return identity.Who{Account: a.Account, Center: a.Center, Name: a.Name, IP: c.IP().String()}
}

// ownRole is in which of the three roles somebody acts, empty for everybody else.
func ownRole(a casework.Actor) string {
	for _, r := range three() {
		if slices.Contains(a.Roles, string(r)) {
			return string(r)
		}
	}
	return ""
}

// local is a time as the clock of the center shows it.
func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(calendar.Shanghai())
}
