package outage

import (
	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of an outage (ZD).
const (
	Noted     = "noted"     // 待核实
	Verified  = "verified"  // 待决定
	Decided   = "decided"   // 待公告: nothing has changed in any case yet
	Announced = "announced" // 已公告: the terms are moved
	Kept      = "kept"      // 不予顺延
	Dismissed = "dismissed" // 不属实
)

// Acts of the pages.
const (
	ActSee  = "outage.see"  // the record of availability
	ActPlan = "outage.plan" // say the cause of an outage, plan maintenance
	ActTake = "outage.in"   // take in what the contingency desk received, and read it
)

// ours cites a rule of the center.
func ours(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// newChart is the course of an outage from its record to the announcement.
func (d *Desk) newChart() *casework.Chart {
	head, director, robot := []casework.Role{casework.Head, casework.Director}, []casework.Role{casework.Director}, []casework.Role{casework.System}
	basis := ours("系统中断的核实与期限顺延")
	all, stay, desk := []string{Noted, Verified, Decided, Announced, Kept, Dismissed}, []string{casework.Stay}, []casework.Role{casework.Clerk, casework.System}
	return &casework.Chart{Code: "outage", Prefix: "ZD", Title: "系统中断", English: "Outage", Named: true, Clause: clause.TimeAndConfidentiality,
		States: []casework.State{
			{Code: Noted, Title: "待核实", English: "To be verified", Phase: "记录", Queue: casework.Head},
			{Code: Verified, Title: "待决定", English: "To be decided", Phase: "决定", Queue: casework.Director},
			{Code: Decided, Title: "待公告", English: "To be announced", Phase: "公告", Queue: casework.Director},
			{Code: Announced, Title: "已公告", English: "Announced", Phase: "公告", Final: true},
			{Code: Kept, Title: "不予顺延", English: "Terms stay", Phase: "决定", Final: true},
			{Code: Dismissed, Title: "不属实", English: "Not confirmed", Phase: "记录", Final: true},
		},
		Moves: []casework.Move{
			{Code: "note", Title: "记录中断", English: "Note the outage", To: []string{Noted}, By: robot, Basis: basis, Do: casework.Input(d.note)},
			{Code: "report", Title: "登记中断", English: "Report an outage", To: []string{Noted}, By: head, Basis: basis, Do: casework.Input(d.report)},
			{Code: "explain", Title: "说明原因", English: "State the cause", From: []string{Noted, Verified}, To: []string{casework.Stay}, By: robot, Basis: basis, Do: casework.Input(d.explain)},
			{Code: "verify", Title: "核实", English: "Verify", From: []string{Noted}, To: []string{Verified}, By: head, Basis: basis, Do: casework.Input(d.verify)},
			{Code: "dismiss", Title: "认定不属实", English: "Dismiss", From: []string{Noted}, To: []string{Dismissed}, By: head, Basis: basis, Do: casework.Input(d.dismiss), Danger: true},
			{Code: "extend", Title: "决定顺延期限", English: "Decide to move terms", From: []string{Verified}, To: []string{Decided}, By: director, Basis: basis, Do: casework.Input(d.extend)},
			{Code: "keep", Title: "决定不予顺延", English: "Decide to leave the terms", From: []string{Verified}, To: []string{Kept}, By: director, Basis: basis, Do: casework.Input(d.keep), Danger: true},
			{Code: "undo", Title: "撤回决定", English: "Take the decision back", From: []string{Decided}, To: []string{Verified}, By: director, Basis: basis, Do: casework.Input(d.undo)},
			{Code: "announce", Title: "公告并顺延", English: "Announce and move the terms", From: []string{Decided}, To: []string{Announced}, By: director, Basis: basis, Do: casework.Input(d.announce), Danger: true},
			{Code: "take", Title: "录入应急件", English: "Take in a contingency filing", From: all, To: stay, By: desk, Basis: basis, Do: casework.Prepared(d.beforeTake, d.take)},
			{Code: "assign", Title: "应急件归入案件", English: "Assign a contingency filing", From: all, To: stay, By: head, Basis: basis, Do: casework.Input(d.assign)},
			{Code: "compare", Title: "核对补办的文件", English: "Compare what was filed again", From: all, To: stay, By: []casework.Role{casework.Clerk, casework.Head, casework.System}, Basis: basis, Do: casework.Prepared(d.beforeCompare, d.compare)},
			{Code: "judge", Title: "决定补办的差异", English: "Decide on a difference", From: all, To: stay, By: head, Basis: basis, Do: casework.Input(d.judge)},
		},
		Clocks: []casework.ClockRule{{Code: "decide", Title: "决定与公告期限", English: "Decide and announce", Start: []string{"note", "report"}, Stop: []string{"announce", "keep", "dismiss"},
			Setting: "outage.clock.decide", Regime: term.CenterFixed, Basis: basis}},
	}
}

// Settings declares what a center decides about outages. All of it is the program's own proposal.
func Settings() []setting.Def {
	def := func(key, title, english string, kind setting.Type, value string, help ...string) setting.Def {
		d := setting.Def{Key: "outage." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: rule.Ours, Level: rule.Center, Group: "outage",
			Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Ours}}}
		if len(help) == 2 {
			d.Help, d.HelpEN = help[0], help[1]
		}
		return d
	}
	return []setting.Def{
		def("clock.decide", "中断的决定与公告期限", "Time to decide on an outage", setting.Length, "2工作日"),
		def("minutes", "建议顺延的当日累计中断（分钟）", "Minutes of a day from which moving is proposed", setting.Int, "60", "只用于提示；是否顺延法定期限由法律规定，由主任决定", "A proposal only: whether a term of the law moves is for the law, and the director decides"),
		def("last", "24时前任何中断都建议顺延的时段（分钟）", "Minutes before 24:00 in which any outage counts", setting.Int, "120"),
		def("plan.from", "计划维护最早开始（时:分）", "Earliest start of maintenance", setting.Text, "00:30"),
		def("plan.until", "计划维护最晚结束（时:分）", "Latest end of maintenance", setting.Text, "06:00"),
		def("plan.minutes", "计划维护最长（分钟）", "Longest maintenance, in minutes", setting.Int, "240"),
		def("plan.days", "计划维护提前公告的工作日", "Working days of notice of maintenance", setting.Int, "2"),
		def("again", "应急件归入案件后，当事人在平台补办的工作日", "Working days to do again what the contingency desk received", setting.Int, "2"),
		def("signers", "应急收件与外部探测的公钥指纹", "Fingerprints of the keys of the contingency desk and of probes", setting.List, "", "每行一个；其他公钥签名的回执与探测记录不予导入", "One a line; what is signed with another key is not taken in"),
	}
}

// Grants returns who sees the record of availability and who plans maintenance.
func Grants() []access.Grant {
	gs := []access.Grant{{Act: ActPlan, Role: string(casework.SysAdmin), Rel: access.Center}, {Act: ActSee, Role: string(casework.SysAdmin), Rel: access.Center}}
	for _, r := range []casework.Role{casework.Clerk, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActTake, Role: string(r), Rel: access.Center})
	}
	for _, r := range []casework.Role{casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActSee, Role: string(r), Rel: access.Center})
		for _, act := range []string{casework.ActName, casework.ActForm} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: []string{"outage"}})
		}
	}
	return gs
}
