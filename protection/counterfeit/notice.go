package counterfeit

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
)

func dayCount(n int) calendar.Day { return calendar.Day(n) }

// review is the opinion of the legal review, which has to have gone through every point.
func (d *Desk) review(s *casework.Step, in *Review) error {
	const points = 7
	if len(in.Checks) < points {
		return fault.New(fault.Invalid, "counterfeit.review", "法制审核须逐项审核 %d 个要点；有不符合的请退回", points).At("checks").On("行政处罚法（2021修订）第五十八条")
	}
	var list []string
	for _, c := range in.Checks {
		list = append(list, optionTitle(in, "checks", c))
	}
	return d.issue(s, issue{template: "review", list: map[string][]string{"要点": list}, lines: map[string]string{"意见": in.Opinion}})
}

// sanctionLines say in words what is imposed.
func sanctionLines(x Sanction) (out []string) {
	if x.Orders != "" {
		out = append(out, "责令改正："+strings.Join(strings.Fields(strings.ReplaceAll(x.Orders, "\n", "；")), ""))
	}
	if x.Warn {
		out = append(out, "警告")
	}
	if x.Forfeit > 0 {
		out = append(out, fmt.Sprintf("没收违法所得 %s 元", x.Forfeit))
	}
	if x.Fine > 0 {
		out = append(out, fmt.Sprintf("罚款 %s 元", x.Fine))
	}
	return out
}

// hearable reports whether the amounts give a right to a hearing (行政处罚法第六十三条; what is a larger
// amount each place decides).
func (d *Desk) hearable(s *casework.Step, x Sanction) (bool, error) {
	record, err := d.record(s)
	if err != nil {
		return false, err
	}
	key := "counterfeit.hearing.unit"
	if who, _ := Last[Identify](record); who != nil && who.Sort != "unit" {
		key = "counterfeit.hearing.person"
	}
	n, err := number(s, key)
	large := conduct.Yuan(n)
	return x.Fine >= large || x.Forfeit >= large, err
}

// notify tells the person what is intended, why, and what it may do about it.
func (d *Desk) notify(s *casework.Step, in *Notify) error {
	if err := d.known(s); err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	c, _ := Last[Conclude](record)
	if err := checkSanction(s, c.Conducts, c.Gains, in.Sanction); err != nil {
		return err
	}
	must, err := d.hearable(s, in.Sanction)
	if err != nil {
		return err
	}
	if must && !in.Hearing {
		return fault.New(fault.Invalid, "counterfeit.hearing_right", "拟处罚金额达到听证标准，须告知要求听证的权利，请勾选").At("hearing").On("行政处罚法（2021修订）第六十三条")
	}
	// A notice that is given anew has to be served anew.
	s.Case.SetAttr(attrNoticed, "")
	// The two papers differ in the rights of which they tell.
	name := "advance"
	if in.Hearing {
		name = "hearing_notice"
	}
	return d.issue(s, issue{template: name, lines: map[string]string{"事实": in.Findings}, list: map[string][]string{"处罚": sanctionLines(in.Sanction)}})
}

// noticed records how the notice reached the person; the time to ask begins on that day.
func (d *Desk) noticed(s *casework.Step, in *Served) error {
	if s.Case.Attrs[attrNoticed] != "" {
		return fault.New(fault.Conflict, "counterfeit.served_twice", "告知书已于 %s 送达，同一文书不重复送达；请刷新页面", s.Case.Attrs[attrNoticed])
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	_, made := Last[Notify](record)
	if err := d.served(s, in, made.Day(), notices); err != nil {
		return err
	}
	s.Case.SetAttr(attrNoticed, in.Day.String())
	s.StartClock("ask", in.Day)
	return nil
}

// served checks a service and makes its proof (送达回证).
func (d *Desk) served(s *casework.Step, in *Served, issued calendar.Day, papers []string) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	if in.Day < issued {
		return fault.New(fault.Invalid, "counterfeit.served_early", "送达日期 %s 早于文书制作日期 %s，请核对", in.Day, issued).At("day")
	}
	// Without the agreement an entry in the account is no service.
	if in.Way == "account" && s.Case.Attrs[attrOnline] == "" {
		return fault.New(fault.Invalid, "counterfeit.no_consent", "当事人没有同意电子送达，请选择其他送达方式").At("way").On("行政处罚法（2021修订）第六十一条")
	}
	paper, err := latest(s, papers)
	if err != nil {
		return err
	}
	if err := d.deliver(s, in, paper); err != nil {
		return err
	}
	what := map[string]string{notices[0]: "行政处罚告知书", decisions[0]: "决定书", urgings[0]: "催告书"}[papers[0]]
	return d.issue(s, issue{template: "service", text: map[string]string{"文书": what, "方式": optionTitle(in, "way", in.Way), "日期": in.Day.Chinese(), "签收": in.Who, "凭证": in.Proof}})
}

// plead takes the person's statement; who asks for no hearing has it weighed at once.
func (d *Desk) plead(s *casework.Step, in *Plead) error { return d.pleaded(s, in.Waive) }

func (d *Desk) pleaded(s *casework.Step, waive bool) error {
	if s.Case.Attrs[attrNoticed] == "" {
		return fault.New(fault.Conflict, "counterfeit.unserved_notice", "告知书还没有送达；请先登记送达")
	}
	if waive || s.Case.State == Weighing {
		return s.To(Weighing)
	}
	return nil
}

// recordPlea takes a statement that came otherwise.
func (d *Desk) recordPlea(s *casework.Step, in *RecordPlea) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	return d.pleaded(s, in.Waive)
}

// waive records that the person neither pleads nor wants a hearing.
func (d *Desk) waive(s *casework.Step, in *Waive) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	return d.pleaded(s, false)
}

// askHearing takes the request within its time.
func (d *Desk) askHearing(s *casework.Step, _ *AskHearing) error { return d.asked(s, s.Today) }

// recordHearing takes a request on paper: the day on which it was made counts.
func (d *Desk) recordHearing(s *casework.Step, in *RecordHearing) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	return d.asked(s, in.Day)
}

func (d *Desk) asked(s *casework.Step, on calendar.Day) error {
	record, err := d.record(s)
	if err != nil {
		return err
	}
	n, _ := Last[Notify](record)
	if !n.Hearing {
		return fault.New(fault.Forbidden, "counterfeit.no_hearing", "本案拟处罚的数额未达到听证标准，可以陈述申辩，不能要求听证").On("行政处罚法（2021修订）第六十三条")
	}
	k, err := d.clock(s, "ask")
	if err != nil {
		return err
	}
	if k == nil || s.Case.Attrs[attrNoticed] == "" {
		return fault.New(fault.Conflict, "counterfeit.unserved_notice", "告知书还没有送达；请先登记送达")
	}
	if on > k.Result.Due {
		return fault.New(fault.Conflict, "counterfeit.hearing_late", "要求听证的期限已于 %s 届满；仍可以陈述申辩", k.Result.Due).On("行政处罚法（2021修订）第六十四条")
	}
	return nil
}

// unheard goes on when the time to ask is over: to the review of a statement where there is one.
func (d *Desk) unheard(s *casework.Step, _ *Overdue) error {
	if s.Case.Attrs[attrNoticed] == "" {
		return fault.New(fault.Conflict, "counterfeit.unserved_notice", "告知书还没有送达；请先登记送达")
	}
	if err := d.ended(s, "ask"); err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	since := record.after("notify")
	if since.made("plead") || since.made("record_plea") {
		return s.To(Weighing)
	}
	return nil
}

// weigh answers each point of the statement.
func (d *Desk) weigh(*casework.Step, *Weigh) error { return nil }

// personOf returns the person investigated.
func (d *Desk) personOf(s *casework.Step) (*party.Party, error) {
	return party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
}
