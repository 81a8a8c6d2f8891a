package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub015 goes by the form. Divisionals need the file of the first application, which a center
// does not have.
func sub015() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-015", Title: "不是分案申请",
		English: "The application is no divisional",
		Basis:   []rule.Cite{basis.Center("不予受理的情形")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		stated := r.Divisional
		if stated == "" {
			stated = r.DivisionalDate
		}
		if form.Fold(stated) != "" {
			form.At(p, form.Plain(stated, "原申请", "分案", "Divisional"), fmt.Sprintf("请求书填写了分案申请的原申请信息“%s”", stated), "分案申请不能预审，请按普通程序办理；填写有误的，清空该栏")
		}
	})
}
