package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

func post005() check.Rule {
	return reported(rule.Meta{
		ID: "POST-005", Title: "申请日当日缴清费用",
		English: "The fees are paid on the filing date",
		Basis:   []rule.Cite{basis.CenterKnown("提交当日缴费")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		switch {
		case f.FilingDate.IsZero():
		case f.PaidOn.IsZero():
			p.Whole(patent.Whole, "没有上报缴费日期和缴费凭证", "缴清申请费等费用，上报缴费日期并上传凭证")
		case f.PaidOn > f.FilingDate:
			p.Whole(patent.Whole, fmt.Sprintf("缴费日期 %s 晚于申请日 %s", f.PaidOn.Chinese(), f.FilingDate.Chinese()), "说明迟延的原因；按承诺应在申请日当日缴费")
		}
	})
}
