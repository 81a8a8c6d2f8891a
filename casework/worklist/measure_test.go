package worklist_test

import (
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestFirstMoves: a case that makes a move twice counts in the period of the first; what became of it
// is known at any time.
func TestFirstMoves(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-01-12"))
	ks := w.letters(t, 3)
	for i := range ks {
		ks[i] = w.do(t, 20, ks[i], "enter", &give{To: "31"})
	}
	for _, day := range []string{"2026-01-20", "2026-02-03", "2026-02-04"} {
		w.clock.SetDay(calendar.MustDay(day))
		ks[0] = w.do(t, 40, ks[0], "give", &give{To: "32"})
	}
	ks[1] = w.do(t, 40, ks[1], "give", &give{To: "32"})
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	w.do(t, 32, ks[1], "end", &letter{})
	month := func(m string) casework.Period {
		from := calendar.MustDay(m + "-01")
		y, n, _ := from.Civil()
		return casework.Period{From: from, To: calendar.Date(y, n+1, 1) - 1}
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		for m, want := range map[string][2][]int64{"2026-01": {{ks[0].ID}, {ks[0].ID}}, "2026-02": {{ks[1].ID}, {ks[0].ID, ks[0].ID, ks[1].ID}}, "2026-03": {nil, nil}} {
			first, err := casework.FirstMovesIn(t.Context(), tx, caseworktest.CenterID, "letter", month(m), "give>work", "ask")
			must(t, err)
			all, err := casework.MovesIn(t.Context(), tx, caseworktest.CenterID, "letter", month(m), "give", "ask")
			must(t, err)
			if !slices.Equal(caseIDs(first), want[0]) || !slices.Equal(caseIDs(all), want[1]) {
				t.Errorf("%s: first %v, all %v; want %v", m, caseIDs(first), caseIDs(all), want)
			}
		}
		made, err := casework.Made(t.Context(), tx, caseworktest.CenterID, []int64{ks[0].ID, ks[1].ID, ks[2].ID}, "give>work", "end>done")
		if len(made) != 2 || len(made[ks[0].ID]) != 3 || made[ks[0].ID][0] != calendar.MustDay("2026-01-20") || len(made[ks[1].ID]) != 2 {
			t.Errorf("made %v", made)
		}
		return err
	}))
}

func caseIDs(events []casework.Event) (out []int64) {
	for _, e := range events {
		out = append(out, e.Case)
	}
	return out
}

// TestMeans: a mean and a median name the cases that they were taken over; over none they say nothing.
func TestMeans(t *testing.T) {
	for _, c := range []struct {
		in           map[int64]float64
		mean, median float64
	}{{nil, 0, 0}, {map[int64]float64{7: 4}, 4, 4}, {map[int64]float64{9: 1, 3: 2, 5: 9}, 4, 2}, {map[int64]float64{1: 1, 2: 2, 3: 4, 4: 9}, 4, 3}} {
		mean, median := casework.Mean(c.in), casework.Median(c.in)
		if mean.Value != c.mean || median.Value != c.median || mean.Known != (len(c.in) > 0) || len(mean.Denominator) != len(c.in) ||
			mean.Denominator == nil || mean.Numerator != nil || !slices.IsSorted(median.Denominator) {
			t.Errorf("%v: mean %+v, median %+v", c.in, mean, median)
		}
	}
}
