package registration

import (
	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of a registration (BA).
const (
	Submitted = "submitted" // 形式审核中
	Returned  = "returned"  // 退回补正
	Assessing = "assessing" // 实质审核中, with a visit where it is wanted
	Deciding  = "deciding"  // 待审批
	Announced = "announced" // 公示中
	Reported  = "reported"  // 报国家局核准中
	Active    = "active"    // 备案成功
	Refused   = "refused"   // 不予备案
	Changing  = "changing"  // 信息变更审核; the party keeps its standing
	Annual    = "annual"    // 年度复核; the party keeps its standing
	Asking    = "asking"    // 增量额度待审批
	Warned    = "warned"    // 待陈述意见; nothing is closed yet
	Heard     = "heard"     // 陈述后待决定
	Suspended = "suspended" // 暂停
	Resuming  = "resuming"  // 申请恢复待审批; still suspended
	Cancelled = "cancelled" // 取消, with a bar on new applications
	Closed    = "closed"    // 注销, withdrawn or lapsed; no bar
	Objecting = "objecting" // 异议审查中
)

// The kinds of a case.
const (
	KindEntity = "申请主体"
	KindAgency = "代理机构"
)

// states lists the stations of a registration. A registered party stays in Active for years: the
// case closes only when the registration ends.
func states() []casework.State {
	return []casework.State{
		{Code: Submitted, Title: "形式审核中", English: "Formal check", Phase: "审核", Queue: casework.Clerk},
		{Code: Returned, Title: "退回补正", English: "Returned for correction", Phase: "审核", Party: true},
		{Code: Assessing, Title: "实质审核中", English: "Assessment", Phase: "审核", Queue: casework.Clerk},
		{Code: Deciding, Title: "待审批", English: "Awaiting decision", Phase: "审批", Queue: casework.Director},
		{Code: Announced, Title: "公示中", English: "Announced", Phase: "审批", Queue: casework.Director},
		{Code: Reported, Title: "报国家局核准中", English: "Reported to the national office", Phase: "审批", Queue: casework.Director},
		{Code: Active, Title: "备案成功", English: "Registered", Phase: "备案"},
		{Code: Refused, Title: "不予备案", English: "Refused", Phase: "审批", Final: true},
		{Code: Changing, Title: "信息变更审核", English: "Change under review", Phase: "备案", Queue: casework.Clerk},
		{Code: Annual, Title: "年度复核", English: "Annual review", Phase: "备案", Queue: casework.Clerk},
		{Code: Asking, Title: "增量额度待审批", English: "Extra quota asked", Phase: "备案", Queue: casework.Director},
		{Code: Warned, Title: "待陈述意见", English: "Awaiting statement", Phase: "处理", Party: true},
		{Code: Heard, Title: "陈述后待决定", English: "Heard, to be decided", Phase: "处理", Queue: casework.Director},
		{Code: Suspended, Title: "暂停", English: "Suspended", Phase: "处理"},
		{Code: Resuming, Title: "申请恢复待审批", English: "Resumption asked", Phase: "处理", Queue: casework.Director},
		{Code: Cancelled, Title: "取消", English: "Cancelled", Phase: "处理", Final: true},
		{Code: Closed, Title: "注销", English: "Closed", Phase: "备案", Final: true},
		{Code: Objecting, Title: "异议审查中", English: "Objection pending", Phase: "异议", Queue: casework.Director},
	}
}

// basis is what admission rests on; the measures of 2023 are known by their numbers only.
func basis() []rule.Cite {
	return []rule.Cite{{Text: "专利申请预审业务管理办法（试行）", Version: "国知办发办字〔2023〕25号", Sure: rule.Known},
		{Text: "国知发管字〔2016〕92号", Article: "一（二）3", Version: "2016", Sure: rule.Source}}
}

// centerRule cites a rule that each center makes for itself; what it says is a setting.
func centerRule(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// Chart returns the law of the procedure; the desk's methods are what its moves do.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// newChart puts the chart together from its four groups of moves.
func (d *Desk) newChart() *casework.Chart {
	c := &casework.Chart{Code: "registration", Prefix: "BA", Title: "主体备案与代理机构登记", English: "Registration", Named: true,
		Clause: clause.ExaminationQuality, States: states(), Clocks: clocks()}
	c.Moves = append(c.Moves, d.partyMoves()...)
	c.Moves = append(c.Moves, d.checkMoves()...)
	c.Moves = append(c.Moves, d.standingMoves()...)
	c.Moves = append(c.Moves, d.sanctionMoves()...)
	for i := range c.Moves {
		c.Moves[i].Owner = access.Owner // an agency owns its own registration
	}
	return c
}

// parties are the two kinds of party that register.
var parties = []casework.Role{casework.Entity, casework.AgencyRole}

// partyMoves are what the entity or agency does itself.
func (d *Desk) partyMoves() []casework.Move {
	return []casework.Move{
		{Code: "apply", Title: "申请备案", English: "Apply for registration", To: []string{Submitted}, By: parties, Basis: basis(),
			Do: casework.Prepared(d.beforeApply, d.apply)},
		{Code: "supplement", Title: "补正材料", English: "Correct the application", From: []string{Returned}, To: []string{Submitted}, By: parties,
			Basis: basis(), Do: casework.Prepared(d.beforeSupplement, d.supplement)},
		{Code: "give_up", Title: "撤回备案申请", English: "Withdraw the application", From: []string{Submitted, Returned, Assessing, Deciding, Announced, Reported},
			To: []string{Closed}, By: parties, Basis: basis(), Do: casework.Input(d.giveUp), Danger: true},
		{Code: "change", Title: "申请信息变更", English: "Change particulars", From: []string{Active}, To: []string{Changing}, By: parties,
			Basis: centerRule("信息变更"), Do: casework.Prepared(d.beforeChange, d.change)},
		{Code: "entrust", Title: "委托代理机构", English: "Entrust an agency", From: []string{Active}, To: []string{casework.Stay},
			By: []casework.Role{casework.Entity, casework.Clerk}, Basis: centerRule("代理机构的委托"), Do: casework.Prepared(d.beforeEntrust, d.entrust)},
		{Code: "end_entrust", Title: "终止委托", English: "End a mandate", From: []string{Active, Changing, Annual, Asking, Warned, Heard, Suspended, Resuming},
			To: []string{casework.Stay}, By: []casework.Role{casework.Entity, casework.Clerk}, Basis: centerRule("代理机构的委托"),
			Do: casework.Input(d.endEntrust), Danger: true},
		{Code: "ask_quota", Title: "申请增量额度", English: "Ask for extra quota", From: []string{Active}, To: []string{Asking},
			By: []casework.Role{casework.Entity}, Basis: centerRule("增量额度"), Do: casework.Prepared(d.beforeAskQuota, d.askQuota)},
		{Code: "plead", Title: "陈述意见", English: "Make a statement", From: []string{Warned}, To: []string{Heard}, By: parties,
			Basis: centerRule("暂停与取消的告知和陈述"), Do: casework.Prepared(d.beforePlead, d.plead)},
		{Code: "ask_resume", Title: "申请恢复", English: "Ask to resume", From: []string{Suspended}, To: []string{Resuming}, By: parties,
			Basis: centerRule("暂停的期限与恢复"), Do: casework.Input(d.askResume)},
		{Code: "object", Title: "提出异议", English: "Object", From: []string{Refused, Cancelled}, To: []string{Objecting}, By: parties,
			Basis: centerRule("异议期限与程序"), Do: casework.Input(d.object), Danger: true},
		{Code: "deregister", Title: "申请注销", English: "Deregister", From: []string{Active, Suspended, Annual}, To: []string{Closed}, By: parties,
			Basis: centerRule("自愿注销"), Do: casework.Input(d.deregister), Danger: true},
	}
}

// checkMoves lead from the application to the decision, and bring in what was registered before.
func (d *Desk) checkMoves() []casework.Move {
	clerk := []casework.Role{casework.Clerk}
	director := []casework.Role{casework.Director}
	return []casework.Move{
		{Code: "check", Title: "通过形式审核", English: "Pass the formal check", From: []string{Submitted}, To: []string{Assessing}, By: clerk, Basis: basis(),
			Do: casework.Input(d.formal)},
		{Code: "assess", Title: "完成实质审核", English: "Complete the assessment", From: []string{Assessing}, To: []string{Deciding}, By: clerk, Basis: basis(),
			Do: casework.Input(d.assess)},
		{Code: "return", Title: "退回补正", English: "Return for correction", From: []string{Submitted, Assessing}, To: []string{Returned}, By: clerk, Basis: basis(),
			Do: casework.Input(d.giveBack)},
		{Code: "visit", Title: "登记现场核查", English: "Record a visit", From: []string{Assessing}, To: []string{casework.Stay}, By: clerk,
			Basis: centerRule("实质审核与现场核查"), Do: casework.Prepared(d.beforeVisit, d.visit)},
		{Code: "send_back", Title: "退回重新审核", English: "Send back to the check", From: []string{Deciding, Announced}, To: []string{Assessing}, By: director,
			Basis: basis(), Do: casework.Input(d.sendBack)},
		{Code: "announce", Title: "公示", English: "Announce", From: []string{Deciding}, To: []string{Announced}, By: director,
			Basis: centerRule("备案公示"), Do: casework.Input(d.announce), FourEyes: []string{"check", "assess"}},
		{Code: "dispute", Title: "登记公示异议", English: "Record an objection from outside", From: []string{Announced}, To: []string{casework.Stay},
			By: []casework.Role{casework.Clerk, casework.Director}, Basis: centerRule("备案公示"), Do: casework.Prepared(d.beforeDispute, d.dispute)},
		{Code: "report", Title: "报国家局核准", English: "Report to the national office", From: []string{Deciding, Announced}, To: []string{Reported}, By: director,
			Basis: centerRule("两级审核"), Do: casework.Input(d.report), FourEyes: []string{"check", "assess"}},
		{Code: "register", Title: "准予备案", English: "Register", From: []string{Deciding, Announced, Reported}, To: []string{Active}, By: director, Basis: basis(),
			Do: casework.Input(d.register), FourEyes: []string{"check", "assess"}},
		// Nobody is refused unheard.
		{Code: "warn_refusal", Title: "告知拟不予备案", English: "Announce a refusal", From: []string{Deciding, Announced, Reported}, To: []string{Warned}, By: director,
			Basis: centerRule("不予备案的告知和陈述"), Do: casework.Prepared(d.beforeWarnRefusal, d.warnRefusal), FourEyes: []string{"check", "assess"}},
		{Code: "refuse", Title: "不予备案", English: "Refuse", From: []string{Heard}, To: []string{Refused}, By: director, Basis: basis(),
			Do: casework.Input(d.refuse), FourEyes: []string{"check", "assess"}, Danger: true},
		{Code: "lapse", Title: "逾期未补正，视为撤回", English: "Deemed withdrawn", From: []string{Returned}, To: []string{Closed},
			By: []casework.Role{casework.System}, Basis: centerRule("补正期限"), Do: casework.Input(d.lapse)},
		{Code: "bring_in", Title: "录入已备案主体", English: "Bring in a registered party", To: []string{Active},
			By: []casework.Role{casework.Clerk, casework.Director}, Basis: centerRule("既有备案的转入"), Do: casework.Input(d.bringIn), Quiet: true},
		{Code: "uphold", Title: "维持原决定", English: "Uphold", From: []string{Objecting}, To: []string{Refused, Cancelled}, By: director,
			Basis: centerRule("异议期限与程序"), Do: casework.Input(d.uphold)},
		{Code: "overturn", Title: "撤销原决定", English: "Overturn", From: []string{Objecting}, To: []string{Submitted, Active}, By: director,
			Basis: centerRule("异议期限与程序"), Do: casework.Input(d.overturn)},
	}
}

// standingMoves keep an entry right while it stands.
func (d *Desk) standingMoves() []casework.Move {
	clerk := []casework.Role{casework.Clerk, casework.Director}
	director := []casework.Role{casework.Director}
	return []casework.Move{
		{Code: "approve_change", Title: "核准变更", English: "Approve the change", From: []string{Changing}, To: []string{Active}, By: clerk,
			Basis: centerRule("信息变更"), Do: casework.Input(d.approveChange)},
		{Code: "reject_change", Title: "不予变更", English: "Reject the change", From: []string{Changing}, To: []string{Active}, By: clerk,
			Basis: centerRule("信息变更"), Do: casework.Input(d.rejectChange)},
		{Code: "begin_annual", Title: "开始年度复核", English: "Begin the annual review", From: []string{Active}, To: []string{Annual}, By: clerk,
			Basis: centerRule("年度复核"), Do: casework.Input(d.beginAnnual)},
		{Code: "pass_annual", Title: "年度复核通过", English: "Pass the annual review", From: []string{Annual}, To: []string{Active}, By: clerk,
			Basis: centerRule("年度复核"), Do: casework.Input(d.passAnnual)},
		{Code: "grant_quota", Title: "准予增量额度", English: "Grant extra quota", From: []string{Asking}, To: []string{Active}, By: director,
			Basis: centerRule("增量额度"), Do: casework.Input(d.grantQuota)},
		{Code: "refuse_quota", Title: "不予增量额度", English: "Refuse extra quota", From: []string{Asking}, To: []string{Active}, By: director,
			Basis: centerRule("增量额度"), Do: casework.Input(d.refuseQuota)},
		{Code: "remind", Title: "提醒或约谈", English: "Remind or talk to", From: []string{Active, Annual, Suspended}, To: []string{casework.Stay},
			By: []casework.Role{casework.Clerk, casework.Head, casework.Director}, Basis: centerRule("提醒、约谈与警告"), Do: casework.Input(d.remind)},
		{Code: "waive", Title: "不采取惩戒措施", English: "Take no measure", From: []string{Active, Changing, Annual, Asking, Suspended, Resuming}, To: []string{casework.Stay},
			By: []casework.Role{casework.Head, casework.Director}, Basis: centerRule("年度不合格率与惩戒"), Do: casework.Input(d.Ladder.Waive), Quiet: true},
		{Code: "correct_contact", Title: "应本人请求更正联系人", English: "Correct a contact at the person's wish", From: []string{Submitted, Returned, Assessing, Deciding, Announced, Reported, Active, Changing, Annual, Asking, Warned, Heard, Suspended, Resuming, Objecting},
			To: []string{casework.Stay}, By: []casework.Role{casework.System}, Basis: []rule.Cite{{Text: "个人信息保护法", Article: "第四十六条", Version: "2021", Sure: rule.Known}}, Do: casework.Input(d.correctContact), Quiet: true},
		{Code: "assure", Title: "登记保障名单", English: "Record the assured list", From: []string{Active, Annual, Suspended}, To: []string{casework.Stay}, By: clerk,
			Basis: centerRule("专利代理机构精准服务保障名单"), Do: casework.Input(d.setAssured), Quiet: true},
	}
}

// sanctionMoves suspend and cancel, after a warning and a hearing.
func (d *Desk) sanctionMoves() []casework.Move {
	director := []casework.Role{casework.Director}
	hearing := centerRule("暂停与取消的告知和陈述")
	return []casework.Move{
		{Code: "warn", Title: "告知拟作出的处理", English: "Announce a sanction", From: []string{Active, Annual, Suspended}, To: []string{Warned},
			By: []casework.Role{casework.Clerk, casework.Head}, Basis: hearing, Do: casework.Prepared(d.beforeWarn, d.warn)},
		{Code: "unheard", Title: "逾期未陈述", English: "No statement in time", From: []string{Warned}, To: []string{Heard},
			By: []casework.Role{casework.System}, Basis: hearing, Do: casework.Input(d.unheard)},
		{Code: "drop", Title: "不予处理", English: "Drop the sanction", From: []string{Heard}, To: []string{Active, Suspended, Deciding, Announced, Reported}, By: director, Basis: hearing,
			Do: casework.Input(d.drop), FourEyes: []string{"warn"}},
		{Code: "suspend", Title: "暂停预审服务", English: "Suspend", From: []string{Heard}, To: []string{Suspended}, By: director,
			Basis: centerRule("暂停的情形"), Do: casework.Input(d.suspend), FourEyes: []string{"warn"}, Danger: true},
		{Code: "cancel", Title: "取消备案", English: "Cancel", From: []string{Heard}, To: []string{Cancelled}, By: director,
			Basis: centerRule("取消的情形"), Do: casework.Input(d.cancel), FourEyes: []string{"warn"}, Danger: true},
		{Code: "resume", Title: "恢复", English: "Resume", From: []string{Suspended, Resuming}, To: []string{Active}, By: director,
			Basis: centerRule("暂停的期限与恢复"), Do: casework.Input(d.resume)},
		{Code: "keep_suspended", Title: "不予恢复", English: "Keep suspended", From: []string{Resuming}, To: []string{Suspended}, By: director,
			Basis: centerRule("暂停的期限与恢复"), Do: casework.Input(d.keepSuspended)},
	}
}

// clocks lists the terms. That of the review stands still while the case is announced, while the
// national office has it, and while the party is heard.
func clocks() []casework.ClockRule {
	return []casework.ClockRule{
		{Code: "review", Title: "备案审核期限", English: "Review", Start: []string{"apply", "supplement", "overturn>submitted"},
			Stop: []string{"return", "register", "refuse"}, Pause: []string{Announced, Reported, Warned}, Setting: "registration.clock.review", Regime: term.Center, Basis: centerRule("备案审核期限")},
		{Code: "supplement", Title: "补正期限", English: "Correction", Start: []string{"return"}, Stop: []string{"supplement", "lapse"},
			Setting: "registration.clock.supplement", Regime: term.Center, Basis: centerRule("补正期限"), Party: true, Overdue: "lapse"},
		{Code: "change", Title: "信息变更审核期限", English: "Change", Start: []string{"change"}, Stop: []string{"approve_change", "reject_change"},
			Setting: "registration.clock.change", Regime: term.Center, Basis: centerRule("信息变更")},
		{Code: "notice", Title: "公示期", English: "Announcement", Start: []string{"announce"}, Stop: []string{"register", "report", "send_back", "warn_refusal"},
			Setting: "registration.clock.notice", Regime: term.Center, Basis: centerRule("备案公示")},
		{Code: "plead", Title: "陈述意见期限", English: "Statement", Start: []string{"warn", "warn_refusal"}, Stop: []string{"plead", "unheard"},
			Setting: "registration.clock.plead", Regime: term.Center, Basis: centerRule("暂停与取消的告知和陈述"), Party: true, Overdue: "unheard"},
		{Code: "objection", Title: "异议审查期限", English: "Objection", Start: []string{"object"}, Stop: []string{"uphold", "overturn"},
			Setting: "registration.clock.objection", Regime: term.Center, Basis: centerRule("异议期限与程序")},
	}
}
