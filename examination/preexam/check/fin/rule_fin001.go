package fin

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// fin001 reports nothing wrong: it shows what will have to be paid. It is silent as long as the
// kind of the application is not known.
func fin001() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "FIN-001", Title: "正式提交时应缴费用的估算",
		English: "Estimate of the fees due on filing",
		Basis:   []rule.Cite{cite.Rules("第一百一十条"), cite.Rules("第一百一十二条"), cite.Rules("第一百一十七条")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 2,
	}, Needs: []check.Need{check.Form}, Run: func(p *check.Pass) {
		b := Bill(p.App, len(p.Claims().Claims), p.On)
		if len(b.Lines) == 0 {
			return
		}
		p.Whole(patent.RequestForm, fmt.Sprintf("按请求书所填内容估算，正式提交时应缴%d元：%s", b.Payable, b),
			"以国家知识产权局的缴费通知为准；取得申请号后及时缴足，逾期未缴的申请视为撤回")
	}}
}
