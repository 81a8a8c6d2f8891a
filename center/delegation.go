package center

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
	"zhibao/protection/delegation"
	"zhibao/protection/infringement"
)

// charts are the laws of all procedures, in the order of the notice.
func (c *Center) charts() []*casework.Chart {
	return slices.Concat([]*casework.Chart{c.Delegation.Chart(), c.Infringement.Chart(), c.Counterfeit.Chart(), c.Registration.Chart(), c.Preexam.Chart(), c.Abnormal.Chart()}, c.Quality.Charts(), []*casework.Chart{c.Outage.Chart()}, c.Privacy.Charts())
}

// delegable are the acts of all procedures that are done in the name of an authority.
func delegable() (out []delegation.Act) {
	for _, a := range infringement.Acts() {
		out = append(out, delegation.Act(a))
	}
	for _, a := range counterfeit.Acts() {
		out = append(out, delegation.Act(a))
	}
	out = append(out, delegation.Act{Code: draft.ActLetter, Title: "制作并送达通知书、告知书", English: "Issue notices and notifications"})
	return out
}

// entrusted asks by what right an act is done. Who approves at a desk acts for the authority and need be
// no officer of the entrustment, as those have to be who meet the person.
func (c *Center) entrusted(s *casework.Step, act string) (delegation.Mandate, error) {
	step := *s
	if s.Actor.Is(casework.Head) || s.Actor.Is(casework.Director) {
		step.Actor = casework.Robot(s.Case.Center)
	}
	return c.Delegation.Gate(&step, act)
}

// officers are the people of a center who can become officers of an entrustment.
func (c *Center) officers(ctx context.Context, tx *store.Tx, center int64) (out []delegation.Person, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		if slices.ContainsFunc(s.Roles, func(r casework.Role) bool { return r.Info().Staff }) {
			out = append(out, delegation.Person{Account: s.Account, Name: s.Name})
		}
	}
	return out, err
}
