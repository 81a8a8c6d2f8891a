package abnormal

import (
	"context"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// A kindOfConduct is one of the eight kinds of article 3.
type kindOfConduct struct{ code, title, english string }

// conducts are the kinds of abnormal filing of order 77.
func conducts() []kindOfConduct {
	return []kindOfConduct{
		{"1", "（一）多件申请内容明显相同，或者实质上由不同特征、要素简单组合形成", "(1) Obviously the same, or simple combinations"},
		{"2", "（二）编造、伪造、变造内容、数据或者效果，或者抄袭、简单替换、拼凑现有技术或者现有设计", "(2) Fabricated, or copied from the prior art"},
		{"3", "（三）内容主要利用计算机技术等随机生成", "(3) Mainly generated at random"},
		{"4", "（四）明显不符合技术改进、设计常理，或者变劣、堆砌、非必要缩限保护范围", "(4) Against technical sense, heaping, needless narrowing"},
		{"5", "（五）没有实际研发活动提交多件申请，且不能作出合理解释", "(5) No real research, several filings, no explanation"},
		{"6", "（六）将实质上与特定单位、个人或者地址关联的多件申请恶意分散、先后或者异地提交", "(6) Linked filings scattered in bad faith"},
		{"7", "（七）出于不正当目的转让、受让申请权，或者虚假变更发明人、设计人", "(7) Transfers or changes of inventors in bad faith"},
		{"8", "（八）其他违反诚实信用原则、扰乱正常申请秩序", "(8) Other breaches of good faith"},
	}
}

// conductOptions are the same as choices.
func conductOptions() (out []form.Option) {
	for _, c := range conducts() {
		out = append(out, form.Option{Value: c.code, Label: web.Text{c.title, c.english}})
	}
	return out
}

// conductTitles names kinds for a paper.
func conductTitles(codes []string) (out []string) {
	for _, c := range conducts() {
		if slices.Contains(codes, c.code) {
			out = append(out, c.title)
		}
	}
	return out
}

// conclude decides. The filings that it does not name are not abnormal.
func (d *Desk) conclude(s *casework.Step, in *Conclude) error {
	ids, err := d.weigh(s, verdict{in.Result, in.Types, in.Cases})
	if err != nil {
		return err
	}
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	asked := ofVerdict(ms, VerdictAsked, VerdictWithdrawn, VerdictAbnormal, VerdictClear)
	if err := judge(s, slices.DeleteFunc(slices.Clone(asked), func(id int64) bool { return slices.Contains(ids, id) }), VerdictClear); err != nil {
		return err
	}
	if in.Result != VerdictClear {
		if err := judge(s, ids, in.Result); err != nil {
			return err
		}
	} else {
		ids = asked
	}
	s.Case.SetAttr(attrResult, in.Result)
	s.Note("what", resultTitle(in.Result)[0])
	if err := s.To(d.after(s, in.Result)); err != nil {
		return err
	}
	x := issue{template: in.Result, lines: map[string]string{"事实": in.Facts, "理由": in.Reason}, cases: ids}
	if in.Result == VerdictAbnormal {
		length, err := s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting("abnormal.clock.object"))
		if err != nil {
			return err
		}
		x.list, x.text = map[string][]string{"情形": conductTitles(in.Types)}, map[string]string{"期限": length.String()}
		s.Case.SetAttr(attrServed, "")
	}
	return d.issue(s, x)
}

// after is where a result leads: what came from above is reported, whatever became of it.
func (d *Desk) after(s *casework.Step, result string) string {
	above := slices.Contains([]string{SourceList, "above"}, s.Case.Attrs[attrSource])
	switch {
	case result == VerdictAbnormal:
		return Found
	case result == VerdictWithdrawn || above:
		return Reporting
	}
	return Cleared
}

// beforeObject takes the files in before the case is held for the move.
func (d *Desk) beforeObject(ctx context.Context, k *casework.Case, key seal.Key, in *Object) (err error) {
	in.stored, err = d.keep(ctx, k, key, in.Files)
	return err
}

// object hands the objection to the director; nothing takes effect meanwhile.
func (d *Desk) object(s *casework.Step, in *Object) error {
	who, err := in.Party(s)
	if err != nil {
		return err
	}
	return d.exhibit(s, who, "异议的证明材料", in.stored)
}

// accept lets the finding take effect at the party's own word.
func (d *Desk) accept(s *casework.Step, in *Accept) error {
	if _, err := in.Party(s); err != nil {
		return err
	}
	if !in.Confirm {
		return fault.New(fault.Invalid, "abnormal.confirm", "请勾选确认后再提交；有异议的请办理“对认定提出异议”").At("confirm")
	}
	return d.effective(s)
}

// effect lets the finding take effect when the time to object is over.
func (d *Desk) effect(s *casework.Step, _ *Lapsed) error {
	if s.Case.Attrs[attrServed] == "" {
		return fault.New(fault.Conflict, "abnormal.unserved_finding", "结论书尚未送达当事人，异议期限不能届满；请先在“文书送达”中送达")
	}
	if err := d.over(s, "object"); err != nil {
		return err
	}
	return d.effective(s)
}

// effective establishes the fact by which other procedures go. Where findings repeat within the time that
// the center sets, the fact says so.
func (d *Desk) effective(s *casework.Step) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	ids := ofVerdict(ms, VerdictAbnormal)
	numbers, err := numbersOf(s, ids)
	if err != nil {
		return err
	}
	n, least, err := d.repeats(s)
	if err != nil {
		return err
	}
	detail := map[string]string{"case": s.Case.Number, "indicator": s.Case.Attrs[attrIndicator], "filings": strconv.Itoa(len(ids)), "numbers": numbers, "findings": strconv.Itoa(n)}
	if least > 0 && n >= least {
		detail["repeated"] = "yes"
	}
	s.Case.SetAttr(attrEffective, s.Today.String())
	return s.Establish(fact.Fact{Kind: fact.AbnormalFiling, Party: p.ID, Subject: p.Code, Detail: detail})
}

// repeats counts the findings about the party that stand, this one included, within the time of the
// center; each case counts once.
func (d *Desk) repeats(s *casework.Step) (n, least int, err error) {
	if least, err = s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("abnormal.repeated")); err != nil {
		return 0, 0, err
	}
	months, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("abnormal.repeated.months"))
	if err != nil {
		return 0, 0, err
	}
	from := calendar.DayOf(s.Now.AddDate(0, -months, 0))
	facts, err := casework.Facts(s.Ctx, s.Tx, casework.FactFilter{Center: s.Case.Center, Party: s.Case.Owner, From: from, Kinds: []fact.Kind{fact.AbnormalFiling, fact.AbnormalRevoked}})
	if err != nil {
		return 0, 0, err
	}
	stands := map[int64]bool{s.Case.ID: true}
	for _, f := range facts {
		stands[f.Case] = f.Kind == fact.AbnormalFiling
	}
	stands[s.Case.ID] = true
	for _, yes := range stands {
		if yes {
			n++
		}
	}
	return n, least, nil
}

// uphold leaves the finding, which takes effect.
func (d *Desk) uphold(s *casework.Step, in *Reasoned) error {
	if err := d.effective(s); err != nil {
		return err
	}
	return d.issue(s, issue{template: "objection", text: map[string]string{"决定": "维持原认定"}, lines: map[string]string{"理由": in.Reason}})
}

// overturn leaves nothing of the finding.
func (d *Desk) overturn(s *casework.Step, in *Reasoned) error {
	if err := d.clear(s); err != nil {
		return err
	}
	if err := s.To(d.after(s, VerdictClear)); err != nil {
		return err
	}
	return d.issue(s, issue{template: "objection", text: map[string]string{"决定": "撤销原认定"}, lines: map[string]string{"理由": in.Reason}})
}

// clear takes the filings out of the finding.
func (d *Desk) clear(s *casework.Step) error {
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrResult, VerdictClear)
	return judge(s, ofVerdict(ms, VerdictAbnormal), VerdictClear)
}

// report makes the report. It says what was found and what it rests on.
func (d *Desk) report(s *casework.Step, in *Report) error {
	if err := past(s, in.Day); err != nil {
		return err
	}
	ms, err := membersOf(s.Ctx, s.Tx, s.Case.ID)
	if err != nil {
		return err
	}
	c, _, err := readRecord[Conclude](s.Ctx, s.Tx, s.Office, s.Case, "conclude")
	if err != nil {
		return err
	}
	said := map[string]string{"事实": "", "理由": "", "情况": in.Note}
	if c != nil {
		said["事实"], said["理由"] = c.Facts, c.Reason
	}
	return d.issue(s, issue{template: "report", to: in.To, text: map[string]string{"结论": resultTitle(s.Case.Attrs[attrResult])[0], "生效": or(s.Case.Attrs[attrEffective], "不适用"), "来源": sourceTitle(s.Case.Attrs[attrSource])[0], "方式": in.Way},
		lines: said, cases: ofVerdict(ms, VerdictAsked, VerdictAbnormal, VerdictClear, VerdictWithdrawn)})
}

// answer takes what the office above says. A finding that it does not share is revoked.
func (d *Desk) answer(s *casework.Step, in *Answer) error {
	if err := past(s, in.Day); err != nil {
		return err
	}
	s.Note("what", optionTitle(in, "result", in.Result))
	abnormal := s.Case.Attrs[attrResult] == VerdictAbnormal
	switch in.Result {
	case "refused":
		if !abnormal {
			return fault.New(fault.Invalid, "abnormal.nothing_found", "本案没有认定非正常申请，没有可撤销的认定；上级不同意结论的，请选择“退回重新核查”").At("result")
		}
		if err := s.To(Revoked); err != nil {
			return err
		}
		return d.setAside(s, "上级纠正（"+in.Body+in.Number+"）", or(in.Text, "上级不认可原认定。"))
	case "again":
		if abnormal {
			// What is checked anew does not stand meanwhile.
			if err := d.lift(s); err != nil {
				return err
			}
		}
		return s.To(Checking)
	}
	return nil
}

// revoke sets an effective finding aside, for good.
func (d *Desk) revoke(s *casework.Step, in *Revoke) error {
	if s.Case.Attrs[attrResult] != VerdictAbnormal {
		return fault.New(fault.Conflict, "abnormal.nothing_found", "本案没有认定非正常申请，没有可撤销的认定；上级不同意结论的，请选择“退回重新核查”")
	}
	if in.Ground != "自行纠正" && in.Number == "" {
		return fault.New(fault.Invalid, "abnormal.revoke_number", "请填写复议决定、判决或上级文件的文号").At("number")
	}
	ground := in.Ground
	if in.Number != "" {
		ground += "（" + in.Number + "）"
	}
	return d.setAside(s, ground, in.Reason)
}

// setAside revokes the finding, tells the party and the other procedures.
func (d *Desk) setAside(s *casework.Step, ground, reason string) error {
	if err := d.lift(s); err != nil {
		return err
	}
	return d.issue(s, issue{template: "revocation", text: map[string]string{"根据": ground}, lines: map[string]string{"理由": reason}})
}

// lift takes a finding back as a fact.
func (d *Desk) lift(s *casework.Step) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	if err := d.clear(s); err != nil {
		return err
	}
	s.Case.SetAttr(attrEffective, "")
	return s.Establish(fact.Fact{Kind: fact.AbnormalRevoked, Party: p.ID, Subject: p.Code, Detail: map[string]string{"case": s.Case.Number}})
}
