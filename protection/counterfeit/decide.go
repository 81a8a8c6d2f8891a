package counterfeit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
)

// discuss records the discussion of the heads; the parties do not learn of it.
func (d *Desk) discuss(s *casework.Step, in *Discuss) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	least, err := number(s, "counterfeit.discuss.least")
	if err != nil {
		return err
	}
	if len(in.People) < least {
		return fault.New(fault.Invalid, "counterfeit.discuss", "集体讨论至少须有 %d 名负责人参加，现选 %d 名", least, len(in.People)).At("people")
	}
	for _, p := range in.People {
		if p == fmt.Sprint(s.Case.Handler) {
			return fault.New(fault.Invalid, "counterfeit.discuss_handler", "承办人列席说明情况，不计入参加讨论的负责人，请取消勾选").At("people")
		}
	}
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range staff {
		if slices.Contains(in.People, strconv.FormatInt(p.Account, 10)) {
			names = append(names, p.Name)
		}
	}
	return d.issue(s, issue{template: "discussion", to: "案卷", text: map[string]string{"时间": in.Day.Chinese(), "人员": strings.Join(names, "、")}, lines: map[string]string{"意见": in.Views, "结论": in.Outcome}})
}

// decide imposes a penalty: after notice, never more than was notified, never above the ceilings.
func (d *Desk) decide(s *casework.Step, in *Decide) error {
	record, err := d.record(s)
	if err != nil {
		return err
	}
	if err := d.discussed(s, record); err != nil {
		return err
	}
	c, _ := Last[Conclude](record)
	n, _ := Last[Notify](record)
	if n == nil {
		return fault.New(fault.Conflict, "counterfeit.unnoticed", "还没有向当事人告知拟作出的行政处罚，不得作出处罚决定；请先办理“事先告知”").On("行政处罚法（2021修订）第六十二条")
	}
	if err := checkSanction(s, c.Conducts, c.Gains, in.Sanction); err != nil {
		return err
	}
	if in.Fine > n.Fine || in.Forfeit > n.Forfeit || in.Warn && !n.Warn {
		return fault.New(fault.Invalid, "counterfeit.heavier", "决定的处罚重于告知的内容（罚款 %s 元、没收 %s 元），不得因陈述申辩加重；事实有变化的请重新告知", n.Fine.String(), n.Forfeit.String()).
			At("fine").On("行政处罚法（2021修订）第四十五条")
	}
	s.Case.SetAttr(attrOutcome, Penalty)
	how, err := d.toPay(s, in.Fine+in.Forfeit)
	if err != nil {
		return err
	}
	x := issue{template: "penalty", lines: map[string]string{"事实": c.Facts, "证据": c.Evidence, "理由": in.Reason}, list: map[string][]string{"处罚": sanctionLines(in.Sanction)},
		table: map[string]paper.Block{"履行": paper.P(how)}}
	if err := d.issue(s, x); err != nil {
		return err
	}
	// Who agreed to be served electronically was served by the issue of the paper.
	if s.Case.Attrs[attrOnline] == "" {
		return nil
	}
	return d.effective(s, s.Today, Performing)
}

// discussed refuses a decision that nobody discussed where the center wants it, or the amounts are
// large (行政处罚法第五十七条第二款).
func (d *Desk) discussed(s *casework.Step, r Record) error {
	if s.Case.State == Deciding {
		return nil
	}
	always, err := s.Office.Settings.Bool(s.Ctx, s.Tx, s.Setting("counterfeit.discuss.always"))
	if err != nil {
		return err
	}
	if n, _ := Last[Notify](r); always || n != nil && n.Hearing || r.made(hearing.MoveClose) {
		return fault.New(fault.Conflict, "counterfeit.undiscussed", "情节复杂或者重大的处罚须经负责人集体讨论，请先登记集体讨论").On("行政处罚法（2021修订）第五十七条第二款")
	}
	return nil
}

// particulars say who is punished (行政处罚法第五十九条).
func (r Record) particulars(k *casework.Case, person *party.Party, code string) paper.Block {
	rows := []paper.KeyValue{{Key: "案号", Value: k.Number}, {Key: "当事人", Value: person.Name}, {Key: "统一社会信用代码或证件号码", Value: code}}
	if who, _ := Last[Identify](r); who != nil {
		rows = append(rows, paper.KeyValue{Key: "地址", Value: who.Address})
		if who.Legal != "" {
			rows = append(rows, paper.KeyValue{Key: "法定代表人（负责人）", Value: who.Legal})
		}
	}
	return paper.KeyValues{Rows: rows}
}

// toPay says how and until when to pay, by the terms in force today.
func (d *Desk) toPay(s *casework.Step, sum conduct.Money) (string, error) {
	if sum == 0 {
		return "无金钱给付义务；请按上述内容改正。", nil
	}
	term, err := length(s, "counterfeit.clock.pay")
	if err != nil {
		return "", err
	}
	permille, err := number(s, "counterfeit.surcharge")
	return fmt.Sprintf("请自收到本决定书之日起%s内，到指定的银行或者通过电子支付系统缴纳罚没款共 %s 元。到期不缴纳罚款的，每日按罚款数额的 %g%% 加处罚款，加处罚款的数额不超出罚款的数额。", term, sum, float64(permille)/10), err
}

// heardInWords says how the person was heard.
func (r Record) heardInWords() string {
	var out []string
	if n, m := Last[Notify](r); n != nil {
		out = append(out, m.Day().Chinese()+"，本机关告知拟作出行政处罚的内容及事实、理由、依据，以及依法享有的权利。")
	}
	since := r.after("notify")
	for _, m := range since {
		switch in := m.Input.(type) {
		case *Plead:
			out = append(out, "当事人陈述申辩："+in.Statement)
		case *RecordPlea:
			out = append(out, "当事人陈述申辩："+in.Statement)
		case *Weigh:
			out = append(out, "经复核，"+optionTitle(in, "adopted", in.Adopted)+"："+in.Reason)
		default:
			if text := inWords(m); text != "" {
				out = append(out, text)
			}
		}
	}
	if len(out) == 1 {
		out = append(out, "当事人在法定期限内未提出陈述、申辩，也未要求听证。")
	}
	return strings.Join(out, "\n")
}

// effective is what follows when a penalty reached the person: its terms begin, and it is a fact.
func (d *Desk) effective(s *casework.Step, on calendar.Day, to string) error {
	s.Case.SetAttr(attrServed, on.String())
	if err := s.To(to); err != nil {
		return err
	}
	if to == Performing {
		s.StartClock("pay", on)
	}
	return d.establish(s, fact.Counterfeit)
}

// establish records a fact about the person investigated.
func (d *Desk) establish(s *casework.Step, kind fact.Kind) error {
	p, err := d.personOf(s)
	if err != nil {
		return err
	}
	return s.Establish(fact.Fact{Kind: kind, Party: p.ID, Subject: p.Code, Detail: map[string]string{"case": s.Case.Number, "outcome": s.Case.Attrs[attrOutcome]}})
}

// order decides otherwise than by a penalty.
func (d *Desk) order(s *casework.Step, in *Order) error {
	if err := d.known(s); err != nil {
		return err
	}
	// Which ground carries which decision: the law knows no others.
	fits := map[string][]string{"correct": {"marking"}, "stop": {"unknowing"}, "exempt": {"slight", "first", "blameless", "late"}, "withdraw": {"unproven", "elsewhere", "late", "dead"}}
	if !contains(fits[in.Kind], in.Ground) {
		return fault.New(fault.Invalid, "counterfeit.ground", "“%s”不能以“%s”为理由，请核对决定和理由", optionTitle(in, "kind", in.Kind), optionTitle(in, "ground", in.Ground)).At("ground")
	}
	orders := in.Kind == "correct" || in.Kind == "stop"
	if orders && strings.TrimSpace(in.Orders) == "" {
		return fault.New(fault.Invalid, "counterfeit.order_text", "请写明责令改正、停止的内容与期限").At("orders")
	}
	s.Case.SetAttr(attrOutcome, in.Kind)
	x := issue{template: in.Kind, text: map[string]string{"理由": optionTitle(in, "ground", in.Ground)}, lines: map[string]string{"事实": in.Reason, "改正": in.Orders}}
	if err := d.issue(s, x); err != nil || s.Case.Attrs[attrOnline] == "" {
		return err
	}
	s.Case.SetAttr(attrServed, s.Today.String())
	return s.To(afterService(in.Kind))
}

// afterService is where a case goes once its decision was served.
func afterService(outcome string) string {
	switch outcome {
	case Penalty:
		return Performing
	case "correct", "stop":
		return Correcting
	}
	return Ending
}

func contains(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// serve records how the decision reached the person.
func (d *Desk) serve(s *casework.Step, in *Served) error {
	record, err := d.record(s)
	if err != nil {
		return err
	}
	issued := s.Today
	for _, m := range record {
		if m.Event.Move == "decide" || m.Event.Move == "order" {
			issued = m.Day()
		}
	}
	if err := sameDay(s, in); err != nil {
		return err
	}
	if err := d.served(s, in, issued, decisions); err != nil {
		return err
	}
	to := afterService(s.Case.Attrs[attrOutcome])
	if s.Case.Attrs[attrOutcome] == Penalty {
		return d.effective(s, in.Day, to)
	}
	s.Case.SetAttr(attrServed, in.Day.String())
	return s.To(to)
}

// transfer hands a suspected crime to the police; the clocks of the case stand still meanwhile.
func (d *Desk) transfer(s *casework.Step, in *Transfer) error {
	if err := d.known(s); err != nil {
		return err
	}
	return d.issue(s, issue{template: "police", to: in.Body, lines: map[string]string{"事实": in.Reason}})
}

// policeTook ends the administrative part.
func (d *Desk) policeTook(s *casework.Step, in *PoliceTook) error {
	s.Case.SetAttr(attrOutcome, "police")
	return past(s, in.Day, "day")
}

// publish publishes the decision: an entry of the public page, beside what the center does elsewhere.
func (d *Desk) publish(s *casework.Step, in *Publish) error {
	switch {
	case s.Case.Attrs[attrOutcome] != Penalty:
		return fault.New(fault.Invalid, "counterfeit.publish_kind", "只有行政处罚决定须公开，本案不是处罚决定")
	case s.Case.Attrs[attrServed] == "":
		return fault.New(fault.Conflict, "counterfeit.publish_served", "决定书送达后才能公开，请先登记送达")
	case s.Case.Attrs[attrPublished] != "":
		return fault.New(fault.Conflict, "counterfeit.published", "决定已于 %s 公开，不必重复办理；请刷新页面", s.Case.Attrs[attrPublished])
	}
	person, err := d.personOf(s)
	if err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	// A natural person is published by the family name alone.
	name := person.Name
	if who, _ := Last[Identify](record); who != nil && who.Sort == "person" {
		name = string([]rune(name)[:1]) + "某"
	}
	s.Case.SetAttr(attrPublished, s.Today.String())
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO counterfeit_publication (id, center_id, case_id, number, name, summary, place, day) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		s.Office.DB.NewID(), s.Case.Center, s.Case.ID, s.Case.Number, name, in.Summary, in.Where, int64(s.Today))
	return err
}
