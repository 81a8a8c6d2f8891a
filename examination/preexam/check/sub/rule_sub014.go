package sub

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub014 goes by the declaration. A pair that nobody declared is found by comparing cases, not
// here. Same-day pairs are shut out because the invention would wait for the utility model to
// be given up.
func sub014() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-014", Title: "没有发明和实用新型的同日申请声明",
		English: "There is no declaration of same-day applications for invention and utility model",
		Basis:   []rule.Cite{basis.Center("不予受理的情形"), cite.Act("第九条")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if r.SameDay {
			form.At(p, form.Box("同日申请", "SameDay"), "请求书声明对同样的发明创造同日申请发明和实用新型专利", "取消同日申请；需要同日申请的，按普通程序办理")
		}
	})
}
