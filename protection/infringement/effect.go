package infringement

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/fact"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/matter"
)

// serveDecision records how the decision reached a party without an account. The term for a suit begins when the
// last one was served.
func (d *Desk) serveDecision(s *casework.Step, in *Serve) error {
	if _, err := d.gate(s, "infringement.serve"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		p, err := whom(f, in.Party, "party")
		if err != nil {
			return err
		}
		switch {
		case !p.DecisionServed.IsZero():
			return fault.New(fault.Conflict, "infringement.served", "“%s”已于 %s 送达，同一文书不重复送达，请核对受送达人", p.Name, p.DecisionServed).At("party")
		case in.Channel == "account":
			return fault.New(fault.Invalid, "infringement.no_account", "“%s”没有业务平台账号，不能电子送达，请改用其他方式", p.Name).At("channel")
		}
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		if err := in.proven(); err != nil {
			return err
		}
		e := delivery.Entry{Channel: in.Channel, Day: in.Day, Proofs: in.stored}
		p.DecisionServed = in.Day
		if in.Channel == "notice" {
			if e.Due, err = d.noticeEnds(s, in.Day); err != nil {
				return err
			}
			p.DecisionServed = e.Due
		}
		if err := d.Deliveries.Enter(s, ruling, p.ID, e); err != nil {
			return err
		}
		last := calendar.Day(0)
		for _, x := range append(f.Of(matter.Requester), f.Opposed()...) {
			if x.DecisionServed.IsZero() {
				return s.To(casework.Stay)
			}
			last = max(last, x.DecisionServed)
		}
		s.StartClock("sue", last)
		return s.To(Suable)
	})
}

// noticeEnds is the day on which a public notice serves.
func (d *Desk) noticeEnds(s *casework.Step, from calendar.Day) (calendar.Day, error) {
	r, err := d.dueFrom(s, "infringement.clock.announce", "civil", from)
	return r.Due, err
}

// beforePublish stores the public text before the transaction begins.
func (d *Desk) beforePublish(ctx context.Context, k *casework.Case, key seal.Key, in *Publish) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "公开文本", in.Copy)
	return err
}

// publish records that the decision was made public.
func (d *Desk) publish(s *casework.Step, in *Publish) error {
	return d.change(s, func(f *matter.File, r *row) error {
		switch {
		case !in.Clean:
			return fault.New(fault.Invalid, "infringement.clean", "公开前须删除商业秘密和个人信息，请核对后勾选").At("clean")
		case f.Decision == "" || r.Outcome != matter.Upheld && r.Outcome != matter.Rejected:
			return fault.New(fault.Conflict, "infringement.nothing_public", "本案没有可公开的裁决，请核对案件")
		}
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		f.Public = matter.Record{What: "公开", Place: in.Where, On: in.Day}
		return attach(s, f, in.stored)
	})
}

// beforeSue stores the proof of the suit before the transaction begins.
func (d *Desk) beforeSue(ctx context.Context, k *casework.Case, key seal.Key, in *Sue) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "起诉材料", in.Proof)
	return err
}

// sue records a suit against the decision, which then does not take effect.
func (d *Desk) sue(s *casework.Step, in *Sue) error {
	id, err := d.plaintiff(s, in)
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		p := f.Party(id)
		if p == nil {
			return fault.New(fault.Missing, "infringement.party", "您已不是本案当事人；有异议的请联系承办人")
		}
		if err := past(s, in.Day, p.DecisionServed, "day"); err != nil {
			return err
		}
		due, err := d.dueFrom(s, "infringement.clock.sue", "civil", p.DecisionServed)
		if err != nil {
			return err
		}
		if in.Day > due.Due {
			return fault.New(fault.Invalid, "infringement.sued_late", "“%s”应在 %s 前起诉，%s 的起诉已过期限", p.Name, due.Due, in.Day).At("day").On(s.Move.Cites())
		}
		f.Court, f.CourtNo = in.Court, in.No
		return attach(s, f, in.stored, p.Side)
	})
}

// plaintiff is who sued: the party itself, or the one that the counter names.
func (d *Desk) plaintiff(s *casework.Step, in *Sue) (int64, error) {
	if s.Actor.Party == 0 && in.Told == "" { // the court's own notice reached the center
		return strconv.ParseInt(in.For, 10, 64)
	}
	return in.Behalf.Party(s)
}

// noSuit lets the decision take effect when the term has passed.
func (d *Desk) noSuit(s *casework.Step, _ *Robotic) error {
	if err := d.overdue(s, "sue"); err != nil {
		return err
	}
	due, err := d.clock(s, "sue")
	if err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, r *row) error {
		return d.takeEffect(s, f, r, due.Result.Due)
	})
}

// takeEffect is what follows when a decision binds: an order to stop has to be performed; whoever was bound before
// for the same patent infringes repeatedly.
func (d *Desk) takeEffect(s *casework.Step, f *matter.File, r *row, on calendar.Day) error {
	if r.Outcome != matter.Upheld {
		return s.To(Closing)
	}
	for _, p := range f.Of(matter.Respondent) {
		earlier, err := effective(s, p.ID, f.Patent.Number)
		if err != nil {
			return err
		}
		if earlier == 0 {
			continue
		}
		number, err := s.Office.NumberOf(s.Ctx, s.Tx, s.Case.Center, earlier)
		if err != nil {
			return err
		}
		if err := s.Establish(fact.Fact{Kind: fact.RepeatedInfringement, Party: p.ID, Subject: p.Code, Detail: map[string]string{"earlier": number, "decision": f.Decision, "patent": f.Patent.Number}}); err != nil {
			return err
		}
	}
	if performed(f) {
		return s.To(Closing)
	}
	s.StartClock("apply", on)
	return s.To(Executing)
}

// performed reports whether every respondent did what it was ordered to.
func performed(f *matter.File) bool {
	for _, p := range f.Of(matter.Respondent) {
		if p.Performed.IsZero() {
			return false
		}
	}
	return true
}

// beforeJudge stores the judgment before the transaction begins.
func (d *Desk) beforeJudge(ctx context.Context, k *casework.Case, key seal.Key, in *Judge) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "裁判文书", in.Files...)
	return err
}

// judge records what the court held. Where the decision has to be made anew, the trial and both clocks begin again.
func (d *Desk) judge(s *casework.Step, in *Judge) error {
	return d.change(s, func(f *matter.File, r *row) error {
		if err := past(s, in.Day, r.Ended, "day"); err != nil {
			return err
		}
		f.Judgment, f.CourtNo, r.Judged = in.Text, in.No, in.Result
		s.Note("what", map[string]string{"upheld": "法院维持裁决", "withdrawn": "撤诉", "revoked": "法院撤销裁决", "remanded": "法院撤销裁决并责令重新作出"}[in.Result])
		if err := attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
			return err
		}
		switch in.Result {
		case "revoked":
			return s.To(Closing)
		case "remanded":
			r.Ended, r.Outcome, f.Ruling, f.Mode, f.Extended = 0, "", matter.Ruling{}, "", ""
			unheard(f)
			return s.To(Trying)
		}
		return d.takeEffect(s, f, r, in.Day)
	})
}
