// Package wording (文书文本) is the papers of an infringement case: dated texts, and what the matter of a
// case says in them. It issues nothing.
package wording

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhibao/casework/draft"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
)

//go:embed text/*.txt
var texts embed.FS

// The steps that issue more than one paper.
var (
	endCase = fault.Pair{"批准结案", "Approve the ending"}
	hearing = fault.Pair{"安排审理", "Plan a hearing"}
)

// kinds are the papers in the order in which a case comes to them. What may be written by hand are
// reasons, facts and remarks; names, numbers, days, what is ordered and the rights of the parties are
// fixed.
var kinds = []draft.Template{
	{Code: "receipt", Name: "专利侵权纠纷处理请求登记回执", English: "Receipt of a request", Series: "收字", By: fault.Pair{"提出裁决请求", "File a request"}},
	{Code: "received", Name: "接收移送案件通知书", English: "Notice of a case received", Series: "受字", By: fault.Pair{"接收移送案件", "Receive a transferred case"}},
	{Code: "correction", Name: "补正通知书", English: "Request for correction", Series: "补字", By: fault.Pair{"通知补正", "Ask for correction"}, Edit: []string{"补正事项"}},
	{Code: "lapse", Name: "请求视为撤回通知书", English: "Request deemed withdrawn", Series: "视字", By: fault.Pair{"逾期未补正，视为撤回", "Not corrected in time"}},
	{Code: "accepted", Name: "受理通知书", English: "Notice of acceptance", Series: "受字", By: fault.Pair{"立案", "Accept"}},
	{Code: "refused", Name: "不予受理通知书", English: "Notice of refusal", Series: "不字", By: fault.Pair{"不予受理", "Refuse"}, Edit: []string{"理由"}},
	{Code: "panel", Name: "合议组成员告知书", English: "Notice of the panel", Series: "告字", By: fault.Pair{"组成合议组", "Appoint the panel"}},
	{Code: "answer", Name: "答辩通知书", English: "Notice to answer", Series: "辩字", By: fault.Pair{"发出副本和答辩通知书", "Send the copies"}},
	{Code: "forward", Name: "答辩书转送通知书", English: "Notice of the answer", Series: "转字", By: fault.Pair{"转送答辩书", "Forward the answer"}},
	{Code: "ordinary", Name: "转为普通程序通知书", English: "Notice of the ordinary procedure", Series: "通字", By: fault.Pair{"转为普通程序", "Move to the ordinary procedure"}, Edit: []string{"理由"}},
	{Code: "ruling", Name: "当事人申请答复书", English: "Decision on what was asked", Series: "答字", By: fault.Pair{"答复当事人申请", "Decide on what was asked"}, Edit: []string{"理由"}},
	{Code: "amend", Name: "请求变更告知书", English: "Notice of a changed request", Series: "告字", By: fault.Pair{"变更请求或权利要求", "Change the request or the claims"}},
	{Code: "join", Name: "追加当事人通知书", English: "Notice of a party that joins", Series: "追字", By: fault.Pair{"追加当事人", "Join a party"}, Edit: []string{"理由"}},
	{Code: "substitute", Name: "变更当事人通知书", English: "Notice of a successor", Series: "变字", By: fault.Pair{"变更当事人", "Change a party"}, Edit: []string{"理由"}},
	{Code: "merge", Name: "合并审理通知书", English: "Notice that cases are tried together", Series: "并字", By: fault.Pair{"合并审理", "Try together"}},
	{Code: "patent", Name: "专利权状态变化告知书", English: "Notice of a change of the patent", Series: "告字", By: fault.Pair{"登记专利权变化", "Record a change of the patent"}},
	{Code: "suspend", Name: "中止处理通知书", English: "Notice of suspension", Series: "中字", By: fault.Pair{"中止处理", "Suspend"}, Edit: []string{"理由"}},
	{Code: "resume", Name: "恢复处理通知书", English: "Notice of resumption", Series: "恢字", By: fault.Pair{"恢复处理", "Resume"}, Edit: []string{"理由"}},
	{Code: "appraise", Name: "委托鉴定通知书", English: "Notice of an appraisal", Series: "鉴字", By: fault.Pair{"委托鉴定", "Order an appraisal"}, Edit: []string{"鉴定事项"}},
	{Code: "site", Name: "现场笔录", English: "Record made on site", Series: "笔字", By: fault.Pair{"登记现场检查", "Record an inspection"}},
	{Code: "summons", Name: "口头审理通知书", English: "Summons to a hearing", Series: "审字", By: hearing},
	{Code: "call_off", Name: "口头审理取消（改期）通知书", English: "Notice that a hearing is off", Series: "审字", By: hearing},
	{Code: "written", Name: "书面审理通知书", English: "Notice of the written procedure", Series: "审字", By: fault.Pair{"决定书面审理", "Choose the written procedure"}, Edit: []string{"理由"}},
	{Code: "reopen", Name: "恢复审理通知书", English: "Notice that the trial goes on", Series: "恢字", By: fault.Pair{"恢复审理", "Reopen the trial"}, Edit: []string{"理由"}},
	{Code: "decision", Name: "专利侵权纠纷行政裁决书", English: "Decision", Series: "裁字", By: fault.Pair{"签发裁决", "Sign the decision"}, Edit: []string{"查明的事实", "保护范围", "比对", "判断主体", "裁决理由"}},
	{Code: "end", Name: "撤案（终止处理）决定书", English: "Decision to end the case", Series: "撤字", By: endCase, Edit: []string{"理由"}},
	{Code: "mediation", Name: "调解书", English: "Record of an agreement", Series: "调字", By: endCase},
	{Code: "transfer", Name: "案件移送函", English: "Transfer of the case", Series: "移字", By: endCase, Edit: []string{"理由"}},
	{Code: "urge", Name: "催告书", English: "Urging", Series: "催字", By: fault.Pair{"催告", "Urge"}, Edit: []string{"未履行情况"}},
	{Code: "apply", Name: "强制执行申请书", English: "Application to the court", Series: "执字", By: fault.Pair{"申请法院强制执行", "Apply to the court"}, Edit: []string{"当事人意见与催告情况"}},
	{Code: "report", Name: "结案报告", English: "Closing report", Series: "结字", By: fault.Pair{"结案归档", "Close and archive"}, Edit: []string{"案件情况"}},
}

// Templates lists the papers in all their versions.
func Templates() []draft.Template { return draft.Load(texts, "text", "{案件概况}", kinds) }

// A Paper is what a step says in a paper of the case.
type Paper struct {
	Code string
	draft.Values
}

// write makes a paper of words and blocks.
func write(code string, text map[string]string, blocks map[string][]paper.Block) Paper {
	return Paper{code, draft.Values{Text: text, Blocks: blocks}}
}

type (
	words  = map[string]string
	blocks = map[string][]paper.Block
)

// Known is what the matter of a case says in any of its papers, so that a draft can be read before the
// step that issues it is made.
func Known(number string, f *matter.File) draft.Values {
	v := Decision(f, nil, nil).Values
	delete(v.Blocks, "证据认定")
	delete(v.Blocks, "比对表")
	v.Blocks["案件概况"] = []paper.Block{Head(number, f)}
	v.Text = words{"专利号": PatentNo(f.Patent.Number), "专利名称": f.Patent.Title}
	maps.Copy(v.Blocks, blocks{"合议组": {panelTable(f)}, "权利要求": quote(orDash(f.Claims)), "答复码": nil})
	if f.Decision != "" {
		v.Text["裁决文号"] = f.Decision
	}
	return v
}

// Head is the particulars of the case.
func Head(number string, f *matter.File) paper.Block {
	if number == "" {
		number = "（立案后编号）"
	}
	names := func(side string) string {
		var out []string
		for _, p := range f.Of(side) {
			out = append(out, p.Name)
		}
		return strings.Join(out, "、")
	}
	rows := []paper.KeyValue{{Key: "案件编号", Value: number}, {Key: "案由", Value: f.Patent.Kind + "专利侵权纠纷"}, {Key: "涉案专利", Value: PatentNo(f.Patent.Number) + "“" + f.Patent.Title + "”"},
		{Key: "请求人", Value: names(matter.Requester)}, {Key: "被请求人", Value: names(matter.Respondent)}}
	if third := names(matter.Third); third != "" {
		rows = append(rows, paper.KeyValue{Key: "第三人", Value: third})
	}
	return paper.KeyValues{Rows: rows}
}

// PatentNo writes a number as papers do.
func PatentNo(number string) string { return ident.ApplicationNo(number).PatentNo() }

// para makes paragraphs of the authority's own words.
func para(texts ...string) (out []paper.Block) {
	for _, t := range texts {
		out = append(out, paper.P(t))
	}
	return out
}

// quote makes paragraphs of a text that somebody typed.
func quote(text string) (out []paper.Block) {
	for line := range strings.Lines(text) {
		if l := strings.TrimSpace(line); l != "" {
			out = append(out, paper.Q(l))
		}
	}
	return out
}

// dueLine states a last day, and that it may move where the calendar of its year is not known.
func dueLine(what string, r term.Result) []paper.Block {
	t := fmt.Sprintf("%s截止日为%s（当日24:00前提交有效）。", what, r.Due.Chinese())
	if r.Provisional {
		t += "该年度放假安排尚未公布，本日期为暂定日期，公布后如有变化将另行通知。"
	}
	return para(t)
}

// Receipt (请求登记回执) confirms what was received, with the digest of every file.
func Receipt(f *matter.File) Paper {
	var rows [][]string
	for _, x := range f.Docs {
		rows = append(rows, []string{x.What, x.Name, fmt.Sprint(x.Size), x.SHA256})
	}
	return write("receipt", nil, blocks{"材料清单": {paper.Table{Head: []string{"材料", "文件名", "字节数", "SHA-256"}, Rows: rows, Quoted: true}}})
}

// Correction (补正通知书) names what is missing.
func Correction(text string, due term.Result) Paper {
	return write("correction", nil, blocks{"补正事项": quote(text), "期限": dueLine("补正的", due)})
}

// Lapsed ends a request that was not corrected.
func Lapsed() Paper { return write("lapse", nil, nil) }

// Received tells the requester that the case came here.
func Received(from, number string, accepted calendar.Day) Paper {
	return write("received", words{"移送机关": from, "原案号": number, "原立案日": accepted.Chinese()}, nil)
}

// Accepted (受理通知书) tells the requester.
func Accepted(f *matter.File) Paper {
	track := "普通程序"
	if f.Simple {
		track = "简易程序"
	}
	return write("accepted", words{"程序": track}, nil)
}

// Refusal (不予受理通知书) states every condition with pass and fail.
func Refusal(unmet []string, reason string, list []matter.Condition) Paper {
	var rows [][]string
	for i, c := range list {
		word := "符合"
		if slices.Contains(unmet, c.Code) {
			word = "不符合"
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), c.Title, word, c.Basis.String()})
	}
	return write("refused", nil, blocks{"受理条件": {paper.Table{Head: []string{"序号", "受理条件", "审查结果", "依据"}, Rows: rows, Quoted: true}}, "理由": quote(reason)})
}

// Panel (合议组成员告知书) names who tries the case.
func Panel() Paper { return write("panel", nil, nil) }

func panelTable(f *matter.File) paper.Block {
	var rows [][]string
	for _, m := range f.Panel {
		if m.Until.IsZero() {
			rows = append(rows, []string{panelTitle(m.Role), m.Name})
		}
	}
	return paper.Table{Head: []string{"职务", "姓名"}, Rows: rows, Whole: true}
}

func panelTitle(role string) string {
	return map[string]string{"leader": "合议组组长", "member": "合议组成员", "recorder": "书记员"}[role]
}

// Answer (答辩通知书) goes to one respondent with the copies.
func Answer(f *matter.File, p *matter.Party, due term.Result) Paper {
	when := para(fmt.Sprintf("请在收到本通知之日起%d日内提交答辩书和证据。", due.Total))
	if !p.Outside {
		when = dueLine("您提交答辩书和证据的", due)
	}
	out := write("answer", words{"被控行为": matter.ActWords(p.Acts)}, blocks{"期限": when})
	for _, x := range f.Docs {
		if slices.Contains(x.Sides, p.Side) {
			out.Attached = append(out.Attached, x.What+"："+x.Name)
		}
	}
	return out
}

// remedies lists what is asked for or ordered.
func remedies(codes []string) []paper.Block {
	var items []string
	for _, c := range codes {
		items = append(items, matter.RemedyTitle(c)[0]+"；")
	}
	if len(items) == 0 {
		return nil
	}
	return []paper.Block{paper.List{Ordered: true, Items: items}}
}

// Forwarded sends the answers on.
func Forwarded(who string) Paper { return write("forward", words{"答辩人": who}, nil) }

// Site (笔录) is put on the file.
func Site(r matter.Record) Paper {
	return write("site", words{"笔录名称": r.What + "笔录", "日期": r.On.Chinese(), "地点": r.Place, "执法人员": r.People}, blocks{"记录": quote(r.Text)})
}

// Summons (口头审理通知书) says when and where, and what absence means.
func Summons(in matter.Hearing) Paper {
	way, open := "到场", "公开"
	if in.Online {
		way = "在线"
	}
	if in.Closed {
		open = "不公开"
	}
	return write("summons", words{"方式": way, "是否公开": open, "时间": in.Day.Chinese() + " " + in.Time, "地点": in.Place}, nil)
}
