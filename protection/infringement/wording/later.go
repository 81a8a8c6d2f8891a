package wording

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
)

// CalledOff takes a summons back.
func CalledOff(h *matter.Hearing) document.Draft {
	return draft("call_off", "口头审理取消（改期）通知书", "知法审字", para("原定"+h.Day.Chinese()+" "+h.Time+"的口头审理取消。需要另行审理的，将重新通知。"))
}

// Written tells that there will be no hearing.
func Written(reason string) document.Draft {
	return draft("written", "书面审理通知书", "知法审字", para("本案决定书面审理。理由："), quote(reason), para("您有补充意见或证据的，请及时提交；认为需要口头审理的，请说明理由。"))
}

// Upgraded tells that the simplified procedure ended.
func Upgraded(reason string) document.Draft {
	return draft("ordinary", "转为普通程序通知书", "知法通字", para("本案转为普通程序审理。理由："), quote(reason))
}

// Ruling (申请答复) answers one thing that was asked for.
func Ruling(a *matter.Ask) document.Draft {
	word := "不同意"
	if a.Granted {
		word = "同意"
	}
	return draft("ruling", "当事人申请答复书", "知法答字", para("您于"+a.On.Chinese()+"提出的“"+matter.AskTitle(a.Kind)[0]+"”申请，经审查，决定"+word+"。理由："), quote(a.Ruling))
}

// Amended tells the other side what the requester relies on now.
func Amended(f *matter.File, reason string) document.Draft {
	return draft("amend", "请求变更告知书", "知法告字", para("请求人变更了请求。现主张的权利要求或设计："), quote(f.Claims), para("现请求事项："), remedies(f.Remedies), quote(reason), para("您可以就变更后的请求补充答辩和证据。"))
}

// Suspension (中止通知书) names the grounds with their basis.
func Suspension(grounds []string, number, reason string) document.Draft {
	var rows [][]string
	for _, g := range matter.Grounds() {
		if slices.Contains(grounds, g.Code) {
			rows = append(rows, []string{g.Title, g.Basis.String()})
		}
	}
	number = strings.TrimSpace(number)
	if number == "" {
		number = "无"
	}
	return draft("suspend", "中止处理通知书", "知法中字", para("本案有下列情形，决定中止处理："), []paper.Block{paper.Table{Head: []string{"中止事由", "依据"}, Rows: rows, Quoted: true}, paper.KeyValues{Rows: []paper.KeyValue{{Key: "相关案件编号", Value: number}}}}, quote(reason),
		para("中止期间不计入办案期限。中止事由消除后，将恢复处理并另行通知；任何一方得知事由消除的，请及时告知。"))
}

// Resumption (恢复处理通知书) lets the clocks run again.
func Resumption(f *matter.File, reason string) document.Draft {
	return draft("resume", "恢复处理通知书", "知法恢字", para("中止事由（"+orDash(matter.GroundWords(f.Grounds))+"）已经消除，决定恢复处理。办案期限自恢复之日的次日起继续计算。"), quote(reason))
}

// Appraisal tells the parties what is asked of the expert body.
func Appraisal(body, issue string, on calendar.Day) document.Draft {
	until := "未限定"
	if !on.IsZero() {
		until = on.Chinese()
	}
	return draft("appraise", "委托鉴定通知书", "知法鉴字", []paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "鉴定机构", Value: body}, {Key: "要求完成日期", Value: until}}}}, heading("鉴定事项"), quote(issue), para("鉴定期间不计入办案期限。对鉴定机构有异议的，请及时提出。"))
}

// Joined tells of a party that came into the case.
func Joined(name, as, reason string) document.Draft {
	side := map[string]string{matter.Respondent: "被请求人", matter.Third: "第三人"}[as]
	return draft("join", "追加当事人通知书", "知法追字", para("决定追加"+name+"为本案"+side+"。理由："), quote(reason))
}

// Substituted tells of a successor.
func Substituted(old, next, reason string) document.Draft {
	return draft("substitute", "变更当事人通知书", "知法变字", para("本案当事人由"+old+"变更为"+next+"，已经进行的程序对其有效。依据："), quote(reason))
}

// Merged tells that two cases are tried together.
func Merged(one, other string) document.Draft {
	return draft("merge", "合并审理通知书", "知法并字", para(one+"与"+other+"涉及同一专利，决定合并审理。两案案号和办案期限分别保留。"))
}

// Patent tells of a change of the patent midway.
func Patent(in matter.Change) document.Draft {
	word := map[string]string{"lapsed": "专利权终止", "invalid": "专利权被宣告全部无效", "partial": "专利权被宣告部分无效", "upheld": "专利权维持有效", "transferred": "专利权转让"}[in.What]
	more := para("请求人可以据此变更或者撤回请求。")
	if in.What == "partial" {
		more = slices.Concat(para("维持有效的权利要求："), quote(in.Claims), para("请请求人在维持有效的权利要求范围内重新明确主张的权利要求。"))
	}
	return draft("patent", "专利权状态变化告知书", "知法告字", para(fmt.Sprintf("%s，%s（依据：%s）。", in.On.Chinese(), word, in.Source)), more)
}

// Reopened tells that the trial goes on.
func Reopened(reason string) document.Draft {
	return draft("reopen", "恢复审理通知书", "知法恢字", para("合议中发现尚需查明的事项，决定恢复审理："), quote(reason))
}

// Decision (行政裁决书) is filled from the matter and its seven parts.
func Decision(f *matter.File, admission, bench []paper.Block) document.Draft {
	r := &f.Ruling
	return draft("decision", "专利侵权纠纷行政裁决书", "知法裁字", heading("一、当事人"), []paper.Block{partyTable(f)},
		heading("二、请求"), para("请求人主张的权利要求或设计："), quote(orDash(f.Claims)), para("请求事项："), remedies(f.Remedies), quote(f.Remedy), para("事实与理由："), quote(f.Facts),
		heading("三、答辩"), answers(f), heading("四、审理经过"), course(f), heading("五、证据"), admission, heading("六、查明的事实"), para("行为日专利权的法律状态："), quote(r.InForceWhy), quote(r.ActsWhy),
		heading("七、保护范围与比对"), para("保护范围："), quote(r.Scope), para("比对："), quote(r.Comparison), bench, quote(r.Viewer),
		heading("八、抗辩"), defences(r), heading("九、裁决理由"), quote(r.Conclusion), heading("十、裁决"), order(f), remedyLine())
}

// remedyLine tells how to sue and what happens otherwise.
func remedyLine() []paper.Block {
	return para("当事人不服本裁决的，可以自收到本裁决之日起十五日内，依照行政诉讼法向人民法院起诉。侵权人期满不起诉又不停止侵权行为的，本机关可以申请人民法院强制执行（专利法第六十五条）。",
		"就侵犯专利权的赔偿数额，当事人可以请求调解；调解不成的，可以依照民事诉讼法向人民法院起诉。")
}

func partyTable(f *matter.File) paper.Block {
	var rows [][]string
	for _, x := range []struct{ side, title string }{{matter.Requester, "请求人"}, {matter.Respondent, "被请求人"}, {matter.Third, "第三人"}} {
		for _, p := range f.Of(x.side) {
			rows = append(rows, []string{x.title, p.Name, orDash(p.Code), orDash(p.Address), orDash(p.Agent)})
		}
	}
	return paper.Table{Head: []string{"身份", "名称", "代码", "地址", "代理人"}, Rows: rows, Quoted: true}
}

func answers(f *matter.File) (out []paper.Block) {
	for _, p := range f.Opposed() {
		if p.Answered.IsZero() {
			out = append(out, paper.P(p.Name+"在期限内未答辩。"))
			continue
		}
		out = append(out, paper.P(p.Name+"于"+p.Answered.Chinese()+"答辩："))
		out = append(out, quote(p.Answer)...)
	}
	return out
}

// course tells how the case was tried.
func course(f *matter.File) []paper.Block {
	var t []string
	for _, p := range f.Opposed() {
		t = append(t, fmt.Sprintf("请求书副本于%s送达%s（%s）。", p.Served.Chinese(), p.Name, document.ChannelOf(p.How).Title))
	}
	for _, h := range f.Hearings {
		if h.Held.IsZero() || h.After {
			continue
		}
		line := "本机关于" + h.Day.Chinese() + "进行了口头审理。"
		if slices.Contains(h.AbsentSides, matter.Respondent) {
			line += "被请求人无正当理由未到，缺席审理。"
		}
		t = append(t, line)
	}
	if f.Mode == "written" {
		t = append(t, "本案书面审理。")
	}
	return append(para(t...), panelTable(f))
}

func defences(r *matter.Ruling) (out []paper.Block) {
	if len(r.Defences) == 0 {
		return para("被请求人未提出抗辩。")
	}
	for _, x := range r.Defences {
		k, word := matter.DefenceTitle(x.Code), "不成立"
		if x.Holds {
			word = "成立"
		}
		out = append(out, paper.P(k.Title+"（"+k.Article+"）："+word+"。"))
		out = append(out, quote(x.Why)...)
	}
	return out
}

// order is the operative part.
func order(f *matter.File) []paper.Block {
	r := &f.Ruling
	if r.Outcome != matter.Upheld {
		return para("驳回请求人的请求。")
	}
	var who []string
	for _, p := range f.Of(matter.Respondent) {
		who = append(who, p.Name)
	}
	return slices.Concat(para(fmt.Sprintf("认定%s侵犯专利%s专利权（%s），责令立即停止侵权行为：", strings.Join(who, "、"), PatentNo(f.Patent.Number), matter.ActWords(r.ActsFound))), remedies(r.Remedies), quote(r.RemedyText))
}

// Ended (撤案决定书) closes the case without a ruling.
func Ended(f *matter.File) document.Draft {
	name := map[string]string{matter.Terminated: "终止处理决定书"}[f.Ending.Outcome]
	if name == "" {
		name = "撤案决定书"
	}
	return draft("end", name, "知法撤字", para("本案以“"+matter.OutcomeTitle(f.Ending.Outcome)[0]+"”结案。事实与理由："), quote(f.Ending.Reason), para("对本决定不服的，可以依法申请行政复议或者提起行政诉讼。"))
}

// Mediation (调解书) records what the parties agreed on.
func Mediation(f *matter.File) document.Draft {
	var signers []paper.Signer
	for _, p := range append(f.Of(matter.Requester), f.Of(matter.Respondent)...) {
		signers = append(signers, paper.Signer{Role: map[string]string{matter.Requester: "请求人", matter.Respondent: "被请求人"}[p.Side], Name: p.Name})
	}
	return draft("mediation", "调解书", "知法调字", para("经调解，双方当事人自愿达成如下协议："), quote(f.Ending.Agreement), para("上述协议不违反法律规定，予以确认。双方可以自协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认。"), []paper.Block{paper.Signatures{Parties: signers}})
}

// Transferred (移送函) hands the case over with its files and clocks.
func Transferred(f *matter.File, body, reason string, terms [][]string) document.Draft {
	var files [][]string
	for i, x := range f.Docs {
		files = append(files, []string{fmt.Sprint(i + 1), x.What, x.Name, x.SHA256})
	}
	clocks := para("本案尚未立案，没有起算的办案期限。")
	if len(terms) > 0 {
		clocks = []paper.Block{paper.Table{Caption: "办案期限", Head: []string{"期限", "起算日", "长度", "已扣除", "届满日"}, Rows: terms}}
	}
	out := draft("transfer", "案件移送函", "知法移字", para("本案依法应由贵机关管辖，现予移送，并告知当事人。理由："), quote(reason), clocks, []paper.Block{paper.Table{Caption: "移送材料清单", Head: []string{"序号", "材料", "文件名", "SHA-256"}, Rows: files, Quoted: true}})
	out.To = body
	return out
}

// Urging (催告书) is served ten working days before the court is asked.
func Urging(f *matter.File, facts string, due term.Result) document.Draft {
	return draft("urge", "催告书", "知法催字", para("裁决书 "+f.Decision+" 已经生效，您尚未履行："), quote(facts), dueLine("履行裁决或者陈述、申辩的", due), para("逾期仍不履行的，将依法申请人民法院强制执行（行政强制法第五十三条、第五十四条）。"))
}

// Application (强制执行申请书) goes to the court.
func Application(f *matter.File, court, facts string) document.Draft {
	out := draft("apply", "强制执行申请书", "知法执字", para("裁决书 "+f.Decision+" 已经生效。被申请人期满未起诉、经催告仍未履行，现申请强制执行。"), heading("申请执行的事项"), order(f), heading("当事人意见与催告情况"), quote(facts), para("催告书于"+f.Urging.On.Chinese()+"送达。"))
	out.To = court
	out.Attached = []string{"行政裁决书", "催告书及送达回证", "关于执行标的情况的说明"}
	return out
}

// Report is what a closing report says.
type Report struct {
	Accepted, Ended  calendar.Day
	Outcome, Summary string
	Pages            int
}

// Closing (结案报告) is the last paper of the file.
func Closing(f *matter.File, in Report) document.Draft {
	return draft("report", "结案报告", "知法结字", []paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "立案日期", Value: in.Accepted.Chinese()}, {Key: "结案日期", Value: in.Ended.Chinese()}, {Key: "结案方式", Value: matter.OutcomeTitle(in.Outcome)[0]},
		{Key: "裁决或决定文号", Value: orDash(f.Decision)}, {Key: "卷宗页数", Value: fmt.Sprint(in.Pages)}}}}, heading("案件情况"), quote(in.Summary))
}

// orDash writes a word where there is nothing.
func orDash(s string) string {
	if s == "" {
		return "无"
	}
	return s
}
