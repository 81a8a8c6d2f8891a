// Package credit (主体信用) says what follows for a registered party from a finding of abnormal filing: what
// part of its quota is left, that the criterion of its registration is not met, and what is proposed to the
// people who take measures. It is computed from the facts that stand, so that a finding that is annulled has
// no effect from that moment on.
//
// Notice 1.1.4 and 1.2.3; domain.md 1.3 and 6.6. Nobody is suspended, cancelled or put on the blacklist by it:
// a person takes the measure, with its own notice and hearing. All numbers are the center's own.
package credit

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Finding is that a party filed abnormally, in effect and not annulled.
type Finding struct {
	Party, Case int64
	Number      string // of the case
	Day         calendar.Day
	Repeated    bool // within the time that the center sets it was not the first
	Above       bool // the national office found it, in the course of a request
}

// Settings declares what a center decides.
func Settings() []setting.Def {
	def := func(key, title, english, value, help, helpEN string) setting.Def {
		return setting.Def{Key: "registration.abnormal." + key, Title: title, English: english, Type: setting.Int, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center,
			Group: "registration", Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}, Help: help, HelpEN: helpEN}
	}
	return []setting.Def{
		def("months", "非正常申请影响备案的月数", "Months for which abnormal filing counts against a registration", "24", "生效未撤销的认定在此期间内影响备案条件和年度额度；填 0 不影响", "A finding that stands counts for so long; 0: it has no effect"),
		def("quota", "有非正常申请认定时的年度额度（%）", "Part of the quota while abnormal filing stands (%)", "100", "按年度额度的百分数计，小数舍去；100 为不减", "Of the yearly quota, rounded down; 100: all of it"),
		def("suspend", "提示暂停的年内非正常申请认定次数", "Findings of a year that propose a suspension", "1", "达到该数时提示，由人决定；填 0 不提示", "From so many on it is proposed for a person to decide; 0: never"),
		def("cancel", "提示取消的年内非正常申请认定次数", "Findings of a year that propose a cancellation", "2", "达到该数时提示，由人决定；填 0 不提示", "From so many on it is proposed for a person to decide; 0: never"),
	}
}

// Standing lists the findings about a party, or about all of the center where it is 0, that took effect from
// a day on and stand, the oldest first. Each case counts once.
func Standing(ctx context.Context, tx *store.Tx, center, party int64, from calendar.Day) ([]Finding, error) {
	facts, err := casework.Facts(ctx, tx, casework.FactFilter{Center: center, Party: party, From: from, Kinds: []fact.Kind{fact.AbnormalFiling, fact.AbnormalRevoked}})
	var out []Finding
	for _, f := range facts {
		out = slices.DeleteFunc(out, func(x Finding) bool { return x.Case == f.Case && x.Party == f.Party })
		if f.Kind == fact.AbnormalFiling {
			out = append(out, Finding{Party: f.Party, Case: f.Case, Number: f.Number, Day: calendar.DayOf(f.At), Repeated: f.Detail["repeated"] == "yes", Above: f.Detail["case"] == ""})
		}
	}
	return out, err
}

// Window lists the findings about a party that count on a day, and for how many months they do.
func Window(ctx context.Context, tx *store.Tx, book *setting.Book, at setting.Query, party int64) (out []Finding, months int, err error) {
	defer fault.Wrap(&err, "credit of party %d", party)
	at.Key = "registration.abnormal.months"
	if months, err = book.Int(ctx, tx, at); err != nil || months <= 0 {
		return nil, 0, err
	}
	out, err = Standing(ctx, tx, at.Center, party, calendar.DayOf(at.On.Begin().AddDate(0, -months, 0)))
	return out, months, err
}

// Share is what part of its quota a party has on a day, in per cent.
func Share(ctx context.Context, tx *store.Tx, book *setting.Book, at setting.Query, party int64) (int, error) {
	found, _, err := Window(ctx, tx, book, at, party)
	if err != nil || len(found) == 0 {
		return 100, err
	}
	at.Key = "registration.abnormal.quota"
	n, err := book.Int(ctx, tx, at)
	return min(max(n, 0), 100), err
}

// Admit refuses to register a party about which a finding stands, unless the reasons for an exception are
// written down.
func Admit(s *casework.Step, remark string) error {
	found, months, err := Window(s.Ctx, s.Tx, s.Office.Settings, s.Setting(""), s.Case.Owner)
	if err != nil || len(found) == 0 || remark != "" {
		return err
	}
	return fault.New(fault.Invalid, "registration.abnormal", "%d 个月内有生效的非正常申请认定（%s），不符合备案条件；仍准予备案的请写明理由，否则请选择“不予备案”", months, fault.Listed(numbers(found))).
		At("remark").On("本中心规定：非正常申请影响备案的月数")
}

// numbers names the cases of findings.
func numbers(found []Finding) (out []string) {
	for _, f := range found {
		out = append(out, f.Number)
	}
	return out
}
