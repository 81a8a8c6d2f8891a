package counterfeit

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/marking"
	"zhibao/protection/counterfeit/reporter"
)

// extra is what the page of a case shows beside what every case has: to the center the lead, the
// checks of markings and the findings; to the person investigated what is owed and what can be done.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	a := worklist.Actor(c)
	x.Facts = d.particulars(c, k)
	if !d.office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
		return x, nil
	}
	r, err := d.Read(c.Context(), tx, k)
	if err != nil {
		return x, err
	}
	debt, err := d.debtOf(c, tx, k, r)
	if err != nil {
		return x, err
	}
	if b := debtBlock(c, debt); b != nil {
		x.Main = append(x.Main, *b)
	}
	if a.Party != 0 {
		x.Notices = append(x.Notices, d.yourTurn(c, k)...)
		return x, nil
	}
	x.Notices, x.Relations = d.warnings(c, k), relations(c, k, r)
	if d.office.Policy.Ever(a.Subject, ActVerifier) {
		x.Links = []web.Link{{Href: "/counterfeit/verify?case=" + k.Number, Label: c.T("核验专利标识", "Check markings")}}
	}
	x.Main = append(x.Main, d.leadBlock(c, k, r))
	if b := findingsBlock(c, r, d.office.Today()); b != nil {
		x.Main = append(x.Main, *b)
	}
	if b := statementsBlock(c, r); len(b.Rows) > 0 {
		x.Main = append(x.Main, b)
	}
	checks, err := d.Checks(c.Context(), tx, k.ID)
	for i := len(checks) - 1; i >= 0; i-- {
		t := verdictTable(c, checks[i].Verdicts)
		t.Title = c.T("标识核验 ", "Check of markings ") + checks[i].At.String()
		x.Main = append(x.Main, t)
	}
	return x, err
}

// particulars are rows that everybody who sees the case may see; where a lead came from is for the
// center alone.
func (d *Desk) particulars(c *web.Ctx, k *casework.Case) (out []web.KVRow) {
	if worklist.Actor(c).Party == 0 {
		out = append(out, web.KVRow{Label: c.T("线索来源", "Source"), Text: sourceWord(c, k.Attrs[attrSource])})
	}
	if o := k.Attrs[attrOutcome]; o != "" {
		out = append(out, web.KVRow{Label: c.T("处理结果", "Outcome"), Text: outcomeWord(c, o)})
	}
	for _, x := range []struct{ attr, zh, en string }{{attrNoticed, "告知书送达", "Notice served"}, {attrServed, "决定书送达", "Decision served"}, {attrPublished, "决定公开", "Published"}} {
		if v := k.Attrs[x.attr]; v != "" {
			out = append(out, web.KVRow{Label: c.T(x.zh, x.en), Text: v})
		}
	}
	return out
}

func outcomeWord(c *web.Ctx, code string) string {
	t := OutcomeTitle(code)
	return c.T(t[0], t[1])
}

func sourceWord(c *web.Ctx, code string) string {
	en := map[string]string{"patrol": "Patrol", "12330": "Hotline 12330", "12315": "Hotline 12315", "counter": "Counter or letter", "transfer": "Transferred", "ecommerce": "E-commerce sampling", "web": "Public form"}
	return c.T(sourceTitle(code), en[code])
}

// warnings are what the officer must not forget.
func (d *Desk) warnings(c *web.Ctx, k *casework.Case) (out []web.Notice) {
	for measure, title := range map[string][2]string{Preserving: {"先行登记保存", "the registration of evidence"}, Seizing: {"查封扣押", "the seizure"}} {
		if on := k.Attrs["urgent_"+measure]; on != "" {
			out = append(out, web.Notice{Tone: web.Red, Title: c.T("待补办批准", "Approval outstanding"),
				Text: c.T(on+" 紧急采取的“"+title[0]+"”须在二十四小时内由负责人补办“批准取证措施”", "The head has to approve within twenty-four hours of "+on+": "+title[1])})
		}
	}
	if k.Attrs[attrOther] == "" && k.Handler != 0 {
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("只有一名执法人员", "One officer only"), Text: c.T("请负责人补派协办人", "The head has to name a second one")})
	}
	return out
}

// yourTurn tells the person investigated what can be done now.
func (d *Desk) yourTurn(c *web.Ctx, k *casework.Case) []web.Notice {
	say := map[string][2]string{
		Notified:   {"您可以在期限内陈述申辩；告知书写明有听证权利的，可以要求听证。逾期视为放弃。", "You may make a statement in time and, where the notice says so, ask for a hearing."},
		Hearing:    {"听证的时间、地点见听证通知书。", "Time and place of the hearing stand in its notice."},
		Performing: {"请在期限内缴纳罚没款，并提交缴款凭证；确有困难的可以申请延期或分期。", "Please pay in time and hand in the proof; you may ask to pay later or by instalments."},
		Correcting: {"请按通知书的要求改正，执法人员将复查。", "Please correct what the order says; it will be checked."},
		Urged:      {"请在催告书写明的期限内履行，逾期将申请法院强制执行。", "Please perform within the time given, or the court will be asked to enforce."},
	}[k.State]
	if say[0] == "" {
		return nil
	}
	return []web.Notice{{Tone: web.Amber, Title: c.T("请您办理", "Your turn"), Text: c.T(say[0], say[1])}}
}

// debtOf is what is owed today, with the surcharge so far.
func (d *Desk) debtOf(c *web.Ctx, tx *store.Tx, k *casework.Case, r Record) (x Debt, err error) {
	if k.Attrs[attrServed] == "" || k.Attrs[attrOutcome] != Penalty {
		return x, nil
	}
	clocks, err := d.office.Clocks(c.Context(), tx, k)
	if err != nil {
		return x, err
	}
	permille, err := d.office.Settings.Int(c.Context(), tx, setting.Query{Center: k.Center, Key: "counterfeit.surcharge", On: d.office.Today()})
	on, due := d.office.Today(), calendar.Day(0)
	for i := range clocks {
		if clocks[i].Rule.Code == "pay" {
			due = clocks[i].Result.Due
		}
	}
	// Nothing grows any more once it was paid or the court is done. What became of a decision before this one
	// is another matter.
	since := r.after("decide")
	if in, m := Last[Settle](since); in != nil && m.Event.Move == "settle" {
		on = in.Day
	}
	if in, m := Last[Executed](since); in != nil {
		on = m.Day()
	}
	return r.debt(due, on, permille), err
}

func debtBlock(c *web.Ctx, x Debt) *web.KV {
	if x.Fine+x.Forfeit == 0 {
		return nil
	}
	kv := &web.KV{Title: c.T("罚没款", "Payment")}
	yuan := func(m conduct.Money) string { return m.String() + c.T(" 元", " yuan") }
	kv.Add(c.T("罚款", "Fine"), yuan(x.Fine)).Add(c.T("没收违法所得", "Gains confiscated"), yuan(x.Forfeit)).Add(c.T("缴纳截止", "To be paid by"), x.Due.String()).
		Add(c.T("加处罚款", "Surcharge"), yuan(x.Surcharge)).Add(c.T("已缴纳", "Paid"), yuan(x.Paid)).Add(c.T("尚欠", "Left"), yuan(x.Left()))
	return kv
}

func (d *Desk) leadBlock(c *web.Ctx, k *casework.Case, r Record) web.KV {
	open := d.office.Policy.May(worklist.Actor(c).Subject, reporter.Act, k.Object())
	lead, source, from, arrived := r.Found()
	kv := web.KV{Title: c.T("线索", "Lead")}
	kv.Add(c.T("来源", "Source"), sourceWord(c, source)).Add(c.T("移送机关或工单号", "Authority or ticket"), from).Add(c.T("发现或收到", "Arrived"), arrived.String()).Add(c.T("涉嫌当事人", "Suspect"), lead.Suspect).
		Add(c.T("地址或网址", "Address"), lead.Address).Add(c.T("产品", "Product"), lead.Product)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("标识原文", "Marking"), Text: lead.Label, Lines: true}, web.KVRow{Label: c.T("情况说明", "What happened"), Text: lead.Text, Lines: true})
	if who := lead.Who; who != "" || lead.Phone != "" {
		if !reporter.IsAlias(who) {
			who = c.T("已登记（隐去）", "Known, not shown")
		}
		row := web.KVRow{Label: c.T("举报人", "Reporter"), Text: who}
		if open {
			row.Text, row.Href = row.Text+c.T("，查看", ", open"), fmt.Sprintf("/counterfeit/%d/reporter", k.ID)
		}
		kv.Rows = append(kv.Rows, row)
	}
	return kv
}

func findingsBlock(c *web.Ctx, r Record, today calendar.Day) *web.KV {
	codes := r.Accused()
	if len(codes) == 0 {
		return nil
	}
	kv := &web.KV{Title: c.T("认定与处理", "Findings")}
	var names []string
	for _, code := range codes {
		if k, ok := conduct.Of(code, today); ok {
			names = append(names, c.T(k.Title+"（"+k.Basis.String()+"）", k.English))
		}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("违法行为", "Conduct"), Text: strings.Join(names, "\n"), Lines: true})
	if f, _ := Last[Conclude](r); f != nil {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("违法事实", "Facts"), Text: f.Facts, Lines: true}, web.KVRow{Label: c.T("证据", "Evidence"), Text: f.Evidence, Lines: true})
		kv.Add(c.T("违法所得", "Gains"), f.Gains.String()).Add(c.T("建议", "Proposal"), outcomeWord(c, f.Proposal)).Add(c.T("建议处罚", "Proposed"), strings.Join(sanctionLines(f.Sanction), "；"))
	}
	if n, m := Last[Notify](r); n != nil {
		kv.Add(c.T("已告知", "Notified"), m.Day().String()+" "+strings.Join(sanctionLines(n.Sanction), "；"))
	}
	if x, m := Last[Decide](r); x != nil {
		kv.Add(c.T("处罚决定", "Decision"), m.Day().String()+" "+strings.Join(sanctionLines(x.Sanction), "；"))
	}
	return kv
}

// statementsBlock lists what the person said, and the review of it.
func statementsBlock(c *web.Ctx, r Record) web.KV {
	kv := web.KV{Title: c.T("陈述、听证与复核", "Statements and review")}
	for _, m := range r {
		label, text := "", ""
		switch in := m.Input.(type) {
		case *Plead:
			label, text = c.T("陈述申辩", "Statement"), in.Statement
		case *RecordPlea:
			label, text = c.T("陈述申辩（登记）", "Statement (recorded)"), in.Statement
		case *AskHearing:
			label, text = c.T("要求听证", "Hearing asked for"), in.Reason
		case *RecordHearing:
			label, text = c.T("要求听证（登记）", "Hearing asked for (recorded)"), in.Reason
		case *hearing.Arrange:
			label, text = c.T("听证安排", "Hearing"), placeOf(in)
		case *hearing.Finish:
			label, text = c.T("听证主持人意见", "Opinion of the chair"), in.Note
			if m.Event.Move == hearing.MoveCancel {
				label = c.T("取消听证", "Hearing called off")
			}
		case *Weigh:
			label, text = c.T("复核意见", "Review"), in.Reason
		case *Review:
			label, text = c.T("法制审核意见", "Legal review"), in.Opinion
		case *Discuss:
			label, text = c.T("集体讨论结论", "Discussion"), in.Outcome
		default:
			continue
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: m.Day().String() + " " + label, Text: text, Lines: true})
	}
	return kv
}

// shown is what stands above the form of a step that decides.
func (d *Desk) shown(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (out []web.Block, err error) {
	if k == nil || worklist.Actor(c).Party != 0 || !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActForm, k.Object()) {
		return nil, nil
	}
	switch move {
	case "file", "refuse", "review", "review_back", "notify", "discuss", "decide", "order", "transfer", "weigh", "enforce", "close":
	default:
		return nil, nil
	}
	r, err := d.Read(c.Context(), tx, k)
	if err != nil {
		return nil, err
	}
	out = append(out, d.leadBlock(c, k, r))
	if b := findingsBlock(c, r, d.office.Today()); b != nil {
		out = append(out, *b)
	}
	if b := statementsBlock(c, r); len(b.Rows) > 0 {
		out = append(out, b)
	}
	return out, nil
}

// verdictTable shows verdicts with their reasons.
func verdictTable(c *web.Ctx, all []marking.Verdict) web.Table {
	t := web.Table{Title: c.T("核验结果", "Verdicts"), Head: []string{c.T("序号", "No."), c.T("标识原文", "As written"), c.T("号码", "Number"), c.T("种类", "Kind"), c.T("结论", "Verdict"), c.T("理由", "Reason"), c.T("依据", "Basis"), c.T("权利人", "Holder")},
		Empty: c.T("没有找到专利号。请照抄产品上的文字，例如“专利号：ZL 2023 1 0000001.5”。", "No number was found. Copy the words of the product.")}
	for i, v := range all {
		w := marking.Title(v.Code)
		tone := map[string]web.Tone{marking.InForce: web.Green, marking.Unlisted: web.Grey, marking.Applying: web.Amber, marking.Mismatched: web.Amber}[v.Code]
		if tone == "" {
			tone = web.Red
		}
		if v.Code == marking.InForce && v.Conduct != "" {
			tone = web.Amber
		}
		number := v.Number
		if number == "" {
			number = "—"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: strconv.Itoa(i + 1)}, {Text: v.Raw}, {Text: number}, {Text: c.Word(v.Type)}, {Tag: web.Tag{Tone: tone, Text: c.T(w[0], w[1])}},
			{Text: c.T(v.Reason, v.English)}, {Text: v.Basis, Law: true}, {Text: v.Holder}})
	}
	return t
}
