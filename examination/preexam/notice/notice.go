// Package notice (预审文书) is the wording of the papers of pre-examination. What they say follows from
// the case; who issues them, under which number, is the kernel's.
package notice

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/examination/preexam/check/fin"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/term"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/identity"
)

// hedge stands in every paper that says something about patentability.
const hedge = "以上为本中心预审的初步判断，最终以国家知识产权局审查结果为准。预审不产生申请日，预审结论不影响申请人按普通程序提交专利申请的权利。"

// remedy tells how to object and until when, and what the end means for quota and rate.
func remedy(due term.Result, effect string) []paper.Block {
	return []paper.Block{paper.P("对合格率和额度的影响：" + effect),
		paper.P("对本通知不服的，可通过业务平台本案页面“提出异议”写明理由并提供证明材料；异议期间不影响您按普通程序向国家知识产权局提交专利申请。"), dueLine("提出异议的", due)}
}

// An Adverse paper is written once the last day of an objection to it is known.
type Adverse = func(due term.Result) document.Draft

// adverse makes a paper that ends the case against the applicant.
func adverse(template, name, series, effect string, body ...[]paper.Block) Adverse {
	return func(due term.Result) document.Draft {
		return document.Draft{Template: template, Name: name, Series: series, Body: append(slices.Concat(body...), remedy(due, effect)...)}
	}
}

// para is one paragraph of the center's own words.
func para(text string) []paper.Block { return []paper.Block{paper.P(text)} }

// TitleOf returns the title of an application as papers state it.
func TitleOf(app *patent.Application) string {
	if app == nil || app.Title == "" {
		return "（见申请文件）"
	}
	return app.Title
}

// Particulars of the case and its parties stand on top of every paper.
func Particulars(ctx context.Context, tx *store.Tx, k *casework.Case, title string) (paper.Block, error) {
	owner, err := party.Get(ctx, tx, k.Center, k.Owner)
	if err != nil {
		return nil, err
	}
	agent := "无（自行办理）"
	if k.Agent != 0 {
		a, err := party.Get(ctx, tx, k.Center, k.Agent)
		if err != nil {
			return nil, err
		}
		agent = a.Name
	}
	top := Heading(k, title)
	top.Rows = append(top.Rows, paper.KeyValue{Key: "申请主体", Value: owner.Name + "（" + owner.Code + "）"}, paper.KeyValue{Key: "代理机构", Value: agent})
	return top, nil
}

// Heading names a case.
func Heading(k *casework.Case, title string) paper.KeyValues {
	return paper.KeyValues{Rows: []paper.KeyValue{{Key: "案件编号", Value: cmp.Or(k.Number, "（受理后编号）")}, {Key: "申请类型", Value: k.Kind}, {Key: "名称", Value: title}}}
}

// Receipt confirms a submission with size in bytes and digests of every file: with it anybody can prove
// what was handed in.
func Receipt(v *record.Version, now time.Time, code string) document.Draft {
	rows := make([][]string, len(v.Files))
	for i, f := range v.Files {
		rows[i] = []string{f.Name, fmt.Sprintf("%d", f.Size), f.SHA256, f.SM3}
	}
	return document.Draft{Template: "preexam.receipt", Name: "专利申请预审请求回执", Series: "预收", Body: []paper.Block{
		paper.P(fmt.Sprintf("本中心已于%s %s 收到您提交的预审请求，文件已完整保存，摘要值如下。", calendar.DayOf(now).Chinese(), now.In(calendar.Shanghai()).Format(time.TimeOnly))),
		paper.Table{Head: []string{"文件", "字节数", "SHA-256", "SM3"}, Rows: rows, Quoted: true},
		paper.P("公开查询码：" + code + "。凭此码可在公开查询页面查看办理进度，页面不显示任何发明内容和当事人信息，请妥善保管。"),
		paper.P("检查规则版本：" + v.Rules + "。自检结果与预审员所用规则一致，可在业务平台查看。"),
	}}
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

// What an end means for the yearly quota and the rate of passes.
const (
	untouched = "本次请求未受理，不占用年度额度，不计入预审合格率。"
	counted   = "本案已占用的年度额度不退回，并按未合格计入本年度预审合格率。"
	kept      = "本案已占用的年度额度不退回；已计入的预审合格结论不变。"
)

// Refusal is 预审不予受理通知书, with ground, facts and remedy.
func Refusal(code, reason string) Adverse {
	return adverse("preexam.refusal", "专利申请预审不予受理通知书", "预不受", untouched,
		para("经审查，您提交的预审请求不符合受理条件，本中心决定不予受理。理由类别："+code+"。事实与理由："), lines(reason))
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
	d.Body = []paper.Block{paper.P(fmt.Sprintf("经预审，您的申请文件（第%d版）%s。本次为第%d次补正通知，本中心规定的补正次数上限为%d次，此后剩余%d次。",
		n.Version.No, ask, n.Round, n.Limit, max(n.Limit-n.Round, 0)))}
	rows := make([][]string, len(n.Findings))
	for i, f := range n.Findings {
		x := &f.Finding
		id := x.Rule
		if f.Manual {
			id = "人工"
		}
		where := record.Place(f)
		if x.Quote != "" {
			where += "：“" + x.Quoted() + "”"
		}
		words := x.Title + "。" + x.Message
		if more := x.Elsewhere(); more != "" {
			words += "。" + more
		}
		rows[i] = []string{fmt.Sprintf("%d", i+1), id, where, words, x.Basis, x.Suggestion, x.Severity.Title()}
	}
	if len(rows) > 0 {
		d.Body = append(d.Body, paper.Table{Head: []string{"序号", "规则", "位置与原文", "缺陷", "依据", "修改建议", "程度"}, Rows: rows, Quoted: true,
			Widths: []float64{3, 4.9, 6, 7, 5, 5, 3}})
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

// A PassNotice is what the notice of a pass says.
type PassNotice struct {
	Version *record.Version
	Due     term.Result  // last day for filing, the end of its validity
	Today   calendar.Day // by which the fees are estimated
	Answer  term.Length  // in which the applicant promised to answer office actions
}

// Pass is 预审合格通知书. The digests identify the passed text document by document; then what is to be
// paid, how the mark comes about, and what was promised.
func Pass(n PassNotice) document.Draft {
	v := n.Version
	var rows [][]string
	digests := identity.Digests(v.App)
	for _, part := range identity.Papers() {
		if d := digests[part]; d != "" {
			rows = append(rows, []string{string(part), d})
		}
	}
	body := []paper.Block{
		paper.P(fmt.Sprintf("经预审，您的申请文件（第%d版）预审合格。请以与下列文本完全一致的文件向国家知识产权局提交，并于当日缴纳全部费用。", v.No)),
		dueLine("正式提交的", n.Due),
		paper.Table{Head: []string{"文件", "合格文本摘要（SHA-256）"}, Rows: rows, Quoted: true},
		paper.P("逾期未提交的，本合格结论失效。")}
	body = append(body, fees(v, n.Today)...)
	return document.Draft{Template: "preexam.pass", Name: "专利申请预审合格通知书", Series: "预合", Body: append(body,
		paper.P("加快标识的报送，请按下列步骤办理："),
		paper.List{Ordered: true, Items: []string{"以合格文本提交申请并缴费，取得申请号。", "在业务平台本案页面“上报申请号”，填写申请号、申请日、缴费日，上传实际提交的案卷包、受理通知书和缴费凭证。",
			"本中心逐件比对：包装、编码、文件顺序不同不影响一致性；文字一字之差即为不一致，将不予报送加快标识。", "一致的，本中心向国家知识产权局报送加快标识，并通知报送结果。"}},
		paper.P("请遵守提交时所作的预审承诺："),
		paper.List{Ordered: true, Items: []string{"正式提交的文本与合格文本一致。", "在上述期限内提交，并于申请当日缴足费用。", fmt.Sprintf("快速审查中收到审查意见的，在%s内答复；逾期的退出快速通道，但不影响申请本身的法定期限。", n.Answer), "如实申请，无非正常申请行为。"}},
		paper.P(hedge))}
}

// fees lists what is to be paid on filing, as far as the papers tell.
func fees(v *record.Version, on calendar.Day) []paper.Block {
	if v.App == nil {
		return nil
	}
	bill := fin.Bill(v.App, len(claim.Parse(v.App.Text(patent.Claims)).Claims), on)
	if len(bill.Lines) == 0 {
		return nil
	}
	var rows [][]string
	for _, x := range bill.Lines {
		rows = append(rows, []string{x.Title, fmt.Sprint(x.Yuan), fmt.Sprint(x.Number), fmt.Sprint(x.Payable)})
	}
	return []paper.Block{paper.Table{Caption: "正式提交时应缴费用（元，按申请文件估算）", Head: []string{"费用", "单价", "数量", "应缴"}, Align: []paper.Align{paper.Left, paper.Right, paper.Right, paper.Right}, Rows: append(rows, []string{"合计", "", "", fmt.Sprint(bill.Payable)})},
		paper.P("以上供参考，以国家知识产权局的缴费通知为准；费用向国家知识产权局缴纳，本中心不收取任何费用。")}
}

// Fail is 预审不合格通知书, with reasons and remedy.
func Fail(code, reason string) Adverse {
	return adverse("preexam.fail", "专利申请预审不合格通知书", "预否", counted,
		para("经预审并复核，本中心作出预审不合格的结论。理由类别："+code+"。事实、依据与理由如下："), lines(reason), para(hedge))
}

// Termination is 终止通知书, for every end between submission and a result.
func Termination(code, reason string, accepted bool) Adverse {
	effect := counted
	if !accepted {
		effect = untouched
	}
	return adverse("preexam.termination", "专利申请预审终止通知书", "预终", effect, para("本中心决定终止本案预审。理由类别："+code+"。事实与理由："), lines(reason))
}

// Lapse says that a pass was not used in time.
func Lapse() Adverse {
	return adverse("preexam.lapse", "专利申请预审合格失效通知书", "预失", kept, para("您未在预审合格通知书记载的期限内向国家知识产权局提交申请并上报申请号，预审合格结论失效，不再报送加快标识。"))
}

// Suspension (中止通知书) says that the terms stand still, and why.
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
	return document.Draft{Template: "preexam.objection", Name: "预审异议审查决定书", Series: "预异", Body: append(body, paper.P("本决定不影响您按普通程序向国家知识产权局提交专利申请。"))}
}

// report is the comparison document by document: the digests of both texts, and how many places differ
// that no decision of the center explains.
func report(f *record.Filing, t record.Texts) []paper.Block {
	if t.Passed == nil || t.Filed == nil {
		return []paper.Block{paper.P("比对报告：文本由原系统比对，本系统没有两份文本。")}
	}
	passed, filed := identity.Digests(t.Passed), identity.Digests(t.Filed)
	var rows [][]string
	for _, part := range identity.Papers() {
		if passed[part] == "" && filed[part] == "" {
			continue
		}
		places := 0
		for _, x := range f.Body.Differ {
			if x.Part == string(part) {
				places++
			}
		}
		result := "一致"
		if places > 0 {
			result = fmt.Sprintf("%d处不同", places)
		}
		rows = append(rows, []string{string(part), cmp.Or(passed[part], "无"), cmp.Or(filed[part], "无"), result})
	}
	return []paper.Block{paper.Table{Caption: "比对报告", Head: []string{"文件", "合格文本摘要（SHA-256）", "提交文本摘要（SHA-256）", "结果"}, Rows: rows}}
}

// NotMarked shows at most 50 of the differences; all of them are on the page of the check.
func NotMarked(f *record.Filing, reason string, t record.Texts) Adverse {
	body := append([]paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "申请号", Value: f.ApplicationNo}, {Key: "申请日", Value: f.Filed.Chinese()}}},
		paper.P("经一致性审查，您正式提交的文本与预审合格文本不一致，本中心决定不予报送加快标识。")}, report(f, t)...)
	if len(f.Body.Differ) > 0 {
		var rows [][]string
		for _, x := range f.Body.Differ[:min(len(f.Body.Differ), 50)] {
			passed, filed := x.Passed, x.Filed
			if x.Part == string(patent.RequestForm) {
				passed, filed = ident.MaskPair(passed, filed)
			}
			rows = append(rows, []string{x.Part, x.Place, passed, filed})
		}
		body = append(body, paper.Table{Caption: "不同之处", Head: []string{"文件", "位置", "合格文本", "提交文本"}, Rows: rows, Quoted: true})
	}
	return adverse("preexam.not_marked", "不予报送加快标识通知书", "预不报", kept, body, para("理由："), lines(reason))
}

// Mark confirms the mark and repeats what the applicant promised.
func Mark(f *record.Filing, t record.Texts) document.Draft {
	return document.Draft{Template: "preexam.mark", Name: "加快标识报送结果通知书", Series: "预报", Body: append([]paper.Block{
		paper.KeyValues{Rows: []paper.KeyValue{{Key: "申请号", Value: f.ApplicationNo}, {Key: "申请日", Value: f.Filed.Chinese()}, {Key: "报送批次", Value: f.Batch}}},
		paper.P("经一致性审查，正式提交文本与预审合格文本一致，本中心已报送加快标识。请按承诺及时答复审查意见；逾期答复的，将退出快速通道，但不影响申请本身的法定期限。")}, report(f, t)...)}
}

// Empty reports whether a notice would have nothing to say.
func (n *CorrectionNotice) Empty() bool { return len(n.Findings) == 0 && n.Opinion == "" }
