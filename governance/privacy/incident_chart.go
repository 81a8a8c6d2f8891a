package privacy

import (
	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of an incident (AQ).
const (
	Noticed   = "noticed"   // 待研判
	Assessed  = "assessed"  // 处置中
	Closed    = "closed"    // 已办结
	Dismissed = "dismissed" // 不属实
)

// Acts of the pages of incidents.
const (
	ActIncidents = "incident.see"  // the incidents of the center and their hours
	ActNotice    = "incident.tell" // tell the heads of one, for the administrator of security
)

// newIncident is the course of an incident: leaked, altered or lost personal data (个人信息保护法第五十七条).
func (d *Desk) newIncident() *casework.Chart {
	head, director, robot := []casework.Role{casework.Head, casework.Director}, []casework.Role{casework.Director}, []casework.Role{casework.System}
	basis, open := []rule.Cite{law("第五十七条")}, []string{Noticed, Assessed}
	return &casework.Chart{Code: "incident", Prefix: "AQ", Title: "个人信息安全事件", English: "Incident with personal data", Clause: clause.TimeAndConfidentiality,
		States: []casework.State{
			{Code: Noticed, Title: "待研判", English: "To be assessed", Phase: "发现", Queue: casework.Head},
			{Code: Assessed, Title: "处置中", English: "Being handled", Phase: "处置", Queue: casework.Head},
			{Code: Closed, Title: "已办结", English: "Closed", Phase: "办结", Final: true},
			{Code: Dismissed, Title: "不属实", English: "Not confirmed", Phase: "办结", Final: true},
		},
		Moves: []casework.Move{
			{Code: "notice", Title: "安全管理员登记", English: "Entered by the security administrator", To: []string{Noticed}, By: robot, Basis: basis, Do: casework.Input(d.noticed)},
			{Code: "report", Title: "登记安全事件", English: "Enter an incident", To: []string{Noticed}, By: head, Basis: basis, Do: casework.Input(d.noticed)},
			{Code: "assess", Title: "研判", English: "Assess", From: open, To: []string{Assessed}, By: head, Basis: basis, Do: casework.Input(d.assess)},
			{Code: "send", Title: "登记已报告", English: "Record a report", From: open, To: []string{casework.Stay}, By: head, Basis: basis, Do: casework.Input(d.sent)},
			{Code: "late", Title: "报告时限已过", English: "A report is late", From: open, To: []string{casework.Stay}, By: robot, Basis: basis, Do: casework.Input(d.late)},
			{Code: "inform", Title: "告知个人", English: "Tell the persons", From: []string{Assessed}, To: []string{casework.Stay}, By: head, Basis: basis, Do: casework.Input(d.inform)},
			{Code: "close", Title: "办结", English: "Close", From: []string{Assessed}, To: []string{Closed}, By: director, Basis: basis, Do: casework.Input(d.close)},
			{Code: "dismiss", Title: "认定不属实", English: "Dismiss", From: open, To: []string{Dismissed}, By: head, Basis: basis, Do: casework.Input(d.dismiss), Danger: true},
		},
		// The hours within which is reported stand with each report; the clocks of a chart count days.
		Clocks: []casework.ClockRule{{Code: "close", Title: "办结期限", English: "Time to close", Start: []string{"notice", "report"}, Stop: []string{"close", "dismiss"},
			Setting: "incident.clock.close", Regime: term.CenterFixed, Basis: []rule.Cite{ours("安全事件的办结期限")}}},
	}
}

// incidentSettings declares what a center decides about incidents.
func incidentSettings() []setting.Def {
	const closing, reports = "安全事件的办结期限", "安全事件向谁、在几小时内报告"
	return []setting.Def{
		{Key: "incident.clock.close", Title: closing, English: "Time to close an incident", Type: setting.Length, Default: map[string]string{"": "30日"}, Sure: rule.Ours, Level: rule.Center, Group: "incident", Basis: []rule.Cite{ours(closing)}},
		{Key: "incident.reports", Title: reports, English: "To whom an incident is reported, and within how many hours", Type: setting.Text, Default: map[string]string{"": "行业主管部门和公安机关（涉及关键信息基础设施的）=1\n上级机关（机关及其直属单位的）=2\n属地网信部门=4"}, Sure: rule.Unsure, Level: rule.Center, Group: "incident",
			Basis: []rule.Cite{{Text: "本中心规定", Article: reports, Sure: rule.Unsure}}, Help: "每行一个，写作 对象=小时；自发现时起算。对象与小时数请按现行规定核对后修改", HelpEN: "One a line: recipient=hours; counted from when the incident was known. Compare both with the rules in force"},
	}
}

// incidentGrants returns who sees incidents: the heads, and the administrator of security the hours alone.
func incidentGrants() []access.Grant {
	gs := []access.Grant{{Act: ActNotice, Role: string(casework.SecAdmin), Rel: access.Center}, {Act: ActIncidents, Role: string(casework.SecAdmin), Rel: access.Center}}
	for _, r := range []casework.Role{casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActIncidents, Role: string(r), Rel: access.Center})
		for _, act := range []string{casework.ActName, casework.ActForm} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: []string{"incident"}})
		}
	}
	return gs
}
