package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
	"zhibao/patent"
)

// req023 reports nothing wrong. It turns the two months for the evidence into a date, counted
// from the planned filing day. Holidays are counted as the law counts them: the last day moves
// to the next working day.
func req023() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-023", Title: "声明不丧失新颖性宽限期的，自申请日起两个月内提交证明文件",
		English: "A declaration of the grace period is followed by evidence within two months of filing",
		Basis:   []rule.Cite{cite.Rules("第三十三条")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		plan := form.Planned(p)
		for _, g := range r.Grace {
			end := term.Compute(calendar.Public(), term.Input{Start: plan, Length: term.Months(2), Regime: term.PatentLaw}).Due
			form.At(p, form.Box(g, "Grace"), fmt.Sprintf("请求书声明了不丧失新颖性的宽限期：%s", g),
				fmt.Sprintf("准备证明文件；如在 %s 提交申请，最迟于 %s 提交，期满未提交的不能享受宽限期", plan.Chinese(), end.Chinese()))
		}
	})
}
