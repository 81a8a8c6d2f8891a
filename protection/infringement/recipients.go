package infringement

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/protection/infringement/matter"
)

// apart is how a paper that asks for something goes to several: to each of those without an account by
// itself, with a code of its own, and in one to the others.
func apart(to []*matter.Party) (out [][]*matter.Party) {
	var online []*matter.Party
	for _, x := range to {
		if x.Outside {
			out = append(out, []*matter.Party{x})
			continue
		}
		online = append(online, x)
	}
	if len(online) > 0 {
		out = append(out, online)
	}
	return out
}

// unperformed are the respondents who have not done what was ordered.
func unperformed(f *matter.File) (out []*matter.Party) {
	for _, p := range f.Of(matter.Respondent) {
		if p.Performed.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

// usual is on whom a paper of the case would be served if its step were made now.
func (d *Desk) usual(ctx context.Context, tx *store.Tx, k *casework.Case, t *draft.Template) (groups [][]int64, err error) {
	f, _, err := d.get(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	var to [][]*matter.Party
	switch t.Code {
	case "receipt", "received", "correction", "lapse", "accepted", "refused", "forward":
		to = [][]*matter.Party{f.Of(matter.Requester)}
	case "answer":
		for _, p := range f.Opposed() {
			to = append(to, []*matter.Party{p})
		}
	case "ruling": // who asked
		for _, p := range d.served(f) {
			to = append(to, []*matter.Party{p})
		}
	case "decision":
		to = [][]*matter.Party{append(f.Of(matter.Requester), f.Opposed()...)}
	case "summons":
		to = apart(d.served(f))
	case "urge":
		to = apart(unperformed(f))
	case "site", "apply", "report":
	case "amend": // the requester made the change
		if told := d.told(f); len(told) > 0 {
			to = [][]*matter.Party{told}
		}
	default:
		to = [][]*matter.Party{d.served(f)}
	}
	for _, g := range to {
		var ids []int64
		for _, p := range g {
			ids = append(ids, p.ID)
		}
		groups = append(groups, ids)
	}
	return groups, nil
}
