package casework_test

import (
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Most moves leave the clocks alone and do not compute them again. Whatever way a case took, the
// date in the lists is the one that its whole history gives.
func TestStoredDueIsThatOfTheHistory(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	rapid.Check(t, func(r *rapid.T) {
		day := calendar.MustDay("2026-01-04")
		clock.SetDay(day)
		k := do(t, o, entity(), nil, "write", &write{Title: "期限"})
		for range rapid.IntRange(0, 12).Draw(r, "moves") {
			day += calendar.Day(rapid.IntRange(0, 9).Draw(r, "days"))
			clock.SetDay(day)
			who := rapid.SampledFrom([]casework.Actor{clerk(), other()}).Draw(r, "who")
			allowed := o.Allowed(who, k)
			if len(allowed) == 0 {
				break
			}
			m := rapid.SampledFrom(allowed).Draw(r, "move")
			if m.Code == "sign" {
				who = actor(22, 0, casework.Clerk) // neither of those who draft
			}
			k = do(t, o, who, k, m.Code, &answer{})
			sameDue(r, t, o, k)
		}
	})
}

// sameDue compares a case as it is stored with the clocks computed from its events.
func sameDue(r *rapid.T, t *testing.T, o *casework.Office, k *casework.Case) {
	read(t, o, func(tx *store.Tx) error {
		stored, err := o.Get(t.Context(), tx, clerk(), k.ID)
		if err != nil {
			return err
		}
		clocks, err := o.Clocks(t.Context(), tx, k)
		var due calendar.Day
		for _, c := range clocks {
			if c.Running() {
				due = c.Result.Due
			}
		}
		if stored.Due != due || stored.State != k.State || stored.Version != k.Version {
			r.Errorf("stored %s %s v%d, history gives %s %s v%d", stored.State, stored.Due, stored.Version, k.State, due, k.Version)
		}
		return err
	})
}
