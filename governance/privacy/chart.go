package privacy

import (
	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of a request (GR).
const (
	Received  = "received"  // 待核实身份
	Checked   = "checked"   // 待答复
	Answered  = "answered"  // 已办理
	Refused   = "refused"   // 不予办理
	Withdrawn = "withdrawn" // 已撤回
)

// Acts of the pages.
const (
	ActOwn = "privacy.own" // one's own data and requests
	ActSee = "privacy.see" // the requests of the center
)

// law cites an article of the law.
func law(article string) rule.Cite {
	return rule.Cite{Text: "个人信息保护法", Article: article, Version: "2021", Sure: rule.Known}
}

// newRights is the course of a request.
func (d *Desk) newRights() *casework.Chart {
	desk, head, robot := []casework.Role{casework.Clerk, casework.Head}, []casework.Role{casework.Head, casework.Director}, []casework.Role{casework.System}
	open := []string{Received, Checked}
	// Who asks passes no door of a case: the system brings the request in and takes it back, so that the history,
	// which everybody of the center with a right to see cases sees, names nobody.
	return &casework.Chart{Code: "privacy", Prefix: "GR", Title: "个人信息权利请求", English: "Request about personal data", Clause: clause.TimeAndConfidentiality,
		States: []casework.State{
			{Code: Received, Title: "待核实身份", English: "Identity to be checked", Phase: "受理", Queue: casework.Clerk},
			{Code: Checked, Title: "待答复", English: "To be answered", Phase: "办理", Queue: casework.Head},
			{Code: Answered, Title: "已办理", English: "Granted", Phase: "答复", Final: true},
			{Code: Refused, Title: "不予办理", English: "Refused", Phase: "答复", Final: true},
			{Code: Withdrawn, Title: "已撤回", English: "Taken back", Phase: "答复", Final: true},
		},
		Moves: []casework.Move{
			{Code: "ask", Title: "提出请求", English: "Ask", To: []string{Received}, By: robot, Basis: []rule.Cite{law("第四十四条")}, Do: casework.Input(d.asked)},
			{Code: "enter", Title: "登记书面或口头请求", English: "Enter a request", To: []string{Received}, By: desk, Basis: []rule.Cite{law("第五十条")}, Do: casework.Input(d.enter)},
			{Code: "identify", Title: "核实身份", English: "Check the identity", From: []string{Received}, To: []string{Checked}, By: desk, Basis: []rule.Cite{law("第五十条")}, Do: casework.Input(d.identify)},
			{Code: "answer", Title: "办理并答复", English: "Grant and answer", From: []string{Checked}, To: []string{Answered}, By: head, Basis: []rule.Cite{law("第五十条")}, FourEyes: []string{"identify"}, Do: casework.Input(d.answer)},
			{Code: "refuse", Title: "不予办理并说明理由", English: "Refuse with reasons", From: open, To: []string{Refused}, By: head, Basis: []rule.Cite{law("第五十条")}, Do: casework.Input(d.refuse), Danger: true},
			{Code: "take_back", Title: "撤回请求", English: "Take back", From: open, To: []string{Withdrawn}, By: robot, Basis: []rule.Cite{law("第五十条")}, Do: casework.Input(d.takeBack)},
		},
		// One clock, from the day on which it came to the answer. Checking the identity does not stop it: a center that
		// waits for proof still owes an answer in time.
		Clocks: []casework.ClockRule{{Code: "answer", Title: "答复期限", English: "Time to answer", Start: []string{"ask", "enter"}, Stop: []string{"answer", "refuse", "take_back"},
			Setting: "privacy.clock.answer", Regime: term.CenterFixed, Basis: []rule.Cite{law("第五十条"), ours("个人信息权利请求的答复期限")}}},
	}
}

// everybody are all who can have an account: each is a person whose data the center keeps.
func everybody() (out []casework.Role) {
	for _, r := range casework.Roles() {
		out = append(out, r.Role)
	}
	return out
}

// ours cites a rule of the center.
func ours(what string) rule.Cite {
	return rule.Cite{Text: "本中心规定", Article: what, Sure: rule.Ours}
}

// Settings declares what a center decides about personal data.
func Settings() []setting.Def {
	const answer, notice = "个人信息权利请求的答复期限", "个人信息处理规则"
	return append(incidentSettings(), []setting.Def{
		{Key: "privacy.clock.answer", Title: answer, English: "Time to answer a request about personal data", Type: setting.Length, Default: map[string]string{"": "15工作日"}, Sure: rule.Ours, Level: rule.Center, Group: "privacy",
			Basis: []rule.Cite{ours(answer)}, Help: "法律要求及时办理，没有规定日数", HelpEN: "The law wants it done in time and names no days"},
		{Key: "privacy.notice", Title: notice, English: "How personal data are handled, in Chinese", Type: setting.Text, Default: map[string]string{"": notices[0]}, Sure: rule.Ours, Level: rule.Center, Group: "privacy",
			Basis: []rule.Cite{law("第十七条"), ours(notice)}, Help: "每行一段；改动后是新的版本，每个账号下次登录时重新征得同意", HelpEN: "One paragraph a line; a change is a new version, to which every account agrees anew at the next sign-in"},
		{Key: "privacy.notice_en", Title: notice + "（英文）", English: "How personal data are handled, in English", Type: setting.Text, Default: map[string]string{"": notices[1]}, Sure: rule.Ours, Level: rule.Center, Group: "privacy", Basis: []rule.Cite{ours(notice)}},
	}...)
}

// Grants returns who sees requests: everybody their own, on a page of their own; the desk and the heads all
// of the center with what they say.
func Grants() []access.Grant {
	gs := incidentGrants()
	// The administrators of security and audit see what is kept and how it is classed, and no data.
	for _, r := range []casework.Role{casework.Head, casework.Director, casework.SecAdmin, casework.Auditor} {
		gs = append(gs, access.Grant{Act: ActCatalogue, Role: string(r), Rel: access.Center})
	}
	for _, r := range everybody() {
		gs = append(gs, access.Grant{Act: ActOwn, Role: string(r), Rel: access.Center})
	}
	for _, r := range []casework.Role{casework.Clerk, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActSee, Role: string(r), Rel: access.Center})
		if r == casework.Clerk {
			continue // who reads all forms of the center
		}
		for _, act := range []string{casework.ActName, casework.ActForm} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: []string{"privacy"}})
		}
	}
	return gs
}
