package registration

import (
	"context"

	"zhibao/casework"
	"zhibao/examination/registration/notice"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// announce shows the registration to the public before it is made (公示), where the center does so.
func (d *Desk) announce(s *casework.Step, _ *Remarked) error {
	due, err := d.dueFrom(s, "registration.clock.notice")
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrAnnounced, s.Today.String())
	return d.issue(s, announced(due))
}

// beforeDispute stores the proof before the transaction begins.
func (d *Desk) beforeDispute(ctx context.Context, c *casework.Case, key seal.Key, in *Dispute) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// dispute records what somebody said against the registration; the director answers it.
func (d *Desk) dispute(s *casework.Step, in *Dispute) error {
	s.Case.SetAttr(attrDisputed, s.Today.String())
	return d.attach(s, in.stored)
}

// announcedLong refuses to go on before the announcement that the center demands is over.
func (d *Desk) announcedLong(s *casework.Step) error {
	needed, err := s.Office.Settings.Bool(s.Ctx, s.Tx, s.Setting("registration.notice"))
	if err != nil {
		return err
	}
	if s.Case.Attrs[attrAnnounced] == "" {
		if needed {
			return fault.New(fault.Conflict, "registration.announce", "本中心备案须先公示，请先办理“公示”，公示期满后再继续").On("本中心规定：备案公示")
		}
		return nil
	}
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		if c.Rule.Code == "notice" && c.Running() && s.Today <= c.Result.Due {
			return fault.New(fault.Conflict, "registration.announcing", "公示期到 %s 届满，请在期满后继续", c.Result.Due).On("本中心规定：备案公示")
		}
	}
	return nil
}

// beforeWarnRefusal stores the evidence before the transaction begins.
func (d *Desk) beforeWarnRefusal(ctx context.Context, c *casework.Case, key seal.Key, in *WarnRefusal) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// warnRefusal tells the party what is about to be decided, on which criteria and what evidence,
// and until when it may speak.
func (d *Desk) warnRefusal(s *casework.Step, in *WarnRefusal) error {
	list, err := d.criteria(s)
	if err != nil {
		return err
	}
	if err := known(list, in.Unmet); err != nil {
		return err
	}
	s.Case.SetAttr(attrBefore, s.Case.State)
	s.Case.SetAttr(attrMeasure, "refuse")
	due, err := d.dueFrom(s, "registration.clock.plead")
	if err != nil {
		return err
	}
	if err := d.attach(s, in.stored); err != nil {
		return err
	}
	return d.issue(s, refusalWarning(list, in, due))
}

// notices is where the registrations hang that are announced.
func (d *Desk) notices() notice.Board {
	return notice.Board{Office: d.office, Chart: d.chart.Code, State: Announced, OfApplicants: KindEntity}
}
