package preexam

import (
	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of a pre-examination (YS).
// Stored codes: they are never renamed, because events of old cases carry them. The titles that
// people see stand in states.
const (
	Draft      = "draft"     // no number yet; the party works on its papers
	Submitted  = "submitted" // the receipt was issued; the counter decides on acceptance
	Returned   = "returned"  // something is missing; may be handed in again
	Refused    = "refused"   // not accepted; objection is possible
	Accepted   = "accepted"  // has its number, waits for an examiner
	Assigned   = "assigned"
	Examining  = "examining"
	Waiting    = "waiting"   // for the party's answer to a correction notice
	Reviewing  = "reviewing" // an outcome is proposed, the second reader decides
	Hearing    = "hearing"   // about to fail; the party may be heard first
	Ending     = "ending"    // the examiner proposes to terminate, the head decides
	Suspended  = "suspended"
	Passed     = "passed" // to be filed with CNIPA within the time of the notice
	Failed     = "failed"
	Terminated = "terminated"
	Withdrawn  = "withdrawn"
	Lapsed     = "lapsed"    // passed, but not filed in time
	Identity   = "identity"  // filed; the filed text is compared with the passed one
	Marking    = "marking"   // found identical, to be reported for the fast lane
	Mismatch   = "mismatch"  // not identical, so never marked
	Marked     = "marked"    // under fast examination by CNIPA
	Answering  = "answering" // an office action of CNIPA waits for the applicant
	Granted    = "granted"
	Rejected   = "rejected"
	Deemed     = "deemed"   // deemed withdrawn by CNIPA (视为撤回)
	Ordinary   = "ordinary" // left the fast lane; the application itself goes on
	Abnormal   = "abnormal" // listed by CNIPA as an abnormal application
	Objecting  = "objecting"
)

// states are in the order of the life of a case, from which the progress bar takes its phases.
// The phases follow the local standard DB5201/T 138-2024. A final state is closed for
// everybody; what may still happen to it are objection and destruction.
func states() []casework.State {
	return []casework.State{
		{Code: Draft, Title: "草稿", English: "Draft", Phase: "提交", Party: true},
		{Code: Submitted, Title: "待受理", English: "Awaiting acceptance", Phase: "受理", Queue: casework.Clerk},
		{Code: Returned, Title: "退回完善", English: "Returned for completion", Phase: "受理", Party: true},
		{Code: Refused, Title: "不予受理", English: "Not accepted", Phase: "受理", Final: true},
		{Code: Accepted, Title: "待分案", English: "Awaiting assignment", Phase: "预审", Queue: casework.Head},
		{Code: Assigned, Title: "待预审", English: "Assigned", Phase: "预审", Queue: casework.Examiner, QueueRel: access.Handler},
		{Code: Examining, Title: "预审中", English: "Under examination", Phase: "预审", Queue: casework.Examiner, QueueRel: access.Handler},
		{Code: Waiting, Title: "待补正", English: "Awaiting correction", Phase: "预审", Party: true},
		{Code: Reviewing, Title: "待复核", English: "Second reading", Phase: "预审", Queue: casework.Reviewer, QueueRel: access.Second},
		{Code: Hearing, Title: "待陈述意见", English: "Awaiting statement", Phase: "预审", Party: true},
		{Code: Ending, Title: "拟终止待决定", English: "Termination proposed", Phase: "预审", Queue: casework.Head},
		{Code: Suspended, Title: "中止", English: "Suspended", Phase: "预审", Queue: casework.Head},
		{Code: Passed, Title: "预审合格待正式提交", English: "Passed, to be filed", Phase: "正式提交", Party: true},
		{Code: Failed, Title: "预审不合格", English: "Failed", Phase: "预审", Final: true},
		{Code: Terminated, Title: "已终止", English: "Terminated", Phase: "预审", Final: true},
		{Code: Withdrawn, Title: "已撤回", English: "Withdrawn", Phase: "预审", Final: true},
		{Code: Lapsed, Title: "合格失效", English: "Pass lapsed", Phase: "正式提交", Final: true},
		{Code: Identity, Title: "待一致性审查", English: "Identity check", Phase: "一致性审查", Queue: casework.Marker},
		{Code: Marking, Title: "待报送", English: "To be marked", Phase: "一致性审查", Queue: casework.Marker},
		{Code: Mismatch, Title: "不予报送", English: "Not marked", Phase: "一致性审查", Final: true},
		{Code: Marked, Title: "快速审查中", English: "In the fast lane", Phase: "快速审查"},
		{Code: Answering, Title: "待答复审查意见", English: "Office action to be answered", Phase: "快速审查", Party: true},
		{Code: Granted, Title: "已授权", English: "Granted", Phase: "快速审查", Final: true},
		{Code: Rejected, Title: "已驳回", English: "Rejected", Phase: "快速审查", Final: true},
		{Code: Deemed, Title: "视为撤回", English: "Deemed withdrawn", Phase: "快速审查", Final: true},
		{Code: Ordinary, Title: "转普通程序", English: "Ordinary procedure", Phase: "快速审查", Final: true},
		{Code: Abnormal, Title: "列为非正常申请", English: "Listed as abnormal", Phase: "快速审查", Final: true},
		{Code: Objecting, Title: "异议审查中", English: "Objection pending", Phase: "异议", Queue: casework.Director},
	}
}

// The texts on which the chart rests. Numbers of days are settings: the articles of the two
// national measures of 2023 are not at hand.
func basis(article string) []rule.Cite {
	return []rule.Cite{{Text: "专利申请预审业务管理办法（试行）", Article: article, Version: "国知办发办字〔2023〕25号", Sure: rule.Known},
		{Text: "国知发管字〔2016〕92号", Article: "一（二）", Version: "2016", Sure: rule.Source}}
}

// centerRule is the basis of what a center decides for itself (本中心规定): it is shown as such
// and never passed off as law.
func centerRule(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// confidential is why unpublished text is kept from most and destroyed in the end.
func confidential() []rule.Cite {
	return []rule.Cite{{Text: "专利法", Article: "第二十一条第三款", Version: "2020修正", Sure: rule.Source},
		{Text: "国知发管字〔2016〕92号", Article: "三（三）", Version: "2016", Sure: rule.Source}}
}

// open lists the states in which the center or the party still works before a pass.
func open() []string {
	return []string{Submitted, Returned, Accepted, Assigned, Examining, Waiting, Reviewing, Hearing, Ending}
}

// working lists where a case can be suspended. Neither a draft nor a case at the counter can: nothing
// runs there that hurts.
func working() []string {
	return []string{Accepted, Assigned, Examining, Waiting, Reviewing, Hearing, Ending}
}

// Chart returns the law of the procedure; the desk's methods are what its moves do.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// newChart puts the moves together in the order in which a case usually meets them; buttons
// appear in that order.
func (d *Desk) newChart() *casework.Chart {
	c := &casework.Chart{Code: "preexam", Prefix: "YS", Title: "专利申请预审", English: "Pre-examination", Clause: clause.FastExamination, Secret: true,
		States: states(), Clocks: clocks()}
	c.Moves = append(c.Moves, d.partyMoves()...)
	c.Moves = append(c.Moves, d.counterMoves()...)
	c.Moves = append(c.Moves, d.deskMoves()...)
	c.Moves = append(c.Moves, d.headMoves()...)
	c.Moves = append(c.Moves, d.filingMoves()...)
	c.Moves = append(c.Moves, d.laterMoves()...)
	c.Moves = append(c.Moves, d.carryMoves()...)
	c.Moves = append(c.Moves, d.agentMoves()...)
	return c
}

// The applicant itself or the agency that it entrusted: for the chart they are one side.
var parties = []casework.Role{casework.Entity, casework.AgencyRole}

// partyMoves are what the applicant or its agency does before a pass.
func (d *Desk) partyMoves() []casework.Move {
	return []casework.Move{
		{Code: "create", Title: "新建预审请求", English: "New request", To: []string{Draft}, By: parties, Basis: basis(""), Do: casework.Input(d.create)},
		// Uploads are quiet: they have a button of their own beside the versions of the papers.
		{Code: "upload", Title: "上传申请文件", English: "Upload papers", From: []string{Draft, Returned}, To: []string{casework.Stay}, By: parties,
			Basis: basis(""), Do: casework.Prepared(d.beforeUpload, d.upload), Quiet: true},
		{Code: "discard", Title: "删除草稿", English: "Discard draft", From: []string{Draft}, To: []string{Withdrawn}, By: parties,
			Basis: basis(""), Do: casework.Input(d.discard), Danger: true},
		{Code: "expire", Title: "草稿到期删除", English: "Draft expires", From: []string{Draft}, To: []string{Withdrawn}, By: []casework.Role{casework.System},
			Basis: centerRule("草稿保留期限"), Do: casework.Input(d.expire)},
		{Code: "submit", Title: "提交预审请求", English: "Submit request", From: []string{Draft, Returned}, To: []string{Submitted}, By: parties,
			Basis: basis(""), Do: casework.Input(d.submit)},
		{Code: "answer", Title: "答复补正通知", English: "Answer the notice", From: []string{Waiting}, To: []string{Examining}, By: parties,
			Basis: basis(""), Do: casework.Prepared(d.beforeAnswer, d.answer)},
		{Code: "plead", Title: "陈述意见", English: "Make a statement", From: []string{Hearing}, To: []string{Examining}, By: parties,
			Basis: basis(""), Do: casework.Input(d.plead)},
		// Voluntary and without consequences: pre-examination is a service, and the right to file in
		// the ordinary way is never touched by its end.
		{Code: "withdraw", Title: "撤回预审请求", English: "Withdraw", From: append(open(), Passed), To: []string{Withdrawn}, By: parties,
			Basis: basis(""), Do: casework.Input(d.withdraw), Danger: true},
		// Every end that the center decided can be objected to, but not the applicant's own withdrawal.
		{Code: "object", Title: "提出异议", English: "Object", From: []string{Refused, Failed, Terminated, Lapsed, Mismatch}, To: []string{Objecting},
			By: parties, Basis: centerRule("异议期限与程序"), Do: casework.Input(d.object), Danger: true},
	}
}

// counterMoves are acceptance at the counter.
func (d *Desk) counterMoves() []casework.Move {
	clerk := []casework.Role{casework.Clerk, casework.Director}
	return []casework.Move{
		{Code: "accept", Title: "受理", English: "Accept", From: []string{Submitted}, To: []string{Accepted}, By: clerk, Basis: basis(""),
			Do: casework.Input(d.accept)},
		{Code: "return", Title: "退回完善", English: "Return for completion", From: []string{Submitted}, To: []string{Returned}, By: clerk,
			Basis: basis(""), Do: casework.Input(d.giveBack)},
		{Code: "refuse", Title: "不予受理", English: "Refuse", From: []string{Submitted}, To: []string{Refused}, By: clerk, Basis: basis(""),
			Do: casework.Input(d.refuse), Danger: true},
	}
}

// deskMoves are the examiner's and the second reader's.
func (d *Desk) deskMoves() []casework.Move {
	examiner := []casework.Role{casework.Examiner}
	reviewer := []casework.Role{casework.Reviewer}
	return []casework.Move{
		{Code: "start", Title: "开始预审", English: "Start examination", From: []string{Assigned}, To: []string{Examining}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.start)},
		{Code: "judge", Title: "处理缺陷", English: "Decide on a finding", From: []string{Examining}, To: []string{casework.Stay}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.judge), Quiet: true},
		{Code: "add", Title: "增加缺陷", English: "Add a finding", From: []string{Examining}, To: []string{casework.Stay}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.add), Quiet: true},
		{Code: "search", Title: "登记检索", English: "Record a search", From: []string{Examining}, To: []string{casework.Stay}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.search)},
		{Code: "opine", Title: "撰写预审意见", English: "Write an opinion", From: []string{Examining}, To: []string{casework.Stay}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.opine)},
		{Code: "record", Title: "登记电话与会晤", English: "Record a call or meeting",
			From: []string{Submitted, Accepted, Assigned, Examining, Waiting, Reviewing, Hearing, Passed, Identity, Marking, Marked, Answering},
			To:   []string{casework.Stay}, By: []casework.Role{casework.Examiner, casework.Clerk, casework.Reviewer, casework.Marker, casework.Head},
			Basis: basis(""), Do: casework.Input(d.record)},
		{Code: "notify", Title: "发出补正通知", English: "Issue correction notice", From: []string{Examining}, To: []string{Waiting}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.notify)},
		{Code: "propose", Title: "提交复核", English: "Submit for second reading", From: []string{Examining}, To: []string{Reviewing}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.propose)},
		// Only the head ends a case; whoever proposes it is not whoever decides.
		{Code: "propose_end", Title: "建议终止", English: "Propose termination", From: []string{Examining}, To: []string{Ending}, By: examiner,
			Rel: access.Handler, Basis: basis(""), Do: casework.Input(d.proposeEnd)},
		// The second reader is never the one who proposed: the relation and the four eyes say so
		// independently of each other.
		{Code: "approve", Title: "复核同意", English: "Approve", From: []string{Reviewing}, To: []string{Passed, Hearing, Failed}, By: reviewer,
			Rel: access.Second, Basis: basis(""), Do: casework.Input(d.approve), FourEyes: []string{"propose"}},
		{Code: "send_back", Title: "复核退回", English: "Send back", From: []string{Reviewing}, To: []string{Examining}, By: reviewer,
			Rel: access.Second, Basis: basis(""), Do: casework.Input(d.sendBack), FourEyes: []string{"propose"}},
		// 细则第四十二条 is about the examiners of CNIPA; the center applies it to its own alike.
		{Code: "recuse", Title: "申请回避", English: "Recuse oneself", From: []string{Assigned, Examining, Waiting, Reviewing}, To: []string{casework.Stay},
			By: []casework.Role{casework.Examiner, casework.Reviewer}, Rel: access.Assigned,
			Basis: []rule.Cite{{Text: "专利法实施细则", Article: "第四十二条", Version: "2023修订", Sure: rule.Source}}, Do: casework.Input(d.recuse), Danger: true},
	}
}

// headMoves are those of the head of section and of the clock.
func (d *Desk) headMoves() []casework.Move {
	head := []casework.Role{casework.Head, casework.Director}
	return []casework.Move{
		{Code: "assign", Title: "分案", English: "Assign", From: []string{Accepted}, To: []string{Assigned},
			By: []casework.Role{casework.Head, casework.Director, casework.System}, Basis: basis(""), Do: casework.Input(d.assign)},
		{Code: "reassign", Title: "转办", English: "Reassign", From: []string{Assigned, Examining, Waiting, Reviewing, Hearing, Ending}, To: []string{casework.Stay},
			By: head, Basis: basis(""), Do: casework.Input(d.assign)},
		{Code: "extend", Title: "延长期限", English: "Extend a term", Terms: true, From: append(working(), Passed, Identity, Marking, Answering), To: []string{casework.Stay},
			By: head, Basis: centerRule("期限的延长"), Do: casework.Input(d.extend)},
		{Code: "suspend", Title: "中止", English: "Suspend", From: working(), To: []string{Suspended}, By: append(head, casework.System), Basis: basis(""),
			Do: casework.Input(d.suspend)},
		{Code: "resume", Title: "恢复", English: "Resume", From: []string{Suspended}, To: working(), By: head, Basis: basis(""),
			Do: casework.Input(d.resume)},
		{Code: "terminate", Title: "终止", English: "Terminate", From: append(open(), Suspended, Passed), To: []string{Terminated},
			By: head, Basis: basis(""), Do: casework.Input(d.terminate), FourEyes: []string{"propose_end"}, Danger: true},
		{Code: "keep_on", Title: "不予终止，继续预审", English: "Do not terminate", From: []string{Ending}, To: []string{Examining}, By: head, Basis: basis(""),
			Do: casework.Input(d.keepOn)},
		// The next three are moves of the clock, made when a term of the party has run out. Nobody can
		// make them early: they check the term again.
		{Code: "abandon", Title: "逾期未答复终止", English: "Terminate for lack of answer", From: []string{Waiting}, To: []string{Terminated},
			By: []casework.Role{casework.System}, Basis: basis(""), Do: casework.Input(d.abandon)},
		{Code: "fail", Title: "逾期未陈述，不合格", English: "Fail for lack of statement", From: []string{Hearing}, To: []string{Failed},
			By: []casework.Role{casework.System, casework.Director}, Basis: basis(""), Do: casework.Input(d.fail)},
		{Code: "lapse", Title: "逾期未正式提交，合格失效", English: "Pass lapses", From: []string{Passed}, To: []string{Lapsed},
			By: []casework.Role{casework.System}, Basis: basis(""), Do: casework.Input(d.lapse)},
		// Objections go to the director, who reads the text of the case for that purpose alone.
		{Code: "uphold", Title: "维持原决定", English: "Uphold", From: []string{Objecting}, To: []string{Refused, Failed, Terminated, Lapsed, Mismatch},
			By: []casework.Role{casework.Director}, Basis: centerRule("异议期限与程序"), Do: casework.Input(d.uphold), FourEyes: []string{"refuse", "terminate", "approve"}},
		{Code: "overturn", Title: "撤销原决定", English: "Overturn", From: []string{Objecting}, To: []string{Submitted, Examining, Passed, Identity},
			By: []casework.Role{casework.Director}, Basis: centerRule("异议期限与程序"), Do: casework.Input(d.overturn), FourEyes: []string{"refuse", "terminate", "approve"}},
	}
}

// filingMoves lead from a pass to the mark.
func (d *Desk) filingMoves() []casework.Move {
	marker := []casework.Role{casework.Marker, casework.Director}
	return []casework.Move{
		{Code: "file", Title: "上报申请号", English: "Report the application number", From: []string{Passed}, To: []string{Identity}, By: parties,
			Basis: basis(""), Do: casework.Prepared(d.beforeFile, d.file)},
		// The wrong package reported by mistake must not cost the mark.
		{Code: "refile", Title: "更换上报文件", English: "Replace the reported papers", From: []string{Identity}, To: []string{casework.Stay}, By: parties,
			Basis: basis(""), Do: casework.Prepared(d.beforeFile, d.file)},
		{Code: "agree", Title: "一致，转报送", English: "Identical", From: []string{Identity}, To: []string{Marking}, By: marker, Basis: basis(""),
			Do: casework.Input(d.agree)},
		{Code: "differ", Title: "不一致，不予报送", English: "Different: not marked", From: []string{Identity}, To: []string{Mismatch}, By: marker,
			Basis: basis(""), Do: casework.Input(d.differ), Danger: true},
		{Code: "mark", Title: "报送加快标识", English: "Report the mark", From: []string{Marking}, To: []string{Marked}, By: marker,
			Basis: basis(""), Do: casework.Input(d.mark)},
	}
}

// laterMoves follow the application through the fast lane of CNIPA.
func (d *Desk) laterMoves() []casework.Move {
	reader := []casework.Role{casework.System, casework.Marker}
	lane := []string{Marked, Answering}
	return []casework.Move{
		// What CNIPA does is read from files (system) or typed by the marker; nobody at the center can
		// change it.
		{Code: "progress", Title: "登记审查进程", English: "Record progress", From: lane, To: []string{casework.Stay}, By: reader, Basis: basis(""),
			Do: casework.Input(d.progress)},
		{Code: "office_action", Title: "登记审查意见", English: "Record an office action", From: []string{Marked}, To: []string{Answering}, By: reader,
			Basis: basis(""), Do: casework.Input(d.progress)},
		{Code: "office_answer", Title: "登记已答复", English: "Record the answer", From: []string{Answering}, To: []string{Marked}, By: reader,
			Basis: basis(""), Do: casework.Input(d.progress)},
		{Code: "outcome", Title: "登记审查结果", English: "Record the outcome", From: lane,
			To: []string{Granted, Rejected, Deemed, Ordinary, Abnormal}, By: reader, Basis: basis(""), Do: casework.Input(d.outcome)},
		// A person decides, not the clock: the statutory term of the office action is longer than the
		// promised one, and the application goes on in any case.
		{Code: "read_late", Title: "逾期未答复，提示转普通程序", English: "Late answer", From: []string{Answering}, To: []string{Ordinary},
			By: []casework.Role{casework.Marker, casework.Director}, Basis: centerRule("快速通道承诺"), Do: casework.Input(d.readLate), Danger: true},
		// After the moves that use the time, so that those are the main ones on the page.
		{Code: "ask_more_time", Title: "申请延期", English: "Ask for more time", From: []string{Waiting, Passed, Answering}, To: []string{casework.Stay},
			By: parties, Basis: centerRule("答复与提交期限的延长"), Do: casework.Prepared(d.beforeAskMoreTime, d.askMoreTime)},
		{Code: "destroy", Title: "销毁正文", English: "Destroy the text", From: []string{Refused, Failed, Terminated, Withdrawn, Lapsed, Mismatch, Granted, Rejected, Deemed, Ordinary, Abnormal},
			To: []string{casework.Stay}, By: []casework.Role{casework.Director, casework.System}, Basis: confidential(), Do: casework.Input(d.destroy), Danger: true},
	}
}

// clocks are all of the center's own making: no law gives days for pre-examination. Those that
// run against the center end in a warning, those against the party in a move of the system; only
// a late answer to an office action is left to a person (read_late).
func clocks() []casework.ClockRule {
	return []casework.ClockRule{
		// How long a draft is kept: it is deleted with its text, as if its author had discarded it.
		{Code: "draft", Title: "草稿保留期限", English: "Draft kept", Start: []string{"create", "upload>draft"}, Stop: []string{"submit"},
			Setting: "preexam.clock.draft", Regime: term.CenterFixed, Basis: centerRule("草稿保留期限"), Party: true, Overdue: "expire"},
		{Code: "accept", Title: "受理期限", English: "Acceptance", Start: []string{"submit", "overturn>submitted"}, Stop: []string{"accept", "return", "refuse"},
			Setting: "preexam.clock.accept", Regime: term.Center, Basis: centerRule("受理期限")},
		{Code: "first", Title: "首次意见期限", English: "First action", Start: []string{"accept"}, Stop: []string{"notify", "approve"},
			Pause: []string{Suspended}, Setting: "preexam.clock.first", Regime: term.Center, Basis: centerRule("首次预审意见期限")},
		{Code: "correct", Title: "补正答复期限", English: "Correction", Start: []string{"notify"}, Stop: []string{"answer"}, Pause: []string{Suspended},
			Setting: "preexam.clock.correct", Regime: term.Center, Basis: centerRule("补正答复期限"), Party: true, Overdue: "abandon"},
		// The same length as for the first action: corrected papers are examined like new ones.
		{Code: "next", Title: "补正后审查期限", English: "Examination after correction", Start: []string{"answer", "plead", "overturn>examining"},
			Stop: []string{"notify", "approve"}, Pause: []string{Suspended}, Setting: "preexam.clock.first", Regime: term.Center,
			Basis: centerRule("首次预审意见期限")},
		{Code: "plead", Title: "陈述意见期限", English: "Statement", Start: []string{"approve>hearing"}, Stop: []string{"plead"},
			Pause: []string{Suspended}, Setting: "preexam.clock.plead", Regime: term.Center,
			Basis: centerRule("陈述意见期限"), Party: true, Overdue: "fail"},
		{Code: "file", Title: "正式提交期限", English: "Filing after the pass", Start: []string{"approve>passed", "overturn>passed"}, Stop: []string{"file"},
			Setting: "preexam.clock.file", Regime: term.Center, Basis: centerRule("合格后提交期限"),
			Party: true, Overdue: "lapse"},
		{Code: "mark", Title: "报送期限", English: "Marking", Start: []string{"file", "refile", "overturn>identity"}, Stop: []string{"mark", "differ"},
			Setting: "preexam.clock.mark", Regime: term.Center, Basis: centerRule("报送期限")},
		// The undertaking of the applicant, shorter than the statutory term, which is not counted here.
		{Code: "office", Title: "审查意见答复期限（承诺）", English: "Answer to the office action", Start: []string{"office_action"},
			Stop: []string{"office_answer"}, Setting: "preexam.clock.office", Regime: term.Center, Basis: centerRule("快速通道承诺"), Party: true},
		{Code: "objection", Title: "异议审查期限", English: "Objection", Start: []string{"object"}, Stop: []string{"uphold", "overturn"},
			Setting: "preexam.clock.objection", Regime: term.Center, Basis: centerRule("异议期限与程序")},
	}
}
