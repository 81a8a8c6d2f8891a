// Package notice (预审文书) is the wording of the papers of pre-examination. What they say follows from
// the case; who issues them, under which number, is the kernel's.
package notice

import (
	"fmt"
	"strings"

	"zhibao/casework/document"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// hedge stands in every paper that says something about patentability.
const hedge = "以上为本中心预审的初步判断，最终以国家知识产权局审查结果为准。预审不产生申请日，预审结论不影响申请人按普通程序提交专利申请的权利。"

// remedy tells how to object.
const remedy = "对本通知不服的，可自收到之日起在本中心规定的期限内通过业务平台提出异议；异议期间不影响您按普通程序向国家知识产权局提交专利申请。"

// TitleOf returns the title of an application as papers state it.
func TitleOf(app *patent.Application) string {
	if app == nil || app.Title == "" {
		return "（见申请文件）"
	}
	return app.Title
}

// lines makes a paragraph of each line that is not empty.
func lines(text string) []paper.Block {
	var out []paper.Block
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, paper.Q(l)) // quoted: it may hold words of the applicant
		}
	}
	return out
}

// dueLine states the last day with its hour, and whether it may still move.
func dueLine(what string, r term.Result) paper.Block {
	s := fmt.Sprintf("%s截止日为%s（当日24:00前提交有效）。", what, r.Due.Chinese())
	if r.Provisional {
		s += "该年度放假安排尚未公布，本日期为暂定日期，公布后如有变化将另行通知。"
	}
	return paper.P(s)
}

// Acceptance is 预审受理通知书.
func Acceptance() document.Draft {
	return document.Draft{Template: "preexam.acceptance", Name: "专利申请预审受理通知书", Series: "预受", Body: []paper.Block{
		paper.P("经审查，您提交的预审请求符合受理条件，本中心决定予以受理。办理进度、期限及其计算过程可在业务平台查看，或凭本通知书的核验码查询。"),
		paper.P("请在收到预审合格通知书后，按通知书记载的文本和期限向国家知识产权局提交。" + hedge)}}
}

// Agent tells the applicant who acts from now on; no name means the applicant itself.
func Agent(name string) document.Draft {
	text := "本案自即日起由“" + name + "”代为办理，原代理机构不再办理本案，也不能再查看本案。"
	if name == "" {
		text = "本案的代理委托已终止，自即日起由您自行办理，原代理机构不能再查看本案；您也可以委托其他机构后在案件页面“变更代理机构”。期限不因此中断，请注意现行期限。"
	}
	return document.Draft{Template: "preexam.agent", Name: "代理关系变更通知", Series: "预代", Body: []paper.Block{paper.Q(text)}}
}

// Carried tells the applicant that its case goes on here, under which number and where it
// stands.
func Carried(state string, received calendar.Day, old string) document.Draft {
	return document.Draft{Template: "preexam.carried", Name: "在办案件转入告知书", Series: "预转", Body: []paper.Block{
		paper.P(fmt.Sprintf("您于%s提交、原案号为 %s 的预审请求已转入本系统继续办理，此前的办理结果和期限不变，自本告知书发出之日起使用上列新案号，原案号仍可用于查询。", received.Chinese(), old)),
		paper.P("目前状态：" + state + "。期限及其计算过程可在业务平台查看；与您掌握的情况不一致的，请及时联系本中心更正。")}}
}

// Returning is the list of everything that is missing, not a decision: no remedy is stated.
func Returning(reason string) document.Draft {
	return document.Draft{Template: "preexam.returning", Name: "专利申请预审请求退回完善通知书", Series: "预退",
		Body: append([]paper.Block{paper.P("您提交的预审请求尚需完善，请一并完善下列事项后重新提交：")}, lines(reason)...)}
}

// Refusal is 预审不予受理通知书, with ground, facts and remedy.
func Refusal(code, reason string) document.Draft {
	body := append([]paper.Block{paper.P("经审查，您提交的预审请求不符合受理条件，本中心决定不予受理。理由类别：" + code + "。")}, lines(reason)...)
	return document.Draft{Template: "preexam.refusal", Name: "专利申请预审不予受理通知书", Series: "预不受", Body: append(body, paper.P(remedy))}
}

// A CorrectionNotice is what a correction notice says.
type CorrectionNotice struct {
	Round, Limit int
	Due          term.Result
	Findings     []*record.DeskFinding
	Opinion      string // on substance, empty if there is none
	Cited        string // documents cited in it
	Remark       string
	Version      *record.Version
}

// Correction is 预审补正通知书: one row for each defect, with its place, the applicant's own words,
// the basis and how to correct it, and what the examiner thinks of the substance. Where there is
// nothing but that, it is 预审意见通知书.
func Correction(n CorrectionNotice) document.Draft {
	d := document.Draft{Template: "preexam.correction", Name: "专利申请预审补正通知书", Series: "预补"}
	ask := "存在下列缺陷，请一次性全部补正"
	if len(n.Findings) == 0 {
		d.Template, d.Name, d.Series, ask = "preexam.opinion", "专利申请预审意见通知书", "预意", "存在下列问题，请修改或者陈述意见"
	}
	d.Body = []paper.Block{paper.P(fmt.Sprintf("经预审，您的申请文件（第%d版）%s。本次为第%d次补正通知，本中心规定的补正次数上限为%d次。",
		n.Version.No, ask, n.Round, n.Limit))}
	rows := make([][]string, len(n.Findings))
	for i, f := range n.Findings {
		x := &f.Finding
		rows[i] = []string{fmt.Sprintf("%d", i+1), record.Place(f), x.Quote, x.Title + "。" + x.Message, x.Basis, x.Suggestion, x.Severity.Title()}
	}
	if len(rows) > 0 {
		d.Body = append(d.Body, paper.Table{Head: []string{"序号", "位置", "原文", "缺陷", "依据", "修改建议", "程度"}, Rows: rows, Quoted: true})
	}
	if n.Opinion != "" {
		d.Body = append(append(d.Body, paper.P("预审意见：")), lines(n.Opinion)...)
	}
	if cited := lines(n.Cited); len(cited) > 0 {
		d.Body = append(append(d.Body, paper.P("引用的对比文件：")), cited...)
	}
	d.Body = append(d.Body, lines(n.Remark)...)
	d.Body = append(d.Body, dueLine("答复补正的", n.Due), paper.P("逾期未答复的，本中心将终止预审。通知书之外的主动修改须在补正说明中逐处写明。"+hedge))
	return d
}

// Hearing tells what is about to be decided and until when the applicant may speak.
func Hearing(reason string, due term.Result) document.Draft {
	body := append([]paper.Block{paper.P("经预审，本中心拟作出预审不合格的结论，事实、依据与理由如下：")}, lines(reason)...)
	return document.Draft{Template: "preexam.hearing", Name: "拟作出预审不合格结论告知书", Series: "预告",
		Body: append(body, paper.P("您有权陈述意见、补充说明，本中心将充分听取并复核。"), dueLine("陈述意见的", due), paper.P(hedge))}
}

// Pass is 预审合格通知书. The digests identify the passed text document by document; the last
// day for filing is the end of its validity.
func Pass(v *record.Version, due term.Result) document.Draft {
	var rows [][]string
	digests := identity.Digests(v.App)
	for _, part := range identity.Papers() {
		if d := digests[part]; d != "" {
			rows = append(rows, []string{string(part), d})
		}
	}
	return document.Draft{Template: "preexam.pass", Name: "专利申请预审合格通知书", Series: "预合", Body: []paper.Block{
		paper.P(fmt.Sprintf("经预审，您的申请文件（第%d版）预审合格。请以与下列文本完全一致的文件向国家知识产权局提交，并于当日缴纳全部费用。", v.No)),
		dueLine("正式提交的", due),
		paper.Table{Head: []string{"文件", "合格文本摘要（SHA-256）"}, Rows: rows, Quoted: true},
		paper.P("提交后请及时上报申请号与提交的案卷包，本中心逐件比对：包装、编码、文件顺序不同不影响一致性；文字一字之差即为不一致，将不予报送加快标识。"),
		paper.P("逾期未提交的，本合格结论失效。" + hedge)}}
}

// Fail is 预审不合格通知书, with reasons and remedy.
func Fail(reason string) document.Draft {
	body := append([]paper.Block{paper.P("经预审并复核，本中心作出预审不合格的结论，事实、依据与理由如下：")}, lines(reason)...)
	return document.Draft{Template: "preexam.fail", Name: "专利申请预审不合格通知书", Series: "预否", Body: append(body, paper.P(remedy), paper.P(hedge))}
}

// Termination is 终止通知书, for every end between acceptance and a result.
func Termination(code, reason string) document.Draft {
	body := append([]paper.Block{paper.P("本中心决定终止本案预审。事由：" + code + "。")}, lines(reason)...)
	return document.Draft{Template: "preexam.termination", Name: "专利申请预审终止通知书", Series: "预终", Body: append(body, paper.P(remedy))}
}

// Lapse says that a pass was not used in time.
func Lapse() document.Draft {
	return document.Draft{Template: "preexam.lapse", Name: "专利申请预审合格失效通知书", Series: "预失", Body: []paper.Block{
		paper.P("您未在预审合格通知书记载的期限内向国家知识产权局提交申请并上报申请号，预审合格结论失效，不再报送加快标识。"), paper.P(remedy)}}
}

// Suspension and resumption say what becomes of the terms meanwhile.
func Suspension(ground string) document.Draft {
	return document.Draft{Template: "preexam.suspension", Name: "专利申请预审中止通知书", Series: "预中", Body: []paper.Block{
		paper.P("因下列事由，本案预审中止：" + ground + "。中止期间各项期限停止计算，恢复后连续计算。")}}
}

// Resumption tells that the terms go on.
func Resumption() document.Draft {
	return document.Draft{Template: "preexam.resumption", Name: "专利申请预审恢复通知书", Series: "预复", Body: []paper.Block{
		paper.P("中止事由已消除，本案自即日起恢复预审，各项期限连续计算，新的到期日可在业务平台查看。")}}
}

// Objection is the director's answer to an objection, either way with reasons.
func Objection(overturned bool, reason string) document.Draft {
	word := "维持原结论"
	if overturned {
		word = "撤销原结论，恢复办理"
	}
	body := append([]paper.Block{paper.P("本中心对您提出的异议进行了审查，决定" + word + "。理由如下：")}, lines(reason)...)
	return document.Draft{Template: "preexam.objection", Name: "预审异议审查决定书", Series: "预异", Body: body}
}

// NotMarked shows at most 50 of the differences; all of them are on the page of the check.
func NotMarked(f *record.Filing, reason string) document.Draft {
	body := []paper.Block{paper.P("经一致性审查，您以申请号 " + f.ApplicationNo + " 正式提交的文本与预审合格文本不一致，本中心决定不予报送加快标识。")}
	if len(f.Body.Differ) > 0 {
		var rows [][]string
		for _, x := range f.Body.Differ[:min(len(f.Body.Differ), 50)] {
			rows = append(rows, []string{x.Part, x.Place, x.Passed, x.Filed})
		}
		body = append(body, paper.Table{Head: []string{"文件", "位置", "合格文本", "提交文本"}, Rows: rows, Quoted: true})
	}
	return document.Draft{Template: "preexam.not_marked", Name: "不予报送加快标识通知书", Series: "预不报", Body: append(append(body, lines(reason)...), paper.P(remedy))}
}

// Mark confirms the mark and repeats what the applicant promised.
func Mark(f *record.Filing) document.Draft {
	return document.Draft{Template: "preexam.mark", Name: "加快标识报送结果通知书", Series: "预报", Body: []paper.Block{
		paper.KeyValues{Rows: []paper.KeyValue{{Key: "申请号", Value: f.ApplicationNo}, {Key: "申请日", Value: f.Filed.Chinese()}, {Key: "报送批次", Value: f.Batch}}},
		paper.P("经一致性审查，正式提交文本与预审合格文本一致，本中心已报送加快标识。请按承诺及时答复审查意见；逾期答复的，将退出快速通道，但不影响申请本身的法定期限。")}}
}

// Empty reports whether a notice would have nothing to say.
func (n *CorrectionNotice) Empty() bool { return len(n.Findings) == 0 && n.Opinion == "" }
