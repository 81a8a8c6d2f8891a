package casework_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
)

// told is what lists and the workload tell an actor about how many cases there are.
func told(t *testing.T, o *casework.Office, tx *store.Tx, a casework.Actor) (out []string) {
	t.Helper()
	today := o.Today()
	for i, f := range []casework.Filter{{}, {Open: true}, {Closed: true}, {Open: true, DueUntil: today}, {States: []string{"stopped"}}, {Open: true, Todo: &a},
		{Chart: "letter", Kind: "一般"}, {Handler: -1}, {Open: true, Mine: a.Account}} {
		f.CountOnly = true
		l, err := o.List(t.Context(), tx, a, f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%d: %d", i, l.Total))
	}
	work, err := o.Workload(t.Context(), tx, a)
	if err != nil {
		t.Fatal(err)
	}
	return append(out, fmt.Sprint(work))
}

// TestCountsAreTrue: whatever is done, what is remembered is what would be counted, for whoever asks. A
// transaction that writes counts itself, so it tells the truth.
func TestCountsAreTrue(t *testing.T) {
	s := setup()
	c := chart()
	avoid := *c.Move("note")
	avoid.Code, avoid.Title, avoid.English = "avoid", "avoid", "avoid"
	avoid.Do = casework.Input(func(s *casework.Step, _ *answer) error { return s.DeclareConflict(15) })
	c.Moves = append(c.Moves, avoid)
	s.Charts = []*casework.Chart{c}
	o, clock := caseworktest.NewOffice(t, s)
	rng := rand.New(rand.NewPCG(1, 2))
	undone := errors.New("undone")
	people := []casework.Actor{head(), actor(17, 0, casework.Head), clerk(), entity()}
	var cases []*casework.Case
	for step := range 60 {
		switch moves := []string{"stop", "go", "more", "draft", "sign", "avoid"}; {
		case len(cases) == 0 || rng.IntN(4) == 0:
			cases = append(cases, do(t, o, entity(), nil, "write", &write{Title: "数"}))
		default:
			i := rng.IntN(len(cases))
			q := casework.Request{Actor: clerk(), Case: cases[i].ID, Expected: cases[i].Version, Move: moves[rng.IntN(len(moves))], Input: &answer{}}
			if q.Move == "sign" {
				q.Actor = other()
			}
			if out, err := o.Move(t.Context(), q); err == nil {
				cases[i] = out.Case
			}
		}
		if step%20 == 19 {
			clock.SetDay(o.Today() + 9)
		}
		for _, a := range people {
			var truth, got, again []string
			err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
				truth = told(t, o, tx, a)
				return undone
			})
			if !errors.Is(err, undone) {
				t.Fatal(err)
			}
			read(t, o, func(tx *store.Tx) error { got, again = told(t, o, tx, a), told(t, o, tx, a); return nil })
			if !slices.Equal(truth, got) || !slices.Equal(truth, again) {
				t.Fatalf("step %d, account %d: told %v, then %v; the truth is %v", step, a.Account, got, again, truth)
			}
		}
	}
	// What a transaction changed and took back is no version that others could be told of.
	before := len(cases)
	_ = o.DB.Write(t.Context(), func(tx *store.Tx) error {
		told(t, o, tx, head())
		return undone
	})
	do(t, o, entity(), nil, "write", &write{Title: "末"})
	read(t, o, func(tx *store.Tx) error {
		if l, err := o.List(t.Context(), tx, clerk(), casework.Filter{}); err != nil || l.Total != before+1 {
			t.Errorf("%d cases, want %d (%v)", l.Total, before+1, err)
		}
		return nil
	})
}
