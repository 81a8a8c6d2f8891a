package document

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Reads reports whether the actor may read the papers of a case: all of them, or, where several
// sides stand in the case, a party those that were served on it or on whom it acts for.
func Reads(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (func(paper int64) bool, error) {
	if a.Party == 0 || len(o.ChartOf(k.Chart).Sides) == 0 {
		all := o.Policy.May(a.Subject, casework.ActForm, k.Object())
		return func(int64) bool { return all }, nil
	}
	stands := standsFor(a, k)
	sent, err := Deliveries(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	return func(paper int64) bool {
		return slices.ContainsFunc(sent, func(d Delivery) bool {
			return d.Paper == paper && slices.Contains(stands, d.Party) && !d.Delivered.IsZero()
		})
	}, nil
}

// standsFor lists the parties whose service concerns a party in a case: itself, and those for which it acts.
func standsFor(a casework.Actor, k *casework.Case) []int64 {
	stands := []int64{a.Party}
	if a.Party == k.Agent {
		stands = append(stands, k.Owner)
	}
	for _, p := range k.Parts() {
		if p.Party == a.Party && p.For != 0 {
			stands = append(stands, p.For)
		}
	}
	return stands
}

// Told lists the deliveries in a case of which the actor may know. Where several sides stand in the case,
// a party learns how papers were served on it, and not on the others.
func Told(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) ([]Delivery, error) {
	sent, err := Deliveries(ctx, tx, k.Center, k.ID)
	if a.Party != 0 && len(o.ChartOf(k.Chart).Sides) > 0 {
		stands := standsFor(a, k)
		sent = slices.DeleteFunc(sent, func(d Delivery) bool { return !slices.Contains(stands, d.Party) })
	}
	return sent, err
}

// Visible lists the papers of a case of which the actor may know, oldest first, and says which of
// them it may read. A party knows of no paper that was served on another side alone.
func Visible(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (papers []*Paper, reads func(int64) bool, err error) {
	defer fault.Wrap(&err, "papers that may be seen")
	if reads, err = Reads(ctx, tx, o, a, k); err != nil {
		return nil, nil, err
	}
	papers, err = Of(ctx, tx, k.Center, k.ID)
	if a.Party != 0 && len(o.ChartOf(k.Chart).Sides) > 0 {
		papers = slices.DeleteFunc(papers, func(p *Paper) bool { return !reads(p.ID) })
	}
	return papers, reads, err
}
