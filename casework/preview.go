package casework

import (
	"context"
	"errors"
	"fmt"

	"zhibao/internal/store"
)

// errNotDone ends the transaction of a preview, so that nothing of it remains.
var errNotDone = errors.New("only a preview")

// Preview returns the clocks of a case as they are and as the move would leave them. The move is
// really made, with every check, and then given up: what a preview shows is what happens. Its errors
// are those of Move. It is for moves without slow work before them.
func (o *Office) Preview(ctx context.Context, r Request) (now, then []Clock, err error) {
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := o.load(ctx, tx, o.Policy.Reach(r.Actor.Subject, ActSee), r.Case)
		if err != nil {
			return err
		}
		if now, err = o.Clocks(ctx, tx, c); err != nil {
			return err
		}
		out, err := o.move(ctx, tx, r, true)
		if err != nil {
			return err
		}
		// A move that was made already has left its effect in the clocks.
		if then, err = o.Clocks(ctx, tx, out.Case); err != nil {
			return err
		}
		return errNotDone
	})
	if err != nil && !errors.Is(err, errNotDone) {
		return nil, nil, fmt.Errorf("preview %s: %w", r.Move, err)
	}
	return now, then, nil
}

// Weighs reports whether the effect of a move on running terms is shown to whoever makes it before
// it is made: one of the staff, who lengthens a term, or suspends or resumes the case.
func (c *Chart) Weighs(m *Move) bool {
	if m.Opens() || m.Do.Before != nil {
		return false
	}
	for _, r := range m.By {
		if r == Entity || r == AgencyRole || r == System {
			return false
		}
	}
	return m.Terms || c.pauses(m)
}

// pauses reports whether the move leads into or out of a state in which a clock stands still, other
// than to the end of the case.
func (c *Chart) pauses(m *Move) bool {
	for i := range c.Clocks {
		for _, from := range m.From {
			for _, to := range m.To {
				event := Event{From: from, To: to}
				if to != Stay && !c.State(to).Final && (&ClockRule{Pause: c.Clocks[i].Pause}).Touched(event) {
					return true
				}
			}
		}
	}
	return false
}
