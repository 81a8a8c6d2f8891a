package counterfeit

import (
	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// Code is the code of the chart.
const Code = "counterfeit"

// The states of a case (JM).
const (
	Lead          = "lead"          // 线索待分派
	Verifying     = "verifying"     // 核查中
	Proposed      = "proposed"      // 待审批立案
	Unfiled       = "unfiled"       // 不予立案
	Referred      = "referred"      // 已移送其他机关
	Investigating = "investigating" // 调查取证
	Testing       = "testing"       // 检测鉴定中
	Suspended     = "suspended"     // 中止
	Joined        = "joined"        // 已并案
	Reviewing     = "reviewing"     // 法制审核中
	Reviewed      = "reviewed"      // 审核通过，待告知或决定
	Notified      = "notified"      // 已告知，待陈述申辩
	Hearing       = "hearing"       // 听证
	Weighing      = "weighing"      // 复核陈述申辩
	Discussing    = "discussing"    // 集体讨论
	Deciding      = "deciding"      // 待作出决定
	Decided       = "decided"       // 待送达
	Performing    = "performing"    // 待履行
	Correcting    = "correcting"    // 待改正复查
	Urged         = "urged"         // 已催告
	Court         = "court"         // 已申请法院强制执行
	Police        = "police"        // 已移送公安机关
	Ending        = "ending"        // 待结案
	Closed        = "closed"        // 已结案归档
)

// KindFound and KindReported are the kinds of a case: the time for filing differs (专利行政执法办法).
const (
	KindFound    = "自行发现"
	KindReported = "举报投诉"
)

// Side is the side of the person investigated, the only one that stands in such a case.
const Side = "party"

func states() []casework.State {
	handler := func(s casework.State) casework.State {
		s.Queue, s.QueueRel = casework.Enforcer, handled
		return s
	}
	return []casework.State{
		{Code: Lead, Title: "线索待分派", English: "Lead to be assigned", Phase: "线索核查", Queue: casework.Head},
		handler(casework.State{Code: Verifying, Title: "核查中", English: "Verification", Phase: "线索核查"}),
		{Code: Proposed, Title: "待审批立案", English: "Filing to be approved", Phase: "线索核查", Queue: casework.Head},
		{Code: Unfiled, Title: "不予立案", English: "Not filed", Phase: "线索核查", Final: true},
		{Code: Referred, Title: "已移送其他机关", English: "Referred elsewhere", Phase: "线索核查", Final: true},
		handler(casework.State{Code: Investigating, Title: "调查取证", English: "Investigation", Phase: "调查"}),
		handler(casework.State{Code: Testing, Title: "检测鉴定中", English: "Being tested", Phase: "调查"}),
		handler(casework.State{Code: Suspended, Title: "中止", English: "Suspended", Phase: "调查"}),
		{Code: Joined, Title: "已并案", English: "Taken into another case", Phase: "调查", Final: true},
		{Code: Reviewing, Title: "法制审核中", English: "Legal review", Phase: "审核告知", Queue: casework.Reviewer, QueueRel: second},
		handler(casework.State{Code: Reviewed, Title: "审核通过", English: "Reviewed", Phase: "审核告知"}),
		handler(casework.State{Code: Notified, Title: "待陈述申辩", English: "Awaiting statement", Phase: "审核告知", Party: true}),
		handler(casework.State{Code: Hearing, Title: "听证", English: "Hearing", Phase: "审核告知"}),
		handler(casework.State{Code: Weighing, Title: "复核陈述申辩", English: "Statement under review", Phase: "审核告知"}),
		{Code: Discussing, Title: "待集体讨论", English: "To be discussed", Phase: "决定", Queue: casework.Head},
		{Code: Deciding, Title: "待作出决定", English: "To be decided", Phase: "决定", Queue: casework.Director},
		handler(casework.State{Code: Decided, Title: "待送达", English: "To be served", Phase: "决定"}),
		handler(casework.State{Code: Performing, Title: "待履行", English: "To be performed", Phase: "执行", Party: true}),
		handler(casework.State{Code: Correcting, Title: "待改正复查", English: "To be corrected", Phase: "执行", Party: true}),
		handler(casework.State{Code: Urged, Title: "已催告", English: "Urged", Phase: "执行", Party: true}),
		handler(casework.State{Code: Court, Title: "法院强制执行中", English: "Enforced by the court", Phase: "执行"}),
		handler(casework.State{Code: Police, Title: "已移送公安机关", English: "Transferred to the police", Phase: "决定"}),
		{Code: Ending, Title: "待结案", English: "To be closed", Phase: "结案", Queue: casework.Head},
		{Code: Closed, Title: "已结案归档", English: "Closed", Phase: "结案", Final: true},
	}
}

// The states from the filing on in which the case is still worked on.
var (
	open    = []string{Investigating, Testing, Suspended, Reviewing, Reviewed, Notified, Hearing, Weighing, Discussing, Deciding, Decided, Performing, Correcting, Urged, Court, Police, Ending}
	early   = []string{Lead, Verifying, Proposed}
	undone  = []string{Performing, Urged, Court}
	settled = []string{Decided, Performing, Correcting, Urged, Court, Ending}
)

// newChart puts the chart together from its groups of moves.
func (d *Desk) newChart() *casework.Chart {
	c := &casework.Chart{Code: Code, Prefix: "JM", Title: "假冒专利查处", English: "Counterfeited patents", Clause: clause.FastProtection,
		Sides: []casework.Side{{Code: Side, Title: "当事人", English: "Person investigated"}}, States: states(), Clocks: clocks()}
	c.Moves = append(c.Moves, d.leadMoves()...)
	c.Moves = append(c.Moves, d.joinMoves()...)
	c.Moves = append(c.Moves, d.inquiryMoves()...)
	c.Moves = append(c.Moves, d.measureMoves()...)
	c.Moves = append(c.Moves, d.noticeMoves()...)
	c.Moves = append(c.Moves, d.decisionMoves()...)
	c.Moves = append(c.Moves, d.performanceMoves()...)
	c.Moves = append(c.Moves, draft.Moves(d.Drafts, d.drafting())...)
	c.Moves = append(c.Moves, delivery.Moves(d.Deliveries, d.serving())...)
	c.Moves = append(c.Moves, answer.Renew(open, []casework.Role{casework.Enforcer, casework.Clerk}, ours("凭码办理")))
	c.Moves = append(c.Moves, d.Hearings.Moves(d.hearings())...)
	heard := []string{Notified, Hearing, Weighing}
	c.Moves = append(c.Moves, d.Evidence.Moves(evidence.Setup{Submit: append([]string{Investigating, Testing, Reviewing, Reviewed}, heard...), Answer: heard, Weigh: []string{Joined, Hearing, Weighing, Discussing, Deciding}, Keep: append([]string{Joined}, open...),
		Sides: []string{Side}, Staff: officer, Rel: handled, Counter: []casework.Role{casework.Clerk}, Basis: penalty("第四十六条")})...)
	return c
}

// law cites an article whose text was read.
func law(text, version, article string) []rule.Cite {
	return []rule.Cite{{Text: text, Article: article, Version: version, Sure: rule.Source}}
}

func penalty(article string) []rule.Cite  { return law("行政处罚法", "2021修订", article) }
func coercion(article string) []rule.Cite { return law("行政强制法", "2011", article) }

// measures2015 are the measures on patent enforcement, whose times were read in reports about them.
func measures2015(what string) []rule.Cite {
	return []rule.Cite{{Text: "专利行政执法办法", Article: what, Version: "局令第71号，2015", Sure: rule.Source}}
}

// ours cites a rule that each center makes for itself.
func ours(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// clocks lists the terms. Those of the notice and of the measures of 2015 stand still while the case
// is suspended or something is tested; ninety days under the law on penalties do not, because no
// text that we know stops them: what is provided elsewhere is entered as an extension with its basis.
func clocks() []casework.ClockRule {
	still := []string{Testing, Suspended, Police}
	return []casework.ClockRule{
		{Code: "file", Title: "立案期限", English: "Filing", Start: []string{"lead", "tip"}, Stop: []string{"file", "refuse", "refer", "joined"}, Setting: "counterfeit.clock.file", Regime: term.Center,
			Basis: measures2015("立案期限")},
		{Code: "target", Title: "办结目标（通知十日）", English: "Target of the notice", Start: []string{"file", "remedied>investigating"}, Stop: []string{"decide", "order", "police_took", "joined"}, Pause: still, Setting: "counterfeit.clock.target", Regime: term.Center,
			Basis: []rule.Cite{{Text: "国知发管字〔2016〕92号", Article: "三（三）", Version: "2016", Sure: rule.Source}}, Target: true},
		{Code: "month", Title: "法定办案期限", English: "Decision under the measures", Start: []string{"file", "remedied>investigating"}, Stop: []string{"decide", "order", "police_took", "joined"}, Pause: still, Setting: "counterfeit.clock.month", Regime: term.Center,
			Basis: measures2015("办案期限")},
		{Code: "ninety", Title: "法定处罚决定期限", English: "Decision under the penalty law", Start: []string{"file", "remedied>investigating"}, Stop: []string{"decide", "order", "police_took", "joined"}, Setting: "counterfeit.clock.ninety", Regime: term.Penalty,
			Basis: penalty("第六十条")},
		{Code: "preserve", Title: "登记保存处理期限", English: "Decision on what was registered", Start: []string{"preserve"}, Stop: []string{"dispose"}, Setting: "counterfeit.clock.preserve", Regime: term.Penalty,
			Basis: penalty("第五十六条、第八十五条")},
		{Code: "seize", Title: "查封扣押期限", English: "Seizure", Start: []string{"seize"}, Stop: []string{"release"}, Pause: []string{Testing}, Setting: "counterfeit.clock.seize", Regime: term.Coercion,
			Basis: coercion("第二十五条")},
		{Code: "ask", Title: "陈述申辩与要求听证期限", English: "Statement and request for a hearing", Start: []string{"noticed"}, Stop: []string{"ask_hearing", "record_hearing", "waive", "weigh", "unheard"}, Setting: "counterfeit.clock.ask",
			Regime: term.Penalty, Basis: penalty("第四十五条、第六十四条"), Party: true, Overdue: "unheard"},
		{Code: "serve", Title: "决定送达期限", English: "Service of the decision", Start: []string{"decide>decided", "order>decided"}, Stop: []string{"serve"}, Setting: "counterfeit.clock.serve", Regime: term.Penalty,
			Basis: penalty("第六十一条")},
		{Code: "publish", Title: "决定公开期限", English: "Publication", Start: []string{"decide"}, Stop: []string{"publish"}, Setting: "counterfeit.clock.publish", Regime: term.Center,
			Basis: measures2015("决定公开")},
		{Code: "pay", Title: "缴纳罚没款期限", English: "Payment", Start: []string{"serve>performing"}, Stop: []string{"settle", "exhort"}, Setting: "counterfeit.clock.pay", Regime: term.Penalty,
			Basis: penalty("第六十七条"), Party: true},
		{Code: "urge", Title: "催告履行期限", English: "Time given when urged", Start: []string{"exhort"}, Stop: []string{"settle", "enforce"}, Setting: "counterfeit.clock.urge", Regime: term.Coercion,
			Basis: coercion("第五十四条、第六十九条"), Party: true},
		{Code: "apply", Title: "申请强制执行期限", English: "Application to the court", Start: []string{"exhort"}, Stop: []string{"enforce", "settle"}, Setting: "counterfeit.clock.apply", Regime: term.Coercion,
			Basis: coercion("第五十三条")},
	}
}
