package simulation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"zhibao/internal/store"
)

// usual is how many years of cases pass in a plain run, which is to take seconds.
const usual = 40

// floor is how many kinds of moves that a person makes succeed at least in a plain run, and share how many
// per cent of all that are possible here in a run of enough years.
const floor, share, enough = 220, 80, 1000

// TestSimulation lets chance work in a center for as many years of cases as asked for. ZHIBAO_YEARS sets
// how many, ZHIBAO_SEED repeats one.
func TestSimulation(t *testing.T) {
	years, seed := wanted("ZHIBAO_YEARS", usual), uint64(wanted("ZHIBAO_SEED", 0))
	if seed == 0 {
		if seed = 1; years > usual { // small runs are the same every time, large ones look for something new
			seed = uint64(time.Now().UnixNano() % 1_000_000_000)
		}
	}
	t.Logf("seed %d", seed)
	w := newWorld(t, seed)
	steps := 0
	for ; w.years < float64(years); steps++ {
		err := w.step(t.Context())
		if err == nil && steps%500 == 0 {
			err = w.whole(t.Context())
		}
		if err != nil {
			t.Fatalf("step %d, %s: %v\nrepeat: ZHIBAO_SEED=%d ZHIBAO_YEARS=%d go test ./center/simulation -run TestSimulation -v", steps, w.clk.Now().Format(time.DateTime), err, seed, years)
		}
	}
	if err := w.whole(t.Context()); err != nil {
		t.Fatal(err)
	}
	done, refused := 0, 0
	for _, n := range w.moves {
		done += n
	}
	for _, n := range w.refused {
		refused += n
	}
	w.judged(t)
	if os.Getenv("ZHIBAO_OBSTACLES") != "" { // what keeps chance from making the rest
		t.Log(w.obstacles())
	}
	made, all := w.kinds()
	t.Logf("%d steps to %s: %d moves of %d kinds (of %d that a person makes), %d refused, %d cases, %d messages", steps, w.clk.Now().Format(time.DateOnly), done, made, all, refused, len(w.shadow.ids), w.told)
	if done < steps/10 || refused == 0 || w.told == 0 || made < floor && years >= usual || made*100 < share*all && years >= enough {
		t.Error("the simulation did not try what it is for")
	}
}

// kinds counts the kinds of moves that a person can make here, and those of them that succeeded.
func (w *world) kinds() (made, all int) {
	for _, c := range w.Office.Charts() {
		for i := range c.Moves {
			name := c.Act(c.Moves[i].Code)
			if !byPerson(&c.Moves[i]) || beyond[name] != "" {
				continue
			}
			all++
			if w.moves[name] > 0 {
				made++
			}
		}
	}
	return made, all
}

// TestRepeats: a seed decides all that happens, otherwise a failure could not be had again.
func TestRepeats(t *testing.T) {
	var first string
	for range 2 {
		w := newWorld(t, 3)
		for range 150 {
			if err := w.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		run := fmt.Sprint(w.moves, w.refused, w.clk.Now(), w.told, len(w.shadow.ids), w.rng.Uint64())
		if first == "" {
			first = run
		}
		if run != first {
			t.Errorf("one seed, two courses:\n%s\n%s", first, run)
		}
	}
}

// found does damage within a transaction that is given up, and expects a look at it to find it.
func (w *world) found(t *testing.T, name, damage string, look func(context.Context, *store.Tx) error) {
	t.Helper()
	var found error
	back := errors.New("back")
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		if n, err := tx.Exec(t.Context(), damage); err != nil || n == 0 {
			return fmt.Errorf("%d rows, %w", n, err)
		}
		found = look(t.Context(), tx)
		return back
	})
	if !errors.Is(err, back) || found == nil {
		t.Errorf("%s: %v, found: %v", name, err, found)
	}
}

// settled is a world in which a sample was settled and a penalty is being paid. Chance may lead all cases past
// that: then another world tries.
func settled(t *testing.T) *world {
	t.Helper()
	for seed := uint64(1); ; seed++ {
		w := newWorld(t, seed)
		for range 100 {
			if err := w.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		err := errors.Join(w.inspected(t.Context()), w.penalised(t.Context()))
		if err == nil {
			return w
		}
		if t.Log(err); seed > 10 {
			t.Fatal("no world has a settled sample and a penalty that is being paid")
		}
	}
}

// TestFound: what the simulation looks for, it finds.
func TestFound(t *testing.T) {
	w := settled(t)
	if err := errors.Join(w.tend(t.Context()), w.whole(t.Context())); err != nil {
		t.Fatal(err)
	}
	const some = `(SELECT MIN(id) FROM casework_case WHERE due <> 0)`
	for name, fault := range map[string]string{
		"a clock is dropped":        `UPDATE casework_case SET due = 0, due_clock = '' WHERE id = ` + some,
		"a term is a day longer":    `UPDATE casework_case SET due = due + 1 WHERE id = ` + some,
		"a term is the wrong one's": `UPDATE casework_case SET due_party = NOT due_party WHERE id = ` + some,
		"a number is left out":      `UPDATE casework_series SET last = last + 1 WHERE series = 'registration'`,
		"a number is taken away":    `UPDATE casework_case SET number = NULL WHERE number = (SELECT MIN(number) FROM casework_case)`,
		"a case stands elsewhere":   `UPDATE casework_case SET state = 'nowhere' WHERE id = ` + some,
		"an event is changed":       `UPDATE casework_event SET role = 'auditor' WHERE id = (SELECT MIN(id) FROM casework_event)`,
		"an event is gone":          `DELETE FROM casework_event WHERE id = (SELECT MAX(id) FROM casework_event)`,
		"a message is lost":         `DELETE FROM mailbox_letter WHERE id = (SELECT MAX(id) FROM mailbox_letter)`,
		"a message went out twice":  `UPDATE mailbox_letter SET tries = 2 WHERE id = (SELECT MAX(id) FROM mailbox_letter)`,
		"a score is another one":    `UPDATE quality_sample SET score = score + 1 WHERE settled_day <> 0`,
		"an error is counted twice": `INSERT INTO quality_error (center_id, case_id, class, n) SELECT center_id, case_id, 'simulated', 1 FROM quality_sample WHERE settled_day <> 0`,
		"a result is taken back":    `UPDATE quality_sample SET settled_day = 0 WHERE settled_day <> 0`,
		"a job is due and not done": `INSERT INTO job_job (id, kind, payload, run_at, created_at) VALUES (1, 'nobody/knows', '1', 1, 1)`,
	} {
		w.found(t, name, fault, w.wholeIn)
	}
	// The sums alone find what is wrong with them, not only the chains that are broken with it.
	for name, fault := range map[string]string{
		"a payment is gone":        `DELETE FROM casework_event WHERE id = (SELECT MAX(id) FROM casework_event WHERE move = 'paid')`,
		"what was said counts":     `UPDATE casework_event SET move = 'paid' WHERE id = (SELECT MAX(id) FROM casework_event WHERE move = 'proof')`,
		"nothing is owed any more": `UPDATE casework_case SET attrs = '{}' WHERE chart = 'counterfeit' AND state = 'performing'`,
	} {
		w.found(t, name, fault, w.owed)
	}
	if err := w.whole(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	// A kernel that forgets to tell somebody is found as it goes on.
	tell := w.Office.Tell
	w.Office.Tell = w.addressed
	var err error
	for n := 0; n < 400 && err == nil; n++ {
		err = w.step(t.Context())
	}
	if err == nil || !strings.Contains(err.Error(), "messages asked for") {
		t.Errorf("lost messages: %v", err)
	}
	w.Office.Tell = tell
}
