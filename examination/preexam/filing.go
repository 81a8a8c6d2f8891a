package preexam

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// beforeFile reads the papers as filed, compares them document by document with the text that
// passed, and runs the rules of the filing.
func (d *Desk) beforeFile(ctx context.Context, c *casework.Case, key seal.Key, in *Filed) (err error) {
	defer fault.Wrap(&err, "read filing")
	// The check digit finds a mistyped number before it reaches CNIPA.
	no, err := ident.ParseApplicationNo(in.Number)
	if err != nil {
		return fault.New(fault.Invalid, "preexam.application_no", "申请号有误，请更正：%s", err).At("number")
	}
	in.Number = string(no)
	p := &prepared{}
	if p, err = d.read(ctx, c, key, sent{in.Files, in.Declared}, c.Kind); err != nil {
		return err
	}
	// Receipts are kept as evidence and not read: their form is not ours to judge.
	if p.receipts, err = d.keepAll(ctx, key, c.ID, sent{in.Receipts, in.Declared}); err != nil {
		return err
	}
	facts, err := d.compare(ctx, c, key, p, in)
	if err != nil {
		return err
	}
	p.differ = facts.Differences
	// With the facts of the filing the rules of the group POST have something to decide on.
	if p.report, err = d.checkNow(ctx, c, p.app, facts); err != nil {
		return err
	}
	in.prepared = p
	return nil
}

// compare gathers what the rules of the filing need: every place where the filed text is not the
// passed one, other cases with the same number, names and titles of both, the validity.
func (d *Desk) compare(ctx context.Context, c *casework.Case, key seal.Key, p *prepared, in *Filed) (*check.FilingFacts, error) {
	f := &check.FilingFacts{ApplicationNo: in.Number, FilingDate: in.Day, PaidOn: in.PaidOn, Compared: true}
	err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		// The latest version under examination is the one that passed: no other can be added afterwards.
		passed, err := record.Find(ctx, tx, key, c.ID, 0, ForExam)
		if err != nil {
			return err
		}
		if passed == nil {
			return fault.New(fault.Conflict, "preexam.no_text", "本案由原系统转入，还没有合格文本可供比对，请联系中心受理员在案件页面“补传申请文件”后再上报")
		}
		other, err := record.NumberUsed(ctx, tx, c.Center, c.ID, in.Number)
		if err != nil {
			return err
		}
		if other != 0 {
			if f.UsedElsewhere, err = d.office.NumberOf(ctx, tx, c.Center, other); err != nil {
				return err
			}
		}
		if f.PassedOn, f.ValidUntil, err = d.validity(ctx, tx, c); err != nil {
			return err
		}
		for _, doc := range identity.Compare(ctx, passed.App, p.app).Documents {
			for _, x := range doc.Differences {
				f.Differences = append(f.Differences, check.Difference{Part: string(x.Part), Place: x.Place,
					Passed: x.Before + x.Passed + x.After, Filed: x.Before + x.Filed + x.After, Start: x.FiledStart, End: x.FiledEnd})
			}
			// A request form that was never submitted to the center cannot differ from the passed one.
			if doc.Status == identity.Extra && doc.Part == patent.RequestForm && passed.App.Request == nil {
				continue
			}
			// A whole document is missing, too many or cannot be compared.
			if doc.Status != identity.Same && len(doc.Differences) == 0 {
				f.Differences = append(f.Differences, check.Difference{Part: string(doc.Part), Place: doc.Status.Title()})
			}
		}
		f.PassedTitle, f.Title = passed.App.Title, p.app.Title
		if passed.App.Request != nil && p.app.Request != nil {
			for _, a := range passed.App.Request.Applicants {
				f.PassedNames = append(f.PassedNames, a.Name)
			}
			for _, a := range p.app.Request.Applicants {
				f.Applicants = append(f.Applicants, a.Name)
			}
		}
		return d.settled(ctx, tx, c, f)
	})
	return f, err
}

// validity is the day of the pass and the last day on which it can be used.
func (d *Desk) validity(ctx context.Context, tx *store.Tx, c *casework.Case) (passed, last calendar.Day, err error) {
	clocks, err := d.office.Clocks(ctx, tx, c)
	if err != nil {
		return 0, 0, err
	}
	for _, k := range clocks {
		if k.Rule.Code == "file" {
			return k.Started, k.Result.Due, nil
		}
	}
	return 0, 0, nil
}

// file records the number and the comparison. Whether the mark follows is decided by a person
// who sees both.
func (d *Desk) file(s *casework.Step, in *Filed) error {
	p := in.prepared
	if err := d.addVersion(s, p, in.Given, ForFiling); err != nil {
		return err
	}
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForFiling)
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrApp, in.Number)
	return record.PutFiling(s.Ctx, s.Tx, s.Key(), &Filing{Case: s.Case.ID, Center: s.Case.Center, ApplicationNo: in.Number, Filed: in.Day,
		Paid: in.PaidOn, Version: v.No, Same: len(p.differ) == 0,
		Body: FilingBody{Report: p.report, Differ: p.differ, Receipts: p.receipts}})
}

// agree lets the case be marked; it is impossible while the texts differ or a fatal rule of the
// filing is broken.
func (d *Desk) agree(s *casework.Step, _ *Agree) error {
	f, err := record.FilingOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
	if err != nil {
		return err
	}
	if len(f.Body.Differ) > 0 {
		// The first difference and how many there are: enough to see that it is no mistake.
		x := f.Body.Differ[0]
		return fault.New(fault.Conflict, "preexam.differs", "正式提交文本与合格文本不一致，不能报送：%s %s，合格文本为“%s”，提交文本为“%s”（共 %d 处），请与申请人核对",
			x.Part, x.Place, short(x.Passed), short(x.Filed), len(f.Body.Differ)).On("本中心规定：一致性审查")
	}
	for _, x := range f.Body.Report.Findings {
		if strings.HasPrefix(x.Rule, "POST-") && x.Severity == "F" {
			return fault.New(fault.Conflict, "preexam.filing_rule", "不能报送，请先更正：%s", x.Message).On(x.Basis)
		}
	}
	return nil
}

// short cuts a quotation for an error message to 30 characters.
func short(s string) string {
	r := []rune(s)
	if len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

// differ ends the case without the mark. It is a breach of the undertaking to file the passed
// text, which other procedures may weigh.
func (d *Desk) differ(s *casework.Step, in *Differ) error {
	s.Case.SetAttr(attrGround, "文本不一致")
	if err := d.establish(s, fact.FastLaneBreach, map[string]string{"ground": "文本不一致"}); err != nil {
		return err
	}
	f, err := record.FilingOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
	if err != nil {
		return err
	}
	texts, err := record.TextsOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
	if err != nil {
		return err
	}
	return d.adverse(s, notice.NotMarked(f, in.Reason, texts))
}

// mark puts the case on the export of the batch, which is read by the channel to CNIPA.
func (d *Desk) mark(s *casework.Step, in *Mark) error {
	f, err := record.FilingOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
	if err != nil {
		return err
	}
	f.Marked, f.Batch = s.Now, in.Batch
	// Without a name of its own a batch is all marks of a day.
	if f.Batch == "" {
		f.Batch = s.Today.String()
	}
	if err := record.PutFiling(s.Ctx, s.Tx, s.Key(), f); err != nil {
		return err
	}
	texts, err := record.TextsOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
	if err != nil {
		return err
	}
	return d.issue(s, notice.Mark(f, texts))
}

// progress notes one event of the examination by CNIPA.
func (d *Desk) progress(s *casework.Step, in *Progress) error {
	s.Note("what", in.What)
	s.Note("day", in.Day.String())
	return nil
}

// outcome closes the case as CNIPA closed the application.
func (d *Desk) outcome(s *casework.Step, in *Outcome) error {
	s.Note("day", in.Day.String())
	if err := s.To(in.What); err != nil {
		return err
	}
	switch in.What {
	// The day of grant is kept for the figures.
	case Granted:
		f, err := record.FilingOf(s.Ctx, s.Tx, s.Key(), s.Case.ID)
		if err != nil {
			return err
		}
		f.Granted = in.Day
		return record.PutFiling(s.Ctx, s.Tx, s.Key(), f)
	// Consequences for the applicant's registration are decided there, not here.
	case Abnormal:
		return d.establish(s, fact.AbnormalFiling, nil)
	}
	return nil
}

// readLate takes the case out of the fast lane because the promised answer did not come.
func (d *Desk) readLate(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "office"); err != nil {
		return err
	}
	s.Case.SetAttr(attrGround, "逾期答复审查意见")
	return d.establish(s, fact.FastLaneBreach, map[string]string{"ground": "逾期答复审查意见"})
}
