package counterfeit

import (
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/counterfeit/conduct"
)

// past refuses a day after today.
func past(s *casework.Step, day calendar.Day, field string) error {
	if day.IsZero() || day > s.Today {
		return fault.New(fault.Invalid, "counterfeit.future", "日期 %s 晚于今天 %s，请填写实际发生的日期", day, s.Today).At(field)
	}
	return nil
}

// check refuses an act on site that fewer than two officers made, or without their cards
// (行政处罚法第四十二条、第五十五条).
func (p *Present) check(s *casework.Step) error {
	if err := past(s, p.Day, "day"); err != nil {
		return err
	}
	var cards []string
	for i := range p.Officers {
		o := &p.Officers[i]
		o.Name, o.Card = strings.TrimSpace(o.Name), strings.ToUpper(strings.TrimSpace(o.Card))
		if o.Name != "" && o.Card != "" && !slices.Contains(cards, o.Card) {
			cards = append(cards, o.Card)
		}
	}
	if len(cards) < 2 {
		return fault.New(fault.Invalid, "counterfeit.two", "执法人员不得少于两人，且执法证号不能相同；请补填另一名执法人员").At("officers").On("行政处罚法（2021修订）第四十二条")
	}
	if !p.Shown {
		return fault.New(fault.Invalid, "counterfeit.cards", "请先向当事人或者有关人员出示执法证件、告知权利义务，并勾选确认").At("shown").On("行政处罚法（2021修订）第五十五条")
	}
	return nil
}

// known refuses a case in which nobody was identified yet.
func (d *Desk) known(s *casework.Step) error {
	if s.Case.Owner == 0 {
		return fault.New(fault.Invalid, "counterfeit.unknown_party", "还没有确认当事人；请先办理“确认当事人”，再办理“%s”", s.Move.Words())
	}
	return nil
}

// clock returns a clock of the case as it stood before the move.
func (d *Desk) clock(s *casework.Step, code string) (*casework.Clock, error) {
	clocks, err := s.Office.Clocks(s.Ctx, s.Tx, s.Case)
	if err != nil {
		return nil, err
	}
	for i := range clocks {
		if clocks[i].Rule.Code == code {
			return &clocks[i], nil
		}
	}
	return nil, nil
}

// ended refuses a step that may only be made when a term of the person has run out.
func (d *Desk) ended(s *casework.Step, code string) error {
	k, err := d.clock(s, code)
	if err != nil {
		return err
	}
	if k == nil {
		return fault.New(fault.Conflict, "counterfeit.unserved", "相应文书还没有送达，期限尚未起算，不能办理“%s”；请先登记送达", s.Move.Words())
	}
	if s.Today <= k.Result.Due {
		return fault.New(fault.Conflict, "counterfeit.running", "“%s”到 %s（当日24:00）届满，届满后才能办理“%s”", fault.Pair{k.Rule.Title, k.Rule.English}, k.Result.Due, s.Move.Words())
	}
	return nil
}

// number is a setting that is a whole number.
func number(s *casework.Step, key string) (int, error) {
	return s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting(key))
}

// length is a setting that is a length of time.
func length(s *casework.Step, key string) (term.Length, error) {
	return s.Office.Settings.Length(s.Ctx, s.Tx, s.Setting(key))
}

// within returns the last day of a term that began on a day.
func (d *Desk) within(s *casework.Step, key string, regime term.Regime, from calendar.Day) (term.Result, error) {
	l, err := length(s, key)
	if err != nil {
		return term.Result{}, err
	}
	cal, err := s.Office.Calendar(s.Ctx, s.Tx, s.Case.Center)
	return term.Compute(cal, term.Input{Start: from, Length: l, Regime: regime}), err
}

// limits are the amounts in force for the conduct, by the day on which is decided.
func limits(s *casework.Step) (l conduct.Limits, err error) {
	q := func(key string) int {
		n, e := s.Office.Settings.Int(s.Ctx, s.Tx, setting.Query{Center: s.Case.Center, Key: "counterfeit.fine." + key, On: s.Today})
		if e != nil {
			err = e
		}
		return n
	}
	l = conduct.Limits{Multiple: q("multiple"), Threshold: conduct.Yuan(q("threshold")), Flat: conduct.Yuan(q("flat")), Filing: conduct.Yuan(q("filing"))}
	return l, err
}

// kindsOf returns the kinds of conduct, and refuses one that is not in force.
func kindsOf(s *casework.Step, codes []string) (out []conduct.Kind, err error) {
	for _, code := range codes {
		k, ok := conduct.Of(code, s.Today)
		if !ok {
			return nil, fault.New(fault.Invalid, "counterfeit.conduct", "没有“%s”这种违法行为，或其规定今天不适用；请刷新页面后重新选择", code).At("conducts")
		}
		out = append(out, k)
	}
	return out, nil
}

// gravest is the group of which the highest fine may be imposed.
func gravest(kinds []conduct.Kind) conduct.Group {
	has := func(g conduct.Group) bool {
		return slices.ContainsFunc(kinds, func(k conduct.Kind) bool { return k.Group == g })
	}
	switch {
	case has(conduct.Counterfeit):
		return conduct.Counterfeit
	case has(conduct.Filing):
		return conduct.Filing
	}
	return conduct.Marking
}

// checkSanction holds an intended penalty against its ceilings (专利法第六十八条, 细则第一百条).
func checkSanction(s *casework.Step, codes []string, gains conduct.Money, x Sanction) error {
	kinds, err := kindsOf(s, codes)
	if err != nil {
		return err
	}
	l, err := limits(s)
	if err != nil {
		return err
	}
	g := gravest(kinds)
	most := l.Ceiling(g, gains)
	const basis = "专利法（2020修正）第六十八条"
	switch {
	case x.Fine < 0 || x.Forfeit < 0:
		return fault.New(fault.Invalid, "counterfeit.negative", "金额不能小于零，请更正").At("fine")
	case g == conduct.Marking:
		return fault.New(fault.Invalid, "counterfeit.marking", "标识不规范不构成假冒专利，只能责令改正，不能处罚；请在处理建议中选择“责令改正”").At("proposal").On("专利法实施细则（2023修订）第九十九条")
	case x.Fine > most && g == conduct.Counterfeit && gains > l.Threshold:
		return fault.New(fault.Invalid, "counterfeit.ceiling", "罚款 %s 元超过上限 %s 元（违法所得 %s 元的 %d 倍），请减少", x.Fine.String(), most.String(), gains.String(), l.Multiple).At("fine").On(basis)
	case x.Fine > most && g == conduct.Counterfeit:
		return fault.New(fault.Invalid, "counterfeit.ceiling_flat", "没有违法所得或者违法所得在 %s 元以下的，罚款上限为 %s 元；%s 元超过上限，请减少", l.Threshold.String(), l.Flat.String(), x.Fine.String()).At("fine").On(basis)
	case x.Fine > most:
		return fault.New(fault.Invalid, "counterfeit.ceiling_filing", "该类行为的罚款上限为 %s 元；%s 元超过上限，请减少", most.String(), x.Fine.String()).At("fine").On("专利法实施细则（2023修订）第一百条")
	case x.Forfeit > gains:
		return fault.New(fault.Invalid, "counterfeit.forfeit", "没收 %s 元超过查明的违法所得 %s 元，请更正", x.Forfeit.String(), gains.String()).At("forfeit").On(basis)
	case x.Warn && g != conduct.Filing:
		return fault.New(fault.Invalid, "counterfeit.warn", "假冒专利没有“警告”这种处罚，请取消勾选").At("warn").On(basis)
	case x.Fine == 0 && x.Forfeit == 0 && !x.Warn:
		return fault.New(fault.Invalid, "counterfeit.nothing", "行政处罚须至少有罚款、没收违法所得或者警告之一；不给予处罚的请选择其他处理").At("fine")
	case g == conduct.Counterfeit && strings.TrimSpace(x.Orders) == "":
		return fault.New(fault.Invalid, "counterfeit.orders", "假冒专利的须同时责令改正，请写明改正的内容").At("orders").On(basis)
	}
	return nil
}
