package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/fin"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req029 counts the claims in the text where there are any, and takes the pages from the
// lists, because XML has none. The amounts come from the one tariff of law/fee.
func req029() check.Rule {
	r := filled(rule.Meta{
		ID: "REQ-029", Title: "权利要求超过10项或说明书超过30页的附加费",
		English: "Surcharges for claims beyond ten and pages beyond thirty",
		Basis:   []rule.Cite{cite.Rules("第一百一十条"), cite.Rules("第一百一十二条")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass, _ *patent.Request) {
		f, _ := fin.Of(p.App, len(p.Claims().Claims), p.On)
		if b := fin.Bill(p.App, len(p.Claims().Claims), p.On).Surcharges(); b.Payable > 0 {
			p.Whole(patent.RequestForm, fmt.Sprintf("权利要求%d项，说明书及附图%d页，需缴附加费%d元：%s", f.Claims, f.Pages, b.Payable, b),
				"提交申请时一并缴纳；合并或删减权利要求可以减少附加费")
		}
	})
	r.For = technical()
	return r
}
