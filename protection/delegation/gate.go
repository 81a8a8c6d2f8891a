package delegation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Mandate is the right by which one act is done: what the papers of the act name.
type Mandate struct {
	Case        int64  // of the entrustment
	Number      string // of the signed document
	Body, Mark  string // the authority in whose name is acted, and its word in paper numbers
	From, Until calendar.Day
	Lines       []string // the chain as each paper shows it
}

// DivisionAttr is the attribute of a case that holds the code of the division where it belongs. A case
// without it is not held against the area of an entrustment.
const DivisionAttr = "division"

// A query asks by what right somebody does an act on a day.
type query struct {
	act, kind, division string
	on                  calendar.Day
	account             int64 // 0 for the system, which no list of officers knows
	person              string
}

// Gate returns the right by which the step's actor does the act today, or refuses it. The kind of the
// case counts where it is a kind of patent, its division where it has one. Error: Forbidden with the
// article when no entrustment in force covers the act, or the actor is no officer of it.
func (d *Desk) Gate(s *casework.Step, act string) (m Mandate, err error) {
	defer fault.Wrap(&err, "gate of %s", act)
	all, err := d.all(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return m, err
	}
	q := query{act: act, kind: s.Case.Kind, division: s.Case.Attrs[DivisionAttr], on: s.Today, account: s.Actor.Account, person: s.Actor.Name}
	if s.Actor.Is(casework.System) {
		q.account = 0
	}
	e, err := d.cover(all, q)
	if err != nil {
		return m, err
	}
	return d.mandate(e, q), nil
}

// kinds are the kinds of patents that an entrustment can be limited to.
var kinds = []string{"发明", "实用新型", "外观设计"}

// cover finds the entrustment that allows what is asked, or says what stands against it, as near to a
// permission as any entrustment came.
func (d *Desk) cover(all []*Entrustment, q query) (*Entrustment, error) {
	what := d.act(q.act)
	words := fault.Pair{what.Title, what.English}
	with := keep(all, func(e *Entrustment) bool { return len(e.Terms) > 0 && slices.Contains(e.Acts, q.act) })
	if len(with) == 0 {
		return nil, refusal("delegation.scope", written(), "没有执法委托授权本中心办理“%s”；请先取得委托机关的书面委托，在“执法委托”中登记并确认，再办理", words)
	}
	now := keep(with, func(e *Entrustment) bool { _, ok := e.Term(q.on); return ok })
	if len(now) == 0 {
		return nil, elapsed(with, q.on, words)
	}
	if slices.Contains(kinds, q.kind) {
		fit := keep(now, func(e *Entrustment) bool { return slices.Contains(e.Kinds, q.kind) })
		if len(fit) == 0 {
			return nil, refusal("delegation.kind", written(), "执法委托 %s 办理“%s”的范围不含%s专利；请移送委托机关办理，或补充委托后再办理", now[0].Number, words, kindWords(q.kind))
		}
		now = fit
	}
	fit := keep(now, func(e *Entrustment) bool { return e.covers(q.division) })
	if len(fit) == 0 {
		return nil, refusal("delegation.area", written(), "本案属地 %s 不在执法委托 %s 的地域（%s）内，不能办理“%s”；请移送有管辖权的机关", placeOf(q.division), now[0].Number, now[0].Place(), words)
	}
	return able(fit, q, words)
}

// able finds among entrustments that cover the act one of which the person is an officer.
func able(now []*Entrustment, q query, words fault.Pair) (*Entrustment, error) {
	if q.account == 0 {
		return now[0], nil
	}
	var late *Officer
	for _, e := range now {
		switch o := e.officer(q.account, q.on); {
		case o != nil && o.Valid(q.on):
			return e, nil
		case o != nil:
			late = o
		}
	}
	if late != nil {
		return nil, refusal("delegation.card", officers(), "%s 的执法资格证（%s）已于 %s 到期，不能办理“%s”；请换证并在执法委托的人员名单中更新，或由其他执法人员办理", q.person, late.Card, late.CardUntil, words)
	}
	return nil, refusal("delegation.person", officers(), "%s 不在执法委托 %s 的执法人员名单内，不能办理“%s”；请由名单内的执法人员办理，或先变更名单", q.person, now[0].Number, words)
}

// elapsed says since when, or until when, the act is not allowed: by the entrustment that is nearest.
func elapsed(with []*Entrustment, on calendar.Day, words fault.Pair) error {
	last := slices.MaxFunc(with, func(a, b *Entrustment) int { return cmp.Or(cmp.Compare(a.End(), b.End()), cmp.Compare(a.Case, b.Case)) })
	future := keep(with, func(e *Entrustment) bool { return e.End() >= on })
	switch {
	case len(future) > 0:
		next := slices.MinFunc(future, func(a, b *Entrustment) int { return cmp.Compare(a.Terms[0].From, b.Terms[0].From) })
		return refusal("delegation.early", written(), "办理“%s”的执法委托 %s 自 %s 起生效，今天还不能办理；请在生效后办理，紧急的移送委托机关", words, next.Number, next.Terms[0].From)
	case !last.Ended.IsZero() && last.Ended <= last.Last():
		return refusal("delegation.revoked", written(), "办理“%s”的执法委托 %s 已自 %s 起终止（%s），不能再以%s的名义办理；请移送委托机关，或重新取得委托", words, last.Number, last.Ended, last.Why, last.Body)
	}
	return refusal("delegation.expired", written(), "办理“%s”的执法委托 %s 已于 %s 届满，不能再以%s的名义办理；请续签或重新取得委托后再办理", words, last.Number, last.Last(), last.Body)
}

// mandate is the right as papers name it.
func (d *Desk) mandate(e *Entrustment, q query) Mandate {
	t, _ := e.Term(q.on)
	return Mandate{Case: e.Case, Number: e.Number, Body: e.Body, Mark: e.Mark, From: t.From, Until: t.Until, Lines: []string{
		fmt.Sprintf("委托机关：%s；委托书：%s", e.Body, e.Number),
		fmt.Sprintf("委托事项：%s；专利类型：%s；地域：%s", d.act(q.act).Title, strings.Join(e.Kinds, "、"), e.Place()),
		fmt.Sprintf("委托期限：%s至%s", t.From.Chinese(), t.Until.Chinese()),
		"受委托组织在委托范围内以委托机关名义办理，行为后果由委托机关承担（行政处罚法第二十条）",
	}}
}

// keep returns those that fit, the one that began last first.
func keep(all []*Entrustment, fit func(*Entrustment) bool) (out []*Entrustment) {
	for _, e := range all {
		if fit(e) {
			out = append(out, e)
		}
	}
	sorting.Stable(out, func(a, b *Entrustment) int { return cmp.Compare(b.Terms[0].From, a.Terms[0].From) })
	return out
}

// kindWords names a kind of patents.
func kindWords(kind string) fault.Pair {
	return fault.Pair{kind, map[string]string{"发明": "inventions", "实用新型": "utility models", "外观设计": "designs"}[kind]}
}

// refusal is a refusal with the article on which it rests.
func refusal(code string, on []rule.Cite, format string, args ...any) error {
	return fault.New(fault.Forbidden, code, format, args...).On(rule.Meta{Basis: on}.Cites())
}

// penaltyLaw cites an article of the law that says who may be entrusted, and how.
func penaltyLaw(article string) rule.Cite {
	return rule.Cite{Text: "行政处罚法", Article: article, Version: "2021修订", Force: "2021-07-15", Sure: rule.Source}
}

// written is the demand that an entrustment is in writing, within its scope and time.
func written() []rule.Cite {
	return []rule.Cite{penaltyLaw("第二十条"), {Text: "国知发管字〔2016〕92号", Article: "一（一）1", Version: "2016", Sure: rule.Source}}
}

// officers is the demand that staff of the center hold the right to enforce.
func officers() []rule.Cite {
	return []rule.Cite{penaltyLaw("第二十一条"), penaltyLaw("第四十二条")}
}
