package center

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/casework/worklist/copied"
	"zhibao/casework/worklist/unmask"
	"zhibao/center/api"
	"zhibao/center/notify"
	"zhibao/center/upload"
	"zhibao/examination/abnormal"
	"zhibao/examination/field"
	"zhibao/examination/preexam"
	"zhibao/examination/quality"
	"zhibao/examination/registration"
	"zhibao/governance/administration"
	"zhibao/governance/outage"
	"zhibao/governance/privacy"
	"zhibao/industry/database"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/industry/database/value"
	"zhibao/industry/database/watch"
	"zhibao/internal/access"
	"zhibao/internal/web/form"
	"zhibao/protection/counterfeit"
	"zhibao/protection/delegation"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/comparison"
)

// grants is the whole policy: what the kernel, the charts and the pages grant. What nobody grants is
// refused.
func (c *Center) grants() []access.Grant {
	gs := casework.Grants()
	for _, ch := range c.Office.Charts() {
		gs = append(gs, ch.Grants()...)
	}
	for _, more := range [][]access.Grant{worklist.Grants(), board.Grants(), copied.Grants(), administration.Grants(), registration.Grants(), field.Grants(), preexam.Grants(), quality.Grants(), abnormal.Grants(), delegation.Grants(), infringement.Grants(), comparison.Grants(compared()...), counterfeit.Grants(), database.Grants(), searching.Grants(), designs.Grants(), navigation.Grants(), watch.Grants(), value.Grants(), outage.Grants(), privacy.Grants(), unmask.Grants(), c.Drafts.Grants(), c.Deliveries.Grants(), plumbing(), notify.Grants(), api.Grants()} {
		gs = append(gs, more...)
	}
	return append(gs, upload.Grants(c.senders(gs))...)
}

// senders are the roles that may ever fill in a form with files: a move that asks for some, or one of
// the pages that import. Nobody else has a reason to leave files here.
func (c *Center) senders(gs []access.Grant) (roles []string) {
	acts := []string{copied.ActTrace, comparison.ActEdit, administration.ActConfig, registration.ActBringIn, field.ActSet, preexam.ActMarks, preexam.ActPublished, quality.ActStaff, abnormal.ActList, designs.ActSearch, counterfeit.ActVerifier, database.ActEnter, value.ActEnter, outage.ActPlan}
	for _, ch := range c.Office.Charts() {
		for _, m := range ch.Moves {
			if form.Describe(m.Do.New(), fieldRules()).HasFiles() {
				acts = append(acts, ch.Act(m.Code))
			}
		}
	}
	for _, g := range gs {
		if slices.Contains(acts, g.Act) && !slices.Contains(roles, g.Role) {
			roles = append(roles, g.Role)
		}
	}
	slices.Sort(roles)
	return roles
}
