package casework

import (
	"time"

	"zhibao/internal/fault"
)

// Sampling is the kind of opening that a move of another case makes: somebody of the center judges
// finished work and reads for that purpose what is not theirs (质量抽检).
const Sampling = "sampling"

// A Reader is somebody to whom a case is opened.
type Reader struct {
	Account int64
	Name    string
}

// OpenTo opens another case to a reader until a moment, as the consequence of this move. It is an
// event of the case that is opened, with the reason sealed under its key. Errors: Forbidden when the
// reader declared a conflict of interest; Missing when its text was destroyed.
func (s *Step) OpenTo(caseID int64, to Reader, reason string, until time.Time) (err error) {
	defer fault.Wrap(&err, "open case %d", caseID)
	o := s.Office
	c, err := s.other(caseID)
	if err != nil {
		return err
	}
	if c.Conflicted(to.Account) {
		return fault.New(fault.Forbidden, "opening.conflict", "%s 已申明与案件 %s 有利害关系，不得查阅；请不予批准", to.Name, c.name())
	}
	p := Opening{ID: o.DB.NewID(), Center: c.Center, Case: c.ID, Account: to.Account, Reader: to.Name, Kind: Sampling, Asker: s.Actor.Account, Asked: s.Now,
		Decider: s.Actor.Account, DeciderName: s.Actor.Name, Decided: s.Now, Until: until}
	if p.event, err = o.mark(s.Ctx, s.Tx, c, s.Actor, act{moveSample, reason, p.Reader}); err != nil {
		return err
	}
	return insertOpening(s.Ctx, s.Tx, &p)
}

// CloseTo ends what OpenTo opened to an account; nothing happens where it has ended already.
func (s *Step) CloseTo(caseID, account int64) (err error) {
	defer fault.Wrap(&err, "close case %d", caseID)
	o := s.Office
	all, err := o.Openings(s.Ctx, s.Tx, s.Case.Center, caseID, 1000)
	if err != nil {
		return err
	}
	c, err := s.other(caseID)
	if err != nil {
		return err
	}
	for i := range all {
		p := &all[i]
		if p.Kind != Sampling || p.Account != account || !p.Live(s.Now) {
			continue
		}
		p.Until = s.Now
		if err := updateOpening(s.Ctx, s.Tx, p); err != nil {
			return err
		}
		// Without its key there is nothing left to read, and nothing to seal an event with.
		if _, err := o.Keys.CaseKey(s.Ctx, s.Tx, c.ID); fault.KindOf(err) == fault.Missing {
			continue
		}
		if _, err := o.mark(s.Ctx, s.Tx, c, s.Actor, act{moveEnd, "", p.Reader}); err != nil {
			return err
		}
	}
	return nil
}

// other holds and loads a secret case of the same center.
func (s *Step) other(caseID int64) (*Case, error) {
	c, err := s.Office.held(s.Ctx, s.Tx, s.Case.Center, caseID)
	if err != nil {
		return nil, err
	}
	if c.Center != s.Case.Center || !s.Office.ChartOf(c.Chart).Secret {
		return nil, missing()
	}
	return c, nil
}

// Begin opens a case of another procedure in the same transaction, as the consequence of this move.
// The system makes the opening move.
func (s *Step) Begin(chart, move string, input any) (*Case, error) {
	return s.consequence(Request{Actor: Robot(s.Case.Center), Chart: chart, Move: move, Input: input})
}
