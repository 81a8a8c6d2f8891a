package preexam

import (
	"zhibao/casework"
	"zhibao/examination/preexam/archive"
	"zhibao/internal/access"
)

// Acts of the procedure beside its moves.
const (
	ActIdentity  = "preexam.identity"  // see the comparison of the filed with the passed text
	ActMarks     = "preexam.marks"     // export marks
	ActPublished = "preexam.published" // load published applications to compare with
	ActBatch     = "preexam.create"    // submit several packages at once
)

// Grants returns who may do what beside the moves of the chart.
func Grants() []access.Grant {
	var gs []access.Grant
	add := func(act string, rel access.Relation, states []string, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: rel, States: states})
		}
	}
	// The marker sees the texts only once there is something to compare.
	filed := []string{Identity, Marking, Mismatch, Marked, Answering, Granted, Rejected, Deemed, Ordinary, Abnormal, Objecting}
	add(ActIdentity, access.Owner, nil, casework.Entity)
	add(ActIdentity, access.Agent, nil, casework.AgencyRole)
	add(ActIdentity, access.Center, filed, casework.Marker)
	add(ActIdentity, access.Assigned, nil, casework.Examiner, casework.Reviewer)
	// The whole file is for the two sides of the case. Heads and directors have no use for it.
	add(archive.Act, access.Owner, nil, casework.Entity)
	add(archive.Act, access.Agent, nil, casework.AgencyRole)
	add(archive.Act, access.Assigned, nil, casework.Examiner, casework.Reviewer)
	add(ActMarks, access.Center, nil, casework.Marker, casework.Director)
	add(ActPublished, access.Center, nil, casework.Head, casework.Director)
	// The director decides on objections and therefore reads the text of those cases.
	add(casework.ActText, access.Center, []string{Objecting}, casework.Director)
	add(casework.ActForm, access.Center, []string{Objecting}, casework.Director)
	add(casework.ActName, access.Center, []string{Objecting}, casework.Director)
	return gs
}
