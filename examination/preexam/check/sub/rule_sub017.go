package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub017 is silent once the filing has been reported, because the papers as filed rightly
// carry their number. A filing date alone is enough: it comes from the receipt of the office.
func sub017() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-017", Title: "请求书中还没有国家知识产权局的申请号",
		English: "The request form carries no application number of CNIPA yet",
		Basis:   []rule.Cite{basis.Center("已向国家知识产权局提交的申请不予预审")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		const fix = "已经正式提交的申请不能预审；尚未提交的，清空申请号和申请日"
		if p.Facts.Filing != nil { // the papers as filed carry their number
			return
		}
		switch {
		case form.Fold(r.ApplicationNo) != "":
			form.At(p, form.Plain(r.ApplicationNo, "申请号", "ApplicationNo"), fmt.Sprintf("请求书中已有申请号“%s”", r.ApplicationNo), fix)
		case form.Fold(r.FilingDate) != "":
			form.At(p, form.Plain(r.FilingDate, "申请日", "FilingDate"), fmt.Sprintf("请求书中已有申请日“%s”", r.FilingDate), fix)
		}
	})
}
