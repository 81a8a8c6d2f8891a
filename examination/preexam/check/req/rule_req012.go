package req

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req012 holds from the day on which the numbers of all inventors are asked for, not only that
// of the first. It quotes the name: identity numbers stay out of reports. Nationality and
// number are asked for together, in one finding for each person.
func req012() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-012", Title: "请求书填写全部发明人（设计人）的国籍和身份证件号码",
		English: "Nationality and identity number of every inventor are given",
		Basis:   []rule.Cite{basis.Order84("全部发明人的身份信息")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Since: calendar.MustDay("2026-01-01"), Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, v := range r.Inventors {
			var lack []string
			if form.Fold(v.Country) == "" {
				lack = append(lack, "国籍")
			}
			if form.Fold(v.ID) == "" {
				lack = append(lack, "身份证件号码")
			}
			if len(lack) > 0 {
				form.At(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("第%d%s“%s”没有填写%s", i+1, inventors(p), v.Name, strings.Join(lack, "和")),
					"自2026年1月1日起，应填写每一个发明人（设计人）的国籍和身份证件号码，不只是第一人；请补全")
			}
		}
	})
}
