package counterfeit

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/rule"
	"zhibao/law/term"
	"zhibao/protection/counterfeit/conduct"
)

// identify says who is investigated: a registered party, or one that is entered now. From then on it
// sees the case and what was served on it.
func (d *Desk) identify(s *casework.Step, in *Identify) error {
	in.Name, in.Code = strings.TrimSpace(in.Name), strings.ToUpper(strings.TrimSpace(in.Code))
	if s.Case.Attrs[attrNoticed] != "" {
		return fault.New(fault.Conflict, "counterfeit.identified", "已向当事人送达处罚告知书，不能再变更当事人；确有错误的，请撤销案件后重新立案")
	}
	before, err := d.record(s)
	if err != nil {
		return err
	}
	if err := in.unmask(before); err != nil {
		return err
	}
	p, registered, err := d.find(s, in)
	if err != nil {
		return err
	}
	if in.Online && !registered {
		return fault.New(fault.Invalid, "counterfeit.online", "“%s”没有平台账号，不能电子送达；请取消勾选，按直接、留置、邮寄或公告方式送达", in.Name).At("online")
	}
	if in.Sort == "unit" && in.Legal == "" {
		return fault.New(fault.Invalid, "counterfeit.legal", "单位须填写法定代表人或负责人").At("legal")
	}
	s.Case.Owner = p.ID
	s.Case.SetAttr(attrOnline, flag(in.Online))
	s.SetTitle(p.Name + "涉嫌假冒专利")
	return nil
}

func flag(on bool) string {
	if on {
		return "1"
	}
	return ""
}

// find returns the party with the code, which is entered where it is not known, and whether papers can
// be served into its account.
func (d *Desk) find(s *casework.Step, in *Identify) (p *party.Party, reached bool, err error) {
	p, err = party.Enter(s.Ctx, s.Tx, s.Office.Keys, party.Stranger{ID: s.Office.DB.NewID(), Center: s.Case.Center, Name: in.Name, Code: in.Code,
		Person: in.Sort == "person", Contact: party.Contact{Address: in.Address, Phone: in.Phone}, At: s.Now})
	if err != nil || p.Kind == party.Outside || s.Office.Reached == nil {
		return p, err == nil && p.Kind != party.Outside, err
	}
	reached, err = s.Office.Reached(s.Ctx, s.Tx, s.Case.Center, p.ID)
	return p, reached, err
}

// inspect records an inspection on site.
func (d *Desk) inspect(s *casework.Step, in *Inspect) error {
	if err := in.check(s); err != nil {
		return err
	}
	if in.Signs != "signed" && strings.TrimSpace(in.Witness) == "" {
		return fault.New(fault.Invalid, "counterfeit.witness", "当事人拒绝签字或者未到场的，请写明见证人").At("witness")
	}
	return d.issue(s, issue{template: "inspection", to: "案卷", text: with(in.on(), "时间", in.Day.Chinese()+" "+in.Begin, "签字", optionTitle(in, "signs", in.Signs)),
		lines: map[string]string{"情况": in.Text}})
}

// interview records an interview.
func (d *Desk) interview(s *casework.Step, in *Interview) error {
	if err := in.check(s); err != nil {
		return err
	}
	return d.issue(s, issue{template: "interview", to: "案卷", text: with(in.on(), "被询问人", in.Person), lines: map[string]string{"情况": in.Text}})
}

// copy records what was consulted or copied.
func (d *Desk) copy(s *casework.Step, in *Copy) error {
	if err := in.check(s); err != nil {
		return err
	}
	t := paper.Table{Head: []string{"序号", "资料名称", "页数", "原件存放处"}, Quoted: true}
	for i, x := range in.Items {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), x.Name, strconv.Itoa(x.Pages), or(x.Where, "—")})
	}
	return d.issue(s, issue{template: "copying", to: "案卷", text: in.on(), table: map[string]paper.Block{"清单": t}})
}

// test hands items to somebody who tests them. The person is told of the time, which does not count.
func (d *Desk) test(s *casework.Step, in *Test) error {
	if err := d.known(s); err != nil {
		return err
	}
	if in.Until <= s.Today {
		return fault.New(fault.Invalid, "counterfeit.test_until", "预计完成日期 %s 应晚于今天，请更正", in.Until).At("until")
	}
	if !in.Told {
		return fault.New(fault.Invalid, "counterfeit.test_told", "检测、鉴定的期间须明确并书面告知当事人，请告知后勾选").At("told").On("行政强制法（2011）第二十五条")
	}
	return d.issue(s, issue{template: "testing", text: map[string]string{"机构": in.Body, "完成日": in.Until.Chinese()}, lines: map[string]string{"事项": in.Items}})
}

func (d *Desk) tested(s *casework.Step, in *Tested) error {
	if !in.Told {
		return fault.New(fault.Invalid, "counterfeit.result_told", "请将检测、鉴定结果书面告知当事人后勾选").At("told")
	}
	return nil
}

// suspend stops the clocks of the case and says why.
func (d *Desk) suspend(s *casework.Step, in *Suspend) error {
	if s.Case.Owner == 0 {
		return nil
	}
	return d.issue(s, issue{template: "suspension", text: map[string]string{"原因": optionTitle(in, "ground", in.Ground)}, lines: map[string]string{"说明": in.Reason}})
}

func (d *Desk) askExtend(s *casework.Step, in *AskExtend) error {
	return d.mayExtend(s, in.Clock, in.Days, "")
}

// extend lengthens the time for the decision: that of the measures of 2015 once, by what the setting
// allows; ninety days only on the word of a provision that says otherwise (行政处罚法第六十条).
func (d *Desk) extend(s *casework.Step, in *Extend) error {
	if in.Clock == "ninety" && strings.TrimSpace(in.Basis) == "" {
		return fault.New(fault.Invalid, "counterfeit.extend_basis", "延长九十日期限的，请写明另有规定的法律、法规、规章条款").At("basis").On("行政处罚法（2021修订）第六十条")
	}
	if err := d.mayExtend(s, in.Clock, in.Days, in.Basis); err != nil {
		return err
	}
	s.Case.SetAttr("extended_"+in.Clock, "1")
	lengthen(s, in.Clock, in.Days, or(in.Basis, "案情复杂"))
	return nil
}

func (d *Desk) mayExtend(s *casework.Step, clock string, days int, basis string) error {
	if s.Case.Attrs["extended_"+clock] != "" {
		return fault.New(fault.Conflict, "counterfeit.extended", "该期限已经延长过一次，不能再延长；请在期限内办结")
	}
	if clock != "month" {
		return nil
	}
	most, err := number(s, "counterfeit.extend")
	if err != nil || days <= most {
		return err
	}
	return fault.New(fault.Invalid, "counterfeit.extend_days", "办案期限最多延长 %d 日，请减少", most).At("days").On(rule.Meta{Basis: measures2015("办案期限的延长")}.Cites())
}

// lengthen extends a clock by days of the calendar. Under some laws a term of a few days means
// working days; a longer extension in pieces is never taken for one.
func lengthen(s *casework.Step, clock string, days int, why string) {
	for days > 0 {
		piece := min(days, 30)
		if piece == 2 || piece == 3 || piece == 5 || piece == 7 {
			piece = 1
		}
		s.Extend(clock, term.CalendarDays(piece), why)
		days -= piece
	}
}

// conclude closes the investigation with its findings and a proposal, and chooses who reviews it.
func (d *Desk) conclude(s *casework.Step, in *Conclude) error {
	if err := d.known(s); err != nil {
		return err
	}
	if err := checkFindings(s, &in.Findings); err != nil {
		return err
	}
	reviewer, err := d.person(s, in.Reviewer, casework.Reviewer, "reviewer")
	if err != nil {
		return err
	}
	if reviewer.Account == s.Case.Handler {
		return fault.New(fault.Invalid, "counterfeit.self_review", "法制审核人不能是本案承办人，请另选一人").At("reviewer").On("行政处罚法（2021修订）第五十八条")
	}
	s.Case.Second = reviewer.Account
	return d.issue(s, issue{template: "conclusion", text: map[string]string{"违法所得": in.Gains.String() + " 元", "货值": in.Value.String() + " 元", "建议": optionTitle(Findings{}, "proposal", in.Proposal),
		"罚款": in.Fine.String() + " 元", "没收": in.Forfeit.String() + " 元"}, lines: map[string]string{"事实": in.Facts, "证据": in.Evidence, "情节": in.Degree}, list: map[string][]string{"行为": titles(in.Conducts, s.Today)}})
}

// checkFindings holds the findings against what may follow from them.
func checkFindings(s *casework.Step, in *Findings) error {
	kinds, err := kindsOf(s, in.Conducts)
	if err != nil {
		return err
	}
	if !in.Ended.IsZero() {
		if err := past(s, in.Ended, "ended"); err != nil {
			return err
		}
	}
	g := gravest(kinds)
	onlySale := len(in.Conducts) == 1 && in.Conducts[0] == "sale"
	const seller = "专利法实施细则（2023修订）第一百零一条"
	switch {
	case in.Unknown && strings.TrimSpace(in.Source) == "":
		return fault.New(fault.Invalid, "counterfeit.source", "认定销售者不知情的，须写明合法来源的证据").At("source").On(seller)
	case in.Unknown && onlySale && in.Proposal == Penalty:
		return fault.New(fault.Invalid, "counterfeit.unknowing", "销售者不知情且能证明合法来源的，只责令停止销售，不处罚；请改选处理建议").At("proposal").On(seller)
	case in.Proposal == "stop" && (!in.Unknown || !onlySale):
		return fault.New(fault.Invalid, "counterfeit.stop", "责令停止销售只适用于不知情且能证明合法来源的销售者，请核对认定的行为和勾选项").At("proposal").On(seller)
	case in.Proposal == "correct" && g != conduct.Marking:
		return fault.New(fault.Invalid, "counterfeit.correct", "单独责令改正只适用于标识不规范；认定假冒专利的，请改选处理建议").At("proposal").On("专利法实施细则（2023修订）第九十九条")
	case in.Proposal != Penalty && (in.Fine > 0 || in.Forfeit > 0 || in.Warn):
		return fault.New(fault.Invalid, "counterfeit.no_fine", "不给予行政处罚的，罚款和没收金额应为 0").At("fine")
	case in.Proposal == Penalty:
		return checkSanction(s, in.Conducts, in.Gains, in.Sanction)
	}
	return nil
}
