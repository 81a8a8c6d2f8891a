package abnormal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/evidence"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// ofVerdict lists the filings of the subject with one of the verdicts; all of them where none is given.
func ofVerdict(ms []member, verdicts ...string) (out []int64) {
	for _, m := range ms {
		if m.Own && (len(verdicts) == 0 || slices.Contains(verdicts, m.Verdict)) {
			out = append(out, m.Filing)
		}
	}
	return out
}

// notice tells the party and begins its term. From here on the case is the party's to see.
func (d *Desk) notice(s *casework.Step, in *Notice) error {
	subject, err := strconv.ParseInt(s.Case.Attrs[attrSubject], 10, 64)
	if err != nil {
		return err
	}
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	ids, err := chosen(in.Cases, ofVerdict(ms))
	if err != nil {
		return err
	}
	if err := judge(s, ids, VerdictAsked); err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, subject)
	if err != nil {
		return err
	}
	s.Case.Owner, s.Case.Handler = subject, s.Actor.Account
	if s.Case.Agent, err = d.agentOf(s, p, ids); err != nil {
		return err
	}
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("abnormal.clock.explain"))
	if err != nil {
		return err
	}
	var wants []string
	for _, w := range in.Wants {
		wants = append(wants, optionTitle(in, "wants", w))
	}
	return d.issue(s, issue{template: "notice", text: map[string]string{"期限": length.String()}, lines: map[string]string{"情况": in.Facts}, list: map[string][]string{"证明": wants}, cases: ids})
}

// agentOf is who may answer for the party: itself where it is an agency, otherwise the agency that acts
// in all of the filings.
func (d *Desk) agentOf(s *casework.Step, p *party.Party, ids []int64) (int64, error) {
	if p.Kind == party.Agency {
		return p.ID, nil
	}
	plain, err := casework.Plain(s.Ctx, s.Tx, s.Case.Center, ids)
	if err != nil {
		return 0, err
	}
	agent := plain[ids[0]].Agent
	for _, id := range ids {
		if plain[id].Agent != agent {
			return 0, nil
		}
	}
	return agent, nil
}

// keep stores files before the transaction begins.
func (d *Desk) keep(ctx context.Context, k *casework.Case, key seal.Key, files []form.File) ([]evidence.File, error) {
	return d.Evidence.Keep(ctx, key, k.ID, files...)
}

// exhibit makes an exhibit of what came with a statement.
func (d *Desk) exhibit(s *casework.Step, who int64, name string, files []evidence.File) error {
	if len(files) == 0 {
		return nil
	}
	_, err := d.Evidence.Add(s, evidence.Exhibit{Party: who, Matter: evidence.Matter{Name: name, Kind: "书证", Purpose: name, Source: s.Move.Title, Form: "复制件", Files: files}})
	return err
}

// beforeExplain takes the files in before the case is held for the move: they may be large.
func (d *Desk) beforeExplain(ctx context.Context, k *casework.Case, key seal.Key, in *Explain) (err error) {
	in.stored, err = d.keep(ctx, k, key, in.Files)
	return err
}

// explain hands the explanation to the check; its words stay in the event.
func (d *Desk) explain(s *casework.Step, in *Explain) error {
	who, err := in.Party(s)
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrSilent, "")
	return d.exhibit(s, who, "说明的证明材料", in.stored)
}

// beforeWithdraw does the same for the receipts of a withdrawal.
func (d *Desk) beforeWithdraw(ctx context.Context, k *casework.Case, key seal.Key, in *Withdraw) (err error) {
	in.stored, err = d.keep(ctx, k, key, in.Files)
	return err
}

// withdraw notes that the party withdrew filings itself. Whether it did is checked like any other proof.
func (d *Desk) withdraw(s *casework.Step, in *Withdraw) error {
	who, err := in.Party(s)
	if err != nil {
		return err
	}
	if err := past(s, in.Day); err != nil {
		return err
	}
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	ids, err := chosen(in.Cases, ofVerdict(ms, VerdictAsked, VerdictWithdrawn))
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrSilent, "")
	if err := judge(s, ids, VerdictWithdrawn); err != nil {
		return err
	}
	return d.exhibit(s, who, "撤回的证明", in.stored)
}

// askTime asks for more time; only the head grants it.
func (d *Desk) askTime(s *casework.Step, in *AskTime) error {
	_, err := in.Party(s)
	return err
}

// extend lengthens the term of the party, within what the center allows, once.
func (d *Desk) extend(s *casework.Step, in *Extend) error {
	asked, _, err := readRecord[AskTime](s.Ctx, s.Tx, s.Office, s.Case, "ask_time")
	if err != nil {
		return err
	}
	if asked == nil {
		return fault.New(fault.Conflict, "abnormal.unasked", "当事人没有申请延期举证，不能主动延长；当事人口头提出的，请先由窗口代为登记")
	}
	if before, _, err := readRecord[Extend](s.Ctx, s.Tx, s.Office, s.Case, "extend"); err != nil {
		return err
	} else if before != nil {
		return fault.New(fault.Conflict, "abnormal.extended", "举证期限已延长过一次，不能再次延长；请告知当事人按现有期限提交")
	}
	most, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("abnormal.extend"))
	if err != nil {
		return err
	}
	if in.Days > most {
		return fault.New(fault.Invalid, "abnormal.extend", "本中心规定举证最多延长 %d 个工作日，请减少天数", most).At("days").On("本中心规定：延期举证")
	}
	s.Extend("explain", term.WorkingDays(in.Days), "准予延期举证")
	return nil
}

// silent goes on without an explanation. It is no admission; and nobody is silent whom the notice has not
// reached yet.
func (d *Desk) silent(s *casework.Step, _ *Lapsed) error {
	if s.Case.Attrs[attrServed] == "" {
		return fault.New(fault.Conflict, "abnormal.unserved", "通知书尚未送达当事人，举证期限不能届满；请先在“文书送达”中送达")
	}
	if err := d.over(s, "explain"); err != nil {
		return err
	}
	s.Case.SetAttr(attrSilent, "yes")
	return nil
}

// over refuses what presupposes that a term has run out.
func (d *Desk) over(s *casework.Step, clock string) error {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return err
	}
	for i := range clocks {
		if k := &clocks[i]; k.Rule.Code == clock && k.Running() && s.Today <= k.Result.Due {
			return fault.New(fault.Conflict, "abnormal.early", "期限到 %s 届满，届满后才能办理“%s”", k.Result.Due, s.Move.Words())
		}
	}
	return nil
}

// visit keeps what was seen at the party's.
func (d *Desk) visit(s *casework.Step, in *Visit) error { return past(s, in.Day) }

// more gives the party another term.
func (d *Desk) more(s *casework.Step, in *More) error {
	length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("abnormal.clock.explain"))
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrServed, "")
	return d.issue(s, issue{template: "more", text: map[string]string{"期限": length.String()}, lines: map[string]string{"事项": in.Facts}})
}

// A verdict is a conclusion, proposed or made.
type verdict struct {
	result       string   // one of the verdicts of a filing
	types, cases []string // as they were ticked
}

// weigh refuses a verdict that does not hold together, and returns the filings that it names.
func (d *Desk) weigh(s *casework.Step, v verdict) (ids []int64, err error) {
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return nil, err
	}
	if ids, err = chosen(v.cases, ofVerdict(ms, VerdictAsked, VerdictWithdrawn, VerdictAbnormal, VerdictClear)); err != nil {
		return nil, err
	}
	for _, t := range v.types {
		if !slices.ContainsFunc(conducts(), func(c kindOfConduct) bool { return c.code == t }) {
			return nil, fault.New(fault.Invalid, "abnormal.type", "请从列出的八类情形中选择").At("types").On("规范申请专利行为的规定（局令第77号）第三条")
		}
	}
	gone := ofVerdict(ms, VerdictWithdrawn)
	switch {
	case v.result == VerdictAbnormal && len(v.types) == 0:
		return nil, fault.New(fault.Invalid, "abnormal.no_type", "认为属于非正常申请的，请至少选择一类情形").At("types").On("规范申请专利行为的规定（局令第77号）第三条")
	case v.result != VerdictClear && len(ids) == 0:
		return nil, fault.New(fault.Invalid, "abnormal.no_case", "请勾选所涉的申请；一件也不属于的，请选择“不属于非正常申请”").At("cases")
	case v.result == VerdictWithdrawn && slices.ContainsFunc(ids, func(id int64) bool { return !slices.Contains(gone, id) }):
		return nil, fault.New(fault.Invalid, "abnormal.not_withdrawn", "所选申请中有当事人没有报告撤回的，不能以主动撤回作结论，请核对").At("cases")
	case v.result == VerdictClear && (len(ids) > 0 || len(v.types) > 0):
		return nil, fault.New(fault.Invalid, "abnormal.clear_case", "认为不属于非正常申请的，不勾选情形和申请；只有部分属于的，请选择“属于非正常申请”并勾选这些申请").At("cases")
	}
	return ids, nil
}

// check is the opinion of the second person.
func (d *Desk) check(s *casework.Step, in *Check) error {
	if _, err := d.weigh(s, verdict{in.Proposal, in.Types, in.Cases}); err != nil {
		return err
	}
	s.Case.Second = s.Actor.Account
	return nil
}

// serving says how the papers are served on a party without an account.
func (d *Desk) serving() delivery.Procedure {
	var all []string
	for _, s := range states() {
		all = append(all, s.Code)
	}
	return delivery.Procedure{Chart: Code, From: all, By: clerk, Basis: ours("文书送达"), Served: d.wasServed}
}

// wasServed begins the term of a notice on the day on which it reached the party.
func (d *Desk) wasServed(s *casework.Step, p *document.Paper, who int64, day calendar.Day) error {
	clock := map[string]string{Code + ".notice": "explain", Code + ".more": "explain", Code + ".abnormal": "object"}[p.Template]
	if who != s.Case.Owner || clock == "" {
		return nil
	}
	s.Case.SetAttr(attrServed, day.String())
	if day != s.Today || !slices.Contains([]string{"notice", "more", "conclude"}, s.Move.Code) {
		s.StartClock(clock, day)
	}
	return nil
}

// numbersOf lists the numbers of filings.
func numbersOf(s *casework.Step, ids []int64) (string, error) {
	plain, err := casework.Plain(s.Ctx, s.Tx, s.Case.Center, ids)
	var out []string
	for _, id := range ids {
		if k := plain[id]; k != nil {
			out = append(out, k.Number)
		} else {
			out = append(out, fmt.Sprint(id))
		}
	}
	return strings.Join(out, "、"), err
}
