package infringement

import (
	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
)

// The states of a case.
const (
	Filed        = "filed"        // the clerk looks through the papers
	Correcting   = "correcting"   // the requester has to correct them
	Docketing    = "docketing"    // the head decides on the clerk's report
	Accepted     = "accepted"     // both clocks run; nobody tries the case yet
	Serving      = "serving"      // the copies are on their way
	Announcing   = "announcing"   // a party can only be reached by public notice
	Answering    = "answering"    // the last respondent was served and may answer
	Trying       = "trying"       // evidence, inspection, hearing
	Suspended    = "suspended"    // both clocks stand still
	Appraising   = "appraising"   // both clocks stand still
	Deliberating = "deliberating" // the trial is closed; the panel votes and writes
	Reviewing    = "reviewing"    // the legal reviewer reads the decision
	Signing      = "signing"      // the director signs
	Ending       = "ending"       // a proposal to end the case without a ruling
	Ordered      = "ordered"      // decided: stop; to be served
	Denied       = "denied"       // decided: rejected; to be served
	Suable       = "suable"       // everybody has the decision and may sue
	Litigating   = "litigating"   // a suit keeps the decision from taking effect
	Executing    = "executing"    // the order binds and has to be performed
	Urged        = "urged"        // the respondent was urged; then the court can be asked
	Enforcing    = "enforcing"    // the court enforces
	Closing      = "closing"      // nothing is left but the file
	Archived     = "archived"     // the end
	Refused      = "refused"      // not accepted, with reasons, or sent to whom it concerns
	Unfiled      = "unfiled"      // withdrawn or lapsed before it was accepted
)

// states lists the stations of a case, in the order in which it passes them.
func states() []casework.State {
	return []casework.State{
		{Code: Filed, Title: "材料审查中", English: "Papers under review", Phase: "立案", Queue: casework.Clerk},
		{Code: Correcting, Title: "待补正", English: "To be corrected", Phase: "立案", Party: true, Sides: []string{matter.Requester}},
		{Code: Docketing, Title: "待立案审批", English: "Acceptance to be decided", Phase: "立案", Queue: casework.Head},
		{Code: Accepted, Title: "已立案待组庭", English: "Accepted, no panel", Phase: "送达答辩", Queue: casework.Head},
		{Code: Serving, Title: "待送达副本", English: "Copies to be served", Phase: "送达答辩", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Announcing, Title: "公告送达中", English: "Service by public notice", Phase: "送达答辩", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Answering, Title: "答辩期内", English: "Awaiting the answer", Phase: "送达答辩", Party: true, Sides: []string{matter.Respondent}, Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Trying, Title: "审理中", English: "On trial", Phase: "审理", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Suspended, Title: "中止", English: "Suspended", Phase: "审理", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Appraising, Title: "鉴定中", English: "Appraisal", Phase: "审理", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Deliberating, Title: "合议中", English: "Deliberation", Phase: "合议裁决", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Reviewing, Title: "法制审核中", English: "Legal review", Phase: "合议裁决", Queue: casework.Reviewer, QueueRel: access.Second},
		{Code: Signing, Title: "待签发", English: "To be signed", Phase: "合议裁决", Queue: casework.Director},
		{Code: Ending, Title: "结案待审批", English: "Ending to be approved", Phase: "合议裁决", Queue: casework.Director},
		{Code: Ordered, Title: "责令停止待送达", English: "Stop order to be served", Phase: "送达履行", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Denied, Title: "驳回裁决待送达", English: "Rejection to be served", Phase: "送达履行", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Suable, Title: "起诉期内", English: "May be sued against", Phase: "送达履行", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Litigating, Title: "诉讼中", English: "In court", Phase: "送达履行", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Executing, Title: "履行监督", English: "Performance", Phase: "送达履行", Party: true, Sides: []string{matter.Respondent}, Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Urged, Title: "已催告", English: "Urged", Phase: "送达履行", Party: true, Sides: []string{matter.Respondent}, Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Enforcing, Title: "法院强制执行中", English: "Enforced by the court", Phase: "送达履行", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Closing, Title: "待结案归档", English: "To be archived", Phase: "归档", Queue: casework.Enforcer, QueueRel: access.Handler},
		{Code: Archived, Title: "已归档", English: "Archived", Phase: "归档", Final: true},
		{Code: Refused, Title: "不予受理", English: "Not accepted", Phase: "立案", Final: true},
		{Code: Unfiled, Title: "未立案（撤回或视为撤回）", English: "Withdrawn before acceptance", Phase: "立案", Final: true},
	}
}

// The texts on which the procedure rests.
var (
	statute  = rule.Cite{Text: "专利法", Article: "第六十五条", Version: "2020修正", Force: "2021-06-01", Sure: rule.Source}
	old      = rule.Cite{Text: "专利行政执法办法", Version: "局令第71号，2015", Force: "2015-07-01", Sure: rule.Source}
	measures = rule.Cite{Text: "专利纠纷行政裁决和调解办法", Version: "局令第82号，2024", Force: "2025-02-01", Sure: rule.Source}
	coercion = rule.Cite{Text: "行政强制法", Article: "第五十三条、第五十四条", Version: "2011", Force: "2012-01-01", Sure: rule.Source}
	notice   = rule.Cite{Text: "国知发管字〔2016〕92号", Article: "三", Version: "2016", Sure: rule.Source}
)

// texts is the basis of every step of the trial: the rule text holds that was in force on the day of acceptance.
func texts() []rule.Cite { return []rule.Cite{statute, measures, old} }

// article is a passage of a text.
func article(c rule.Cite, a string, sure rule.Sure) []rule.Cite {
	c.Article, c.Sure = a, sure
	return []rule.Cite{c}
}

// own cites what a center lays down for itself.
func own(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// Roles, sides and groups of states that many moves share.
var (
	sides    = []casework.Side{{Code: matter.Requester, Title: "请求人", English: "Requester"}, {Code: matter.Respondent, Title: "被请求人", English: "Respondent"}, {Code: matter.Third, Title: "第三人", English: "Third party"}}
	parties  = []casework.Role{casework.Entity, casework.AgencyRole}
	desk     = []casework.Role{casework.Clerk}
	officer  = []casework.Role{casework.Enforcer}
	heads    = []casework.Role{casework.Head, casework.Director}
	robot    = []casework.Role{casework.System}
	anySide  = []string{matter.Requester, matter.Respondent, matter.Third}
	opposed  = []string{matter.Respondent, matter.Third}
	before   = []string{Accepted, Serving, Announcing, Answering, Trying, Suspended, Appraising, Deliberating} // accepted, not decided
	standing = []string{Serving, Announcing, Answering, Trying}
	decided  = []string{Ordered, Denied, Suable, Litigating, Executing, Urged, Enforcing, Closing}
	stay     = []string{casework.Stay}
)

// newChart puts the chart together from its groups of moves.
func (d *Desk) newChart() *casework.Chart {
	c := &casework.Chart{Code: Code, Prefix: "XC", Title: "专利侵权纠纷行政裁决", English: "Patent infringement", Clause: clause.FastProtection, Sides: sides, States: states(), Clocks: clocks()}
	for _, group := range [][]casework.Move{d.openingMoves(), d.docketMoves(), d.panelMoves(), d.partyMoves(), d.trialMoves(), d.sharedMoves(), d.pauseMoves(), d.partiesMoves(), d.decisionMoves(), d.endMoves(), d.effectMoves(), d.enforceMoves()} {
		c.Moves = append(c.Moves, group...)
	}
	c.Moves = append(c.Moves, draft.Moves(d.Drafts, d.drafting())...)
	c.Moves = append(c.Moves, delivery.Moves(d.Deliveries, d.serving())...)
	c.Moves = append(c.Moves, answer.Renew(coded(), []casework.Role{casework.Enforcer, casework.Clerk}, own("凭码办理")))
	return c
}

// clocks lists the terms. The target of the notice and the term of the rule text run side by side from the
// acceptance; a suspension and an appraisal stop both, a public notice only the term of the rule text.
func clocks() []casework.ClockRule {
	still := []string{Suspended, Appraising}
	ends := []string{"sign", "approve_end"}
	return []casework.ClockRule{
		{Code: "docket", Title: "立案审查期限", English: "Acceptance", Start: []string{"file", "intake", "supplement"}, Stop: []string{"return", "accept", "refuse", "hand_over", "take_back"}, Setting: "infringement.clock.docket", Regime: term.PatentLaw, Basis: texts()},                                                               // what comes in is accepted or refused within it
		{Code: "supplement", Title: "补正期限", English: "Correction", Start: []string{"return"}, Stop: []string{"supplement", "lapse", "take_back"}, Setting: "infringement.clock.supplement", Regime: term.Center, Basis: own("补正期限"), Party: true, Overdue: "lapse"},                                                                   // a request that is not corrected counts as withdrawn
		{Code: "target", Title: "快速维权办结目标", English: "Target of the notice", Start: []string{"accept", "receive", "judge>trying"}, Stop: ends, Pause: still, Setting: "infringement.clock.target", Regime: term.Center, Basis: []rule.Cite{notice}, Target: true},                                                                     // what the notice promises
		{Code: "statutory", Title: "法定办案期限", English: "Term of the rule text", Start: []string{"accept", "receive", "judge>trying"}, Stop: ends, Pause: append(still[:2:2], Announcing), Setting: "infringement.clock.statutory", Regime: term.PatentLaw, Basis: []rule.Cite{measures, old}},                                          // what the rule text demands; it can be extended once
		{Code: "serve", Title: "副本送达期限", English: "Service of the copies", Start: []string{"accept", "receive"}, Stop: []string{"send>answering", "serve>answering", "serve>announcing", "approve_end"}, Pause: still, Setting: "infringement.clock.serve", Regime: term.PatentLaw, Basis: texts()},                                   // the copies have to be on their way
		{Code: "announce", Title: "公告送达期", English: "Public notice", Start: []string{"serve>announcing"}, Stop: []string{"deemed", "approve_end"}, Pause: still, Setting: "infringement.clock.announce", Regime: term.CivilProcedure, Basis: own("公告送达"), Overdue: "deemed"},                                                          // then the party counts as served
		{Code: "answer", Title: "答辩期限", English: "Answer", Start: []string{"send>answering", "serve>answering", "deemed>answering"}, Stop: []string{"answer>trying", "no_answer", "approve_end"}, Pause: still, Setting: "infringement.clock.answer", Regime: term.CivilProcedure, Basis: texts(), Party: true, Overdue: "no_answer"}, // counted from the service on the last respondent
		{Code: "forward", Title: "答辩转送期限", English: "Answer to be forwarded", Start: []string{"answer"}, Stop: []string{"forward", "approve_end", "submit"}, Pause: still, Setting: "infringement.clock.forward", Regime: term.PatentLaw, Basis: texts()},                                                                             // the requester has to learn of the answer
		{Code: "sue", Title: "起诉期限", English: "Suit", Start: []string{"serve_decision>suable", "sign>suable"}, Stop: []string{"sue", "no_suit", "perform>closing"}, Setting: "infringement.clock.sue", Regime: term.CivilProcedure, Basis: []rule.Cite{statute}, Party: true, Overdue: "no_suit"},                                     // counted from the service on the last party
		{Code: "publish", Title: "裁决公开期限", English: "Publication", Start: []string{"sign>ordered"}, Stop: []string{"publish"}, Setting: "infringement.clock.publish", Regime: term.PatentLaw, Basis: []rule.Cite{old}},                                                                                                                // for orders to stop alone
		{Code: "urge", Title: "催告期限", English: "Urging", Start: []string{"demand"}, Stop: []string{"perform>closing", "apply_court"}, Setting: "infringement.clock.urge", Regime: term.Coercion, Basis: []rule.Cite{coercion}, Party: true},                                                                                           // the court can be asked when it has passed
		{Code: "apply", Title: "申请强制执行期限", English: "Application to the court", Start: []string{"no_suit>executing", "judge>executing"}, Stop: []string{"apply_court", "perform>closing"}, Setting: "infringement.clock.apply", Regime: term.Coercion, Basis: []rule.Cite{coercion}},                                                  // after it the court cannot be asked
		{Code: "archive", Title: "归档期限", English: "Archiving", Start: []string{"approve_end", "perform>closing", "enforced", "no_suit>closing", "judge>closing"}, Stop: []string{"archive"}, Setting: "infringement.clock.archive", Regime: term.Center, Basis: own("结案归档")},                                                          // the file has to be closed
	}
}

// coded lists the states in which a party can be given a code: all but the last ones.
func coded() (out []string) {
	for _, s := range states() {
		if !s.Final {
			out = append(out, s.Code)
		}
	}
	return out
}
