package simulation

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/internal/store"
)

// crowd is how many open cases there are at least before chance works on those alone for most of its time.
const crowd = 12

// weary is how many refusals one after the other make chance turn to another case.
const weary = 12

// choose draws a turn: mostly a move that the chart and the policy allow, sometimes any other. A case that
// was worked on is mostly worked on further, so that cases come to their ends.
func (w *world) choose(ctx context.Context) (turn, error) {
	open := w.shadow.open()
	if open < crowd && w.rng.IntN(4) == 0 || w.rng.IntN(25) == 0 {
		return w.opening(), nil
	}
	if w.focus == nil || w.rng.IntN(40) == 0 || w.refusals > weary || w.focus.chart.State(w.focus.state).Final && w.rng.IntN(3) == 0 {
		w.focus, w.refusals = w.drawn(), 0
	}
	if w.focus == nil {
		return w.opening(), nil
	}
	t, err := w.on(ctx, w.focus)
	if err != nil {
		return t, err
	}
	if day := w.awaited(w.focus, t.k); day != 0 && w.rng.IntN(3+int(day-w.Office.Today())/5) == 0 {
		w.focus.until = 0
		w.pass(w.waits(day))
		if err := w.tend(ctx); err != nil {
			return t, err
		}
		if t, err = w.on(ctx, w.focus); err != nil {
			return t, err
		}
	}
	if w.rng.IntN(25) > 0 && w.allowed(&t) {
		return t, nil
	}
	t.move, t.by = &t.chart.Moves[w.rng.IntN(len(t.chart.Moves))], w.people[w.rng.IntN(len(w.people))]
	w.focus = nil
	return t, nil
}

// on loads a case.
func (w *world) on(ctx context.Context, m *mirror) (turn, error) {
	t := turn{chart: m.chart}
	err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
		t.k, err = w.Office.Get(ctx, tx, casework.Robot(w.id()), m.id)
		return err
	})
	if err != nil {
		err = fmt.Errorf("load %s case %d: %w", t.chart.Code, m.id, err)
	}
	return t, err
}

// drawn is some case, rather an open one, near to a move that is missing, and of a state that few have seen.
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

// rank is how little there is to gain from a case: its state promises little, was often left, much was refused,
// or it is at its end.
func (w *world) rank(m *mirror) float64 {
	n := float64(w.left[m.chart.Code+"."+m.state])/4 - 6*w.promises(m.chart)[m.state]
	for _, times := range m.failed {
		n += float64(times)
	}
	if m.chart.State(m.state).Final && w.distances(m.chart)[m.state] > 0 {
		n += 1000
	}
	return n
}

// follow stays with a case that a move was made on.
func (w *world) follow(t turn, out casework.Outcome) {
	w.refusals = 0
	if t.k != nil {
		w.left[t.chart.Code+"."+t.k.State]++
	}
	if m := w.shadow.cases[out.Case.ID]; m != nil {
		w.focus = m
		w.ripe(t.chart, t.move.Code, m)
	}
}

// allowed draws a move that somebody may make on the case, and who.
func (w *world) allowed(t *turn) bool {
	type choice struct {
		move  *casework.Move
		who   []casework.Actor
		share float64
	}
	var all []choice
	sum, on := 0.0, w.shadow.cases[t.k.ID]
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
		w.chances[t.chart.Act(m.Code)]++
		c := choice{m, who, w.share(m, t.k, on)}
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

// opening opens a case of some procedure, rather of one of which much is missing.
func (w *world) opening() turn {
	charts := w.Office.Charts()
	sum := 0
	weight := func(c *casework.Chart) int {
		n := 3 + w.wanting(c)
		for i := range c.Moves {
			if c.Moves[i].Opens() && w.missing(c, &c.Moves[i]) {
				n += 10
			}
		}
		return n
	}
	for _, c := range charts {
		sum += weight(c)
	}
	for {
		at, t := w.rng.IntN(sum), turn{}
		for _, c := range charts {
			if at -= weight(c); at < 0 {
				t.chart = c
				break
			}
		}
		var all []turn
		for i := range t.chart.Moves {
			m := &t.chart.Moves[i]
			for _, p := range w.people {
				if m.Opens() && (w.Office.MayOpen(p, t.chart, m.Code) || w.rng.IntN(5000) == 0) {
					all = append(all, turn{chart: t.chart, move: m, by: p})
				}
			}
		}
		// One that is missing, if there is any: a move that only one may make is as likely as one that all may.
		fresh := slices.DeleteFunc(slices.Clone(all), func(x turn) bool { return !w.missing(x.chart, x.move) })
		if len(fresh) > 0 && w.rng.IntN(2) == 0 {
			all = fresh
		}
		if len(all) == 0 {
			continue
		}
		t = all[w.rng.IntN(len(all))]
		if i := slices.Index(w.parties, t.by.Party); t.chart.Code == "preexam" && i >= usuals && i < len(w.parties)-1 && w.rng.IntN(8) > 0 {
			continue // who is not registered cannot submit it
		}
		return t
	}
}
