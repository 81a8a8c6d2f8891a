package abnormal

import (
	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// Code is the code of the chart.
const Code = "abnormal"

// The states of a lead (FZ).
const (
	Lead       = "lead"       // 线索待核
	Dismissing = "dismissing" // 待审批排除
	Dismissed  = "dismissed"  // 已排除
	Noticed    = "noticed"    // 待说明举证
	Checking   = "checking"   // 材料核查
	Concluding = "concluding" // 待作结论
	Found      = "found"      // 认定待生效
	Objecting  = "objecting"  // 异议审查
	Reporting  = "reporting"  // 待上报
	Reported   = "reported"   // 已上报，待回写
	Cleared    = "cleared"    // 不属于非正常申请
	Revoked    = "revoked"    // 认定已撤销
	Closed     = "closed"     // 已办结
)

func states() []casework.State {
	return []casework.State{
		{Code: Lead, Title: "线索待核", English: "Lead to be looked into", Phase: "线索", Queue: casework.Clerk},
		{Code: Dismissing, Title: "待审批排除", English: "Dismissal to be approved", Phase: "线索", Queue: casework.Head},
		{Code: Dismissed, Title: "线索已排除", English: "Dismissed", Phase: "线索", Final: true},
		{Code: Noticed, Title: "待说明举证", English: "Awaiting explanation", Phase: "说明举证", Party: true, Queue: casework.Clerk},
		{Code: Checking, Title: "材料核查", English: "Proof under check", Phase: "核查", Queue: casework.Reviewer},
		{Code: Concluding, Title: "待作结论", English: "To be concluded", Phase: "结论", Queue: casework.Head},
		{Code: Found, Title: "认定待生效", English: "Found, not yet in effect", Phase: "结论", Party: true},
		{Code: Objecting, Title: "异议审查", English: "Objection under review", Phase: "异议", Queue: casework.Director},
		{Code: Reporting, Title: "待上报", English: "To be reported", Phase: "上报", Queue: casework.Marker},
		{Code: Reported, Title: "待上级结果", English: "Awaiting the result from above", Phase: "上报", Queue: casework.Marker},
		{Code: Cleared, Title: "不属于非正常申请", English: "Not abnormal", Phase: "结论", Final: true},
		{Code: Revoked, Title: "认定已撤销", English: "Finding revoked", Phase: "办结", Final: true},
		{Code: Closed, Title: "已办结", English: "Closed", Phase: "办结", Final: true},
	}
}

// The roles of the procedure.
var (
	clerk    = []casework.Role{casework.Clerk}
	reviewer = []casework.Role{casework.Reviewer}
	head     = []casework.Role{casework.Head}
	director = []casework.Role{casework.Director}
	marker   = []casework.Role{casework.Marker, casework.Clerk}
	robot    = []casework.Role{casework.System}
	parties  = []casework.Role{casework.Entity, casework.AgencyRole}
)

// newChart puts the chart together from its groups of moves.
func (d *Desk) newChart() *casework.Chart {
	c := &casework.Chart{Code: Code, Prefix: "FZ", Title: "非正常申请核查", English: "Abnormal filings", Clause: clause.OfficeDuties, States: states(), Clocks: clocks()}
	c.Moves = append(c.Moves, d.leadMoves()...)
	c.Moves = append(c.Moves, d.hearingMoves()...)
	c.Moves = append(c.Moves, d.conclusionMoves()...)
	c.Moves = append(c.Moves, d.reportMoves()...)
	c.Moves = append(c.Moves, draft.Moves(d.Drafts, d.drafting())...)
	c.Moves = append(c.Moves, delivery.Moves(d.Deliveries, d.serving())...)
	c.Moves = append(c.Moves, d.Evidence.Moves(evidence.Setup{Submit: []string{Noticed, Checking, Objecting}, Staff: []casework.Role{casework.Clerk, casework.Reviewer}, Counter: clerk, Basis: ours("研发证明材料")})...)
	return c
}

// conduct cites the provisions on what abnormal filing is.
func conduct(article string) []rule.Cite {
	return []rule.Cite{{Text: "规范申请专利行为的规定", Article: article, Version: "局令第77号", Force: "2024-01-20", Sure: rule.Known}}
}

// ours cites a rule that each center makes for itself.
func ours(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// duty cites the clause of the notice by which the center takes part in the watch.
func duty() []rule.Cite {
	return []rule.Cite{{Text: "国知发管字〔2016〕92号", Article: "三（一）", Version: "2016", Sure: rule.Source}, {Text: "本中心规定", Article: "非正常申请监测", Sure: rule.Unsure}}
}

// leadMoves lead from a lead to the notice, or to a reasoned dismissal. None of them is told to the party.
func (d *Desk) leadMoves() []casework.Move {
	stay := []string{casework.Stay}
	inside := func(m casework.Move) casework.Move { m.Inside = true; return m }
	return []casework.Move{
		inside(casework.Move{Code: "detect", Title: "监测发现线索", English: "Found by the monitor", To: []string{Lead}, By: robot, Basis: duty(), Do: casework.Input(d.detect), Quiet: true}),
		inside(casework.Move{Code: "enter", Title: "登记非正常申请线索", English: "Enter a lead", To: []string{Lead}, By: []casework.Role{casework.Clerk, casework.Head}, Basis: duty(), Do: casework.Input(d.enter)}),
		inside(casework.Move{Code: "grow", Title: "并入新案件", English: "Filings added", From: []string{Lead}, To: stay, By: robot, Basis: duty(), Do: casework.Input(d.grow), Quiet: true}),
		// A grade orders the work; it has no other effect.
		inside(casework.Move{Code: "grade", Title: "领办并分级", English: "Take up and grade", From: []string{Lead}, To: stay, By: clerk, Basis: ours("线索分级"), Do: casework.Input(d.grade)}),
		// From here on the party sees the case, and nothing of what came before.
		{Code: "notice", Title: "通知说明举证", English: "Ask the party to explain", From: []string{Lead}, To: []string{Noticed}, By: clerk, Basis: append(conduct("第三条"), ours("通知说明举证")...), Do: casework.Input(d.notice)},
		// Nobody dismisses alone: a lead that vanishes unseen is as bad as a finding made alone.
		inside(casework.Move{Code: "propose", Title: "提请排除线索", English: "Propose to dismiss", From: []string{Lead}, To: []string{Dismissing}, By: clerk, Basis: ours("线索的排除"), Do: casework.Input(d.reasoned)}),
		inside(casework.Move{Code: "assign", Title: "改派承办人", English: "Reassign", From: []string{Lead, Noticed, Checking}, To: stay, By: head, Basis: ours("线索分派"), Do: casework.Input(d.assign)}),
		inside(casework.Move{Code: "dismiss", Title: "排除线索", English: "Dismiss the lead", From: []string{Dismissing}, To: []string{Dismissed}, By: head, Basis: ours("线索的排除"), Do: casework.Input(d.reasoned), FourEyes: []string{"propose", "enter"}}),
		inside(casework.Move{Code: "reopen", Title: "退回继续核实", English: "Send back", From: []string{Dismissing}, To: []string{Lead}, By: head, Basis: ours("线索的排除"), Do: casework.Input(d.reasoned)}),
	}
}

// hearingMoves are the explanation of the party and its check.
func (d *Desk) hearingMoves() []casework.Move {
	stay := []string{casework.Stay}
	return []casework.Move{
		{Code: "explain", Title: "提交说明和证明", English: "Explain and prove", From: []string{Noticed}, To: []string{Checking}, By: parties, Counter: clerk, Basis: ours("说明举证"), Do: casework.Prepared(d.beforeExplain, d.explain)},
		// What was withdrawn at the national office need not be judged any more, but is still reported.
		{Code: "withdraw", Title: "报告主动撤回", English: "Report a withdrawal", From: []string{Noticed, Checking}, To: []string{Checking}, By: parties, Counter: clerk, Basis: ours("主动撤回"), Do: casework.Prepared(d.beforeWithdraw, d.withdraw)},
		{Code: "ask_time", Title: "申请延期举证", English: "Ask for more time", From: []string{Noticed}, To: stay, By: parties, Counter: clerk, Basis: ours("延期举证"), Do: casework.Input(d.askTime)},
		{Code: "extend", Title: "准予延期举证", English: "Grant more time", From: []string{Noticed}, To: stay, By: head, Basis: ours("延期举证"), Do: casework.Input(d.extend), Terms: true},
		// To say nothing admits nothing: the check goes on with what there is.
		{Code: "silent", Title: "逾期未说明", English: "No explanation in time", From: []string{Noticed}, To: []string{Checking}, By: robot, Basis: ours("说明举证"), Do: casework.Input(d.silent)},
		{Code: "visit", Title: "登记现场核查", English: "Record a visit", From: []string{Noticed, Checking}, To: stay, By: []casework.Role{casework.Clerk, casework.Reviewer}, Basis: ours("现场核查"), Do: casework.Input(d.visit), Inside: true},
		{Code: "more", Title: "要求补充说明", English: "Ask for more", From: []string{Checking}, To: []string{Noticed}, By: reviewer, Basis: ours("补充说明"), Do: casework.Input(d.more), FourEyes: []string{"notice"}},
		{Code: "check", Title: "提交核查意见", English: "Hand in the check", From: []string{Checking}, To: []string{Concluding}, By: reviewer, Basis: ours("核查"), Do: casework.Input(d.check), FourEyes: []string{"notice", "enter"}, Inside: true},
	}
}

// conclusionMoves are the conclusion and what the party can do against it. Who noticed or checked does
// not conclude, and who concluded does not decide on the objection.
func (d *Desk) conclusionMoves() []casework.Move {
	return []casework.Move{
		{Code: "conclude", Title: "作出核查结论", English: "Conclude", From: []string{Concluding}, To: []string{Found, Cleared, Reporting}, By: head, Basis: append(conduct("第三条"), ours("核查结论")...), Do: casework.Input(d.conclude),
			FourEyes: []string{"notice", "check", "enter"}, Danger: true},
		// The head is not bound by the opinion, but decides on nothing that was not checked.
		{Code: "back", Title: "退回核查", English: "Send back to the check", From: []string{Concluding}, To: []string{Checking}, By: head, Basis: ours("核查结论"), Do: casework.Input(d.reasoned), Inside: true},
		{Code: "object", Title: "对认定提出异议", English: "Object to the finding", From: []string{Found}, To: []string{Objecting}, By: parties, Counter: clerk, Basis: ours("异议"), Do: casework.Prepared(d.beforeObject, d.object)},
		{Code: "accept", Title: "对认定无异议", English: "Accept the finding", From: []string{Found}, To: []string{Reporting}, By: parties, Counter: clerk, Basis: ours("异议"), Do: casework.Input(d.accept), Danger: true},
		// Silence lets a finding take effect only when its paper has reached the party.
		{Code: "effect", Title: "逾期未提异议，认定生效", English: "Takes effect", From: []string{Found}, To: []string{Reporting}, By: robot, Basis: ours("异议"), Do: casework.Input(d.effect)},
		{Code: "uphold", Title: "维持认定", English: "Uphold the finding", From: []string{Objecting}, To: []string{Reporting}, By: director, Basis: ours("异议"), Do: casework.Input(d.uphold), FourEyes: []string{"conclude", "check"}},
		{Code: "overturn", Title: "撤销认定", English: "Overturn the finding", From: []string{Objecting}, To: []string{Cleared, Reporting}, By: director, Basis: ours("异议"), Do: casework.Input(d.overturn), FourEyes: []string{"conclude", "check"}},
	}
}

// reportMoves tell the offices above and take what they say.
func (d *Desk) reportMoves() []casework.Move {
	return []casework.Move{
		{Code: "report", Title: "上报核查情况", English: "Report", From: []string{Reporting}, To: []string{Reported}, By: marker, Basis: duty(), Do: casework.Input(d.report), Inside: true},
		{Code: "answer", Title: "登记上级结果", English: "Record the result from above", From: []string{Reported}, To: []string{Closed, Checking, Revoked}, By: marker, Basis: duty(), Do: casework.Input(d.answer)},
		// Not every office answers.
		{Code: "close", Title: "无须上级结果，办结", English: "Close without a result", From: []string{Reported}, To: []string{Closed}, By: head, Basis: duty(), Do: casework.Input(d.reasoned), Inside: true},
		{Code: "revoke", Title: "撤销已生效的认定", English: "Revoke an effective finding", From: []string{Reporting, Reported, Closed}, To: []string{Revoked}, By: director, Basis: ours("撤销认定"), Do: casework.Input(d.revoke), Danger: true},
	}
}

// clocks lists the terms. None of them is law: a center sets them, and says so.
func clocks() []casework.ClockRule {
	return []casework.ClockRule{
		{Code: "lead", Title: "线索核实期限", English: "Look into the lead", Start: []string{"detect", "enter", "reopen"}, Stop: []string{"notice", "dismiss"}, Setting: "abnormal.clock.lead", Regime: term.Center, Basis: ours("线索核实期限")},
		// It runs from the day of service, which starts it anew where the paper went by post.
		{Code: "explain", Title: "说明举证期限", English: "Explanation", Start: []string{"notice", "more"}, Stop: []string{"explain", "withdraw", "silent"}, Setting: "abnormal.clock.explain", Regime: term.Center, Basis: ours("说明举证期限"),
			Party: true, Overdue: "silent"},
		{Code: "check", Title: "核查期限", English: "Check", Start: []string{"explain", "withdraw", "silent", "back", "answer>checking"}, Stop: []string{"check", "more"}, Setting: "abnormal.clock.check", Regime: term.Center, Basis: ours("核查期限")},
		{Code: "conclude", Title: "结论期限", English: "Conclusion", Start: []string{"check"}, Stop: []string{"conclude", "back"}, Setting: "abnormal.clock.conclude", Regime: term.Center, Basis: ours("结论期限")},
		// Likewise from the day on which the finding was served.
		{Code: "object", Title: "异议期限", English: "Objection", Start: []string{"conclude>found"}, Stop: []string{"object", "accept", "effect"}, Setting: "abnormal.clock.object", Regime: term.Center, Basis: ours("异议期限"), Party: true, Overdue: "effect"},
		{Code: "review", Title: "异议审查期限", English: "Review of the objection", Start: []string{"object"}, Stop: []string{"uphold", "overturn"}, Setting: "abnormal.clock.review", Regime: term.Center, Basis: ours("异议审查期限")},
		{Code: "report", Title: "上报期限", English: "Report", Start: []string{"conclude>reporting", "accept", "effect", "uphold", "overturn>reporting"}, Stop: []string{"report", "revoke"}, Setting: "abnormal.clock.report", Regime: term.Center, Basis: ours("上报期限")},
	}
}
