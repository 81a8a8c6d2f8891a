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

// step lets some time pass, makes a few tries of one move, and looks at what came of each.
func (w *world) step(ctx context.Context) error {
	if w.rng.IntN(36) == 0 {
		if err := w.jump(ctx); err != nil {
			return err
		}
	} else {
		w.pass(time.Duration(1 + w.rng.Int64N(int64(90*time.Minute))))
	}
	for range 6 { // where there is nothing to fill in, somebody looks elsewhere at once
		t, err := w.choose(ctx)
		if err != nil {
			return err
		}
		w.last = nil
		if err = w.tries(ctx, t); err != nil || !errors.Is(w.last, errNothing) {
			return err
		}
	}
	return nil
}

// A turn is who makes which move, on which case if it opens none.
type turn struct {
	chart *casework.Chart
	move  *casework.Move
	k     *casework.Case
	by    casework.Actor
}

// patience is how often chance corrects an input that was refused.
const patience = 6

// tries makes a move, correcting what is said to be wrong until it is taken or patience is at its end.
func (w *world) tries(ctx context.Context, t turn) error {
	w.inputs.someone(t.k, t.by)
	o, err := w.inputs.offer(ctx, t.chart, t.move, t.k, t.by)
	if err != nil {
		return err
	}
	var last error
	defer func() {
		if last != nil {
			w.refusals++
			w.heeded(t, last)
		}
	}()
	if o.hopeless() {
		last, w.last = errNothing, errNothing
		return nil
	}
	if o.name == "inspection.settle" && t.k.State == "judging" {
		if err := w.proposed(ctx, t.k, o.known); err != nil {
			return err
		}
	}
	for range patience {
		var refused error
		in, err := o.read()
		switch {
		case w.rng.IntN(25) == 0: // past the form, which would not let it through
			in, err = w.inputs.nonsense(t.move), nil
		case err == nil && w.rng.IntN(25) == 0:
			w.inputs.spoilt(in)
		}
		var out casework.Outcome
		if refused = err; err == nil {
			r := casework.Request{Actor: t.by, Chart: t.chart.Code, Move: t.move.Code, Input: in, Key: fmt.Sprintf("key-%016x", w.rng.Uint64())}
			if t.k != nil {
				r.Case, r.Expected = t.k.ID, t.k.Version
				if w.rng.IntN(50) == 0 {
					r.Expected -= 1 + w.rng.Int64N(2)
				}
			}
			out, refused = w.make(ctx, t.chart, r)
		}
		if err := w.weigh(ctx, out, refused); err != nil {
			return err
		}
		if last = refused; refused == nil {
			o.kept()
			w.follow(t, out)
			return nil
		}
		w.obstructed(t, refused)
		if err := w.errand(ctx, t, refused); err != nil {
			return err
		}
		if w.last = refused; !o.mend(refused) {
			return nil
		}
	}
	return nil
}

// weigh looks at what came of a try: a refusal says why and changes nothing, what was done is there.
func (w *world) weigh(ctx context.Context, out casework.Outcome, refused error) error {
	if refused != nil && bad(refused) {
		return refused
	}
	return w.look(ctx, func(touched []int64) error {
		switch {
		case refused != nil && len(touched) > 0:
			return fmt.Errorf("a move was refused (%w) and something happened", refused)
		case refused == nil && !out.Replayed && !slices.Contains(touched, out.Case.ID):
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
			if err := errors.Join(w.shadow.agree(ctx, tx, id), w.owes(ctx, tx, w.shadow.cases[id])); err != nil {
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
	if err := errors.Join(w.holidays(ctx), w.welcomed(ctx)); err != nil {
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

// make makes a move, and sometimes makes it again as if the button had been pressed twice.
func (w *world) make(ctx context.Context, chart *casework.Chart, r casework.Request) (casework.Outcome, error) {
	told := w.told
	out, err := w.Office.Move(ctx, r)
	name := chart.Code + "." + r.Move
	if err != nil {
		w.told = told // what was asked for is taken back with the rest
		w.refused[name]++
		return out, fmt.Errorf("%s by %s with %+v: %w", name, r.Actor.Name, r.Input, err)
	}
	if w.moves[name]++; w.moves[name] == 1 {
		delete(w.far, chart.Code)
		delete(w.worth, chart.Code)
	}
	if w.rng.IntN(10) == 0 {
		told := w.told
		again, err := w.Office.Move(ctx, r)
		w.told = told // what was asked for before the first one was met is taken back
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
	return errors.Join(w.numbered(ctx, tx), w.delivered(ctx, tx), w.scored(ctx, tx), w.owed(ctx, tx))
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
