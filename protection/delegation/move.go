package delegation

import (
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// draw opens an entrustment and makes the text that both sides sign.
func (d *Desk) draw(s *casework.Step, in *Draw) error {
	e, err := d.open(s, &in.Content)
	if err != nil {
		return err
	}
	return d.issue(s, d.letter(e))
}

// open writes a new entrustment of what was typed, with its number.
func (d *Desk) open(s *casework.Step, in *Content) (*Entrustment, error) {
	e := &Entrustment{Case: s.Case.ID, Center: s.Case.Center}
	if err := d.checked(s, e, in); err != nil {
		return nil, err
	}
	s.SetTitle(e.Body)
	if err := s.Issue(); err != nil {
		return nil, err
	}
	e.Own = s.Case.Number
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return nil, err
	}
	return e, list(s, e, e.From, e.Officers)
}

// register opens an entrustment that was signed already.
func (d *Desk) register(s *casework.Step, in *Register) error {
	e, err := d.open(s, &in.Content)
	if err != nil {
		return err
	}
	return d.signed(s, e, &in.Signature)
}

// sign records the signed document.
func (d *Desk) sign(s *casework.Step, in *Signature) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	return d.signed(s, e, in)
}

// signed keeps the document and its number.
func (d *Desk) signed(s *casework.Step, e *Entrustment, in *Signature) (err error) {
	if e.Number, err = d.signature(s, in); err != nil {
		return err
	}
	e.Signed = in.Signed
	if err := d.keep(s, in); err != nil {
		return err
	}
	s.Note("what", e.Number)
	return put(s.Ctx, s.Tx, e)
}

// amend changes the content before it is confirmed. What was signed must be signed anew.
func (d *Desk) amend(s *casework.Step, in *Draw) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	e.Number, e.Signed = "", 0
	if err := d.checked(s, e, &in.Content); err != nil {
		return err
	}
	s.SetTitle(e.Body)
	if err := list(s, e, e.From, e.Officers); err != nil {
		return err
	}
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return err
	}
	return d.issue(s, d.letter(e))
}

// confirm puts the entrustment into force from its first day on and publishes it.
func (d *Desk) confirm(s *casework.Step, _ *Remarked) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if e.Until < s.Today {
		return fault.New(fault.Conflict, "delegation.over", "委托期限已于 %s 届满，不能确认；请核对起止日，或放弃本件后重新登记", e.Until)
	}
	if err := d.alone(s, e); err != nil {
		return err
	}
	if err := addTerm(s.Ctx, s.Tx, e, Term{e.From, e.Until, e.Number}); err != nil {
		return err
	}
	e.Published = s.Today
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return err
	}
	s.StartClock("term", e.From-1)
	s.Extend("term", days(e.Until-e.From+1), "委托书载明的期限")
	if err := d.remind(s, e); err != nil {
		return err
	}
	return d.issue(s, d.notice(e))
}

// alone refuses an entrustment that covers the same acts at the same time and place as one of another
// authority: nobody could say in whose name such an act is done.
func (d *Desk) alone(s *casework.Step, e *Entrustment) error {
	all, err := d.all(s.Ctx, s.Tx, s.Case.Center)
	for _, o := range all {
		same := func(a, b []string) bool {
			return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
		}
		place := slices.ContainsFunc(e.Area, func(a string) bool {
			return slices.ContainsFunc(o.Area, func(b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) })
		})
		if o.Case != e.Case && o.Body != e.Body && len(o.Terms) > 0 && o.End() >= e.From && o.Terms[0].From <= e.Until && same(o.Acts, e.Acts) && same(o.Kinds, e.Kinds) && place {
			return fault.New(fault.Conflict, "delegation.overlap", "与 %s（%s，%s）的行为、类型、地域和期限有重叠，办理时不能确定以哪个机关的名义；请调整其中一份的范围，或先终止该委托", o.Own, o.Body, o.Number)
		}
	}
	return err
}

// days is a length of calendar days.
func days(n calendar.Day) term.Length { return term.CalendarDays(int(n)) }

// remind sets the day on which the end is announced, and puts the case where it is then: before that
// day, or already near the end.
func (d *Desk) remind(s *casework.Step, e *Entrustment) error {
	on, err := d.reminder(s, e)
	if err != nil {
		return err
	}
	if on < s.Today {
		return s.To(Ending)
	}
	s.StartClock("warn", e.Terms[0].From-1)
	s.Extend("warn", days(on-e.Terms[0].From+1), "委托期限届满前的提醒")
	return s.To(Current)
}

// reminder is the last working day that lies the lead time before the end, or earlier.
func (d *Desk) reminder(s *casework.Step, e *Entrustment) (calendar.Day, error) {
	ahead, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("delegation.warn"))
	if err != nil {
		return 0, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return 0, err
	}
	on := term.Before(cal, e.Last(), ahead)
	if work, _ := cal.Working(on); !work {
		on = cal.PrevWorking(on)
	}
	// Nothing is announced before the first day.
	if on < e.Terms[0].From {
		on = min(e.Terms[0].From, s.Today) - 1
	}
	return on, nil
}

// drop ends what was never confirmed; the reason is in the event.
func (d *Desk) drop(*casework.Step, *Reasoned) error { return nil }

// publish records that the authority published the entrustment, as the law demands of both sides.
func (d *Desk) publish(s *casework.Step, in *Publish) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if in.Day > s.Today {
		return fault.New(fault.Invalid, "delegation.published", "公布日期 %s 还没有到，请在公布后登记", in.Day).At("day")
	}
	e.BodyPublished, e.BodyWhere = in.Day, in.Where
	return put(s.Ctx, s.Tx, e)
}

// staff changes the officers from a day on. Who was listed before stays in the history.
func (d *Desk) staff(s *casework.Step, in *Staff) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if in.From < s.Today || in.From > e.Last() {
		return fault.New(fault.Invalid, "delegation.staff_from", "变更只能自今天至委托期限届满日 %s 之间的某日起生效，请改正", e.Last()).At("from")
	}
	now, err := d.officersOf(s, in.Officers, in.From)
	if err != nil {
		return err
	}
	if err := list(s, e, in.From, now); err != nil {
		return err
	}
	if !in.File.IsZero() {
		if err := d.keep(s, in); err != nil {
			return err
		}
	}
	e.Officers = now
	return d.issue(s, d.change(e, in))
}

// warn announces that the entrustment ends soon.
func (d *Desk) warn(s *casework.Step, _ *Tick) error {
	if s.Case.DueClock == "warn" && s.Case.Due >= s.Today {
		return fault.New(fault.Conflict, "delegation.warn_early", "提醒日 %s 尚未过，请届时再办理", s.Case.Due)
	}
	return nil
}

// renew takes a renewal that goes on from the present term. Until it is confirmed nothing changes.
func (d *Desk) renew(s *casework.Step, in *Renew) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if in.Until <= e.Last() || in.Until-e.Last() > longest {
		return fault.New(fault.Invalid, "delegation.renewal", "续签的截止日应晚于现有期限的届满日 %s，且不超过其后十年，请核对", e.Last()).At("until")
	}
	if e.Next.Number, err = d.signature(s, &in.Signature); err != nil {
		return err
	}
	e.Next.Until = in.Until
	if err := d.keep(s, in); err != nil {
		return err
	}
	s.Note("what", e.Next.Number)
	return put(s.Ctx, s.Tx, e)
}

// accept lengthens the term by the renewal.
func (d *Desk) accept(s *casework.Step, _ *Remarked) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	next := Term{e.Last() + 1, e.Next.Until, e.Next.Number}
	if next.From <= s.Today {
		return fault.New(fault.Conflict, "delegation.late", "现有期限已于 %s 届满，不能续签；请重新登记委托书", e.Last())
	}
	if err := addTerm(s.Ctx, s.Tx, e, next); err != nil {
		return err
	}
	e.Next = Term{}
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return err
	}
	s.Extend("term", days(next.Until-next.From+1), "续签")
	if err := d.remind(s, e); err != nil {
		return err
	}
	return d.issue(s, d.renewed(e))
}

// decline leaves the term as it was.
func (d *Desk) decline(s *casework.Step, _ *Reasoned) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	e.Next = Term{}
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return err
	}
	return d.remind(s, e)
}

// revoke ends the entrustment from a day on, which may still lie ahead.
func (d *Desk) revoke(s *casework.Step, in *Revoke) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if in.Day < e.Terms[0].From || in.Day > e.Last() {
		return fault.New(fault.Invalid, "delegation.revoke_day", "终止日应在委托期限（%s 至 %s）之内，请核对", e.Terms[0].From, e.Last()).At("day")
	}
	e.Ended, e.Why, e.Next = in.Day, in.Ground, Term{}
	if err := d.keep(s, in); err != nil {
		return err
	}
	if err := put(s.Ctx, s.Tx, e); err != nil {
		return err
	}
	return d.issue(s, d.ended(e, in))
}

// expire ends an entrustment whose last day is over.
func (d *Desk) expire(s *casework.Step, _ *Tick) error {
	e, err := d.one(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	if e.Last() >= s.Today {
		return fault.New(fault.Conflict, "delegation.not_over", "委托期限至 %s 才届满，请届满后再办理", e.Last())
	}
	return nil
}
