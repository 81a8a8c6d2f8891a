package infringement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/protection/infringement/matter"
)

// options fills the choices of a form.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	if k == nil {
		return d.clients(c, tx, move, f)
	}
	m, err := d.whole(c, tx, k)
	if err != nil || m == nil {
		return err
	}
	switch move {
	case "reason":
		if m.Patent.Kind != matter.Design {
			f.Without("same_class").Without("viewer")
		}
	case "examine":
		f.Options("met", conditions(d))
	case "refuse":
		f.Options("unmet", conditions(d))
	case "panel", "replace", "investigator", "inspect", "preserve", "reassign":
		return d.staffOptions(c, tx, k, chooser{m, move, f})
	case "serve", "serve_decision", "perform", "substitute", "leave":
		f.Options(map[bool]string{true: "out", false: "party"}[move == "substitute" || move == "leave"], partyOptions(waiting(m, move)))
	case "rule":
		var out []form.Option
		for i, a := range m.Asks {
			if !a.Closed {
				t := matter.AskTitle(a.Kind)
				who := ""
				if p := m.Party(a.Party); p != nil {
					who = "（" + p.Name + "）"
				}
				out = append(out, form.Option{Value: strconv.Itoa(i), Label: web.Text{t[0] + who, t[1] + who}})
			}
		}
		f.Options("ask", out)
	}
	return nil
}

// whole reads the matter for a form that the person may fill in.
func (d *Desk) whole(c *web.Ctx, tx *store.Tx, k *casework.Case) (*matter.File, error) {
	if !d.office.Policy.May(worklist.Actor(c).Subject, ActFile, k.Object()) {
		return nil, nil
	}
	f, _, err := d.get(c.Context(), tx, k.ID)
	return f, err
}

// clients offers an agency the parties that it acts for.
func (d *Desk) clients(c *web.Ctx, tx *store.Tx, move string, f *form.Form) error {
	a := worklist.Actor(c)
	if move != "file" || a.Party == 0 {
		return nil
	}
	if !a.Is(casework.AgencyRole) {
		f.Without("client")
		return nil
	}
	all, err := party.Clients(c.Context(), tx, a.Party, d.office.Today())
	var out []form.Option
	for _, p := range all {
		out = append(out, form.Option{Value: strconv.FormatInt(p.ID, 10), Label: web.Text{p.Name, p.Name}})
	}
	f.Options("client", out)
	return err
}

// conditions are those of the rule text in force, as choices.
func conditions(d *Desk) (out []form.Option) {
	for _, x := range matter.Conditions(d.office.Today()) {
		out = append(out, form.Option{Value: x.Code, Label: web.Text{x.Title + "（" + x.Basis.String() + "）", x.English}})
	}
	return out
}

// waiting lists the parties that a step can still be about.
func waiting(f *matter.File, move string) (out []*matter.Party) {
	all := append(f.Of(matter.Requester), f.Opposed()...)
	return slices.DeleteFunc(all, func(p *matter.Party) bool {
		switch move {
		case "serve":
			return p.Side == matter.Requester || !p.Served.IsZero() || p.Sent.IsZero()
		case "serve_decision":
			return !p.DecisionServed.IsZero()
		case "perform":
			return p.Side != matter.Respondent || !p.Performed.IsZero()
		case "leave":
			return p.Side == matter.Requester
		}
		return false
	})
}

// partyOptions makes choices of parties.
func partyOptions(all []*matter.Party) (out []form.Option) {
	for _, p := range all {
		out = append(out, form.Option{Value: strconv.FormatInt(p.ID, 10), Label: web.Text{p.Name, p.Name}})
	}
	return out
}

// A chooser is a form of a move whose choices are people.
type chooser struct {
	matter *matter.File
	move   string
	form   *form.Form
}

// staffOptions offers people by what they are asked to be. Who recused themselves is left out.
func (d *Desk) staffOptions(c *web.Ctx, tx *store.Tx, k *casework.Case, x chooser) error {
	f, m := x.form, x.matter
	staff, err := d.Staff(c.Context(), tx, k.Center)
	if err != nil {
		return err
	}
	people := func(roles ...casework.Role) (out []form.Option) {
		for _, p := range staff {
			if k.Conflicted(p.Account) || !slices.ContainsFunc(p.Roles, func(r casework.Role) bool { return slices.Contains(roles, r) }) {
				continue
			}
			label := web.Text{p.Name, p.Name}
			if p.Away {
				label = web.Text{p.Name + "（请假）", p.Name + " (away)"}
			}
			out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: label})
		}
		return out
	}
	officers := people(casework.Enforcer)
	switch x.move {
	case "panel":
		f.Options("leader", officers).Options("members", people(casework.Enforcer, casework.Expert)).Options("recorder", people(casework.Enforcer, casework.Clerk)).Options("reviewer", people(casework.Reviewer))
	case "replace":
		var out []form.Option
		for _, p := range m.Panel {
			if p.Until.IsZero() {
				out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: web.Text{p.Name, p.Name}})
			}
		}
		f.Options("out", out).Options("in", people(casework.Enforcer, casework.Expert))
	case "investigator":
		f.Options("expert", people(casework.Expert))
	case "reassign":
		f.Options("to", officers)
	default:
		f.Options("officers", officers)
	}
	return nil
}

// prefill fills in what is known already.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	if k == nil {
		return nil, nil
	}
	f, err := d.whole(c, tx, k)
	if err != nil || f == nil {
		return nil, err
	}
	today := d.office.Today()
	switch move {
	case "accept":
		in := Accept{Track: "ordinary"}
		if f.Simple {
			in.Track = "simple"
		}
		return in, nil
	case "supplement":
		return Supplement{Claims: f.Claims}, nil
	case "amend":
		return Amend{Claims: f.Claims, Remedies: f.Remedies}, nil
	case "reason":
		return reasonOf(f), nil
	case "serve", "serve_decision":
		return Serve{Day: today}, nil
	case "inspect", "preserve":
		return Inspect{Day: today}, nil
	case "mediate":
		return Mediate{Day: today}, nil
	case "publish":
		return Publish{Day: today}, nil
	case "extend":
		return Extend{By: "1个月"}, nil
	case "propose_end":
		return Propose{Outcome: matter.Settled}, nil
	}
	return nil, nil
}

// reasonOf is the reasoning as it stands, with what the case knows where nothing was written yet.
func reasonOf(f *matter.File) Reason {
	r := &f.Ruling
	yes := func(b bool) string { return map[bool]string{true: "yes", false: "no"}[b] }
	if r.Outcome == "" {
		in := Reason{InForce: yes(f.Patent.Status == "valid"), Scope: f.Claims, Business: "yes", Remedies: f.Remedies}
		for _, code := range f.Raised {
			in.Defences = append(in.Defences, DefenceLine{Code: code, Holds: "no"})
		}
		in.NoDefence = len(f.Raised) == 0
		return in
	}
	in := Reason{ActFrom: r.ActFrom, ActTo: r.ActTo, InForce: yes(r.InForce), InForceWhy: r.InForceWhy, Scope: r.Scope, Comparison: r.Comparison, Covers: r.Covers, Viewer: r.Viewer, SameClass: yes(r.SameClass),
		Acts: r.ActsFound, Business: yes(r.Business), ActsWhy: r.ActsWhy, NoDefence: r.NoDefence, Outcome: r.Outcome, Remedies: r.Remedies, RemedyText: r.RemedyText, Conclusion: r.Conclusion}
	for _, x := range r.Defences {
		in.Defences = append(in.Defences, DefenceLine{Code: x.Code, Holds: yes(x.Holds), Why: x.Why})
	}
	return in
}

// review shows above a form what is decided on.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if k == nil {
		return nil, nil
	}
	f, _, inside, err := d.seen(c, tx, k)
	if err != nil || f == nil {
		return nil, err
	}
	switch move {
	case "examine", "accept", "refuse":
		out := []web.Block{d.claimBlock(c, f), d.docsBlock(c, k, f)}
		if move != "examine" {
			out = append([]web.Block{d.conditionsBlock(c, f)}, out...)
		}
		return out, nil
	case "submit", "approve", "sign":
		if inside {
			t, err := d.gapsBlock(c, tx, k, f)
			return []web.Block{t, rulingBlock(c, f)}, err
		}
	case "approve_end", "return_end":
		kv := web.KV{Title: c.T("提请结案", "Proposed ending")}
		kv.Add(c.T("结案方式", "Outcome"), say(c, matter.OutcomeTitle(f.Ending.Outcome))).Add(c.T("移送至", "To"), f.Ending.Body)
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("理由", "Reason"), Text: f.Ending.Reason, Lines: true}, web.KVRow{Label: c.T("协议内容", "Agreement"), Text: f.Ending.Agreement, Lines: true})
		return []web.Block{kv}, nil
	case "rule":
		return []web.Block{d.asksBlock(c, f)}, nil
	case "finish":
		if why := unready(f); why != nil {
			return []web.Block{web.Notice{Tone: web.Amber, Title: c.T("还不能终结审理", "Not ready"), Text: c.Word(why.String())}}, nil
		}
	}
	return nil, nil
}

// conditionsBlock shows what the check found, condition by condition.
func (d *Desk) conditionsBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("立案条件", "Conditions"), Head: []string{c.T("条件", "Condition"), c.T("审查结果", "Found"), c.T("依据", "Basis")}}
	for _, x := range matter.Conditions(d.office.Today()) {
		tag := web.Tag{Tone: web.Red, Text: c.T("不符合", "Not met")}
		if slices.ContainsFunc(f.Conditions, func(a matter.Answer) bool { return a.Code == x.Code && a.Met }) {
			tag = web.Tag{Tone: web.Green, Text: c.T("符合", "Met")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(x.Title, x.English)}, {Tag: tag}, {Text: x.Basis.String()}})
	}
	return t
}

// rulingBlock shows the reasoning by its seven parts.
func rulingBlock(c *web.Ctx, f *matter.File) web.KV {
	r := &f.Ruling
	kv := web.KV{Title: c.T("裁决理由", "Reasons")}
	add := func(part, zh, en, text string) {
		kv.Rows = append(kv.Rows, web.KVRow{Label: part + " " + c.T(zh, en), Text: text, Lines: true})
	}
	yes := func(b bool) string { return map[bool]string{true: c.T("是", "yes"), false: c.T("否", "no")}[b] }
	add("①", "行为日专利权有效", "In force", yes(r.InForce)+"\n"+r.InForceWhy)
	add("②", "保护范围", "Scope", r.Scope)
	add("③", "比对", "Comparison", r.Comparison)
	if f.Patent.Kind == matter.Design {
		add("④", "外观设计的判断", "Design", r.Viewer)
	}
	add("⑤", "行为", "Acts", join(c, r.ActsFound, matter.ActTitle)+"\n"+r.ActsWhy)
	var defences []string
	for _, x := range r.Defences {
		k := matter.DefenceTitle(x.Code)
		defences = append(defences, fmt.Sprintf("%s：%s %s", c.T(k.Title, k.English), yes(x.Holds), x.Why))
	}
	add("⑥", "抗辩", "Defences", strings.Join(defences, "\n"))
	add("⑦", "结论与措施", "Result", say(c, matter.OutcomeTitle(r.Outcome))+"\n"+join(c, r.Remedies, matter.RemedyTitle)+"\n"+r.Conclusion)
	return kv
}
