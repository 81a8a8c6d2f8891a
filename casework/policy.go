package casework

import "zhibao/internal/access"

// Grants returns who may see cases, names, forms and texts, beside what the charts grant. It is
// the one place where reading is granted (专利法第二十一条第三款, notice 3.3).
//
// Province and nation see the metadata of cases, never titles or text. A head and a director see
// metadata. A clerk sees the request form, not claims or description. To heads, directors, second
// readers and inspectors from above a case can be opened for a time, see Opening.
func Grants() []access.Grant {
	var gs []access.Grant
	add := func(act string, rel access.Relation, roles ...Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: rel})
		}
	}
	add(ActSee, access.Owner, Entity)
	add(ActSee, access.Agent, AgencyRole)
	add(ActSee, access.Part, Entity, AgencyRole)
	add(ActSee, access.Center, Clerk, Examiner, Reviewer, Marker, Head, Director, System)
	add(ActSee, access.Province, ProvRole)
	add(ActSee, access.Nation, NationRole)

	add(ActName, access.Owner, Entity)
	add(ActName, access.Agent, AgencyRole)
	add(ActName, access.Part, Entity, AgencyRole)
	add(ActName, access.Center, Clerk, Marker)
	add(ActName, access.Assigned, Examiner, Reviewer)

	add(ActForm, access.Owner, Entity)
	add(ActForm, access.Agent, AgencyRole)
	add(ActForm, access.Center, Clerk, Marker)
	add(ActForm, access.Assigned, Examiner, Reviewer)

	add(ActText, access.Owner, Entity)
	add(ActText, access.Agent, AgencyRole)
	add(ActText, access.Assigned, Examiner, Reviewer)
	add(ActInbox, access.Center, Entity, AgencyRole)
	add(ActFigures, access.Center, Clerk, Examiner, Reviewer, Marker, Head, Director)
	return append(gs, openingGrants()...)
}
