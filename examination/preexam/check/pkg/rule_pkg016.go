package pkg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg016 cannot see whether the registration is valid this year. It asks where a box is
// missing, because one applicant without it spoils the reduction for all. A request for
// reduction on its own form (100008) counts like the box.
func pkg016() check.Rule {
	return filled(rule.Meta{
		ID: "PKG-016", Title: "请求费用减缴的，全部申请人都已完成费减备案",
		English: "Where fees are to be reduced, all applicants are registered for it",
		Basis:   []rule.Cite{cite.Rules("第一百一十七条")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if !r.FeeReduction && !p.App.HasForm("100008") {
			return
		}
		for i, a := range r.Applicants {
			if !a.FeeFiled {
				form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("请求费用减缴，第%d申请人“%s”没有勾选费减备案", i+1, a.Name),
					"确认该申请人本年度的费减备案有效并勾选；有一个申请人不符合条件的，不能减缴")
			}
		}
	})
}
