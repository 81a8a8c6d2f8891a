package infringement

import (
	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/law/rule"
	"zhibao/protection/infringement/matter"
)

// decisionMoves lead from the end of the trial to the signed decision. What the panel holds is seen by the
// center alone until it is signed.
func (d *Desk) decisionMoves() []casework.Move {
	reviewer := []casework.Role{casework.Reviewer}
	return []casework.Move{
		{Code: "finish", Title: "审理终结", English: "Close the trial", From: []string{Trying}, To: []string{Deliberating}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.finish)},
		{Code: "reopen", Title: "恢复审理", English: "Reopen the trial", From: []string{Deliberating}, To: []string{Trying}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.reopen)},
		{Code: "vote", Title: "发表合议意见", English: "Give one's vote", From: []string{Deliberating}, To: stay, By: []casework.Role{casework.Enforcer, casework.Expert}, Basis: texts(), Do: casework.Input(d.vote), Inside: true},
		{Code: "reason", Title: "撰写裁决理由", English: "Write the reasons", From: []string{Deliberating}, To: stay, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.reason), Inside: true},
		{Code: "submit", Title: "提交法制审核", English: "Submit to legal review", From: []string{Deliberating}, To: []string{Reviewing}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Input(d.submit), Inside: true},
		{Code: "approve", Title: "通过法制审核", English: "Pass legal review", From: []string{Reviewing}, To: []string{Signing}, By: reviewer, Rel: access.Second, Basis: own("法制审核"), Do: casework.Input(d.approve), Inside: true, FourEyes: []string{"submit"}},
		{Code: "send_back", Title: "退回合议组", English: "Send back to the panel", From: []string{Reviewing, Signing}, To: []string{Deliberating}, By: []casework.Role{casework.Reviewer, casework.Director}, Basis: own("法制审核"), Do: casework.Input(d.sendBack), Inside: true},
		{Code: "sign", Title: "签发裁决", English: "Sign the decision", From: []string{Signing}, To: []string{Ordered, Denied, Suable}, By: []casework.Role{casework.Director}, Basis: texts(), Do: casework.Input(d.sign), FourEyes: []string{"submit", "approve"}, Danger: true},
	}
}

// endMoves end a case without a ruling on infringement.
func (d *Desk) endMoves() []casework.Move {
	return []casework.Move{
		{Code: "propose_end", Title: "提请结案（不作侵权裁决）", English: "Propose to end the case", From: before, To: []string{Ending}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Prepared(d.beforePropose, d.proposeEnd)},
		{Code: "approve_end", Title: "批准结案", English: "Approve the ending", From: []string{Ending}, To: []string{Closing}, By: []casework.Role{casework.Director}, Basis: texts(), Do: casework.Input(d.approveEnd), FourEyes: []string{"propose_end"}, Danger: true},
		{Code: "return_end", Title: "不同意结案", English: "Refuse the ending", From: []string{Ending}, To: []string{Accepted, Serving, Announcing, Answering, Trying, Suspended, Appraising, Deliberating}, By: []casework.Role{casework.Director}, Basis: texts(), Do: casework.Input(d.returnEnd)},
	}
}

// effectMoves follow a signed decision until it takes effect.
func (d *Desk) effectMoves() []casework.Move {
	return []casework.Move{
		{Code: "serve_decision", Title: "登记裁决送达", English: "Record service of the decision", From: []string{Ordered, Denied}, To: []string{casework.Stay, Suable}, By: officer, Rel: access.Handler, Basis: texts(), Do: casework.Prepared(d.beforeServe, d.serveDecision)},
		{Code: "publish", Title: "公开裁决", English: "Publish the decision", From: decided, To: stay, By: officer, Rel: access.Handler, Basis: []rule.Cite{old}, Do: casework.Prepared(d.beforePublish, d.publish)},
		{Code: "sue", Title: "登记起诉", English: "Record a suit", From: []string{Suable}, To: []string{Litigating}, By: parties, Counter: []casework.Role{casework.Clerk, casework.Enforcer}, Sides: anySide, Basis: []rule.Cite{statute}, Do: casework.Prepared(d.beforeSue, d.sue)},
		{Code: "no_suit", Title: "期满未起诉，裁决生效", English: "No suit in time", From: []string{Suable}, To: []string{Executing, Closing}, By: robot, Basis: []rule.Cite{statute}, Do: casework.Input(d.noSuit)},
		{Code: "judge", Title: "登记法院裁判", English: "Record the judgment", From: []string{Litigating}, To: []string{Executing, Closing, Trying}, By: officer, Rel: access.Handler, Basis: []rule.Cite{statute}, Do: casework.Prepared(d.beforeJudge, d.judge)},
	}
}

// enforceMoves see to it that the decision is performed.
func (d *Desk) enforceMoves() []casework.Move {
	return []casework.Move{
		{Code: "perform", Title: "登记履行", English: "Record performance", From: []string{Suable, Executing, Urged, Enforcing}, To: []string{casework.Stay, Closing}, By: officer, Rel: access.Handler, Basis: []rule.Cite{statute}, Do: casework.Prepared(d.beforePerform, d.perform)},
		{Code: "demand", Title: "催告", English: "Urge", From: []string{Executing}, To: []string{Urged}, By: officer, Rel: access.Handler, Basis: []rule.Cite{coercion}, Do: casework.Input(d.urge)},
		{Code: "apply_court", Title: "申请法院强制执行", English: "Apply to the court", From: []string{Urged}, To: []string{Enforcing}, By: []casework.Role{casework.Director}, Basis: []rule.Cite{coercion, statute}, Do: casework.Input(d.applyCourt)},
		{Code: "enforced", Title: "登记执行结果", English: "Record the enforcement", From: []string{Enforcing}, To: []string{Closing}, By: officer, Rel: access.Handler, Basis: []rule.Cite{coercion}, Do: casework.Prepared(d.beforeEnforced, d.enforced)},
		{Code: "archive", Title: "结案归档", English: "Close and archive", From: []string{Closing}, To: []string{Archived}, By: officer, Rel: access.Handler, Basis: own("结案归档"), Do: casework.Input(d.archive)},
		{Code: "reassign", Title: "更换承办人", English: "Change the handler", From: decided, To: stay, By: heads, Basis: own("案件转办"), Do: casework.Input(d.reassign)},
	}
}

// partyTurns says of a side what is asked of it in a state, for its page.
func partyTurns(state, side string) [2]string {
	switch {
	case state == Correcting && side == matter.Requester:
		return [2]string{"请按补正通知书补正材料", "Correct the request as the notice says"}
	case state == Answering && side != matter.Requester:
		return [2]string{"请在答辩期限内提交答辩和证据；不答辩不影响案件处理", "Answer in time; the case goes on without an answer"}
	case state == Trying:
		return [2]string{"可以提交证据、发表质证意见、提出申请", "Hand in evidence, comment on evidence, ask for something"}
	case state == Suable:
		return [2]string{"不服裁决的，可在起诉期限内向人民法院起诉", "You may sue against the decision in time"}
	case (state == Executing || state == Urged) && side == matter.Respondent:
		return [2]string{"请停止侵权行为并报告履行情况", "Stop the infringement and report"}
	}
	return [2]string{}
}
