package infringement

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/protection/infringement/matter"
)

// Admits reports whether somebody of the center reads the papers of a case: an expert only where it sits on the
// panel or is the technical investigator.
func (d *Desk) Admits(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (bool, error) {
	if !by.Is(casework.Expert) || len(by.Roles) > 1 {
		return true, nil
	}
	f, _, err := d.get(ctx, tx, k.ID)
	if err != nil {
		return false, err
	}
	return f.Sits(by.Account) || slices.ContainsFunc(f.Investigators, func(x matter.Investigator) bool { return x.Account == by.Account }), nil
}

// Judged reports whether the decision of a case is under review or made.
func Judged(k *casework.Case) bool {
	return slices.Contains([]string{Reviewing, Signing, Ordered, Denied, Suable, Litigating, Executing, Urged, Enforcing, Closing, Archived}, k.State)
}

// Bench says who sits on the panel of a case, the presiding member first, and who records; 0 for nobody.
func (d *Desk) Bench(ctx context.Context, tx *store.Tx, caseID int64) (panel []int64, recorder int64, err error) {
	f, _, err := d.get(ctx, tx, caseID)
	if err != nil {
		return nil, 0, err
	}
	for _, m := range f.Panel {
		switch {
		case !m.Until.IsZero():
		case m.Role == "recorder":
			recorder = m.Account
		case m.Role == "leader":
			panel = append([]int64{m.Account}, panel...)
		default:
			panel = append(panel, m.Account)
		}
	}
	return panel, recorder, nil
}
