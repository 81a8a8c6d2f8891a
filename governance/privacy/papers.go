package privacy

import (
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

// templateVersion is the day on which the wording of the papers last changed.
const templateVersion = "2026-12-06"

// issue issues a paper of the case.
func issue(s *casework.Step, p document.Draft) error {
	p.Version = templateVersion
	_, err := document.Issue(s, p)
	return err
}

// about says which request a letter answers.
func about(r *Request) paper.Block {
	// The words are the person's: they are quoted, and no part of what the center says.
	rows := []paper.KeyValue{{Key: "请求", Value: rightOf(r.Kind).title + "个人信息（个人信息保护法" + rightOf(r.Kind).article + "）"}, {Key: "编号", Value: r.Number},
		{Key: "提出", Value: calendar.DayOf(r.At).Chinese() + "，" + r.How}, {Key: "内容", Value: r.What}}
	if r.Contact != "" {
		rows = append(rows, paper.KeyValue{Key: "答复寄往", Value: r.Contact})
	}
	return paper.KeyValues{Rows: rows, Quoted: true}
}

// granted (个人信息权利请求答复书) says what was done.
func granted(r *Request) document.Draft {
	body := []paper.Block{paper.P("您提出的下列请求已经办理："), about(r), paper.H(1, "办理结果"), quoted(r.Answer)}
	if len(r.Done) > 0 {
		body = append(body, paper.P("平台已执行："+strings.Join(r.Done, "；")+"。"))
	}
	if r.Kind == "delete" {
		body = append(body, paper.H(1, "依法仍保存的个人信息"), paper.P("下列信息（有的）在保存期限届满前依法保存，期满后由本中心删除或者销毁密钥。依照个人信息保护法第四十七条第二款，本中心停止除存储和采取必要的安全保护措施之外的处理；案件尚在办理的，依照第十三条第一款第三项为履行法定职责继续处理："), kept())
	}
	return document.Draft{Template: "privacy.answer", Name: "个人信息权利请求答复书", Series: "个复", To: r.Name, Body: body}
}

// refused (不予办理通知书) says why nothing was done, as the law demands, and which way is open.
func refused(r *Request) document.Draft {
	return document.Draft{Template: "privacy.refusal", Name: "个人信息权利请求不予办理通知书", Series: "个拒", To: r.Name, Body: []paper.Block{
		paper.P("您提出的下列请求不予办理："), about(r), paper.H(1, "理由"), paper.P(grounds[r.Ground][0] + "。"), quoted(r.Answer),
		paper.P("您对本通知有异议的，可以依照个人信息保护法第五十条向人民法院提起诉讼，也可以向履行个人信息保护职责的部门投诉、举报。")}}
}

// quoted are words that were typed.
func quoted(text string) paper.Block {
	return paper.Para{Runs: []paper.Run{{Text: text, Quote: true}}, Indent: true}
}
