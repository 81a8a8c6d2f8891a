package registration

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/examination/registration/credit"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// criteria returns the criteria in force for the kind of the case.
func (d *Desk) criteria(s *casework.Step) ([]string, error) {
	text, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("registration.criteria"))
	return splitLines(text), err
}

// splitLines returns the lines of a text without blanks around them and without empty ones.
func splitLines(text string) (out []string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// formal has nothing to do beyond what the form demands; the opinion stays in the event.
func (d *Desk) formal(*casework.Step, *Formal) error { return nil }

// beforeVisit stores the pictures before the transaction begins.
func (d *Desk) beforeVisit(ctx context.Context, c *casework.Case, key seal.Key, in *Visit) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// visit keeps what was found at the seat; it may be recorded more than once.
func (d *Desk) visit(s *casework.Step, in *Visit) error {
	if in.Day > s.Today {
		return fault.New(fault.Invalid, "registration.visit_day", "核查日期 %s 晚于今天，请核对", in.Day).At("day")
	}
	return d.attach(s, in.stored)
}

// assess records the answer to each criterion and hands the application to the director, whether
// or not all are met: who refuses is not who checked.
func (d *Desk) assess(s *casework.Step, in *Check) error {
	if !in.All {
		return fault.New(fault.Invalid, "registration.check_all", "请逐条核对备案条件后再提交审批").At("all")
	}
	if len(in.Unmet) > 0 && strings.TrimSpace(in.Opinion) == "" {
		return fault.New(fault.Invalid, "registration.check_opinion", "有不符合的条件时，请在审核意见中写明事实").At("opinion")
	}
	list, err := d.criteria(s)
	if err != nil {
		return err
	}
	if err := known(list, in.Unmet); err != nil {
		return err
	}
	for _, c := range list {
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO registration_criterion (id, center_id, case_id, at, account_id, round, title, met)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, s.Office.DB.NewID(), s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Actor.Account,
			s.Case.Version, c, // every check is a round of its own
			!slices.Contains(in.Unmet, c)); err != nil {
			return err
		}
	}
	return nil
}

// known refuses a criterion that is not in force: the setting may have changed while the form was
// open.
func known(list, chosen []string) error {
	for _, u := range chosen {
		if !slices.Contains(list, u) {
			return fault.New(fault.Invalid, "registration.criterion", "“%s”不是现行备案条件，请刷新页面后重新选择", u).At("unmet")
		}
	}
	return nil
}

// giveBack asks for everything that is missing at once, with a term.
func (d *Desk) giveBack(s *casework.Step, in *Reasoned) error {
	due, err := d.dueFrom(s, "registration.clock.supplement")
	if err != nil {
		return err
	}
	return d.issue(s, returning(in.Reason, due))
}

// sendBack returns a check to the clerk; the reasons stay in the event. What was announced is
// announced anew.
func (d *Desk) sendBack(s *casework.Step, in *Reasoned) error {
	s.Case.SetAttr(attrAnnounced, "")
	s.Case.SetAttr(attrDisputed, "")
	return nil
}

// report notes that the national office was asked, where a center registers on its word only.
func (d *Desk) report(s *casework.Step, _ *Remarked) error {
	if err := d.announcedLong(s); err != nil {
		return err
	}
	s.Note("reason", "报国家知识产权局核准")
	return nil
}

// register enters the party: number, standing, fact, paper with the answers of the check.
func (d *Desk) register(s *casework.Step, in *Remarked) error {
	national, err := s.Office.Settings.Bool(s.Ctx, s.Tx, s.Setting("registration.national"))
	if err != nil {
		return err
	}
	if national && s.Case.State != Reported {
		return fault.New(fault.Conflict, "registration.national", "本中心备案须经国家知识产权局核准，请先“报国家局核准”，核准后再准予备案").On("本中心规定：两级审核")
	}
	if err := d.announcedLong(s); err != nil {
		return err
	}
	if s.Case.Attrs[attrDisputed] != "" && strings.TrimSpace(in.Remark) == "" {
		return fault.New(fault.Invalid, "registration.disputed", "公示期间有人提出异议，仍准予备案的请写明对异议的审查意见").At("remark")
	}
	list, err := answers(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	// An exception is possible, but never silent.
	if slices.ContainsFunc(list, func(a Answer) bool { return !a.Met }) && strings.TrimSpace(in.Remark) == "" {
		return fault.New(fault.Invalid, "registration.unmet", "审核中有不符合的备案条件，仍准予备案的请写明理由，否则请选择“不予备案”").At("remark")
	}
	if err := credit.Admit(s, strings.TrimSpace(in.Remark)); err != nil {
		return err
	}
	e, err := d.own(s)
	if err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, e.Party)
	if err != nil {
		return err
	}
	if p.Code == "" {
		if have, err := d.holder(s.Ctx, s.Tx, p); err != nil {
			return err
		} else if have != nil {
			return fault.New(fault.Conflict, "registration.known", "统一社会信用代码 %s 已登记在“%s”名下，不能再备案；请查明后不予备案，申请人确为该单位的，请其办理账号接管（/takeover）", p.Claimed, have.Name)
		}
		p.Code = p.Claimed
	}
	if err := s.Issue(); err != nil {
		return err
	}
	e.Registered, e.Until, e.Ground = s.Today, 0, ""
	if err := d.stand(s, p, e, party.Active); err != nil {
		return err
	}
	if err := d.establish(s, fact.EntityRegistered, nil); err != nil {
		return err
	}
	quota, err := d.quota(s.Ctx, s.Tx, s.Case.Center, p.ID, s.Today)
	if err != nil {
		return err
	}
	return d.issue(s, registered(s.Case, list, quota, s.Today))
}

// stand writes the standing of a party with its entry.
func (d *Desk) stand(s *casework.Step, p *party.Party, e *Entry, status party.Status) error {
	p.Status = status
	if err := party.Put(s.Ctx, s.Tx, p); err != nil {
		return err
	}
	return putEntry(s.Ctx, s.Tx, s.Key(), e)
}

// establish records a fact about the party.
func (d *Desk) establish(s *casework.Step, k fact.Kind, detail map[string]string) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	return s.Establish(fact.Fact{Kind: k, Party: p.ID, Subject: p.Code, Detail: detail})
}

// refuse refuses by the criteria that are not met, each named in the paper, after the party was
// heard on it. The case gets a number, so that an objection can name it.
func (d *Desk) refuse(s *casework.Step, in *Refusal) error {
	if s.Case.Attrs[attrMeasure] != "refuse" {
		return fault.New(fault.Conflict, "registration.not_announced", "已告知当事人的不是不予备案，请按所告知的处理办理").On("本中心规定：不予备案的告知和陈述")
	}
	list, err := d.criteria(s)
	if err != nil {
		return err
	}
	if err := known(list, in.Unmet); err != nil {
		return err
	}
	d.forget(s)
	s.Case.SetAttr(attrGround, "不符合备案条件")
	if err := s.Issue(); err != nil {
		return err
	}
	due, err := d.dueFrom(s, "registration.object_within")
	if err != nil {
		return err
	}
	return d.issue(s, refusal(list, in, due))
}

// object opens the objection within its term, counted from the end of the case.
func (d *Desk) object(s *casework.Step, _ *Object) error {
	last, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("registration.object_within"))
	if err != nil {
		return err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	due := term.Compute(cal, term.Input{Start: calendar.DayOf(s.Case.Closed), Length: last, Regime: term.Center}).Due
	if s.Today > due {
		return fault.New(fault.Conflict, "registration.object_late", "异议应在决定作出后%s内提出，已于 %s 届满；仍有疑问请联系受理员", last, due).On("本中心规定：异议期限")
	}
	// Who applied again in the meantime has another case, which an objection must not overtake.
	if _, err := d.own(s); err != nil {
		return err
	}
	s.Case.SetAttr(attrBefore, s.Case.State)
	return nil
}

// uphold leaves the decision as it was.
func (d *Desk) uphold(s *casework.Step, in *Reasoned) error {
	if err := s.To(s.Case.Attrs[attrBefore]); err != nil {
		return err
	}
	return d.issue(s, objectionDecision(false, in.Reason))
}

// overturn takes the case back to the check, or gives the party its standing back.
func (d *Desk) overturn(s *casework.Step, in *Reasoned) error {
	if s.Case.Attrs[attrBefore] == Cancelled {
		if err := d.restore(s); err != nil {
			return err
		}
		if err := s.To(Active); err != nil {
			return err
		}
	}
	s.Case.SetAttr(attrBefore, "")
	s.Case.SetAttr(attrGround, "")
	return d.issue(s, objectionDecision(true, in.Reason))
}

// restore makes the party active again.
func (d *Desk) restore(s *casework.Step) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, e.Party)
	if err != nil {
		return err
	}
	e.Until, e.Ground = 0, ""
	if err := d.stand(s, p, e, party.Active); err != nil {
		return err
	}
	return d.establish(s, fact.EntityRegistered, map[string]string{"source": "恢复"})
}

// overdue refuses a move of the clock while the term still runs, whatever the caller believed.
func (d *Desk) overdue(s *casework.Step, clock string) error {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		if c.Rule.Code == clock && c.Running() && c.Late(s.Today) && !c.Result.Provisional {
			return nil
		}
	}
	return fault.New(fault.Conflict, "registration.not_overdue", "期限尚未届满，不能按逾期处理；请在届满后办理")
}

// dueFrom returns the day on which a term that begins today ends, for the paper that says so.
func (d *Desk) dueFrom(s *casework.Step, key string) (term.Result, error) {
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting(key))
	if err != nil {
		return term.Result{}, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return term.Result{}, err
	}
	return term.Compute(cal, term.Input{Start: s.Today, Length: length, Regime: term.Center}), nil
}
