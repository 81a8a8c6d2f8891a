// Package wording (文书文本) is the text of the papers of an infringement case, filled from its matter. It issues nothing.
package wording

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/term"
	"zhibao/protection/infringement/matter"
)

// Version is the day on which the wording of the papers last changed.
const Version = "2026-11-28"

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

// draft makes a paper of blocks.
func draft(template, name, series string, blocks ...[]paper.Block) document.Draft {
	return document.Draft{Template: "infringement." + template, Name: name, Series: series, Body: slices.Concat(blocks...)}
}

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

func heading(text string) []paper.Block { return []paper.Block{paper.H(1, text)} }

// dueLine states a last day, and that it may move where the calendar of its year is not known.
func dueLine(what string, r term.Result) []paper.Block {
	t := fmt.Sprintf("%s截止日为%s（当日24:00前提交有效）。", what, r.Due.Chinese())
	if r.Provisional {
		t += "该年度放假安排尚未公布，本日期为暂定日期，公布后如有变化将另行通知。"
	}
	return para(t)
}

// Receipt (请求登记回执) confirms what was received, with the digest of every file.
func Receipt(f *matter.File) document.Draft {
	var rows [][]string
	for _, x := range f.Docs {
		rows = append(rows, []string{x.What, x.Name, fmt.Sprint(x.Size), x.SHA256})
	}
	return draft("receipt", "专利侵权纠纷处理请求登记回执", "知法收字", para("您提交的处理请求已登记，材料如下："), []paper.Block{paper.Table{Head: []string{"材料", "文件名", "字节数", "SHA-256"}, Rows: rows, Quoted: true}},
		para("是否立案，将在法定期限内告知；期限及其计算过程可在本案页面查看。"))
}

// Correction (补正通知书) names what is missing.
func Correction(text string, due term.Result) document.Draft {
	return draft("correction", "补正通知书", "知法补字", para("您提交的专利侵权纠纷处理请求尚需补正，请一并办理："), quote(text), dueLine("补正的", due), para("逾期未补正的，视为撤回请求，可以重新提出。"))
}

// Lapsed ends a request that was not corrected.
func Lapsed(f *matter.File) document.Draft {
	return draft("lapse", "请求视为撤回通知书", "知法视字", para("您未在补正通知书记载的期限内补正，针对专利"+PatentNo(f.Patent.Number)+"的处理请求视为撤回。您可以重新提出请求，也可以向人民法院起诉。"))
}

// Received tells the requester that the case came here.
func Received(from, number string, accepted calendar.Day) document.Draft {
	return draft("received", "接收移送案件通知书", "知法受字", para(fmt.Sprintf("%s已将本案（原案号 %s）移送本机关处理。办案期限自原立案日%s起连续计算。", from, number, accepted.Chinese())), rights())
}

// rights tells a party what it may do.
func rights() []paper.Block {
	return slices.Concat(heading("权利和义务"), []paper.Block{paper.List{Ordered: true, Items: []string{"有权委托代理人，申请回避，提交证据，进行质证和陈述，请求调解；",
		"有权查阅本案非保密材料；", "应当如实陈述，按期提交材料，遵守审理秩序；", "申请回避的，应当在得知合议组成员后、审理终结前提出并说明理由。"}}})
}

// Accepted (受理通知书) tells the requester.
func Accepted(f *matter.File) document.Draft {
	track := "普通程序"
	if f.Simple {
		track = "简易程序"
	}
	return draft("accepted", "受理通知书", "知法受字", para("经审查，您提出的专利侵权纠纷处理请求符合受理条件，决定立案，适用"+track+"。"), rights(), para("合议组成员将另行告知。"))
}

// Refusal (不予受理通知书) states every condition with pass and fail.
func Refusal(f *matter.File, unmet []string, reason string, list []matter.Condition) document.Draft {
	var rows [][]string
	for i, c := range list {
		word := "符合"
		if slices.Contains(unmet, c.Code) {
			word = "不符合"
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), c.Title, word, c.Basis.String()})
	}
	return draft("refused", "不予受理通知书", "知法不字", para("经审查，您针对专利"+PatentNo(f.Patent.Number)+"提出的请求不符合受理条件，决定不予受理："), []paper.Block{paper.Table{Head: []string{"序号", "受理条件", "审查结果", "依据"}, Rows: rows, Quoted: true}},
		para("事实与理由："), quote(reason), para("您可以依照专利法第六十五条就该纠纷向人民法院起诉；对本决定不服的，可以依法申请行政复议或者提起行政诉讼。"))
}

// Panel (合议组成员告知书) names who tries the case.
func Panel(f *matter.File) document.Draft {
	return draft("panel", "合议组成员告知书", "知法告字", para("本案由下列人员组成合议组进行审理："), []paper.Block{panelTable(f)},
		para("您认为上述人员与本案有利害关系或者有其他关系可能影响公正处理的，可以申请其回避。"))
}

func panelTable(f *matter.File) paper.Block {
	var rows [][]string
	for _, m := range f.Panel {
		if m.Until.IsZero() {
			rows = append(rows, []string{map[string]string{"leader": "合议组组长", "member": "合议组成员", "recorder": "书记员"}[m.Role], m.Name})
		}
	}
	return paper.Table{Head: []string{"职务", "姓名"}, Rows: rows}
}

// Answer (答辩通知书) goes to one respondent with the copies.
func Answer(f *matter.File, p *matter.Party, due term.Result) document.Draft {
	var copies []string
	for _, x := range f.Docs {
		if slices.Contains(x.Sides, p.Side) {
			copies = append(copies, x.What+"："+x.Name)
		}
	}
	when := para(fmt.Sprintf("请在收到本通知之日起%d日内提交答辩书和证据。", due.Total))
	if !p.Outside {
		when = dueLine("您提交答辩书和证据的", due)
	}
	out := draft("answer", "答辩通知书", "知法辩字", para("请求人就专利"+PatentNo(f.Patent.Number)+"“"+f.Patent.Title+"”请求处理专利侵权纠纷，主张您实施了"+matter.ActWords(p.Acts)+"行为。请求的副本随本通知送达。"),
		heading("请求事项"), remedies(f.Remedies), quote(f.Remedy), heading("主张的权利要求或设计"), quote(orDash(f.Claims)), heading("事实与理由"), quote(f.Facts), when,
		para("逾期不答辩的，不影响案件处理。"), rights(), heading("合议组"), []paper.Block{panelTable(f)}, heading("举证"), para("对自己的主张应当提供证据；以不知道是侵权产品且来源合法抗辩的，应当提供合法来源的证据。"))
	out.Attached = copies
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
func Forwarded(who string) document.Draft {
	return draft("forward", "答辩书转送通知书", "知法转字", para(who+"已提交答辩书，现予转送，可在本案页面查阅。您可以针对答辩意见补充陈述和证据。"))
}

// Site (笔录) is put on the file.
func Site(r matter.Record) document.Draft {
	return draft("site", r.What+"笔录", "知法笔字", []paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "日期", Value: r.On.Chinese()}, {Key: "地点", Value: r.Place}, {Key: "执法人员", Value: r.People}}}}, heading("记录"), quote(r.Text),
		[]paper.Block{paper.Signatures{Parties: []paper.Signer{{Role: "执法人员"}, {Role: "执法人员"}, {Role: "当事人"}, {Role: "见证人"}}}})
}

// Summons (口头审理通知书) says when and where, and what absence means.
func Summons(f *matter.File, in matter.Hearing) document.Draft {
	way, open := "到场", "公开"
	if in.Online {
		way = "在线"
	}
	if in.Closed {
		open = "不公开"
	}
	return draft("summons", "口头审理通知书", "知法审字", para("本案定于下列时间进行口头审理（"+way+"、"+open+"）："), []paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "时间", Value: in.Day.Chinese() + " " + in.Time}, {Key: "地点或链接", Value: in.Place}}}, panelTable(f)},
		heading("审理顺序"), []paper.Block{paper.List{Ordered: true, Items: []string{"核对当事人，宣布合议组和纪律，询问是否申请回避；", "请求人陈述请求，被请求人答辩；", "举证和质证；", "技术特征或者视图比对；", "辩论和最后陈述；", "征询调解意见。"}}},
		para("请求人无正当理由拒不到场或者中途退场的，视为撤回请求；被请求人无正当理由拒不到场或者中途退场的，缺席审理。"))
}
