package privacy

import (
	"fmt"
	"strings"

	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/internal/web"
)

// dataKinds are the kinds of data as pages and papers say them.
var dataKinds = map[string]web.Text{"contact": {"姓名与联系方式", "Names and contacts"}, "identity": {"证件号码", "Numbers of identity papers"}, "account": {"账号与口令", "Accounts and passwords"},
	"unpublished": {"未公开申请中的个人信息", "Personal data in unpublished applications"}, "other": {"其他", "Other"}}

// kindsOf lists kinds of data.
func kindsOf(codes []string, comma string, say func(web.Text) string) string {
	var out []string
	for _, k := range codes {
		out = append(out, say(dataKinds[k]))
	}
	return strings.Join(out, comma)
}

// chinese says a text in Chinese, as papers do.
func chinese(t web.Text) string { return t[0] }

// facts are the particulars that the law wants in a report and in what the persons are told.
func facts(x *Incident) []paper.Block {
	rows := []paper.KeyValue{{Key: "发现时间", Value: written(x.Known)}, {Key: "个人信息的种类", Value: kindsOf(x.Kinds, "、", chinese)}}
	for _, l := range [][2]string{{"原因", x.Cause}, {"可能造成的危害", x.Harm}, {"已采取的补救措施", x.Measures}, {"个人可以采取的措施", x.Advice}} {
		if l[1] == "" {
			l[1] = "正在查明，另行补充报告"
		}
		rows = append(rows, paper.KeyValue{Key: l[0], Value: l[1]})
	}
	return []paper.Block{paper.KeyValues{Rows: rows, Quoted: true}}
}

// reported (安全事件报告) is what was reported.
func reported(x *Incident, to, more string) document.Draft {
	body := append([]paper.Block{paper.P("根据个人信息保护法第五十七条，现报告本中心发生的个人信息安全事件（" + x.Number + "）："), paper.KeyValues{Rows: []paper.KeyValue{{Key: "经过", Value: x.What}}, Quoted: true}}, facts(x)...)
	if x.Persons > 0 {
		body = append(body, paper.P(fmt.Sprintf("涉及约 %d 人。", x.Persons)))
	}
	if more != "" {
		body = append(body, paper.H(1, "补充"), quoted(more))
	}
	return document.Draft{Template: "incident.report", Name: "个人信息安全事件报告", Series: "安报", To: to, Body: body}
}

// told (个人信息泄露告知书) is what the persons were told.
func told(x *Incident) document.Draft {
	return document.Draft{Template: "incident.notice", Name: "个人信息安全事件告知书", Series: "安告", To: "受影响的个人", Body: append([]paper.Block{paper.P("根据个人信息保护法第五十七条，现将涉及您个人信息的安全事件告知如下：")}, facts(x)...)}
}
