package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req001 is fatal because an application without a title has no subject. That the title is
// also a good one is for the rules that follow. The words of the message are those of the form
// of the kind, so that the field is found at once.
func req001() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-001", Title: "请求书写明发明创造名称",
		English: "The request form states a title",
		Basis:   []rule.Cite{cite.Act("第二十六条第二款")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if form.Fold(r.Title) != "" {
			return
		}
		name := "发明名称"
		switch p.App.Kind {
		case patent.UtilityModel:
			name = "实用新型名称"
		case patent.Design:
			name = "使用外观设计的产品名称"
		}
		p.Whole(patent.RequestForm, fmt.Sprintf("请求书的“%s”一栏是空的", name),
			"填写名称，并与说明书（外观设计为简要说明）中的名称一字不差")
	})
}
