package infringement

import (
	"slices"
	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/access"
	"zhibao/law/rule"
	"zhibao/protection/infringement/matter"
)

// openingMoves bring a dispute in: by the party, at the counter, or from another body.
func (d *Desk) openingMoves() []casework.Move {
	clerk := []casework.Role{casework.Clerk}
	return []casework.Move{
		{Code: "file", Title: "提出裁决请求", English: "File a request", To: []string{Filed}, By: parties, Basis: texts(), Do: casework.Prepared(beforeOpening(d, func(in *File) *Papers { return &in.Papers }), d.file)},
		{Code: "intake", Title: "窗口登记请求", English: "Take a request at the counter", To: []string{Filed}, By: clerk, Basis: texts(), Do: casework.Prepared(beforeOpening(d, func(in *Intake) *Papers { return &in.Papers }), d.intake)},
		{Code: "receive", Title: "接收移送案件", English: "Receive a transferred case", To: []string{Accepted}, By: clerk, Basis: article(rule.Cite{Text: "专利法实施细则", Version: "2023修订"}, "第九十七条", rule.Source), Do: casework.Prepared(beforeOpening(d, func(in *Receive) *Papers { return &in.Papers }), d.receive)},
	}
}

// docketMoves decide whether the case is accepted.
func (d *Desk) docketMoves() []casework.Move {
	clerk := []casework.Role{casework.Clerk}
	return []casework.Move{
		{Code: "return", Title: "通知补正", English: "Ask for correction", From: []string{Filed}, To: []string{Correcting}, By: clerk, Basis: texts(), Do: casework.Input(d.giveBack)},
		answer.Spends(casework.Move{Code: "supplement", Title: "补正材料", English: "Correct the request", From: []string{Correcting}, To: []string{Filed}, By: parties, Counter: desk, Basis: texts(), Do: casework.Prepared(d.beforeSupplement, d.supplement)}),
		{Code: "lapse", Title: "逾期未补正，视为撤回", English: "Not corrected in time", From: []string{Correcting}, To: []string{Unfiled}, By: robot, Basis: own("补正期限"), Do: casework.Input(d.lapse)},
		{Code: "take_back", Title: "撤回请求（立案前）", English: "Withdraw before acceptance", From: []string{Filed, Correcting, Docketing}, To: []string{Unfiled}, By: parties, Counter: desk, Basis: texts(), Do: casework.Input(d.takeBack), Danger: true},
		{Code: "examine", Title: "提出立案审查意见", English: "Report on acceptance", From: []string{Filed}, To: []string{Docketing}, By: clerk, Basis: texts(), Do: casework.Input(d.examine)},
		{Code: "accept", Title: "立案", English: "Accept", From: []string{Docketing}, To: []string{Accepted}, By: heads, Basis: texts(), Do: casework.Input(d.accept), FourEyes: []string{"examine"}},
		{Code: "refuse", Title: "不予受理", English: "Refuse", From: []string{Docketing}, To: []string{Refused}, By: heads, Basis: texts(), Do: casework.Input(d.refuse), FourEyes: []string{"examine"}, Danger: true},
		{Code: "reexamine", Title: "退回重新审查", English: "Send back to review", From: []string{Docketing}, To: []string{Filed}, By: heads, Basis: own("立案审批"), Do: casework.Input(d.reexamine)},
		{Code: "hand_over", Title: "立案前移送有管辖权的机关", English: "Transfer before acceptance", From: []string{Docketing}, To: []string{Refused}, By: heads, Basis: article(rule.Cite{Text: "专利法实施细则", Version: "2023修订"}, "第九十七条", rule.Source), Do: casework.Input(d.handOver), Danger: true},
	}
}

// panelMoves say who tries the case.
func (d *Desk) panelMoves() []casework.Move {
	return []casework.Move{
		{Code: "panel", Title: "组成合议组", English: "Appoint the panel", From: []string{Accepted, Serving, Announcing, Answering, Trying, Suspended, Appraising}, To: []string{Serving, casework.Stay}, By: heads, Basis: texts(), Do: casework.Input(d.panel)},
		{Code: "replace", Title: "更换合议组成员", English: "Change the panel", From: []string{Serving, Announcing, Answering, Trying, Suspended, Appraising, Deliberating}, To: []string{casework.Stay, Trying}, By: heads, Basis: texts(), Do: casework.Input(d.replace)},
		{Code: "recuse", Title: "申请自行回避", English: "Recuse oneself", From: before, To: stay, By: []casework.Role{casework.Enforcer, casework.Expert}, Basis: texts(), Do: casework.Input(d.recuse), Inside: true},
		{Code: "investigator", Title: "指派技术调查官", English: "Appoint a technical investigator", From: standing, To: stay, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.investigator)},
		{Code: "advise", Title: "提交技术调查意见", English: "Give a technical opinion", From: []string{Trying, Appraising, Deliberating}, To: stay, By: []casework.Role{casework.Expert}, Basis: texts(), Do: casework.Input(d.advise), Inside: true},
		{Code: "ordinary", Title: "转为普通程序", English: "Move to the ordinary procedure", From: standing, To: stay, By: heads, Basis: own("简易程序转为普通程序"), Do: casework.Input(d.ordinary)},
		{Code: "extend", Title: "延长办案期限", English: "Extend the term", From: before, To: stay, By: heads, Basis: []rule.Cite{measures, old}, Do: casework.Input(d.extend), Terms: true},
	}
}

// partyMoves are made by the parties, or for them at the counter.
func (d *Desk) partyMoves() []casework.Move {
	open := []string{Serving, Announcing, Answering, Trying, Suspended, Appraising}
	return []casework.Move{
		answer.Spends(casework.Move{Code: "answer", Title: "提交答辩", English: "Answer", From: standing, To: []string{casework.Stay, Trying}, By: parties, Counter: desk, Sides: opposed, Basis: texts(), Do: casework.Prepared(d.beforeAnswer, d.answer)}),
		{Code: "ask", Title: "提出申请", English: "Ask for something", From: append(open[:len(open):len(open)], Accepted), To: stay, By: parties, Counter: desk, Sides: anySide, Basis: texts(), Do: casework.Prepared(d.beforeAsk, d.ask)},
		{Code: "amend", Title: "变更请求或权利要求", English: "Change the request or the claims", From: append(open[:len(open):len(open)], Accepted), To: stay, By: parties, Counter: desk, Basis: texts(), Do: casework.Prepared(d.beforeAmend, d.amend)},
		{Code: "withdraw", Title: "撤回请求", English: "Withdraw the request", From: before, To: []string{Ending}, By: parties, Counter: desk, Basis: texts(), Do: casework.Input(d.withdraw), Danger: true},
		answer.Spends(casework.Move{Code: "report", Title: "报告履行情况", English: "Report performance", From: []string{Suable, Executing, Urged}, To: stay, By: parties, Counter: desk, Sides: []string{matter.Respondent}, Basis: []rule.Cite{statute}, Do: casework.Prepared(d.beforeReport, d.report)}),
	}
}

// trialMoves are the trial itself.
func (d *Desk) trialMoves() []casework.Move {
	inspection := article(rule.Cite{Text: "专利法", Version: "2020修正", Force: "2021-06-01"}, "第六十九条第二款", rule.Source)
	return []casework.Move{
		{Code: "send", Title: "发出副本和答辩通知书", English: "Send the copies", From: []string{Serving, Announcing}, To: []string{casework.Stay, Answering}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.send)},
		{Code: "serve", Title: "登记副本送达", English: "Record service of the copies", From: []string{Serving, Announcing}, To: []string{casework.Stay, Answering, Announcing}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Prepared(d.beforeServe, d.serve)},
		{Code: "deemed", Title: "副本公告期满", English: "Deemed served by notice", From: []string{Announcing}, To: []string{Answering, Serving}, By: robot, Basis: own("公告送达"), Do: casework.Input(d.deemed)},
		{Code: "no_answer", Title: "答辩期满未答辩", English: "No answer in time", From: []string{Answering}, To: []string{Trying}, By: robot, Basis: texts(), Do: casework.Input(d.noAnswer)},
		{Code: "forward", Title: "转送答辩书", English: "Forward the answer", From: []string{Answering, Trying}, To: stay, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.forward)},
		{Code: "inspect", Title: "登记现场检查", English: "Record an inspection", From: standing, To: stay, By: officer, Rel: access.Handler, Basis: inspection, Do: casework.Prepared(d.beforeInspect, d.inspect)},
		{Code: "preserve", Title: "登记证据保全", English: "Preserve evidence", From: standing, To: stay, By: officer, Rel: access.Handler, Basis: inspection, Do: casework.Prepared(d.beforeInspect, d.preserve)},
		{Code: "written", Title: "决定书面审理", English: "Choose the written procedure", From: []string{Answering, Trying}, To: stay, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.written)},
		{Code: "mediate", Title: "登记调解", English: "Record mediation", From: before, To: stay, By: officer, Rel: access.Handler, Basis: []rule.Cite{statute}, Do: casework.Prepared(d.beforeMediate, d.mediate)},
		{Code: "rule", Title: "答复当事人申请", English: "Decide on what was asked", From: before, To: stay, By: []casework.Role{casework.Enforcer, casework.Head, casework.Director}, Basis: texts(), Do: casework.Input(d.rule)},
		{Code: "note", Title: "合议组笔记", English: "Note of the panel", From: before, To: stay, By: []casework.Role{casework.Enforcer, casework.Expert}, Basis: own("合议组笔记"), Do: casework.Input(d.note), Inside: true},
	}
}

// pauseMoves stop the clocks and let them run again.
func (d *Desk) pauseMoves() []casework.Move {
	return []casework.Move{
		{Code: "suspend", Title: "中止处理", English: "Suspend", From: []string{Serving, Announcing, Answering, Trying}, To: []string{Suspended}, By: heads, Basis: append(article(rule.Cite{Text: "专利法实施细则", Version: "2023修订", Force: "2024-01-20"}, "第九十八条", rule.Source), measures), Do: casework.Input(d.suspend), Terms: true},
		{Code: "resume", Title: "恢复处理", English: "Resume", From: []string{Suspended}, To: []string{Serving, Announcing, Answering, Trying}, By: heads, Basis: []rule.Cite{measures, old}, Do: casework.Input(d.resume), Terms: true},
		{Code: "appraise", Title: "委托鉴定", English: "Order an appraisal", From: []string{Trying}, To: []string{Appraising}, By: officer, Rel: access.Handler, Basis: []rule.Cite{measures, old}, Do: casework.Input(d.appraise), Terms: true},
		{Code: "appraised", Title: "收到鉴定意见", English: "Appraisal received", From: []string{Appraising}, To: []string{Trying}, By: officer, Rel: access.Handler, Basis: []rule.Cite{measures, old}, Do: casework.Prepared(d.beforeAppraised, d.appraised)},
	}
}

// partiesMoves change who stands in the case and what it is about.
func (d *Desk) partiesMoves() []casework.Move {
	return []casework.Move{
		{Code: "join", Title: "追加当事人", English: "Join a party", From: standing, To: []string{Serving}, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.join)},
		{Code: "substitute", Title: "变更当事人", English: "Change a party", From: before, To: stay, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.substitute)},
		{Code: "leave", Title: "退出被请求人", English: "Drop a respondent", From: before, To: stay, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.leave)},
		{Code: "merge", Title: "合并审理", English: "Try together", From: standing, To: stay, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: article(rule.Cite{Text: "专利法", Version: "2020修正", Force: "2021-06-01"}, "第七十条第二款", rule.Source), Do: casework.Input(d.merge)},
		{Code: "merged", Title: "并入合并审理", English: "Tried together with another", From: standing, To: stay, By: robot, Basis: article(rule.Cite{Text: "专利法", Version: "2020修正", Force: "2021-06-01"}, "第七十条第二款", rule.Source), Do: casework.Input(d.merged), Quiet: true},
		{Code: "patent", Title: "登记专利权变化", English: "Record a change of the patent", From: before, To: stay, By: []casework.Role{casework.Enforcer}, Rel: access.Handler, Basis: []rule.Cite{measures, old}, Do: casework.Input(d.patent)},
	}
}

// sharedMoves are those of evidence and hearings, which the kernel has for every procedure of several sides.
func (d *Desk) sharedMoves() []casework.Move {
	open := []string{Serving, Announcing, Answering, Trying, Suspended, Appraising}
	gate := func(act string, moves ...string) func(*casework.Step, string) error {
		return func(s *casework.Step, move string) error {
			if !slices.Contains(moves, move) {
				return nil
			}
			_, err := d.gate(s, act)
			return err
		}
	}
	return slices.Concat(
		d.Evidence.Moves(evidence.Setup{Submit: open, Answer: open, Weigh: []string{Trying, Deliberating}, Sides: anySide, Staff: officer, Rel: access.Handler, Counter: desk, Basis: texts(), Gate: gate("infringement.inspect", evidence.MoveCollect)}),
		d.Hearings.Moves(hearing.Setup{Plan: []string{Answering, Trying}, Sides: anySide, Staff: officer, Rel: access.Handler, Counter: desk, Basis: texts(), Done: d.onHearing, Gate: gate("infringement.try", hearing.MovePlan), Seats: d.seats}))
}
