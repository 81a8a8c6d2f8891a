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
func CalledOff(h *matter.Hearing) Paper {
	return write("call_off", words{"时间": h.Day.Chinese() + " " + h.Time}, nil)
}

// Written tells that there will be no hearing.
func Written(reason string) Paper { return reasoned("written", reason) }

// Upgraded tells that the simplified procedure ended.
func Upgraded(reason string) Paper { return reasoned("ordinary", reason) }

// Reopened tells that the trial goes on.
func Reopened(reason string) Paper { return reasoned("reopen", reason) }

// reasoned is a paper that says nothing of its own but why.
func reasoned(code, reason string) Paper { return write(code, nil, blocks{"理由": quote(reason)}) }

// Ruling (申请答复) answers one thing that was asked for.
func Ruling(a *matter.Ask) Paper {
	word := "不同意"
	if a.Granted {
		word = "同意"
	}
	return write("ruling", words{"申请日": a.On.Chinese(), "申请": matter.AskTitle(a.Kind)[0], "决定": word}, blocks{"理由": quote(a.Ruling)})
}

// Amended tells the other side what the requester relies on now.
func Amended(f *matter.File, reason string) Paper {
	return write("amend", nil, blocks{"请求事项": remedies(f.Remedies), "说明": quote(reason)})
}

// Suspension (中止通知书) names the grounds with their basis.
func Suspension(grounds []string, number, reason string) Paper {
	var rows [][]string
	for _, g := range matter.Grounds() {
		if slices.Contains(grounds, g.Code) {
			rows = append(rows, []string{g.Title, g.Basis.String()})
		}
	}
	return write("suspend", words{"相关案号": orDash(strings.TrimSpace(number))},
		blocks{"中止事由": {paper.Table{Head: []string{"中止事由", "依据"}, Rows: rows, Quoted: true}}, "理由": quote(reason)})
}

// Resumption (恢复处理通知书) lets the clocks run again.
func Resumption(f *matter.File, reason string) Paper {
	return write("resume", words{"中止事由": orDash(matter.GroundWords(f.Grounds))}, blocks{"理由": quote(reason)})
}

// Appraisal tells the parties what is asked of the expert body.
func Appraisal(body, issue string, on calendar.Day) Paper {
	until := "未限定"
	if !on.IsZero() {
		until = on.Chinese()
	}
	return write("appraise", words{"鉴定机构": body, "完成日期": until}, blocks{"鉴定事项": quote(issue)})
}

// Joined tells of a party that came into the case.
func Joined(name, as, reason string) Paper {
	side := map[string]string{matter.Respondent: "被请求人", matter.Third: "第三人"}[as]
	return write("join", words{"追加的当事人": name, "地位": side}, blocks{"理由": quote(reason)})
}

// Substituted tells of a successor.
func Substituted(old, next, reason string) Paper {
	return write("substitute", words{"原当事人": old, "现当事人": next}, blocks{"理由": quote(reason)})
}

// Merged tells that two cases are tried together.
func Merged(other string) Paper { return write("merge", words{"并案案号": other}, nil) }

// Patent tells of a change of the patent midway.
func Patent(in matter.Change) Paper {
	word := map[string]string{"lapsed": "专利权终止", "invalid": "专利权被宣告全部无效", "partial": "专利权被宣告部分无效", "upheld": "专利权维持有效", "transferred": "专利权转让"}[in.What]
	more := para("请求人可以据此变更或者撤回请求。")
	if in.What == "partial" {
		more = slices.Concat(para("维持有效的权利要求："), quote(in.Claims), para("请请求人在维持有效的权利要求范围内重新明确主张的权利要求。"))
	}
	return write("patent", words{"日期": in.On.Chinese(), "变化": word, "依据": in.Source}, blocks{"后续": more})
}

// Decision (行政裁决书) is filled from the matter and its seven parts.
func Decision(f *matter.File, admission, bench []paper.Block) Paper {
	r := &f.Ruling
	return write("decision", nil, blocks{"当事人": parties(f), "请求事项": slices.Concat(remedies(f.Remedies), quote(f.Remedy)), "事实与理由": quote(f.Facts),
		"答辩": answers(f), "审理经过": course(f), "证据认定": admission, "法律状态": quote(r.InForceWhy), "查明的事实": quote(r.ActsWhy),
		"保护范围": quote(r.Scope), "比对": quote(r.Comparison), "比对表": bench, "判断主体": quote(r.Viewer),
		"抗辩": defences(r), "裁决理由": quote(r.Conclusion), "裁决": order(f), "合议组署名": signed(f)})
}

// parties names who stands in the case, each in a paragraph as decisions do: a table breaks names and codes.
func parties(f *matter.File) (out []paper.Block) {
	for _, x := range []struct{ side, title string }{{matter.Requester, "请求人"}, {matter.Respondent, "被请求人"}, {matter.Third, "第三人"}} {
		for _, p := range f.Of(x.side) {
			line := x.title + "：" + p.Name
			if p.Code != "" {
				line += "，统一社会信用代码" + p.Code
			}
			if p.Address != "" {
				line += "，住所地" + p.Address
			}
			out = append(out, paper.Q(line+"。"))
			if p.Agent != "" {
				out = append(out, paper.Q("委托代理人："+p.Agent+"。"))
			}
		}
	}
	return out
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

// signed names the panel at the foot of a decision, each member on a line.
func signed(f *matter.File) (out []paper.Block) {
	for _, m := range f.Panel {
		if m.Until.IsZero() {
			out = append(out, paper.Para{Align: paper.Right, Keep: true, Runs: []paper.Run{{Text: panelTitle(m.Role) + "　" + m.Name}}})
		}
	}
	return out
}

// Ended (撤案决定书) closes the case without a ruling.
func Ended(f *matter.File) Paper {
	name := map[string]string{matter.Terminated: "终止处理决定书"}[f.Ending.Outcome]
	if name == "" {
		name = "撤案决定书"
	}
	return write("end", words{"文书名称": name, "结案方式": matter.OutcomeTitle(f.Ending.Outcome)[0]}, blocks{"理由": quote(f.Ending.Reason)})
}

// Mediation (调解书) records what the parties agreed on.
func Mediation(f *matter.File) Paper {
	var signers []paper.Signer
	for _, p := range append(f.Of(matter.Requester), f.Of(matter.Respondent)...) {
		signers = append(signers, paper.Signer{Role: map[string]string{matter.Requester: "请求人", matter.Respondent: "被请求人"}[p.Side], Name: p.Name})
	}
	return write("mediation", nil, blocks{"协议": quote(f.Ending.Agreement), "签署": {paper.Signatures{Parties: signers}}})
}

// Transferred (移送函) hands the case over with its files and clocks.
func Transferred(f *matter.File, body, reason string, terms [][]string) Paper {
	var files [][]string
	for i, x := range f.Docs {
		files = append(files, []string{fmt.Sprint(i + 1), x.What, x.Name, x.SHA256})
	}
	clocks := para("本案尚未立案，没有起算的办案期限。")
	if len(terms) > 0 {
		clocks = []paper.Block{paper.Table{Caption: "办案期限", Head: []string{"期限", "起算日", "长度", "已扣除", "届满日"}, Rows: terms}}
	}
	return write("transfer", words{"受送达人": body}, blocks{"理由": quote(reason), "办案期限": clocks,
		"移送材料": {paper.Table{Caption: "移送材料清单", Head: []string{"序号", "材料", "文件名", "SHA-256"}, Rows: files, Quoted: true}}})
}

// Urging (催告书) is served ten working days before the court is asked.
func Urging(facts string, due term.Result) Paper {
	return write("urge", nil, blocks{"未履行情况": quote(facts), "期限": dueLine("履行裁决或者陈述、申辩的", due)})
}

// Application (强制执行申请书) goes to the court.
func Application(f *matter.File, court, facts string) Paper {
	out := write("apply", words{"受送达人": court, "催告日": f.Urging.On.Chinese()}, blocks{"当事人意见与催告情况": quote(facts)})
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
func Closing(f *matter.File, in Report) Paper {
	return write("report", words{"立案日期": in.Accepted.Chinese(), "结案日期": in.Ended.Chinese(), "结案方式": matter.OutcomeTitle(in.Outcome)[0],
		"裁决文号": orDash(f.Decision), "卷宗页数": fmt.Sprint(in.Pages)}, blocks{"案件情况": quote(in.Summary)})
}

// orDash writes a word where there is nothing.
func orDash(s string) string {
	if s == "" {
		return "无"
	}
	return s
}
