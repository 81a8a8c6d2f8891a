package infringement

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// say is the word of a pair in the language of the page.
func say(c *web.Ctx, pair [2]string) string { return c.T(pair[0], pair[1]) }

// join joins the words of codes.
func join(c *web.Ctx, codes []string, title func(string) [2]string) string {
	var out []string
	for _, x := range codes {
		out = append(out, say(c, title(x)))
	}
	return strings.Join(out, c.T("、", ", "))
}

// claimBlock shows the patent and what is asked for.
func (d *Desk) claimBlock(c *web.Ctx, f *matter.File) web.KV {
	p := f.Patent
	kv := web.KV{Title: c.T("涉案专利与请求", "Patent and request")}
	kv.Add(c.T("专利号", "Patent"), wording.PatentNo(p.Number)).Add(c.T("名称", "Title"), p.Title).Add(c.T("专利权人", "Patentee"), p.Holder)
	tone := web.Green
	if p.Status != "valid" {
		tone = web.Amber
	}
	word := map[string][2]string{"valid": {"有效", "In force"}, "unpaid": {"未缴年费终止", "Lapsed"}, "expired": {"期满终止", "Expired"}, "invalid": {"被宣告无效", "Invalid"}}[p.Status]
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("法律状态", "Status"), Tag: web.Tag{Tone: tone, Text: say(c, word)}})
	if p.Typed { // a line of its own: a tag does not break on a narrow screen
		kv.Add(c.T("状态来源", "Source"), c.T("由当事人填写，请与登记簿副本核对", "As typed; compare with the register"))
	}
	asserted := c.T("主张的权利要求", "Claims asserted")
	if p.Kind == matter.Design {
		asserted = c.T("主张的设计", "Design asserted")
	}
	kv.Add(c.T("授权公告日", "Granted on"), dayText(p.Granted)).Add(c.T("请求人身份", "Standing"), say(c, matter.StandingTitle(f.Standing))).Add(asserted, f.Claims).
		Add(c.T("被控产品或方法", "Product or method"), f.Product).Add(c.T("管辖连接点", "Why here"), f.Venue)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("请求事项", "Remedies"), Text: join(c, f.Remedies, matter.RemedyTitle)}, web.KVRow{Label: c.T("事实与理由", "Facts and reasons"), Text: f.Facts, Lines: true})
	return kv
}

// partiesBlock shows who stands on which side and how far it was reached.
func (d *Desk) partiesBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("当事人", "Parties"), Head: []string{c.T("身份", "Side"), c.T("名称", "Name"), c.T("联系方式", "Contact"), c.T("被控行为", "Acts"), c.T("副本送达", "Served"), c.T("答辩", "Answer"), c.T("裁决送达", "Decision"), c.T("履行", "Performed")}}
	for i := range f.Parties {
		p := &f.Parties[i]
		side := d.chart.Side(p.Side)
		name := p.Name
		if !p.Left.IsZero() {
			name += c.T("（已退出）", " (left)")
		}
		served := dayText(p.Served)
		switch {
		case p.Side == matter.Requester:
			served = "—"
		case served == "" && !p.Announced.IsZero():
			served = c.T("公告中 ", "by notice ") + p.Announced.String()
		case served == "" && !p.Sent.IsZero():
			served = c.T("已发出 ", "sent ") + p.Sent.String()
		case p.How != "":
			ch := document.ChannelOf(p.How)
			served += "（" + c.T(ch.Title, ch.English) + "）"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(side.Title, side.English)}, {Text: name}, {Text: unmask.Contactable(worklist.Actor(c), p.Contact)}, {Text: join(c, p.Acts, matter.ActTitle)}, {Text: served}, {Text: dayText(p.Answered)}, {Text: dayText(p.DecisionServed)}, {Text: dayText(p.Performed)}})
	}
	return t
}

// proceedings show what happened in the trial.
func (d *Desk) proceedings(c *web.Ctx, f *matter.File) (out []web.Block) {
	if t := d.answersBlock(c, f); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if len(f.Hearings) > 0 {
		out = append(out, hearingsBlock(c, f))
	}
	if len(f.Asks) > 0 {
		out = append(out, d.asksBlock(c, f))
	}
	if len(f.Mediations) > 0 {
		words := map[string]string{"agreed": c.T("达成协议", "Agreed"), "failed": c.T("未达成协议", "Failed"), "continue": c.T("继续调解", "Goes on")}
		t := web.Table{Title: c.T("调解记录", "Mediation"), Head: []string{c.T("日期", "Day"), c.T("结果", "Result"), c.T("记录", "Record")}}
		for _, m := range f.Mediations {
			t.Rows = append(t.Rows, []web.Cell{{Text: m.On.String()}, {Text: words[m.What]}, {Text: m.Text}})
		}
		out = append(out, t)
	}
	if len(f.Records) > 0 {
		t := web.Table{Title: c.T("现场检查与证据保全", "Inspection and preservation"), Head: []string{c.T("日期", "Day"), c.T("事项", "What"), c.T("地点", "Place"), c.T("人员", "People"), c.T("笔录", "Record")}}
		for _, r := range f.Records {
			t.Rows = append(t.Rows, []web.Cell{{Text: r.On.String()}, {Text: r.What}, {Text: r.Place}, {Text: r.People}, {Text: r.Text}})
		}
		out = append(out, t)
	}
	if len(f.Performances) > 0 {
		t := web.Table{Title: c.T("履行情况", "Performance"), Head: []string{c.T("日期", "Day"), c.T("当事人", "Party"), c.T("事项", "What"), c.T("内容", "Text")}}
		for _, r := range f.Performances {
			t.Rows = append(t.Rows, []web.Cell{{Text: r.On.String()}, {Text: r.People}, {Text: c.Word(r.What)}, {Text: r.Text}})
		}
		out = append(out, t)
	}
	return out
}

// answersBlock shows what the other side said.
func (d *Desk) answersBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("答辩与陈述", "Answers"), Head: []string{c.T("当事人", "Party"), c.T("日期", "Day"), c.T("内容", "Text")}}
	for _, p := range f.Parties {
		if p.Answer != "" {
			t.Rows = append(t.Rows, []web.Cell{{Text: p.Name}, {Text: p.Answered.String()}, {Text: p.Answer}})
		}
	}
	return t
}

// hearingsBlock lists the hearings with how each went.
func hearingsBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("口头审理", "Hearings"), Head: []string{c.T("时间", "When"), c.T("地点或链接", "Place or link"), c.T("状态", "State")}}
	for _, h := range f.Hearings {
		state := web.Tag{Tone: web.Blue, Text: c.T("待进行", "To be held")}
		switch {
		case h.CalledOff:
			state = web.Tag{Tone: web.Grey, Text: c.T("已取消", "Called off")}
		case h.After:
			state = web.Tag{Tone: web.Amber, Text: c.T("须重新进行", "To be held again")}
		case !h.Held.IsZero():
			state = web.Tag{Tone: web.Green, Text: c.T("已进行", "Held")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: h.Day.String() + " " + h.Time}, {Text: h.Place}, {Tag: state}})
	}
	return t
}

// asksBlock lists what was asked for and how it was decided.
func (d *Desk) asksBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("当事人申请", "What was asked for"), Head: []string{c.T("申请人", "By"), c.T("事项", "What"), c.T("日期", "Day"), c.T("理由", "Reason"), c.T("答复", "Answer")}}
	for _, a := range f.Asks {
		who := c.T("合议组成员", "A member of the panel")
		if p := f.Party(a.Party); p != nil {
			who = p.Name
		}
		answer := web.Cell{Tag: web.Tag{Tone: web.Amber, Text: c.T("待答复", "Open")}}
		if a.Closed {
			word := c.T("不同意：", "Refused: ")
			if a.Granted {
				word = c.T("同意：", "Granted: ")
			}
			answer = web.Cell{Text: word + a.Ruling}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: who}, {Text: say(c, matter.AskTitle(a.Kind))}, {Text: a.On.String()}, {Text: a.Reason}, answer})
	}
	return t
}

// insideBlocks are for the panel and those who review and sign.
func (d *Desk) insideBlocks(c *web.Ctx, tx *store.Tx, k *casework.Case, f *matter.File) (out []web.Block, err error) {
	if t := panelBlock(c, f); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if f.Report != "" {
		kv := web.KV{Title: c.T("立案审查意见", "Report on acceptance")}
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("意见", "Report"), Text: f.Report, Lines: true})
		out = append(out, kv)
	}
	if len(f.Votes) > 0 {
		t := web.Table{Title: c.T("合议意见", "Votes"), Head: []string{c.T("成员", "Member"), c.T("意见", "Held"), c.T("理由", "Reason")}}
		for _, v := range f.Votes {
			t.Rows = append(t.Rows, []web.Cell{{Text: v.Name}, {Text: say(c, matter.OutcomeTitle(v.Outcome))}, {Text: v.Reason}})
		}
		out = append(out, t)
	}
	if k.State == Deliberating || k.State == Reviewing || k.State == Signing {
		t, err := d.gapsBlock(c, tx, k, f)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	if len(f.Notes) > 0 {
		t := web.Table{Title: c.T("合议组笔记（当事人不可见）", "Notes of the panel"), Head: []string{c.T("日期", "Day"), c.T("姓名", "By"), c.T("内容", "Text")}}
		for _, n := range f.Notes {
			t.Rows = append(t.Rows, []web.Cell{{Text: n.On.String()}, {Text: n.People}, {Text: n.Text}})
		}
		out = append(out, t)
	}
	for _, x := range f.Investigators {
		kv := web.KV{Title: c.T("技术调查官 ", "Technical investigator ") + x.Name}
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("问题", "Questions"), Text: x.Issue, Lines: true}, web.KVRow{Label: c.T("意见", "Opinion"), Text: x.Opinion, Lines: true})
		out = append(out, kv)
	}
	return out, nil
}

// panelBlock lists who tries the case, and who did.
func panelBlock(c *web.Ctx, f *matter.File) web.Table {
	t := web.Table{Title: c.T("合议组", "Panel"), Head: []string{c.T("姓名", "Name"), c.T("职务", "Role"), c.T("自", "From"), c.T("至", "Until")}}
	words := map[string]string{"leader": c.T("组长", "Presiding"), "member": c.T("成员", "Member"), "recorder": c.T("书记员", "Recorder")}
	for _, m := range f.Panel {
		t.Rows = append(t.Rows, []web.Cell{{Text: m.Name}, {Text: words[m.Role]}, {Text: m.From.String()}, {Text: dayText(m.Until)}})
	}
	return t
}

// gapsBlock checks the seven parts of the decision on screen.
func (d *Desk) gapsBlock(c *web.Ctx, tx *store.Tx, k *casework.Case, f *matter.File) (web.Table, error) {
	t := web.Table{Title: c.T("裁决要件检查", "What the decision needs"), Head: []string{c.T("部分", "Part"), c.T("缺少什么", "What is missing")}, Empty: c.T("各部分完整，可以提交。", "Complete.")}
	gaps, err := d.gaps(c.Context(), tx, k, f)
	for _, g := range gaps {
		t.Rows = append(t.Rows, []web.Cell{{Text: g.Part}, {Text: c.Word(g.Say.String())}})
	}
	if err != nil || d.Complete == nil {
		return t, err
	}
	// The comparison has a desk of its own, and keeps the decision from being handed in all the same.
	if why := d.Complete(c.Context(), tx, k.ID); fault.KindOf(why) == fault.Conflict {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T("比对", "Comparison")}, {Text: c.Say(c.Explain(why)), Links: []web.Link{{Href: fmt.Sprintf("/case/%d/comparison", k.ID), Label: c.T("侵权比对", "Comparison")}}}})
	} else if why != nil {
		return t, why
	}
	return t, nil
}

// docsBlock lists the stored files.
func (d *Desk) docsBlock(c *web.Ctx, k *casework.Case, f *matter.File) web.Table {
	t := web.Table{Title: c.T("案件材料", "Files"), Head: []string{c.T("材料", "What"), c.T("文件", "File"), c.T("大小", "Size"), c.T("日期", "Day")}, Empty: c.T("没有可查阅的材料。", "None.")}
	for _, x := range f.Docs {
		t.Rows = append(t.Rows, []web.Cell{{Text: x.What}, {Text: x.Name, Href: fmt.Sprintf("/infringement/%d/files/%d", k.ID, x.ID)}, {Text: lang.Size(x.Size)}, {Text: x.On.String()}})
	}
	return t
}
