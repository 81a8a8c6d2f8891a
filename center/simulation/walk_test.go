package simulation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// step lets some time pass, makes one try, and looks at what came of it.
func (w *world) step(ctx context.Context) error {
	if w.rng.IntN(12) == 0 {
		if err := w.jump(ctx); err != nil {
			return err
		}
	} else {
		w.pass(time.Duration(1 + w.rng.Int64N(int64(2*time.Hour))))
	}
	out, tried := w.try(ctx)
	if tried != nil && bad(tried) {
		return tried
	}
	return w.look(ctx, func(touched []int64) error {
		switch {
		case tried != nil && len(touched) > 0:
			return fmt.Errorf("a move was refused (%w) and something happened", tried)
		case tried == nil && out.Case != nil && !out.Replayed && !slices.Contains(touched, out.Case.ID):
			return fmt.Errorf("%s was acknowledged and is not there", out.Event.Move)
		case out.Replayed && len(touched) > 0:
			return errors.New("a repeated request acted twice")
		}
		return nil
	})
}

// bad reports whether a refusal is none that a person can read and act upon.
func bad(err error) bool { return fault.Of(err) == nil || fault.KindOf(err) == fault.Internal }

// look compares what happened since the last time with what may happen.
func (w *world) look(ctx context.Context, also func(touched []int64) error) error {
	return w.DB.Read(ctx, func(tx *store.Tx) error {
		touched, err := w.shadow.read(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range touched {
			if err := w.shadow.agree(ctx, tx, id); err != nil {
				return err
			}
		}
		return also(touched)
	})
}

// pass moves the clock and counts the years of cases.
func (w *world) pass(d time.Duration) {
	w.clk.pass(d)
	w.years += float64(w.shadow.open()) * d.Hours() / 24 / 365.2425
}

// jump lets days, weeks or once in a while a year pass, and does what the program does meanwhile.
func (w *world) jump(ctx context.Context) error {
	days := 1 + w.rng.IntN(4)
	switch n := w.rng.IntN(100); {
	case n == 0:
		days = w.rng.IntN(400)
	case n < 10:
		days = w.rng.IntN(40)
	}
	w.pass(time.Duration(days)*24*time.Hour + time.Duration(w.rng.Int64N(int64(24*time.Hour))))
	return w.tend(ctx)
}

// tend does the work of the background until nothing is left to do.
func (w *world) tend(ctx context.Context) error {
	if err := w.holidays(ctx); err != nil {
		return err
	}
	if err := w.Tend(ctx); err != nil {
		return err
	}
	for n := 1; n > 0; {
		var err error
		if n, err = w.RunJobs(ctx); err != nil {
			return err
		}
	}
	if w.log.Len() > 0 {
		return fmt.Errorf("the background complains: %s", w.log.String())
	}
	if err := w.look(ctx, func([]int64) error { return nil }); err != nil {
		return err
	}
	return w.DB.Read(ctx, func(tx *store.Tx) error { return w.delivered(ctx, tx) })
}

// delivered compares the messages that were asked for with those that went out.
func (w *world) delivered(ctx context.Context, tx *store.Tx) error {
	var letters, sent, tries, jobs int
	err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0), COALESCE(SUM(tries), 0) FROM mailbox_letter`).Scan(&letters, &sent, &tries)
	if err != nil {
		return err
	}
	err = tx.Row(ctx, `SELECT COUNT(*) FROM job_job WHERE failed OR lease <> 0 OR run_at <= $1`, w.clk.Now().UnixMicro()).Scan(&jobs)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "data", "outbox", "*.eml"))
	if err == nil && (letters != w.told || sent != letters || tries != letters || len(files) != letters || jobs != 0) {
		err = fmt.Errorf("%d messages asked for, %d letters, %d sent in %d tries, %d files, %d jobs left", w.told, letters, sent, tries, len(files), jobs)
	}
	return err
}

// try makes one move: mostly one that the chart and the policy allow, sometimes any other.
func (w *world) try(ctx context.Context) (casework.Outcome, error) {
	if len(w.shadow.ids) < 20 || w.rng.IntN(6) == 0 {
		return w.begin(ctx)
	}
	m := w.shadow.cases[w.shadow.ids[w.rng.IntN(len(w.shadow.ids))]]
	for range 8 { // rather an open one
		if !m.chart.State(m.state).Final {
			break
		}
		m = w.shadow.cases[w.shadow.ids[w.rng.IntN(len(w.shadow.ids))]]
	}
	var k *casework.Case
	err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
		k, err = w.Office.Get(ctx, tx, casework.Robot(w.id()), m.id)
		return err
	})
	if err != nil {
		return casework.Outcome{}, fmt.Errorf("load %s case %d: %w", m.chart.Code, m.id, err)
	}
	move, by := &m.chart.Moves[w.rng.IntN(len(m.chart.Moves))], w.people[w.rng.IntN(len(w.people))]
	if w.rng.IntN(8) > 0 {
		move, by = w.allowed(m.chart, k, move, by)
	}
	in, err := w.inputs.make(ctx, m.chart, move, k)
	if err != nil {
		return casework.Outcome{}, fmt.Errorf("input of %s.%s: %w", m.chart.Code, move.Code, err)
	}
	r := casework.Request{Actor: by, Case: k.ID, Move: move.Code, Input: in, Expected: k.Version, Key: fmt.Sprintf("key-%016x", w.rng.Uint64())}
	if w.rng.IntN(20) == 0 {
		r.Expected -= 1 + w.rng.Int64N(2)
	}
	return w.make(ctx, m.chart, r)
}

// allowed draws a move that somebody may make on the case, and who; otherwise what was drawn before.
func (w *world) allowed(chart *casework.Chart, k *casework.Case, move *casework.Move, by casework.Actor) (*casework.Move, casework.Actor) {
	type choice struct {
		move *casework.Move
		by   casework.Actor
	}
	var all []choice
	for i := range chart.Moves {
		m := &chart.Moves[i]
		if !slices.Contains(m.From, k.State) {
			continue
		}
		var who []casework.Actor
		for _, p := range w.people {
			if w.Office.Policy.May(p.Subject, chart.Act(m.Code), k.Object()) {
				who = append(who, p)
			}
		}
		if len(who) > 0 {
			c := choice{m, who[w.rng.IntN(len(who))]}
			all = append(all, c)
			if w.moves[chart.Code+"."+m.Code] == 0 { // what was never done is tried more often
				all = append(all, c, c)
			}
		}
	}
	if len(all) == 0 {
		return move, by
	}
	c := all[w.rng.IntN(len(all))]
	return c.move, c.by
}

// often lists the procedures of which a center has most.
var often = []string{"preexam", "preexam", "preexam", "infringement", "infringement", "counterfeit", "counterfeit", "abnormal", "registration"}

// begin opens a case of some procedure.
func (w *world) begin(ctx context.Context) (casework.Outcome, error) {
	charts := w.Office.Charts()
	for {
		chart := w.Office.Chart(often[w.rng.IntN(len(often))])
		if w.rng.IntN(8) == 0 {
			chart = charts[w.rng.IntN(len(charts))]
		}
		m := &chart.Moves[w.rng.IntN(len(chart.Moves))]
		by := w.people[w.rng.IntN(len(w.people))]
		if !m.Opens() || !w.Office.MayOpen(by, chart, m.Code) && w.rng.IntN(200) > 0 {
			continue
		}
		in, err := w.inputs.make(ctx, chart, m, nil)
		if err != nil {
			return casework.Outcome{}, fmt.Errorf("input of %s.%s: %w", chart.Code, m.Code, err)
		}
		return w.make(ctx, chart, casework.Request{Actor: by, Chart: chart.Code, Move: m.Code, Input: in, Key: fmt.Sprintf("key-%016x", w.rng.Uint64())})
	}
}

// make makes a move, and sometimes makes it again as if the button had been pressed twice.
func (w *world) make(ctx context.Context, chart *casework.Chart, r casework.Request) (casework.Outcome, error) {
	out, err := w.Office.Move(ctx, r)
	name := chart.Code + "." + r.Move
	if err != nil {
		w.refused[name]++
		return out, fmt.Errorf("%s by %s with %+v: %w", name, r.Actor.Name, r.Input, err)
	}
	w.moves[name]++
	if w.rng.IntN(10) == 0 {
		again, err := w.Office.Move(ctx, r)
		if err != nil && fault.CodeOf(err) != "case.reused" || err == nil && (!again.Replayed || again.Event.Seq != out.Event.Seq) {
			return out, fmt.Errorf("%s made again: %w, another move: %v", name, err, !again.Replayed)
		}
	}
	return out, nil
}

// whole looks at everything at once, when nothing is under way: the chains, the numbers, the terms of all
// cases, the messages.
func (w *world) whole(ctx context.Context) error {
	if err := w.tend(ctx); err != nil {
		return err
	}
	return w.DB.Read(ctx, func(tx *store.Tx) error { return w.wholeIn(ctx, tx) })
}

func (w *world) wholeIn(ctx context.Context, tx *store.Tx) error {
	v, err := casework.VerifyTx(ctx, tx)
	if err != nil || len(v.Flaws) > 0 {
		return fmt.Errorf("verify: %v, %w", v.Flaws, err)
	}
	for _, id := range w.shadow.ids {
		if err := w.shadow.agree(ctx, tx, id); err != nil {
			return err
		}
	}
	return errors.Join(w.numbered(ctx, tx), w.delivered(ctx, tx))
}

// numbered reports a series of case numbers in which one is missing or given twice.
func (w *world) numbered(ctx context.Context, tx *store.Tx) error {
	rows, err := tx.Query(ctx, `SELECT number FROM casework_case WHERE number IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	series := map[string][]int{}
	for rows.Next() {
		var number string
		if err := rows.Scan(&number); err != nil {
			return err
		}
		p := strings.Split(number, "-")
		n, err := strconv.Atoi(p[3])
		if err != nil || !casework.ValidNumber(number) {
			return fmt.Errorf("the number %s", number)
		}
		series[p[0]+p[2]] = append(series[p[0]+p[2]], n)
	}
	for name, all := range series {
		slices.Sort(all)
		for i, n := range all {
			if n != i+1 {
				return fmt.Errorf("series %s has %d where %d must be", name, n, i+1)
			}
		}
	}
	return rows.Err()
}

// wanted is a size from the environment.
func wanted(env string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(env)); err == nil {
		return n
	}
	return usual
}
