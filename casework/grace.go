package casework

import "zhibao/internal/fault"

// GraceMove is the move code of the event by which terms of a case are lengthened for a reason that lies
// outside it, as when nobody could file. It belongs to no chart and changes neither state nor version.
const GraceMove = "grace"

// Grace lengthens running terms of another case as the consequence of this move, as an event of that
// case, and tells its party. The event names the case of this move and the basis, and where something was
// received before it could be recorded, what and when: the time of the event itself is never that.
func (s *Step) Grace(caseID int64, ops []ClockOp, basis, received string) (err error) {
	defer fault.Wrap(&err, "grace for case %d", caseID)
	o := s.Office
	c, err := s.Office.held(s.Ctx, s.Tx, s.Case.Center, caseID)
	if err != nil {
		return err
	}
	e := Event{Actor: s.Actor.Account, Name: s.Actor.Name, Role: s.Move.role(s.Actor), Move: GraceMove, From: c.State, To: c.State,
		Meta: Meta{Via: s.Actor.Via, Version: c.Version, Basis: basis, Clocks: ops, Row: c.plain().digest(), Notes: map[string]string{"what": s.Case.Number}}}
	if received != "" {
		e.Meta.Notes["day"] = received
	}
	if err := o.aside(s.Ctx, s.Tx, c, &e, []byte("{}")); err != nil {
		return err
	}
	if err := o.reclock(s.Ctx, s.Tx, c); err != nil {
		return err
	}
	if err := updateDue(s.Ctx, s.Tx, c); err != nil {
		return err
	}
	return o.tellParty(s.Ctx, s.Tx, c)
}
