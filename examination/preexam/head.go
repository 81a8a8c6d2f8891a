package preexam

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/gallery"
	"zhibao/examination/preexam/keeping"
	"zhibao/examination/preexam/memory"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// beforeAskMoreTime stores the proof before the transaction begins.
func (d *Desk) beforeAskMoreTime(ctx context.Context, c *casework.Case, key seal.Key, in *AskMoreTime) (err error) {
	in.prepared = &prepared{}
	in.prepared.receipts, err = d.keepAll(ctx, key, c.ID, sent{in.Files, in.Declared})
	return err
}

// askMoreTime only records the request: extending is the head's move, or nothing happens.
func (d *Desk) askMoreTime(s *casework.Step, in *AskMoreTime) error {
	return record.AddProofs(s, in.prepared.receipts)
}

// extend lengthens one running term of the case.
func (d *Desk) extend(s *casework.Step, in *Extend) error {
	by, err := term.ParseLength(in.By)
	if err != nil {
		return fault.New(fault.Invalid, "preexam.extend_by", "“%s”不是期限，应写作“3工作日”“10日”或“1个月”", in.By).At("by")
	}
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	// A term that has ended or is suspended cannot be lengthened.
	if !slices.ContainsFunc(clocks, func(c casework.Clock) bool { return c.Rule.Code == in.Clock && c.Running() }) {
		return fault.New(fault.Conflict, "preexam.extend_clock", "所选期限没有在计算中，请选择正在进行的期限").At("clock")
	}
	s.Extend(in.Clock, by, in.Reason)
	return nil
}

// suspend remembers where the case stood. The clocks stop by themselves: the chart says in
// which states they pause.
func (d *Desk) suspend(s *casework.Step, in *Suspend) error {
	s.Case.SetAttr(attrBefore, s.Case.State)
	s.Note("ground", in.Reason)
	return d.issue(s, notice.Suspension(in.Reason))
}

// resume takes the case back to where it stood; the clocks go on, they do not start anew.
func (d *Desk) resume(s *casework.Step, _ *Resume) error {
	if err := s.To(s.Case.Attrs[attrBefore]); err != nil {
		return err
	}
	s.Case.SetAttr(attrBefore, "")
	return d.issue(s, notice.Resumption())
}

// proposeEnd and keepOn only record what the examiner proposes and why the head goes on.
func (d *Desk) proposeEnd(*casework.Step, *Terminate) error { return nil }
func (d *Desk) keepOn(*casework.Step, *SendBack) error      { return nil }

// terminate ends the case on the head's decision.
func (d *Desk) terminate(s *casework.Step, in *Terminate) error {
	return d.end(s, in.Code, in.Reason)
}

// end closes the case unfavourably with a paper that says why and how to object.
func (d *Desk) end(s *casework.Step, code, reason string) error {
	s.Case.SetAttr(attrGround, code)
	accepted := s.Case.State != Submitted && s.Case.State != Returned
	// A case that ends before acceptance needs a number for its paper.
	if err := s.Issue(); err != nil {
		return err
	}
	// The rate counts accepted requests only.
	if accepted {
		if err := d.establish(s, fact.Failed, map[string]string{"ground": code}); err != nil {
			return err
		}
	}
	return d.adverse(s, notice.Termination(code, reason, accepted))
}

// abandon is the clock's: no answer to the correction notice.
func (d *Desk) abandon(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "correct"); err != nil {
		return err
	}
	return d.end(s, "逾期未补正", "申请主体未在补正通知书指定的期限内答复。")
}

// fail is the clock's: no statement was made, so the proposal stands with its reasons.
func (d *Desk) fail(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "plead"); err != nil {
		return err
	}
	reason, err := d.proposal(s)
	if err != nil {
		return err
	}
	return d.failWith(s, reason)
}

// lapse is the clock's: the pass was not used. The application can still be filed as usual.
func (d *Desk) lapse(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "file"); err != nil {
		return err
	}
	s.Case.SetAttr(attrGround, "逾期未正式提交")
	return d.adverse(s, notice.Lapse())
}

// overdue refuses a move of the clock while the term still runs, whatever the caller believed.
func (d *Desk) overdue(s *casework.Step, clock string) error {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		// A provisional day never costs anybody anything: the holidays may still move it.
		if c.Rule.Code == clock && c.Running() && c.Late(s.Today) && !c.Result.Provisional {
			return nil
		}
	}
	return fault.New(fault.Conflict, "preexam.not_overdue", "期限尚未届满，不能按逾期处理；请在届满后办理")
}

// withdraw takes the request back; before examination began, the quota is returned.
func (d *Desk) withdraw(s *casework.Step, in *Withdraw) error {
	s.Case.SetAttr(attrGround, in.Reason)
	// Before acceptance no quota was used.
	if slices.Contains([]string{Accepted, Assigned}, s.Case.State) {
		return d.establish(s, fact.QuotaReturned, nil)
	}
	return nil
}

// object opens the objection within its term, counted from the event that ended the case.
func (d *Desk) object(s *casework.Step, _ *Object) error {
	last, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("preexam.object_within"))
	if err != nil {
		return err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	// There is no running clock: nobody waits for an objection, it is only late or not.
	due := term.Compute(cal, term.Input{Start: calendar.DayOf(s.Case.Closed), Length: last, Regime: term.Center}).Due
	if s.Today > due {
		return fault.New(fault.Conflict, "preexam.object_late", "异议应在结论作出后%s内提出，已于 %s 届满；不影响按普通程序直接向国家知识产权局申请", last, due).On("本中心规定：异议期限")
	}
	// Needed whichever way the director decides.
	s.Case.SetAttr(attrBefore, s.Case.State)
	return nil
}

// uphold restores the decision that was objected to, with reasons.
func (d *Desk) uphold(s *casework.Step, in *Decide) error {
	if err := s.To(s.Case.Attrs[attrBefore]); err != nil {
		return err
	}
	return d.issue(s, notice.Objection(false, in.Reason))
}

// overturn takes the case back to where the decision was made.
func (d *Desk) overturn(s *casework.Step, in *Decide) error {
	// Where the decision was made: a pass that lapsed is valid again, with a new term.
	back := map[string]string{Refused: Submitted, Failed: Examining, Terminated: Examining, Lapsed: Passed, Mismatch: Identity}
	if err := s.To(back[s.Case.Attrs[attrBefore]]); err != nil {
		return err
	}
	s.Case.SetAttr(attrBefore, "")
	// The ground of the decision is gone with it.
	s.Case.SetAttr(attrGround, "")
	return d.issue(s, notice.Objection(true, in.Reason))
}

// dueFrom returns the day on which a term that begins today ends, for the paper that says so.
func (d *Desk) dueFrom(s *casework.Step, key string) (term.Result, error) {
	return d.dueOf(s.Ctx, s.Tx, s.Case, key)
}

// dueOf is the last day of a term that begins today.
func (d *Desk) dueOf(ctx context.Context, tx *store.Tx, k *casework.Case, key string) (term.Result, error) {
	today := d.office.Today()
	length, err := d.office.Settings.Length(ctx, tx, setting.Query{Center: k.Center, Key: key, Variant: k.Kind, On: today})
	if err != nil {
		return term.Result{}, err
	}
	cal, err := d.office.Calendar(ctx, tx, k.Center)
	if err != nil {
		return term.Result{}, err
	}
	return term.Compute(cal, term.Input{Start: today, Length: length, Regime: term.Center}), nil
}

// kept asks about the ended cases of a center.
func (d *Desk) kept(center int64) keeping.Question {
	return keeping.Question{Center: center, Chart: d.chart.Code, States: d.chart.Move(keeping.Move).From, Withdrawn: Withdrawn, Gone: []string{"discard", "expire"}}
}

// DestroyEnded destroys the texts whose time has ended, where the center wants that to happen by itself.
func (d *Desk) DestroyEnded(ctx context.Context, center int64) (err error) {
	defer fault.Wrap(&err, "destroy what is kept no longer")
	return keeping.Tend(ctx, d.office, d.kept(center), &Destroy{Confirm: true})
}

// destroy shreds the key of the case: its text is then unreadable for ever, in backups too.
func (d *Desk) destroy(s *casework.Step, in *Destroy) error {
	if !in.Confirm {
		return fault.New(fault.Invalid, "preexam.destroy", "请勾选确认后再销毁").At("confirm")
	}
	until, err := keeping.Until(s.Ctx, s.Office, s.Tx, d.kept(s.Case.Center), s.Case)
	if err != nil {
		return err
	}
	if s.Today <= until {
		return fault.New(fault.Conflict, "preexam.retention", "保存期到 %s 届满，此前不能销毁；请在届满后办理", until).On("本中心规定：案卷保存期限")
	}
	if err := memory.Forget(s); err != nil {
		return err
	}
	// The event is written first: who destroyed the text, and when, stays readable.
	return gallery.Forget(s)
}
