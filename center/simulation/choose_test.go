package simulation

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/internal/store"
)

// crowd is how many open cases there are at least before chance works on those alone for most of its time.
const crowd = 25

// choose draws a turn: mostly a move that the chart and the policy allow, sometimes any other. A case that
// was worked on is mostly worked on further, so that cases come to their ends.
func (w *world) choose(ctx context.Context) (turn, error) {
	open := w.shadow.open()
	if open < crowd && w.rng.IntN(3) == 0 || w.rng.IntN(8+open/4) == 0 {
		return w.opening(), nil
	}
	if w.focus == nil || w.rng.IntN(12) == 0 || w.focus.chart.State(w.focus.state).Final && w.rng.IntN(3) == 0 {
		w.focus = w.drawn()
	}
	if w.focus == nil {
		return w.opening(), nil
	}
	t := turn{chart: w.focus.chart}
	err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
		t.k, err = w.Office.Get(ctx, tx, casework.Robot(w.id()), w.focus.id)
		return err
	})
	if err != nil {
		return t, fmt.Errorf("load %s case %d: %w", t.chart.Code, w.focus.id, err)
	}
	if w.rng.IntN(15) > 0 && w.allowed(&t) {
		return t, nil
	}
	t.move, t.by = &t.chart.Moves[w.rng.IntN(len(t.chart.Moves))], w.people[w.rng.IntN(len(w.people))]
	w.focus = nil
	return t, nil
}

// drawn is some case, rather an open one and rather one of a state that few have seen.
func (w *world) drawn() (best *mirror) {
	if len(w.shadow.ids) == 0 {
		return nil
	}
	for range 10 {
		m := w.shadow.cases[w.shadow.ids[w.rng.IntN(len(w.shadow.ids))]]
		if best == nil || w.rank(m) < w.rank(best) {
			best = m
		}
	}
	return best
}

// rank is how well a case is known: how often its state was left, and much if it is at its end.
func (w *world) rank(m *mirror) int {
	n := w.left[m.chart.Code+"."+m.state]
	if m.chart.State(m.state).Final {
		n += 1000
	}
	return n
}

// follow stays with a case that a move was made on.
func (w *world) follow(t turn, out casework.Outcome) {
	if t.k != nil {
		w.left[t.chart.Code+"."+t.k.State]++
	}
	if m := w.shadow.cases[out.Case.ID]; m != nil {
		w.focus = m
	}
}

// allowed draws a move that somebody may make on the case, and who. What was seldom done is tried more
// often, and what ends a case less.
func (w *world) allowed(t *turn) bool {
	type choice struct {
		move  *casework.Move
		who   []casework.Actor
		share float64
	}
	var all []choice
	sum := 0.0
	for i := range t.chart.Moves {
		m := &t.chart.Moves[i]
		if !slices.Contains(m.From, t.k.State) {
			continue
		}
		var who []casework.Actor
		for _, p := range w.people {
			if w.Office.Policy.May(p.Subject, t.chart.Act(m.Code), t.k.Object()) {
				who = append(who, p)
			}
		}
		if len(who) == 0 {
			continue
		}
		name := t.chart.Code + "." + m.Code
		c := choice{m, who, 1 / (1 + float64(w.moves[name]) + float64(w.refused[name])/12)}
		if ends(t.chart, m) {
			c.share /= 6
		}
		if ends(t.chart, m) && t.chart.Code == "registration" || t.chart.Code == "delegation" {
			c.share /= 30 // without parties and entrustments nothing else goes on
		}
		all, sum = append(all, c), sum+c.share
	}
	if len(all) == 0 {
		return false
	}
	at := w.rng.Float64() * sum
	for _, c := range all {
		if at -= c.share; at <= 0 || c.move == all[len(all)-1].move {
			t.move, t.by = c.move, c.who[w.rng.IntN(len(c.who))]
			return true
		}
	}
	return false
}

// ends reports whether a move leads to an end alone.
func ends(chart *casework.Chart, m *casework.Move) bool {
	return !slices.ContainsFunc(m.To, func(s string) bool { return s == casework.Stay || !chart.State(s).Final })
}

// often lists the procedures of which a center has most.
var often = []string{"preexam", "preexam", "infringement", "infringement", "counterfeit", "counterfeit", "abnormal", "registration"}

// opening opens a case of some procedure.
func (w *world) opening() turn {
	charts := w.Office.Charts()
	for {
		t := turn{chart: w.Office.Chart(often[w.rng.IntN(len(often))])}
		if w.rng.IntN(2) == 0 {
			t.chart = charts[w.rng.IntN(len(charts))]
		}
		t.move = &t.chart.Moves[w.rng.IntN(len(t.chart.Moves))]
		t.by = w.people[w.rng.IntN(len(w.people))]
		if t.move.Opens() && (w.Office.MayOpen(t.by, t.chart, t.move.Code) || w.rng.IntN(200) == 0) {
			return t
		}
	}
}
