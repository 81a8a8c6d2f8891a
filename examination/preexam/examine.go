package preexam

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/rule"
	"zhibao/patent"
)

// start has nothing to do: the event itself says who began and when.
func (d *Desk) start(s *casework.Step, _ *Start) error { return nil }

// current returns the latest version under examination with its findings.
func (d *Desk) current(s *casework.Step) (*Version, []*DeskFinding, error) {
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil || v == nil {
		return nil, nil, err
	}
	fs, err := record.Findings(s.Ctx, s.Tx, s.Key(), s.Case.ID, v.No)
	return v, fs, err
}

// examined is current for moves that need papers, which a case that was brought in may not have
// yet.
func (d *Desk) examined(s *casework.Step) (*Version, []*DeskFinding, error) {
	v, fs, err := d.current(s)
	if err == nil && v == nil {
		err = fault.New(fault.Conflict, "preexam.no_text", "本案由原系统转入，还没有申请文件，请先由受理员或申请人在案件页面“补传申请文件”")
	}
	return v, fs, err
}

// judge adopts, dismisses or reopens one or several findings of the latest version.
func (d *Desk) judge(s *casework.Step, in *Judge) error {
	// Only the latest version can be judged: decisions about words that the applicant has replaced
	// would be decisions about nothing.
	_, fs, err := d.current(s)
	if err != nil {
		return err
	}
	for _, id := range strings.Split(in.Finding, ",") {
		i := slices.IndexFunc(fs, func(f *DeskFinding) bool { return strconv.FormatInt(f.ID, 10) == id })
		if i < 0 {
			return fault.New(fault.Missing, "preexam.finding", "没有这条缺陷，可能申请人已提交新版本；请刷新后重试").At("finding")
		}
		f := fs[i]
		if err := f.Decide(in.Decision, in.Reason, s.Actor.Account, s.Now); err != nil {
			return err
		}
		if err := record.PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
			return err
		}
		if f.Status == FindingFixed {
			continue
		}
		// What becomes of a rule's findings shows how good the rule is. The fact carries no word of the
		// text and of the reason only which of the usual ones it is.
		detail := map[string]string{"rule": f.Finding.Rule, "version": strconv.Itoa(f.Finding.Version), "decision": in.Decision, "finding": id, "why": finding.Why(in.Reason),
			"examiner": strconv.FormatInt(s.Actor.Account, 10), "class": s.Case.Attrs[attrClass], "asked": strconv.FormatBool(f.Asks()), "manual": strconv.FormatBool(f.Manual)}
		if err := d.establish(s, fact.FindingDecided, detail); err != nil {
			return err
		}
	}
	return nil
}

// add records a finding that the examiner made by hand; it is adopted at once. A quote must be
// an exact part of the text.
func (d *Desk) add(s *casework.Step, in *Add) error {
	v, fs, err := d.examined(s)
	if err != nil {
		return err
	}
	f := check.Finding{Rule: "MANUAL", Version: 1, Title: in.Title, Severity: rule.Severity(in.Severity), Level: rule.Law, Auto: rule.Manual,
		Basis: in.Basis, Part: patent.Part(in.Part), Message: in.Message, Suggestion: in.Suggestion}
	if quote := strings.TrimSpace(in.Quote); quote != "" {
		text := v.App.Text(f.Part)
		at := quoted(text, quote, strings.Trim(in.Place, "[] 　"))
		if at < 0 {
			return fault.New(fault.Invalid, "preexam.quote", "在%s中找不到所摘录的原文，请从正文中原样复制（含标点与空格）；填写了段号或权利要求号的，请核对", in.Part).At("quote")
		}
		// Offsets are bytes in the text of the part, as in the findings of the rules.
		f.Quote, f.Start, f.End = quote, at, at+len(quote)
		if i := text.At(at); i >= 0 {
			record.Numbered(&f, text.Blocks[i].Number)
		}
	}
	return record.PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, &DeskFinding{ID: s.Office.DB.NewID(), Version: v.No,
		Ord: int64(len(fs)), Status: FindingAdopted, Manual: true, Account: s.Actor.Account, At: s.Now, Finding: f})
}

// quoted returns where a quote stands in the text, in the claim or paragraph of the number if one
// is given, or -1.
func quoted(t *patent.Text, quote, number string) int {
	if number == "" {
		return strings.Index(t.Text, quote)
	}
	for _, b := range t.Blocks {
		if b.Number != number {
			continue
		}
		// From the block on, because a quote may reach into the next.
		if i := strings.Index(t.Text[b.Start:], quote); i >= 0 && b.Start+i < b.End {
			return b.Start + i
		}
	}
	return -1
}

// search, opine and record keep what was typed in the event itself, encrypted.
func (d *Desk) search(*casework.Step, *Search) error { return nil }
func (d *Desk) opine(*casework.Step, *Opine) error   { return nil }
func (d *Desk) record(*casework.Step, *Record) error { return nil }

// undecided refuses to go on while findings wait for a decision.
func undecided(fs []*DeskFinding) error {
	n := 0
	for _, f := range fs {
		if f.Waits() {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "preexam.undecided", "还有 %d 条未处理：请逐条采纳或不采纳缺陷（不采纳须写明理由），并回答需要判断的问题，然后再继续", n).At("finding")
}

// notify issues one correction notice with every adopted finding.
func (d *Desk) notify(s *casework.Step, in *Notify) error {
	v, fs, err := d.examined(s)
	if err != nil {
		return err
	}
	if err := undecided(fs); err != nil {
		return err
	}
	n, err := d.nextNotice(s.Ctx, s.Tx, s.Case, v, fs)
	if err != nil {
		return err
	}
	if n.Empty() {
		return fault.New(fault.Invalid, "preexam.nothing_adopted", "没有采纳任何缺陷，也没有撰写预审意见，无需补正；如无其他问题请提交复核并拟定“预审合格”")
	}
	if n.Round > n.Limit {
		return fault.New(fault.Conflict, "preexam.rounds", "本案已发出 %d 次补正通知，达到本中心规定的上限 %d 次；请提交复核并拟定结论，或由负责人终止", n.Round-1, n.Limit).
			On("本中心规定：补正次数")
	}
	s.Case.SetAttr(attrRounds, strconv.Itoa(n.Round))
	for _, f := range n.Findings {
		f.Notified = int64(n.Round)
		if err := record.PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
			return err
		}
	}
	n.Remark = in.Remark
	return d.issue(s, notice.Correction(n))
}

// nextNotice is the correction notice that would be issued now: with every adopted finding, those
// notified before and not corrected too, because a notice is complete.
func (d *Desk) nextNotice(ctx context.Context, tx *store.Tx, k *casework.Case, v *Version, fs []*DeskFinding) (n notice.CorrectionNotice, err error) {
	n = notice.CorrectionNotice{Round: 1, Version: v}
	n.Findings = slices.DeleteFunc(record.Ordered(fs), func(f *DeskFinding) bool { return f.Status != FindingAdopted })
	if before, err := strconv.Atoi(k.Attrs[attrRounds]); err == nil {
		n.Round = before + 1
	}
	// The limit of rounds is in force as of today: a case does not keep the one of its beginning.
	q := setting.Query{Center: k.Center, Key: "preexam.rounds", Variant: k.Kind, On: d.office.Today()}
	if n.Limit, err = d.office.Settings.Int(ctx, tx, q); err != nil {
		return n, err
	}
	if n.Due, err = d.dueOf(ctx, tx, k, "preexam.clock.correct"); err != nil {
		return n, err
	}
	var opinion Opine
	_, err = d.lastInput(ctx, tx, k, "opine", &opinion)
	n.Opinion, n.Cited = opinion.Opinion, opinion.Cited
	return n, err
}

// lastInput reads what was typed when the move was last made in this round, and reports whether it
// was: what an earlier notice said is not said again.
func (d *Desk) lastInput(ctx context.Context, tx *store.Tx, k *casework.Case, move string, in any) (bool, error) {
	events, err := d.office.Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(events) {
		switch e.Move {
		case move:
			return true, d.office.InputOf(ctx, tx, e, in)
		case "notify":
			return false, nil
		}
	}
	return false, nil
}

// beforeAnswer reads and checks the corrected papers outside the transaction.
func (d *Desk) beforeAnswer(ctx context.Context, c *casework.Case, key seal.Key, in *Answer) (err error) {
	in.prepared, err = d.read(ctx, c, key, sent{in.Files, in.Declared}, c.Kind)
	return err
}

// answer takes the corrected papers; the new findings carry what was decided before.
func (d *Desk) answer(s *casework.Step, in *Answer) error {
	if err := d.addVersion(s, in.prepared, in.Given, ForExam); err != nil {
		return err
	}
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil {
		return err
	}
	return d.takeFindings(s, v)
}

// plead has nothing to do: the statement is in the event, encrypted, and the desk shows it.
func (d *Desk) plead(*casework.Step, *Plead) error { return nil }

// propose hands the case to the second reader.
func (d *Desk) propose(s *casework.Step, in *Propose) error {
	_, fs, err := d.examined(s)
	if err != nil {
		return err
	}
	if err := undecided(fs); err != nil {
		return err
	}
	if in.Outcome == "fail" && strings.TrimSpace(in.Reason) == "" {
		return fault.New(fault.Invalid, "preexam.fail_reason", "拟定不合格的，请写明事实、依据与理由").At("reason")
	}
	// A pass with a known error would be contradicted by the center's own report.
	if in.Outcome == "pass" {
		for _, f := range fs {
			if f.Status == FindingAdopted && (f.Finding.Severity == rule.Fatal || f.Finding.Severity == rule.Error) {
				return fault.New(fault.Conflict, "preexam.still_defects", "仍有已采纳且必须补正的缺陷（%s），不能拟定合格；请先发出补正通知，或改为不采纳并写明理由",
					f.Finding.Title)
			}
		}
	}
	if s.Case.Second == 0 {
		return fault.New(fault.Conflict, "preexam.no_second", "本案没有复核员，请联系业务负责人转办时指定")
	}
	s.Case.SetAttr(attrOutcome, in.Outcome)
	return nil
}

// approve makes the proposal effective: a pass with its validity, or the notice that the case is
// about to fail, with the right to be heard.
func (d *Desk) approve(s *casework.Step, in *Approve) error {
	if s.Case.Attrs[attrOutcome] == "pass" {
		return d.pass(s)
	}
	// Nobody fails without a chance to be heard; one statement is enough, or a case could go round
	// for ever.
	heard, err := d.heard(s)
	if err != nil {
		return err
	}
	reason, err := d.proposal(s)
	if err != nil {
		return err
	}
	if heard {
		return d.failWith(s, reason)
	}
	due, err := d.dueFrom(s, "preexam.clock.plead")
	if err != nil {
		return err
	}
	if err := s.To(Hearing); err != nil {
		return err
	}
	return d.issue(s, notice.Hearing(reason, due))
}

// pass issues the notice with the digest of every document and the last day for filing.
func (d *Desk) pass(s *casework.Step) error {
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil {
		return err
	}
	due, err := d.dueFrom(s, "preexam.clock.file")
	if err != nil {
		return err
	}
	if err := s.To(Passed); err != nil {
		return err
	}
	if err := d.establish(s, fact.Passed, map[string]string{"rounds": s.Case.Attrs[attrRounds]}); err != nil {
		return err
	}
	answer, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("preexam.clock.office"))
	if err != nil {
		return err
	}
	return d.issue(s, notice.Pass(notice.PassNotice{Version: v, Due: due, Today: s.Today, Answer: answer}))
}

// failWith closes the case after the hearing, or after the time for a statement.
func (d *Desk) failWith(s *casework.Step, reason string) error {
	if err := s.To(Failed); err != nil {
		return err
	}
	const code = "预审不合格"
	s.Case.SetAttr(attrGround, code)
	if err := d.establish(s, fact.Failed, nil); err != nil {
		return err
	}
	return d.adverse(s, notice.Fail(code, reason))
}

// heard reports whether the applicant made a statement since the case last came back: after an
// objection that was upheld, a new unfavourable proposal needs a new hearing.
func (d *Desk) heard(s *casework.Step) (bool, error) {
	events, err := s.Office.Events(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	for _, e := range slices.Backward(events) {
		switch e.Move {
		case "plead":
			return true, err
		case "overturn":
			return false, err
		}
	}
	return false, err
}

// proposal returns the reasons that the examiner gave with the proposal.
func (d *Desk) proposal(s *casework.Step) (string, error) {
	var in Propose
	_, err := d.lastInput(s.Ctx, s.Tx, s.Case, "propose", &in) // an earlier proposal was sent back
	return in.Reason, err
}

// sendBack returns the case to the examiner; the reasons are in the event.
func (d *Desk) sendBack(*casework.Step, *SendBack) error { return nil }

// recuse takes the case away from somebody with a conflict of interest, for whom it then no
// longer exists, and gives it to somebody else.
func (d *Desk) recuse(s *casework.Step, in *Recuse) error {
	s.Note("ground", in.Reason)
	if err := s.DeclareConflict(s.Actor.Account); err != nil {
		return err
	}
	// Whoever has no conflict keeps the case; an empty field lets the picker choose.
	keep := &Assign{}
	if s.Case.Handler != s.Actor.Account {
		keep.Handler = strconv.FormatInt(s.Case.Handler, 10)
	}
	if s.Case.Second != s.Actor.Account {
		keep.Second = strconv.FormatInt(s.Case.Second, 10)
	}
	if err := d.assign(s, keep); err == nil || keep.Second == "" {
		return err
	}
	// The second reader may be the only other examiner: then both are chosen anew.
	keep.Second = ""
	return d.assign(s, keep)
}
