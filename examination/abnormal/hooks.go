package abnormal

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Hooks is what the shared pages show of a lead.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review, Checked: []string{"notice", "conclude", "revoke"}}
}

// Found lists what was found about the group of a lead, oldest first.
func (d *Desk) Found(ctx context.Context, caseID int64) (out []indicator.Finding, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
		if err != nil {
			return err
		}
		all, err := looks(ctx, tx, key, caseID)
		out = nil // a transaction may be tried again
		for _, x := range all {
			out = append(out, x.Finding)
		}
		return err
	})
	return out, err
}

// mayRead reports whether somebody of the center may read what a lead says of others.
func (d *Desk) mayRead(a casework.Actor, k *casework.Case) bool {
	return a.Party == 0 && d.office.Policy.May(a.Subject, casework.ActForm, k.Object())
}

// extra is what the page of a lead shows: to the center the group with its numbers, to the party what is
// asked of it and nothing of others.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	a := worklist.Actor(c)
	x.Facts = d.particulars(c, k)
	ms, err := membersOf(c.Context(), tx, k.ID)
	if err != nil {
		return x, err
	}
	if a.Party != 0 {
		x.Notices = yourTurn(c, k)
		t, err := d.ownTable(c, tx, k.Center, slices.DeleteFunc(ms, func(m member) bool { return !m.Own || m.Verdict == VerdictNone }))
		x.Main = []web.Block{t}
		return x, err
	}
	if !d.mayRead(a, k) {
		return x, nil
	}
	key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return x, err
	}
	found, err := looks(c.Context(), tx, key, k.ID)
	if err != nil {
		return x, err
	}
	l, err := leadOf(c.Context(), tx, k.ID)
	if err != nil {
		return x, err
	}
	who, err := party.Get(c.Context(), tx, k.Center, l.Subject)
	if err != nil {
		return x, err
	}
	x.Facts = append(x.Facts, web.KVRow{Label: c.T("涉及主体", "Party"), Text: who.Name})
	x.Main, err = d.groupBlocks(c, tx, k, ms, found)
	if err != nil {
		return x, err
	}
	said, err := d.saidBlocks(c, tx, k)
	x.Main = append(x.Main, said...)
	if len(found) > 0 && k.State == Lead {
		x.Notices = append(x.Notices, web.Notice{Text: c.T("本线索由指标形成，不是结论。请核对下列申请后，通知当事人说明举证，或者提请排除。", "An indicator made this lead; it is no conclusion. Look at the filings, then ask the party to explain, or propose to dismiss.")})
	}
	if k.Attrs[attrSilent] != "" {
		x.Notices = append(x.Notices, web.Notice{Tone: web.Amber, Text: c.T("当事人逾期未说明。未说明不视为承认，请根据已有材料核查。", "The party gave no explanation in time. That admits nothing; judge by what there is.")})
	}
	return x, err
}

// particulars are rows that everybody who sees the case may see; where it came from is for the center alone.
func (d *Desk) particulars(c *web.Ctx, k *casework.Case) (out []web.KVRow) {
	add := func(zh, en string, p fault.Pair) {
		if p[0] != "" {
			out = append(out, web.KVRow{Label: c.T(zh, en), Text: c.T(p[0], p[1])})
		}
	}
	if worklist.Actor(c).Party == 0 {
		add("指标", "Indicator", indicatorTitle(k.Attrs[attrIndicator]))
		add("分组", "Group", groupTitle(k.Attrs[attrGroup]))
		add("来源", "Source", sourceTitle(k.Attrs[attrSource]))
		add("级别", "Grade", gradeTitle(k.Attrs[attrGrade]))
	}
	if k.Attrs[attrResult] != "" {
		add("结论", "Conclusion", resultTitle(k.Attrs[attrResult]))
	}
	if v := k.Attrs[attrEffective]; v != "" {
		add("结论生效", "In effect since", fault.Pair{v, v})
	}
	return out
}

// yourTurn tells the party what can be done now.
func yourTurn(c *web.Ctx, k *casework.Case) []web.Notice {
	say := map[string][2]string{
		Noticed:  {"请在期限内提交说明和证明；需要更长时间的可以申请延期；已向国家知识产权局撤回的，请报告主动撤回。", "Explain and prove in time, ask for more time if you need it, or report what you have withdrawn at the national office."},
		Checking: {"本中心正在核查。核查期间仍可补充证据，或报告主动撤回。", "The center is checking. Evidence can still be handed in, or a withdrawal reported."},
		Found:    {"对认定不服的，可以在期限内提出异议；没有异议的，期满后生效。", "You may object in time; otherwise the finding takes effect."},
	}[k.State]
	if say[0] == "" {
		return nil
	}
	return []web.Notice{{Tone: web.Amber, Title: c.T("请您办理", "Your turn"), Text: c.T(say[0], say[1])}}
}

// ownTable lists the party's own filings of the case.
func (d *Desk) ownTable(c *web.Ctx, tx *store.Tx, center int64, ms []member) (web.Table, error) {
	t := web.Table{Title: c.T("所涉申请", "Filings"), Head: []string{c.T("案号", "Number"), c.T("类型", "Kind"), c.T("提交日期", "Filed on"), c.T("结果", "Result")}, Empty: c.T("没有。", "None.")}
	var ids []int64
	for _, m := range ms {
		ids = append(ids, m.Filing)
	}
	plain, err := casework.Plain(c.Context(), tx, center, ids)
	for _, m := range ms {
		if k := plain[m.Filing]; k != nil {
			t.Rows = append(t.Rows, []web.Cell{{Text: k.Number, Href: fmt.Sprintf("/case/%d", k.ID)}, {Text: worklist.Kind(c, k.Kind)}, {Text: calendar.DayOf(k.Opened).String()}, said(c, resultTitle(m.Verdict))})
		}
	}
	return t, err
}

// saidBlocks show what the party said, what the second person made of it and what was concluded.
func (d *Desk) saidBlocks(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []web.Block, err error) {
	lines := func(kv *web.KV, zh, en, text string) {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T(zh, en), Text: or(text, "—"), Lines: true})
	}
	if e, _, err := readRecord[Explain](c.Context(), tx, d.office, k, "explain"); err != nil {
		return nil, err
	} else if e != nil {
		kv := web.KV{Title: c.T("当事人的说明", "Explanation of the party")}
		lines(&kv, "说明", "Explanation", e.Statement)
		out = append(out, kv)
	}
	if w, _, err := readRecord[Withdraw](c.Context(), tx, d.office, k, "withdraw"); err != nil {
		return nil, err
	} else if w != nil {
		kv := web.KV{Title: c.T("报告主动撤回", "Withdrawal reported")}
		kv.Add(c.T("提交撤回声明", "Declared on"), w.Day.String()).Add(c.T("编号", "Number"), w.Paper)
		lines(&kv, "说明", "Remark", w.Note)
		out = append(out, kv)
	}
	if v, at, err := readRecord[Visit](c.Context(), tx, d.office, k, "visit"); err != nil {
		return nil, err
	} else if v != nil {
		kv := web.KV{Title: c.T("现场核查", "Visit")}
		kv.Add(c.T("日期", "Day"), v.Day.String()).Add(c.T("地点", "Place"), v.Place).Add(c.T("人员", "People"), v.People).Add(c.T("登记人", "Recorded by"), at.Name)
		lines(&kv, "情况", "What was found", v.Text)
		out = append(out, kv)
	}
	if x, at, err := readRecord[Check](c.Context(), tx, d.office, k, "check"); err != nil {
		return nil, err
	} else if x != nil {
		kv := web.KV{Title: c.T("核查意见", "Opinion of the second person")}
		p := resultTitle(x.Proposal)
		kv.Add(c.T("意见", "Opinion"), c.T(p[0], p[1])).Add(c.T("核查人", "By"), at.Name)
		lines(&kv, "对证明的核查", "On the proof", x.Proof)
		lines(&kv, "理由", "Reasons", x.Reason)
		out = append(out, kv)
	}
	if o, _, err := readRecord[Object](c.Context(), tx, d.office, k, "object"); err != nil {
		return nil, err
	} else if o != nil {
		kv := web.KV{Title: c.T("异议", "Objection")}
		lines(&kv, "理由", "Grounds", o.Statement)
		out = append(out, kv)
	}
	return out, nil
}

// review shows the numbers, and what was said, above the form of who decides.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if k == nil || !slices.Contains([]string{"check", "conclude", "uphold", "overturn"}, move) || !d.mayRead(worklist.Actor(c), k) {
		return nil, nil
	}
	return d.saidBlocks(c, tx, k)
}

// options offers the filings of the case, the kinds of conduct and people.
func (d *Desk) options(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	if move == "enter" {
		f.Options("indicator", indicatorOptions())
	}
	if move == "check" || move == "conclude" {
		f.Options("types", conductOptions())
	}
	if k == nil {
		return nil
	}
	verdicts, ask := map[string][]string{"notice": nil, "withdraw": {VerdictAsked, VerdictWithdrawn}, "check": {VerdictAsked, VerdictWithdrawn, VerdictAbnormal, VerdictClear}, "conclude": {VerdictAsked, VerdictWithdrawn, VerdictAbnormal, VerdictClear}}[move]
	if ask {
		ms, err := membersOf(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		opts, err := d.filingOptions(c.Context(), tx, k.Center, ofVerdict(ms, verdicts...))
		if err != nil {
			return err
		}
		f.Options("cases", opts)
	}
	if move != "assign" {
		return nil
	}
	staff, err := d.Staff(c.Context(), tx, k.Center)
	var out []form.Option
	for _, p := range staff {
		if !slices.Contains(p.Roles, casework.Clerk) || k.Conflicted(p.Account) {
			continue
		}
		label := web.Text{p.Name, p.Name}
		if p.Away {
			label = web.Text{p.Name + "（请假）", p.Name + " (away)"}
		}
		out = append(out, form.Option{Value: strconv.FormatInt(p.Account, 10), Label: label})
	}
	f.Options("handler", out)
	return err
}

// filingOptions are filings as choices, by their numbers.
func (d *Desk) filingOptions(ctx context.Context, tx *store.Tx, center int64, ids []int64) (out []form.Option, err error) {
	plain, err := casework.Plain(ctx, tx, center, ids)
	for _, id := range ids {
		if k := plain[id]; k != nil {
			label := k.Number + "（" + calendar.DayOf(k.Opened).String() + "）"
			out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{label, k.Number + " (" + calendar.DayOf(k.Opened).String() + ")"}})
		}
	}
	return out, err
}

// prefill offers what the case knows already, and the words that were drafted ahead.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	today := d.office.Today()
	if k == nil {
		return nil, nil
	}
	switch move {
	case "notice":
		ms, err := membersOf(c.Context(), tx, k.ID)
		if err != nil {
			return nil, err
		}
		in := Notice{Wants: []string{"project", "notebook", "report"}}
		for _, id := range ofVerdict(ms) {
			in.Cases = append(in.Cases, strconv.FormatInt(id, 10))
		}
		in.Facts, err = d.written(c.Context(), tx, k, "notice", "情况")
		return in, err
	case "extend":
		if asked, _, err := readRecord[AskTime](c.Context(), tx, d.office, k, "ask_time"); asked != nil || err != nil {
			return Extend{Days: asked.Days}, err
		}
	case "conclude":
		x, _, err := readRecord[Check](c.Context(), tx, d.office, k, "check")
		if x == nil || err != nil {
			return nil, err
		}
		in := Conclude{Result: x.Proposal, Types: x.Types, Cases: x.Cases, Reason: x.Reason}
		if in.Facts, err = d.written(c.Context(), tx, k, x.Proposal, "事实"); err != nil {
			return nil, err
		}
		words, err := d.written(c.Context(), tx, k, x.Proposal, "理由")
		in.Reason = or(words, in.Reason)
		return in, err
	case "report":
		return Report{Day: today, To: "省知识产权局", Way: "网上报送"}, nil
	case "answer":
		return Answer{Day: today, Body: "省知识产权局"}, nil
	case "visit":
		return Visit{Day: today}, nil
	case "withdraw":
		return Withdraw{Day: today}, nil
	}
	return nil, nil
}

// written are the words of a block of the paper that was drafted ahead.
func (d *Desk) written(ctx context.Context, tx *store.Tx, k *casework.Case, template, block string) (string, error) {
	key, err := d.office.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return "", err
	}
	words, err := draft.Written(ctx, tx, key, k.ID, template)
	return words[block], err
}

// FilingExtra shows on the page of a filing, to the people of the center, to which leads it belongs.
func (d *Desk) FilingExtra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	a := worklist.Actor(c)
	if a.Party != 0 || !d.office.Policy.Ever(a.Subject, ActSee) {
		return x, nil
	}
	leads, err := touching(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return x, err
	}
	for _, l := range leads {
		other, err := d.office.Get(c.Context(), tx, a, l.Case)
		if fault.KindOf(err) == fault.Missing {
			continue
		} else if err != nil {
			return x, err
		}
		x.Relations = append(x.Relations, worklist.Relation{What: web.Text(fault.Pair{"非正常申请线索：" + indicatorTitle(l.Indicator)[0], "Lead: " + indicatorTitle(l.Indicator)[1]}), Number: other.Number})
	}
	return x, nil
}
