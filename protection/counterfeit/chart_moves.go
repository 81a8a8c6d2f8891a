package counterfeit

import (
	"slices"

	"zhibao/casework"
	"zhibao/internal/access"
)

// What the relations of the kernel are in such a case: the officer who leads it (承办人), and the
// legal reviewer (法制审核).
const (
	handled = access.Handler
	second  = access.Second
)

var (
	officer  = []casework.Role{casework.Enforcer}
	head     = []casework.Role{casework.Head, casework.Director}
	director = []casework.Role{casework.Director}
	parties  = []casework.Role{casework.Entity, casework.AgencyRole}
)

// byOfficer is a move of the officer in charge.
func byOfficer(m casework.Move) casework.Move {
	m.By, m.Rel = officer, handled
	return m
}

// byParty is a move of the person investigated.
func byParty(m casework.Move) casework.Move {
	m.By, m.Sides = parties, []string{Side}
	return m
}

// leadMoves lead from a lead to the filing of a case, or to a reasoned no.
func (d *Desk) leadMoves() []casework.Move {
	stay := []string{casework.Stay}
	return []casework.Move{
		{Code: "lead", Title: "登记线索", English: "Enter a lead", To: []string{Lead}, By: []casework.Role{casework.Clerk, casework.Enforcer, casework.Operator, casework.Head},
			Basis: measures2015("案件来源"), Do: casework.Input(d.lead), Inside: true},
		{Code: "tip", Title: "公众举报", English: "Report by the public", To: []string{Lead}, By: []casework.Role{casework.Visitor}, Basis: measures2015("案件来源"),
			Do: casework.Input(d.tip), Inside: true, Quiet: true},
		{Code: "assign", Title: "分派承办人", English: "Assign", From: []string{Lead}, To: []string{Verifying}, By: head, Basis: penalty("第四十二条"),
			Do: casework.Input(d.assign), Inside: true},
		{Code: "reassign", Title: "变更承办人", English: "Reassign", From: append([]string{Verifying, Proposed}, open...), To: stay, By: head, Basis: penalty("第四十二条、第四十三条"),
			Do: casework.Input(d.assign), Inside: true},
		{Code: "recuse", Title: "申请回避", English: "Withdraw for conflict of interest", From: append([]string{Verifying, Proposed}, open...), To: stay, By: officer, Rel: access.Assigned,
			Basis: penalty("第四十三条"), Do: casework.Input(d.recuse), Inside: true},
		byOfficer(casework.Move{Code: "verify", Title: "登记核查情况", English: "Record verification", From: []string{Verifying}, To: stay, Basis: penalty("第五十四条"),
			Do: casework.Input(d.verify), Inside: true}),
		byOfficer(casework.Move{Code: "propose", Title: "提请立案", English: "Propose filing", From: []string{Verifying}, To: []string{Proposed}, Basis: penalty("第五十四条"),
			Do: casework.Input(d.propose), Inside: true}),
		{Code: "return", Title: "退回核查", English: "Send back", From: []string{Proposed}, To: []string{Verifying}, By: head, Basis: penalty("第五十四条"), Do: casework.Input(d.reasoned), Inside: true},
		{Code: "file", Title: "批准立案", English: "File the case", From: []string{Proposed}, To: []string{Investigating}, By: head, Basis: penalty("第五十四条"), Do: casework.Input(d.file),
			FourEyes: []string{"propose"}, Inside: true},
		{Code: "refuse", Title: "不予立案", English: "Do not file", From: []string{Verifying, Proposed}, To: []string{Unfiled}, By: head, Basis: measures2015("不予立案"),
			Do: casework.Input(d.refuse), FourEyes: []string{"propose"}, Inside: true, Danger: true},
		{Code: "refer", Title: "移送其他机关", English: "Refer to another authority", From: early, To: []string{Referred}, By: head, Basis: penalty("第二十二条、第二十三条"),
			Do: casework.Input(d.refer), Inside: true, Danger: true},
	}
}

// inquiryMoves are the investigation itself.
func (d *Desk) inquiryMoves() []casework.Move {
	in, stay := []string{Investigating}, []string{casework.Stay}
	both := []string{Investigating, Testing}
	return []casework.Move{
		byOfficer(casework.Move{Code: "identify", Title: "确认当事人", English: "Identify the person", From: open, To: stay, Basis: penalty("第四十条"), Do: casework.Input(d.identify)}),
		byOfficer(casework.Move{Code: "inspect", Title: "现场检查", English: "Inspect on site", From: both, To: stay, Basis: append(penalty("第四十二条、第五十五条"), law("专利法", "2020修正", "第六十九条")...),
			Do: casework.Input(d.inspect)}),
		byOfficer(casework.Move{Code: "interview", Title: "询问调查", English: "Interview", From: both, To: stay, Basis: append(penalty("第五十五条"), law("专利法", "2020修正", "第六十九条")...),
			Do: casework.Input(d.interview), Inside: true}),
		byOfficer(casework.Move{Code: "copy", Title: "查阅复制资料", English: "Consult and copy documents", From: both, To: stay, Basis: law("专利法", "2020修正", "第六十九条"),
			Do: casework.Input(d.copy), Inside: true}),
		byOfficer(casework.Move{Code: "mark", Title: "记录标识核验", English: "Record a check of markings", From: append([]string{Verifying}, both...), To: stay, Basis: law("专利法实施细则", "2023修订", "第一百零一条"),
			Do: casework.Input(d.mark), Inside: true}),
		byOfficer(casework.Move{Code: "test", Title: "委托检测鉴定", English: "Have tested", From: in, To: []string{Testing}, Basis: coercion("第二十五条"), Do: casework.Input(d.test), Terms: true}),
		byOfficer(casework.Move{Code: "tested", Title: "登记检测鉴定结果", English: "Record the result of the test", From: []string{Testing}, To: in, Basis: coercion("第二十五条"),
			Do: casework.Input(d.tested), Terms: true}),
		{Code: "suspend", Title: "中止", English: "Suspend", From: in, To: []string{Suspended}, By: head, Basis: ours("中止的情形"), Do: casework.Input(d.suspend), Terms: true},
		{Code: "resume", Title: "恢复", English: "Resume", From: []string{Suspended}, To: in, By: head, Basis: ours("中止的情形"), Do: casework.Input(d.reasoned), Terms: true},
		byOfficer(casework.Move{Code: "ask_extend", Title: "申请延长办案期限", English: "Ask for more time", From: open[:10], To: stay, Basis: measures2015("办案期限的延长"),
			Do: casework.Input(d.askExtend), Inside: true}),
		{Code: "extend", Title: "批准延长办案期限", English: "Grant more time", From: open[:10], To: stay, By: head, Basis: measures2015("办案期限的延长"), Do: casework.Input(d.extend),
			FourEyes: []string{"ask_extend"}, Terms: true, Inside: true},
		byOfficer(casework.Move{Code: "conclude", Title: "调查终结", English: "Conclude the investigation", From: in, To: []string{Reviewing}, Basis: penalty("第五十七条、第五十八条"),
			Do: casework.Input(d.conclude), Inside: true}),
	}
}

// measureMoves secure evidence. Each kind of measure has a clock of its own.
func (d *Desk) measureMoves() []casework.Move {
	in, stay := []string{Investigating, Testing}, []string{casework.Stay}
	any := open
	return []casework.Move{
		byOfficer(casework.Move{Code: "sample", Title: "抽样取证", English: "Take samples", From: in, To: stay, Basis: penalty("第五十六条"), Do: casework.Input(d.sample)}),
		{Code: "allow", Title: "批准取证措施", English: "Approve a measure", From: in, To: stay, By: head, Basis: append(penalty("第五十六条"), coercion("第十八条")...), Do: casework.Input(d.allow),
			FourEyes: []string{Preserving, Seizing}, Inside: true},
		byOfficer(casework.Move{Code: "preserve", Title: "先行登记保存", English: "Register evidence for preservation", From: in, To: stay, Basis: penalty("第五十六条"), Do: casework.Input(d.preserve), FourEyes: []string{"allow"}}),
		byOfficer(casework.Move{Code: "dispose", Title: "处理登记保存物品", English: "Decide on what was registered", From: any, To: stay, Basis: penalty("第五十六条"), Do: casework.Input(d.dispose)}),
		byOfficer(casework.Move{Code: "seize", Title: "查封扣押", English: "Seal or seize", From: in, To: stay, Basis: append(law("专利法", "2020修正", "第六十九条"), coercion("第二十四条")...), Do: casework.Input(d.seize), FourEyes: []string{"allow"}}),
		{Code: "prolong", Title: "延长查封扣押", English: "Prolong a seizure", From: any, To: stay, By: head, Basis: coercion("第二十五条"), Do: casework.Input(d.prolong), Terms: true},
		byOfficer(casework.Move{Code: "release", Title: "解除或处理查封扣押", English: "Lift a seizure", From: any, To: stay, Basis: coercion("第二十七条、第二十八条"), Do: casework.Input(d.release)}),
	}
}

// noticeMoves are the legal review and the right to be heard.
func (d *Desk) noticeMoves() []casework.Move {
	reviewer, stay := []casework.Role{casework.Reviewer}, []string{casework.Stay}
	return []casework.Move{
		{Code: "review", Title: "法制审核通过", English: "Pass the legal review", From: []string{Reviewing}, To: []string{Reviewed}, By: reviewer, Rel: second, Basis: penalty("第五十八条"),
			Do: casework.Input(d.review), FourEyes: []string{"conclude"}, Inside: true},
		{Code: "review_back", Title: "法制审核退回", English: "Send back by the legal review", From: []string{Reviewing}, To: []string{Investigating}, By: reviewer, Rel: second, Basis: penalty("第五十八条"),
			Do: casework.Input(d.reasoned), Inside: true},
		byOfficer(casework.Move{Code: "notify", Title: "事先告知", English: "Give notice of the intended penalty", From: []string{Reviewed, Weighing, Discussing, Deciding}, To: []string{Notified}, Basis: penalty("第四十四条、第六十三条"),
			Do: casework.Input(d.notify)}),
		byOfficer(casework.Move{Code: "noticed", Title: "登记告知书送达", English: "Record service of the notice", From: []string{Notified}, To: stay, Basis: penalty("第四十四条、第六十四条"), Do: casework.Input(d.noticed)}),
		byParty(casework.Move{Code: "plead", Title: "陈述申辩", English: "Make a statement", From: []string{Notified, Weighing}, To: []string{casework.Stay, Weighing}, Basis: penalty("第四十五条"), Do: casework.Input(d.plead)}),
		byParty(casework.Move{Code: "ask_hearing", Title: "要求听证", English: "Ask for a hearing", From: []string{Notified}, To: []string{Hearing}, Basis: penalty("第六十三条、第六十四条"), Do: casework.Input(d.askHearing)}),
		{Code: "record_plea", Title: "登记陈述申辩", English: "Record a statement", From: []string{Notified, Weighing}, To: []string{casework.Stay, Weighing}, By: []casework.Role{casework.Enforcer, casework.Clerk},
			Basis: penalty("第四十五条"), Do: casework.Input(d.recordPlea)},
		{Code: "waive", Title: "登记放弃陈述和听证", English: "Record a waiver", From: []string{Notified}, To: []string{Discussing}, By: []casework.Role{casework.Enforcer, casework.Clerk}, Basis: penalty("第四十五条、第六十四条"),
			Do: casework.Input(d.waive)},
		{Code: "record_hearing", Title: "登记听证要求", English: "Record a request for a hearing", From: []string{Notified}, To: []string{Hearing}, By: []casework.Role{casework.Enforcer, casework.Clerk},
			Basis: penalty("第六十四条"), Do: casework.Input(d.recordHearing)},
		byParty(casework.Move{Code: "drop_hearing", Title: "放弃听证", English: "Give up the hearing", From: []string{Hearing}, To: []string{Weighing}, Basis: penalty("第六十四条"), Do: casework.Input(d.dropHearing), Danger: true}),
		{Code: "unheard", Title: "逾期未要求听证", English: "No request in time", From: []string{Notified}, To: []string{Discussing, Weighing}, By: []casework.Role{casework.System, casework.Enforcer}, Basis: penalty("第六十四条"), Do: casework.Input(d.unheard)},
		byOfficer(casework.Move{Code: "weigh", Title: "提交复核意见", English: "Hand in the review of the statement", From: []string{Weighing}, To: []string{Discussing}, Basis: penalty("第四十五条"),
			Do: casework.Input(d.weigh), Inside: true}),
	}
}

// decisionMoves decide, or hand the matter to the police.
func (d *Desk) decisionMoves() []casework.Move {
	return []casework.Move{
		{Code: "discuss", Title: "登记集体讨论", English: "Record the discussion", From: []string{Discussing}, To: []string{Deciding}, By: head, Basis: penalty("第五十七条第二款"), Do: casework.Input(d.discuss), Inside: true},
		{Code: "decide", Title: "作出行政处罚决定", English: "Decide on a penalty", From: []string{Discussing, Deciding}, To: []string{Decided, Performing}, By: director,
			Basis: append(law("专利法", "2020修正", "第六十八条"), penalty("第五十七条、第五十九条")...), Do: casework.Input(d.decide), FourEyes: []string{"conclude", "review"}, Danger: true},
		{Code: "order", Title: "作出其他决定", English: "Decide otherwise", From: []string{Reviewed, Discussing, Deciding}, To: []string{Decided, Correcting, Ending}, By: director,
			Basis: penalty("第三十三条、第五十七条"), Do: casework.Input(d.order), FourEyes: []string{"conclude", "review"}},
		{Code: "transfer", Title: "移送公安机关", English: "Transfer to the police", From: []string{Reviewed, Discussing, Deciding}, To: []string{Police}, By: director, Basis: penalty("第二十七条"),
			Do: casework.Input(d.transfer), FourEyes: []string{"conclude", "review"}, Danger: true},
		{Code: "back", Title: "退回补充调查", English: "Send back to the investigation", From: []string{Reviewed, Discussing, Deciding}, To: []string{Investigating}, By: head, Basis: penalty("第五十七条"),
			Do: casework.Input(d.reasoned), Inside: true},
		byOfficer(casework.Move{Code: "serve", Title: "登记决定送达", English: "Record service", From: []string{Decided}, To: []string{Performing, Correcting, Ending}, Basis: penalty("第六十一条"), Do: casework.Input(d.serve)}),
		byOfficer(casework.Move{Code: "police_took", Title: "公安机关已立案", English: "The police took the case", From: []string{Police}, To: []string{Ending}, Basis: penalty("第二十七条"), Do: casework.Input(d.policeTook)}),
		byOfficer(casework.Move{Code: "police_back", Title: "公安机关退回", English: "The police sent it back", From: []string{Police}, To: []string{Investigating}, Basis: penalty("第二十七条"), Do: casework.Input(d.reasoned), Terms: true}),
		byOfficer(casework.Move{Code: "publish", Title: "公开处罚决定", English: "Publish the decision", From: slices.Clone(settled), To: []string{casework.Stay}, Basis: append(measures2015("决定公开"), penalty("第四十八条")...),
			Do: casework.Input(d.publish)}),
	}
}

// performanceMoves lead from a decision that was served to the archive.
func (d *Desk) performanceMoves() []casework.Move {
	stay := []string{casework.Stay}
	return []casework.Move{
		byParty(casework.Move{Code: "proof", Title: "提交缴款凭证", English: "Hand in proof of payment", From: undone, To: stay, Basis: penalty("第六十七条"), Do: casework.Input(d.proof)}),
		byOfficer(casework.Move{Code: "paid", Title: "确认部分缴款", English: "Confirm part of the payment", From: undone, To: stay, Basis: penalty("第六十七条"), Do: casework.Input(d.paid)}),
		byOfficer(casework.Move{Code: "settle", Title: "确认缴清", English: "Confirm full payment", From: undone, To: []string{Ending}, Basis: penalty("第六十七条、第七十二条"), Do: casework.Input(d.settle)}),
		byParty(casework.Move{Code: "ask_defer", Title: "申请延期或分期缴纳", English: "Ask to pay later or by instalments", From: []string{Performing}, To: stay, Basis: penalty("第六十六条"), Do: casework.Input(d.askDefer)}),
		{Code: "defer", Title: "准予延期或分期", English: "Grant it", From: []string{Performing}, To: stay, By: head, Basis: penalty("第六十六条"), Do: casework.Input(d.deferPay), Terms: true},
		{Code: "no_defer", Title: "不准延期或分期", English: "Refuse it", From: []string{Performing}, To: stay, By: head, Basis: penalty("第六十六条"), Do: casework.Input(d.noDefer)},
		byOfficer(casework.Move{Code: "remedy", Title: "登记复议或诉讼", English: "Record a remedy", From: append([]string{Ending}, undone...), To: stay, Basis: penalty("第七十三条"), Do: casework.Input(d.remedy)}),
		byOfficer(casework.Move{Code: "remedied", Title: "登记复议或诉讼结果", English: "Record its result", From: append([]string{Ending}, undone...), To: []string{casework.Stay, Ending, Investigating}, Basis: penalty("第七十三条"),
			Do: casework.Input(d.remedied)}),
		byOfficer(casework.Move{Code: "recheck", Title: "复查改正情况", English: "Check the correction", From: []string{Correcting}, To: []string{Ending, casework.Stay}, Basis: law("专利法实施细则", "2023修订", "第九十九条"),
			Do: casework.Input(d.recheck)}),
		byOfficer(casework.Move{Code: "exhort", Title: "催告", English: "Urge", From: []string{Performing}, To: []string{Urged}, Basis: coercion("第五十四条"), Do: casework.Input(d.urge)}),
		byOfficer(casework.Move{Code: "enforce", Title: "申请法院强制执行", English: "Apply to the court", From: []string{Urged}, To: []string{Court}, Basis: coercion("第五十三条、第五十四条"), Do: casework.Input(d.enforce)}),
		byOfficer(casework.Move{Code: "executed", Title: "登记法院执行结果", English: "Record the execution", From: []string{Court}, To: []string{Ending}, Basis: coercion("第五十三条"), Do: casework.Input(d.executed)}),
		{Code: "close", Title: "结案归档", English: "Close", From: []string{Ending}, To: []string{Closed}, By: head, Basis: ours("结案归档"), Do: casework.Input(d.close)},
	}
}
