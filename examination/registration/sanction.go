package registration

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// remind records a reminder, a talk or a warning and sends it.
func (d *Desk) remind(s *casework.Step, in *Remind) error {
	s.Note("what", in.What)
	if err := d.Ladder.Answer(s, in.Occasion); err != nil {
		return err
	}
	return d.issue(s, reminder(in))
}

// beforeWarn stores the evidence before the transaction begins.
func (d *Desk) beforeWarn(ctx context.Context, c *casework.Case, key seal.Key, in *Warn) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// warn announces a sanction; nothing changes for the party until it was heard.
func (d *Desk) warn(s *casework.Step, in *Warn) error {
	s.Case.SetAttr(attrBefore, s.Case.State)
	s.Case.SetAttr(attrMeasure, in.Measure)
	s.Case.SetAttr(attrGround, in.Ground)
	s.Note("ground", in.Ground)
	if err := d.Ladder.Answer(s, in.Occasion); err != nil {
		return err
	}
	if err := d.attach(s, in.stored); err != nil {
		return err
	}
	due, err := d.dueFrom(s, "registration.clock.plead")
	if err != nil {
		return err
	}
	return d.issue(s, warning(in, due))
}

// beforePlead stores the evidence before the transaction begins.
func (d *Desk) beforePlead(ctx context.Context, c *casework.Case, key seal.Key, in *Plead) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// plead hands the statement to the director; its words stay in the event.
func (d *Desk) plead(s *casework.Step, in *Plead) error { return d.attach(s, in.stored) }

// unheard goes on without a statement once its term is over.
func (d *Desk) unheard(s *casework.Step, _ *Overdue) error { return d.overdue(s, "plead") }

// drop leaves everything as it was before the announcement.
func (d *Desk) drop(s *casework.Step, in *Reasoned) error {
	before := s.Case.Attrs[attrBefore]
	if slices.Contains([]string{Suspended, Deciding, Announced, Reported}, before) {
		if err := s.To(before); err != nil {
			return err
		}
	}
	refusing := s.Case.Attrs[attrMeasure] == "refuse"
	d.forget(s)
	return d.issue(s, dropped(in.Reason, refusing))
}

// forget removes what a sanction left in the attributes of the case.
func (d *Desk) forget(s *casework.Step) {
	for _, a := range []string{attrBefore, attrMeasure, attrGround} {
		s.Case.SetAttr(a, "")
	}
}

// after returns the last day of a term that begins today and ends on the day itself.
func (d *Desk) after(s *casework.Step, key string) (calendar.Day, term.Length, error) {
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting(key))
	if err != nil {
		return 0, length, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return 0, length, err
	}
	return term.Compute(cal, term.Input{Start: s.Today, Length: length, Regime: term.CenterFixed}).Due, length, nil
}

// suspend closes the fast lane to the party until a day, not sooner than the center's shortest
// suspension ends. A measure that was not announced cannot be taken.
func (d *Desk) suspend(s *casework.Step, in *Suspend) error {
	if s.Case.Attrs[attrMeasure] == "refuse" {
		return fault.New(fault.Conflict, "registration.not_announced", "已告知当事人的是不予备案，尚未备案的主体不能暂停；请按所告知的处理办理").On("本中心规定：暂停与取消的告知和陈述")
	}
	least, length, err := d.after(s, "registration.suspend")
	if err != nil {
		return err
	}
	if in.Until < least {
		return fault.New(fault.Invalid, "registration.suspend_until", "本中心规定暂停不少于%s，至少应到 %s", length, least).At("until").On("本中心规定：暂停的最短期限")
	}
	if err := d.stop(s, party.Suspended, in.Until, "暂停"); err != nil {
		return err
	}
	return d.issue(s, suspension(in))
}

// cancel removes the party; no new application is taken until the bar has ended.
func (d *Desk) cancel(s *casework.Step, in *Reasoned) error {
	// Nobody was heard on a harder sanction than the one announced.
	if s.Case.Attrs[attrMeasure] != "cancel" {
		return fault.New(fault.Conflict, "registration.not_announced", "已告知当事人的不是取消，不能作出更重的处理；请先“不予处理”，再重新告知拟取消备案").
			On("本中心规定：暂停与取消的告知和陈述")
	}
	until, length, err := d.after(s, "registration.bar")
	if err != nil {
		return err
	}
	if err := d.stop(s, party.Cancelled, until, "取消"); err != nil {
		return err
	}
	due, err := d.dueFrom(s, "registration.object_within")
	if err != nil {
		return err
	}
	return d.issue(s, cancellation(in.Reason, length, until, due))
}

// stop closes the fast lane to the party and tells the other procedures.
func (d *Desk) stop(s *casework.Step, status party.Status, until calendar.Day, what string) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, e.Party)
	if err != nil {
		return err
	}
	e.Until, e.Ground = until, s.Case.Attrs[attrGround]
	if err := d.stand(s, p, e, status); err != nil {
		return err
	}
	return d.establish(s, fact.EntityStopped, map[string]string{"what": what, "until": until.String()})
}

// askResume is possible when the term of the suspension is over.
func (d *Desk) askResume(s *casework.Step, _ *AskResume) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	if s.Today <= e.Until {
		return fault.New(fault.Conflict, "registration.resume_early", "暂停期到 %s 届满，请在期满后申请恢复", e.Until).On("本中心规定：暂停的期限与恢复")
	}
	return nil
}

// resume ends a suspension, asked for or not.
func (d *Desk) resume(s *casework.Step, in *Reasoned) error {
	if err := d.restore(s); err != nil {
		return err
	}
	d.forget(s)
	return d.issue(s, resumption(in.Reason))
}

// keepSuspended leaves the suspension in force beyond its term, until what was asked is done.
func (d *Desk) keepSuspended(s *casework.Step, in *Reasoned) error {
	return d.issue(s, notResumed(in.Reason))
}

// deregister ends the registration at the party's own wish; no bar follows.
func (d *Desk) deregister(s *casework.Step, in *Deregister) error {
	if !in.Confirm {
		return fault.New(fault.Invalid, "registration.confirm", "请勾选确认后再申请注销").At("confirm")
	}
	e, err := d.own(s)
	if err != nil {
		return err
	}
	// Otherwise a suspension could be shaken off by registering anew.
	if s.Case.State == Suspended && s.Today <= e.Until {
		return fault.New(fault.Conflict, "registration.suspended", "暂停期间（至 %s）不能注销后重新备案；请在期满后办理", e.Until).On("本中心规定：暂停的期限与恢复")
	}
	s.Case.SetAttr(attrGround, "")
	if err := d.stop(s, party.Cancelled, 0, "注销"); err != nil {
		return err
	}
	return d.issue(s, closing())
}
