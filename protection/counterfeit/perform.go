package counterfeit

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/counterfeit/conduct"
)

// A Debt is what the person owes on a day.
type Debt struct {
	Fine, Forfeit, Surcharge, Remitted, Paid conduct.Money
	Due                                      calendar.Day // last day to pay without surcharge
}

// Left is what is still to be paid.
func (x Debt) Left() conduct.Money {
	return max(0, x.Fine+x.Forfeit+x.Surcharge-x.Remitted-x.Paid)
}

// debt sums up what is owed as of a day. The surcharge is that of the fine which was not paid in
// time; it never exceeds the fine (行政处罚法第七十二条).
func (r Record) debt(due, on calendar.Day, permille int) (x Debt) {
	if dec, _ := Last[Decide](r); dec != nil {
		x.Fine, x.Forfeit = dec.Fine, dec.Forfeit
	}
	x.Due = due
	paidInTime := conduct.Money(0)
	for _, p := range r.after("decide") {
		switch in := p.Input.(type) {
		case *Settle:
			x.Paid, x.Remitted = x.Paid+in.Amount, x.Remitted+in.Remit
			if in.Day <= due {
				paidInTime += in.Amount
			}
		case *Executed: // what the court took counts as paid
			x.Paid += in.Amount
		}
	}
	// Gains are confiscated and bear no surcharge: what was paid in time counts for them first.
	late := min(x.Fine, max(0, x.Fine+x.Forfeit-paidInTime))
	x.Surcharge = conduct.Surcharge(late, permille, due, on)
	return x
}

// owed is the debt of the case as of a day.
func (d *Desk) owed(s *casework.Step, on calendar.Day) (Debt, error) {
	record, err := d.record(s)
	if err != nil {
		return Debt{}, err
	}
	permille, err := number(s, "counterfeit.surcharge")
	if err != nil {
		return Debt{}, err
	}
	k, err := d.clock(s, "pay")
	if err != nil || k == nil {
		return record.debt(0, on, permille), err
	}
	return record.debt(k.Result.Due, on, permille), nil
}

// proof takes a proof of payment; the officer confirms it.
func (d *Desk) proof(s *casework.Step, in *Proof) error {
	if in.Amount <= 0 {
		return fault.New(fault.Invalid, "counterfeit.amount", "请填写大于零的缴款金额").At("amount")
	}
	return past(s, in.Day, "day")
}

// paid confirms a part of what is owed.
func (d *Desk) paid(s *casework.Step, in *Settle) error {
	if err := d.proof(s, &in.Proof); err != nil {
		return err
	}
	x, err := d.owed(s, in.Day)
	if err != nil {
		return err
	}
	if in.Amount+in.Remit >= x.Left() {
		return fault.New(fault.Invalid, "counterfeit.settled", "至 %s 尚欠 %s 元，本次缴款后已缴清，请办理“确认缴清”", in.Day, x.Left().String()).At("amount")
	}
	return nil
}

// settle confirms that everything was paid.
func (d *Desk) settle(s *casework.Step, in *Settle) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	x, err := d.owed(s, in.Day)
	if err != nil {
		return err
	}
	if in.Remit > x.Surcharge {
		return fault.New(fault.Invalid, "counterfeit.remit", "减免不能超过加处罚款 %s 元，罚款本身不能减免，请更正", x.Surcharge.String()).At("remit").On("行政强制法（2011）第四十二条")
	}
	if in.Amount+in.Remit < x.Left() {
		return fault.New(fault.Invalid, "counterfeit.short", "至 %s 应缴 %s 元（其中加处罚款 %s 元），本次 %s 元不足；请办理“确认部分缴款”", in.Day, x.Left().String(), x.Surcharge.String(), in.Amount.String()).At("amount")
	}
	return nil
}

func (d *Desk) askDefer(s *casework.Step, in *AskDefer) error { return d.later(s, in.Until) }

// later refuses a day that is no later than the present one.
func (d *Desk) later(s *casework.Step, until calendar.Day) error {
	k, err := d.clock(s, "pay")
	if err != nil {
		return err
	}
	if k != nil && until <= k.Result.Due {
		return fault.New(fault.Invalid, "counterfeit.defer", "现在的缴款截止日是 %s，延期后的日期应晚于该日", k.Result.Due).At("until")
	}
	return nil
}

// deferPay grants more time or instalments; until then there is no surcharge.
func (d *Desk) deferPay(s *casework.Step, in *Defer) error {
	if err := d.later(s, in.Until); err != nil {
		return err
	}
	k, err := d.clock(s, "pay")
	if err != nil {
		return err
	}
	if k == nil {
		return fault.New(fault.Conflict, "counterfeit.unserved", "相应文书还没有送达，期限尚未起算，不能办理“%s”；请先登记送达", s.Move.Words())
	}
	// From the day on which the count ended before it was moved off a holiday.
	lengthen(s, "pay", int(in.Until-k.Result.Nominal), "准予延期或分期缴纳")
	return d.issue(s, issue{template: "defer", text: map[string]string{"截止日": in.Until.Chinese()}, lines: map[string]string{"说明": in.Plan + "\n" + in.Reason}})
}

func (d *Desk) noDefer(*casework.Step, *Reasoned) error { return nil }

// remedy notes a reconsideration or a suit: the court is not asked to enforce while it lasts.
func (d *Desk) remedy(s *casework.Step, in *Remedy) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	s.Case.SetAttr(attrRemedy, in.Kind)
	return nil
}

// remedied notes the result: what was revoked is over, what has to be done again goes back.
func (d *Desk) remedied(s *casework.Step, in *Remedied) error {
	if s.Case.Attrs[attrRemedy] == "" {
		return fault.New(fault.Conflict, "counterfeit.no_remedy", "没有登记过复议或诉讼，请先登记受理情况")
	}
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	s.Case.SetAttr(attrRemedy, "")
	switch in.Result {
	case "revoked":
		s.Case.SetAttr(attrOutcome, Revoked)
		return s.To(Ending)
	case "redo":
		for _, a := range []string{attrOutcome, attrNoticed, attrServed} {
			s.Case.SetAttr(a, "")
		}
		return s.To(Investigating)
	}
	return nil
}

// recheck looks whether a marking was corrected, or a sale stopped.
func (d *Desk) recheck(s *casework.Step, in *Recheck) error {
	if err := in.check(s); err != nil {
		return err
	}
	if !in.Done {
		return s.To(casework.Stay)
	}
	return nil
}

// urge urges the person (催告), when the time to pay is over. The time to apply to the court begins
// when that for remedies ends.
func (d *Desk) urge(s *casework.Step, in *Urge) error {
	if err := d.ended(s, "pay"); err != nil {
		return err
	}
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	k, err := d.clock(s, "pay")
	if err != nil {
		return err
	}
	if in.Day <= k.Result.Due {
		return fault.New(fault.Invalid, "counterfeit.urge_day", "催告书送达日期 %s 应在缴款期限 %s 届满之后", in.Day, k.Result.Due).At("day")
	}
	x, err := d.owed(s, in.Day)
	if err != nil {
		return err
	}
	over, err := d.remediesOver(s)
	if err != nil {
		return err
	}
	// Both terms are counted from what happened, not from when it was entered.
	s.StartClock("urge", in.Day)
	s.StartClock("apply", over)
	err = d.issue(s, issue{template: "urge", text: map[string]string{"义务": fmt.Sprintf("罚款 %s 元，没收违法所得 %s 元，已缴 %s 元", x.Fine, x.Forfeit, x.Paid),
		"加处": fmt.Sprintf("截至送达之日 %s 元", x.Surcharge), "方式": "到指定银行或者通过电子支付系统缴纳"}})
	if err != nil {
		return err
	}
	return d.served(s, &in.Served, in.Day, urgings)
}

// remediesOver is the last day on which the person may still go to court.
func (d *Desk) remediesOver(s *casework.Step) (calendar.Day, error) {
	served, err := calendar.ParseDay(s.Case.Attrs[attrServed])
	if err != nil {
		return 0, err
	}
	r, err := d.within(s, "counterfeit.remedy", term.CivilProcedure, served)
	return r.Due, err
}

// enforce applies to the court: ten working days after the person was urged, when no remedy is left or
// pending, and within three months.
func (d *Desk) enforce(s *casework.Step, in *Enforce) error {
	if err := d.ended(s, "urge"); err != nil {
		return err
	}
	if s.Case.Attrs[attrRemedy] != "" {
		return fault.New(fault.Conflict, "counterfeit.remedy_open", "当事人申请的复议或者提起的诉讼尚未结束，不能申请强制执行；结束后请先登记结果").On("行政强制法（2011）第五十三条")
	}
	over, err := d.remediesOver(s)
	if err != nil {
		return err
	}
	if s.Today <= over {
		return fault.New(fault.Conflict, "counterfeit.remedy_time", "当事人申请复议、提起诉讼的期限到 %s 届满，届满后才能申请强制执行", over).On("行政强制法（2011）第五十三条")
	}
	k, err := d.clock(s, "apply")
	if err != nil {
		return err
	}
	if k != nil && s.Today > k.Result.Due {
		return fault.New(fault.Conflict, "counterfeit.apply_late", "申请强制执行的期限已于 %s 届满；请登记缴款情况，或由负责人研究其他处理", k.Result.Due).On("行政强制法（2011）第五十三条")
	}
	x, err := d.owed(s, s.Today)
	if err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	person, err := d.personOf(s)
	if err != nil {
		return err
	}
	code, err := party.CodeOf(s.Ctx, s.Tx, s.Office.Keys, person)
	if err != nil {
		return err
	}
	_, urged := Last[Urge](record)
	if err := d.establish(s, fact.DecisionDefied); err != nil {
		return err
	}
	return d.issue(s, issue{template: "enforce", to: in.Court, text: map[string]string{"当事人": person.Name + "（" + code + "）", "送达日": s.Case.Attrs[attrServed], "催告日": urged.Day().Chinese(),
		"义务": fmt.Sprintf("罚款 %s 元，没收违法所得 %s 元，已缴 %s 元", x.Fine, x.Forfeit, x.Paid), "加处": x.Surcharge.String() + " 元"}, lines: map[string]string{"事项": in.Facts}})
}

func (d *Desk) executed(*casework.Step, *Executed) error { return nil }

// close archives a case in which nothing is left open.
func (d *Desk) close(s *casework.Step, in *Close) error {
	a := s.Case.Attrs
	switch {
	case a[attrPreserve] != "":
		return fault.New(fault.Conflict, "counterfeit.close_preserve", "先行登记保存的物品尚未处理，请先办理“处理登记保存物品”")
	case a[attrSeize] != "":
		return fault.New(fault.Conflict, "counterfeit.close_seize", "查封扣押的物品尚未处理，请先办理“解除或处理查封扣押”")
	case a[attrOutcome] == Penalty && a[attrPublished] == "":
		return fault.New(fault.Conflict, "counterfeit.close_publish", "处罚决定尚未公开，请先办理“公开处罚决定”")
	case a[attrRemedy] != "":
		return fault.New(fault.Conflict, "counterfeit.close_remedy", "复议或者诉讼尚未结束，请先登记结果")
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	_, filed := Last[File](record)
	return d.issue(s, issue{template: "closing", text: map[string]string{"结果": OutcomeTitle(a[attrOutcome])[0], "执行": record.performed(), "立案日": filed.Day().Chinese(), "卷号": or(in.Volume, "待编")},
		lines: map[string]string{"意见": in.Report}})
}

// performed says how a case ended, in words.
func (r Record) performed() string {
	var paid conduct.Money
	for _, m := range r {
		switch in := m.Input.(type) {
		case *Settle:
			paid += in.Amount
		case *Executed:
			return "法院" + optionTitle(in, "result", in.Result) + "，到位 " + in.Amount.String() + " 元"
		}
	}
	if paid > 0 {
		return "已缴纳 " + paid.String() + " 元"
	}
	return "无金钱给付义务"
}

// OutcomeTitle names how a case was decided, in both languages.
func OutcomeTitle(code string) [2]string {
	return map[string][2]string{Penalty: {"行政处罚", "Penalty"}, Revoked: {"决定被撤销", "Decision revoked"}, "correct": {"责令改正", "Order to correct"}, "stop": {"责令停止销售", "Order to stop selling"},
		"exempt": {"不予行政处罚", "No penalty"}, "withdraw": {"撤销案件", "Withdrawn"}, "police": {"移送公安机关", "Transferred to the police"}, "unfiled": {"不予立案", "Not filed"},
		"referred": {"移送其他机关", "Referred"}, "joined": {"并入另案", "Taken into another case"}}[code]
}
