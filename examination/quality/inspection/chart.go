// Package inspection (质量抽检) draws a sample of finished cases by a plan whose draw can be repeated, has
// each judged by somebody who did not work on it, hears the examiner, and lets the head decide on the
// result and on what follows from it. Nothing follows by itself.
package inspection

import (
	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of a plan.
const (
	Running   = "running"
	Concluded = "concluded"
	Dropped   = "dropped"
)

// The states of the inspection of one case.
const (
	Unassigned = "unassigned" // nobody of the chosen inspectors may judge it
	Inspecting = "inspecting"
	Replying   = "replying" // the examiner may be heard
	Judging    = "judging"
	Settled    = "settled"
	Cancelled  = "cancelled"
)

// ActRead is to read the sheet of an inspection and the statement on it.
const ActRead = "inspection.read"

// basis is the clause that demands inspections with rewards and penalties; how they go is the center's.
func basis(what string) []rule.Cite {
	return []rule.Cite{{Text: "国知发管字〔2016〕92号", Article: "一（二）3", Version: "2016", Sure: rule.Source}, {Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

var heads = []casework.Role{casework.Head, casework.Director}

// planChart is the law of a plan.
func (d *Desk) planChart() *casework.Chart {
	return &casework.Chart{Code: "quality", Prefix: "ZJ", Title: "质量抽检计划", English: "Quality sampling", Clause: clause.ExaminationQuality,
		States: []casework.State{{Code: Running, Title: "抽检中", English: "Running", Phase: "抽检", Queue: casework.Head},
			{Code: Concluded, Title: "已办结", English: "Concluded", Phase: "办结", Final: true}, {Code: Dropped, Title: "已取消", English: "Cancelled", Phase: "办结", Final: true}},
		Moves: []casework.Move{
			{Code: "draw", Title: "抽取样本", English: "Draw a sample", To: []string{Running}, By: heads, Basis: basis("质量抽检"), Do: casework.Input(d.draw)},
			{Code: "conclude", Title: "办结抽检", English: "Conclude", From: []string{Running}, To: []string{Concluded}, By: heads, Basis: basis("质量抽检"), Do: casework.Input(d.conclude)},
			{Code: "drop", Title: "取消计划", English: "Cancel the plan", From: []string{Running}, To: []string{Dropped}, By: heads, Basis: basis("质量抽检"),
				Do: casework.Input(d.drop), Danger: true},
		}}
}

// sampleChart is the law of the inspection of one case. Its inspector is the handler; the examiner
// whose work is judged becomes its second reader when there is a sheet to answer.
func (d *Desk) sampleChart() *casework.Chart {
	robot := []casework.Role{casework.System}
	return &casework.Chart{Code: "inspection", Prefix: "CJ", Title: "质量抽检", English: "Inspection", Clause: clause.ExaminationQuality,
		States: []casework.State{{Code: Unassigned, Title: "待指派评查人", English: "No inspector", Phase: "评查", Queue: casework.Head},
			{Code: Inspecting, Title: "待评查", English: "To be inspected", Phase: "评查", Queue: casework.Reviewer, QueueRel: access.Handler},
			{Code: Replying, Title: "待预审员陈述", English: "Awaiting the examiner", Phase: "陈述", Queue: casework.Examiner, QueueRel: access.Second},
			{Code: Judging, Title: "待审定", English: "To be settled", Phase: "审定", Queue: casework.Head},
			{Code: Settled, Title: "已审定", English: "Settled", Phase: "审定", Final: true}, {Code: Cancelled, Title: "已取消", English: "Cancelled", Phase: "审定", Final: true}},
		Moves: []casework.Move{
			{Code: "open", Title: "列入抽检", English: "Open", To: []string{Inspecting, Unassigned}, By: robot, Basis: basis("质量抽检"), Do: casework.Input(d.open), Quiet: true},
			{Code: "appoint", Title: "指派评查人", English: "Appoint an inspector", From: []string{Unassigned, Inspecting}, To: []string{Inspecting}, By: heads, Basis: basis("质量抽检"),
				Do: casework.Input(d.appoint)},
			{Code: "score", Title: "提交评查", English: "Hand in the sheet", From: []string{Inspecting}, To: []string{Replying}, By: []casework.Role{casework.Reviewer},
				Rel: access.Handler, Basis: basis("质量抽检"), Do: casework.Input(d.score)},
			{Code: "reply", Title: "陈述申辩", English: "Answer the sheet", From: []string{Replying}, To: []string{Judging}, By: []casework.Role{casework.Examiner},
				Rel: access.Second, Basis: basis("抽检的陈述与申辩"), Do: casework.Input(d.reply)},
			{Code: "lapse", Title: "逾期未陈述", English: "No answer in time", From: []string{Replying}, To: []string{Judging}, By: robot, Basis: basis("抽检的陈述与申辩"),
				Do: casework.Input(d.lapse)},
			// Whoever judged, or was judged, does not decide.
			{Code: "settle", Title: "审定", English: "Settle", From: []string{Judging}, To: []string{Settled}, By: heads, Basis: basis("质量检查与奖惩"),
				Do: casework.Input(d.settle), FourEyes: []string{"score", "reply"}},
			{Code: "return", Title: "退回重评", English: "Send back", From: []string{Judging}, To: []string{Inspecting}, By: heads, Basis: basis("质量抽检"),
				Do: casework.Input(d.giveBack), FourEyes: []string{"score", "reply"}},
			{Code: "cancel", Title: "取消抽检", English: "Cancel", From: []string{Unassigned, Inspecting, Replying, Judging}, To: []string{Cancelled},
				By: append(heads[:len(heads):len(heads)], casework.System), Basis: basis("质量抽检"), Do: casework.Input(d.cancel), Danger: true},
		},
		Clocks: []casework.ClockRule{
			{Code: "inspect", Title: "评查期限", English: "Inspection", Start: []string{"open>inspecting", "appoint", "return"}, Stop: []string{"score"}, Setting: "quality.clock.inspect",
				Regime: term.Center, Basis: basis("评查期限")},
			// It runs against the examiner, who loses the hearing by it and nothing else.
			{Code: "reply", Title: "陈述申辩期限", English: "Answer", Start: []string{"score"}, Stop: []string{"reply", "lapse"}, Setting: "quality.clock.reply", Regime: term.Center,
				Basis: basis("抽检的陈述与申辩"), Party: true, Overdue: "lapse"},
			{Code: "settle", Title: "审定期限", English: "Settlement", Start: []string{"reply", "lapse"}, Stop: []string{"settle", "return"}, Setting: "quality.clock.settle",
				Regime: term.Center, Basis: basis("审定期限")},
		}}
}

// Settings declares what a center decides about inspections. None of it is law.
func Settings() []setting.Def {
	def := func(key, title, english string, kind setting.Type, value string, help ...string) setting.Def {
		d := setting.Def{Key: "quality." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center,
			Group: "quality", Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}
		if len(help) == 2 {
			d.Help, d.HelpEN = help[0], help[1]
		}
		return d
	}
	return []setting.Def{
		def("clock.inspect", "评查期限", "Time to inspect a case", setting.Length, "10工作日"),
		def("clock.reply", "抽检陈述申辩期限", "Time to answer a sheet", setting.Length, "5工作日"),
		def("clock.settle", "抽检审定期限", "Time to settle an inspection", setting.Length, "5工作日"),
		def("inspection.pass", "抽检合格分数线", "Score from which an inspected case passes", setting.Int, "80", "满分 100 分", "Of 100"),
		def("inspection.most", "一次抽检的最多件数", "Most cases of one sample", setting.Int, "200"),
		def("inspection.days", "评查人可查阅正文的天数", "Days in which an inspector may read the text", setting.Int, "60", "审定或更换评查人时提前结束", "Ends earlier when the inspection is settled or given to another"),
		def("inspection.classes", "差错类别与扣分", "Classes of errors", setting.Text, classes,
			"每行一类：代码|名称|英文|每处扣分|一票否决（是或空）", "A line each: code|name|English|points off for each|veto (是 or empty)"),
	}
}

// classes are the usual errors of an examination and what each costs. They are nowhere laid down: a
// center sets its own.
const classes = `conclusion|预审结论错误|Wrong result|60|是
missed|遗漏必须补正的缺陷|Missed a defect that must be corrected|20|
minor|遗漏建议修改的缺陷|Missed a defect that should be corrected|5|
wrong|提出不存在的缺陷|Found a defect that is none|5|
dismissed|不采纳的理由不成立|Dismissed without good reason|10|
piecemeal|未一次性告知|Did not notify everything at once|10|
basis|依据引用错误|Wrong basis|5|
search|检索缺失或明显不当|No search, or a poor one|10|
paper|文书表述差错|Faulty wording of a paper|3|
late|超过期限|Late|5|
secrecy|违反保密规定|Breach of secrecy|100|是`

// Grants returns who reads a sheet: its inspector, the examiner whose work it judges, and who decides.
func Grants() []access.Grant {
	return []access.Grant{{Act: ActRead, Role: string(casework.Reviewer), Rel: access.Handler}, {Act: ActRead, Role: string(casework.Examiner), Rel: access.Second},
		{Act: ActRead, Role: string(casework.Head), Rel: access.Center}, {Act: ActRead, Role: string(casework.Director), Rel: access.Center},
		{Act: ActPlans, Role: string(casework.Head), Rel: access.Center}, {Act: ActPlans, Role: string(casework.Director), Rel: access.Center}}
}
