package delegation

import (
	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/law/clause"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The states of an entrustment (WT).
const (
	Drawn    = "drawn"    // 待签署
	Signed   = "signed"   // 待确认
	Current  = "current"  // 有效
	Ending   = "ending"   // 即将届满: still in force
	Renewing = "renewing" // 续签待确认: still in force until its last day
	Expired  = "expired"
	Revoked  = "revoked"
	Dropped  = "dropped"
)

// ActList is to see the entrustments of the center with what may be done under them today.
const ActList = "delegation.list"

// inForce are the states in which an entrustment holds, or will when its first day comes.
var inForce = []string{Current, Ending, Renewing}

// ours cites a rule of the center.
func ours(what string) []rule.Cite {
	return []rule.Cite{{Text: "本中心规定", Article: what, Sure: rule.Unsure}}
}

// newChart is the law of the procedure. The authority has no account: what it signs is brought in by
// the center, with the signed document as its proof, and confirmed by somebody else.
func (d *Desk) newChart() *casework.Chart {
	desk, head := []casework.Role{casework.Clerk, casework.Head}, []casework.Role{casework.Head, casework.Director}
	director, robot := []casework.Role{casework.Director}, []casework.Role{casework.System}
	brought := []string{"draw", "register", "amend", "sign"}
	return &casework.Chart{Code: "delegation", Prefix: "WT", Title: "执法委托", English: "Entrustment", Named: true, Clause: clause.FastProtection,
		States: []casework.State{
			{Code: Drawn, Title: "待签署", English: "To be signed", Phase: "签署", Queue: casework.Head},
			{Code: Signed, Title: "待确认", English: "To be confirmed", Phase: "签署", Queue: casework.Director},
			{Code: Current, Title: "有效", English: "In force", Phase: "委托"},
			{Code: Ending, Title: "即将届满", English: "Ending soon", Phase: "委托", Queue: casework.Head},
			{Code: Renewing, Title: "续签待确认", English: "Renewal to be confirmed", Phase: "委托", Queue: casework.Director},
			{Code: Expired, Title: "已届满", English: "Expired", Phase: "终止", Final: true},
			{Code: Revoked, Title: "已终止", English: "Revoked", Phase: "终止", Final: true},
			{Code: Dropped, Title: "未签署", English: "Not signed", Phase: "终止", Final: true},
		},
		Moves: []casework.Move{
			{Code: "draw", Title: "拟定委托书", English: "Draw up", To: []string{Drawn}, By: desk, Basis: written(), Do: casework.Input(d.draw)},
			{Code: "register", Title: "登记已签署的委托书", English: "Enter a signed one", To: []string{Signed}, By: desk, Basis: written(), Do: casework.Prepared(before[Register](d), d.register)},
			{Code: "amend", Title: "修改委托内容", English: "Amend", From: []string{Drawn, Signed}, To: []string{Drawn}, By: desk, Basis: written(), Do: casework.Input(d.amend)},
			{Code: "sign", Title: "登记签署", English: "Record the signature", From: []string{Drawn}, To: []string{Signed}, By: desk, Basis: written(), Do: casework.Prepared(before[Signature](d), d.sign)},
			{Code: "confirm", Title: "确认并公布", English: "Confirm and publish", From: []string{Signed}, To: []string{Current, Ending}, By: director, Basis: written(),
				Do: casework.Input(d.confirm), FourEyes: brought},
			{Code: "drop", Title: "放弃委托", English: "Give up", From: []string{Drawn, Signed}, To: []string{Dropped}, By: head, Basis: ours("执法委托的管理"), Do: casework.Input(d.drop), Danger: true},
			{Code: "publish", Title: "登记委托机关的公布", English: "Record the authority's publication", From: inForce, To: []string{casework.Stay}, By: desk, Basis: written(), Do: casework.Input(d.publish)},
			{Code: "staff", Title: "变更执法人员", English: "Change the officers", From: inForce, To: []string{casework.Stay}, By: head, Basis: officers(), Do: casework.Prepared(before[Staff](d), d.staff)},
			{Code: "warn", Title: "届满提醒", English: "Ending soon", From: []string{Current}, To: []string{Ending}, By: robot, Basis: ours("执法委托届满的提醒"), Do: casework.Input(d.warn)},
			{Code: "renew", Title: "登记续签", English: "Enter a renewal", From: []string{Current, Ending}, To: []string{Renewing}, By: desk, Basis: written(), Do: casework.Prepared(before[Renew](d), d.renew)},
			{Code: "accept", Title: "确认续签", English: "Confirm the renewal", From: []string{Renewing}, To: []string{Current, Ending}, By: director, Basis: written(),
				Do: casework.Input(d.accept), FourEyes: []string{"renew"}},
			{Code: "decline", Title: "不予确认续签", English: "Refuse the renewal", From: []string{Renewing}, To: []string{Current, Ending}, By: director, Basis: ours("执法委托的管理"), Do: casework.Input(d.decline)},
			{Code: "revoke", Title: "登记终止委托", English: "Revoke", From: inForce, To: []string{Revoked}, By: head, Basis: written(), Do: casework.Prepared(before[Revoke](d), d.revoke), Danger: true},
			{Code: "expire", Title: "委托期限届满", English: "Expire", From: inForce, To: []string{Expired}, By: robot, Basis: written(), Do: casework.Input(d.expire)},
		},
		// Both run against the authority, which alone can lengthen the time; nobody in the center is late
		// by them. The days themselves are extensions of nothing, counted from the eve of the first day.
		Clocks: []casework.ClockRule{
			{Code: "warn", Title: "届满提醒日", English: "Reminder of the end", Start: []string{"confirm>current", "accept>current", "decline>current"}, Stop: []string{"warn", "renew"},
				Setting: "delegation.clock.base", Regime: term.CenterFixed, Basis: ours("执法委托届满的提醒"), Party: true, Overdue: "warn"},
			{Code: "term", Title: "委托期限", English: "Term", Start: []string{"confirm"}, Setting: "delegation.clock.base", Regime: term.CenterFixed, Basis: written(), Party: true, Overdue: "expire"},
		}}
}

// Settings declares what a center decides about entrustments.
func Settings() []setting.Def {
	def := func(key, title, english string, kind setting.Type, value string, sure rule.Sure, help ...string) setting.Def {
		return setting.Def{Key: "delegation." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: sure, Level: rule.Center, Group: "delegation",
			Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: sure}}, Help: help[0], HelpEN: help[1]}
	}
	return []setting.Def{
		def("warn", "委托届满提醒的提前期", "How long before its end an entrustment is shown", setting.Length, "60日", rule.Unsure, "逢休息日的，提前到之前最近的工作日", "On a day off, the working day before"),
		def("clock.base", "委托书所载期限之外的日数", "Days beyond what the document says", setting.Length, "0日", rule.Ours, "委托期限以委托书载明的起止日为准，本项应为 0日", "The document says from when to when; leave 0 days"),
		def("officers", "一份委托最少的执法人员", "Fewest officers of an entrustment", setting.Int, "2", rule.Source, "执法人员不得少于两人（行政处罚法第四十二条）", "Two at least (Administrative Penalty Law, art. 42)"),
		def("area", "委托地域的默认值", "Area offered in the form", setting.List, "", rule.Ours, "行政区划代码，每行一个", "Division codes, one a line"),
	}
}

// Grants returns who may see entrustments and read their papers: whoever works by them. The law wants
// them published, so that nothing of them is secret.
func Grants() []access.Grant {
	var gs []access.Grant
	readers := []casework.Role{casework.Clerk, casework.Reviewer, casework.Enforcer, casework.Head, casework.Director}
	for _, r := range readers {
		gs = append(gs, access.Grant{Act: ActList, Role: string(r), Rel: access.Center})
		for _, act := range []string{casework.ActSee, casework.ActName, casework.ActForm} {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: access.Center, Charts: []string{"delegation"}})
		}
	}
	return gs
}
