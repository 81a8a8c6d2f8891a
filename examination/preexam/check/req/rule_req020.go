package req

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req020 checks the numbers of Chinese earlier applications to the last digit; those of other
// offices have too many forms. The year of a number is the year of filing, so it must agree
// with the date.
func req020() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-020", Title: "要求优先权的，写明在先申请日、申请号和原受理机构，申请号的校验码正确",
		English: "Priority claims state date, number and office, and the number is well formed",
		Basis:   []rule.Cite{cite.Rules("第十九条第（五）项"), cite.Rules("第三十四条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, x := range r.Priorities {
			var lack []string
			for _, v := range []struct{ value, name string }{{x.Date, "在先申请日"}, {x.Number, "在先申请号"}, {x.Country, "原受理机构（国家或地区）"}} {
				if form.Fold(v.value) == "" {
					lack = append(lack, v.name)
				}
			}
			if len(lack) > 0 {
				form.At(p, form.Priority(r, i, form.Number, x.Number), fmt.Sprintf("第%d项优先权没有写明%s", i+1, strings.Join(lack, "、")),
					"补全该项优先权；未写明的，视为未要求优先权")
			}
			day, ok := form.ParseDay(x.Date)
			switch at := form.Priority(r, i, form.Date, x.Date); {
			case form.Fold(x.Date) == "":
			case !ok:
				form.At(p, at, fmt.Sprintf("第%d项优先权的在先申请日“%s”不是有效的日期", i+1, x.Date), "按年月日填写，例如 2026-01-05")
			case day > p.On:
				form.At(p, at, fmt.Sprintf("第%d项优先权的在先申请日 %s 在今天之后", i+1, day.Chinese()), "核对在先申请的申请日")
			}
			if form.Mainland(x.Country) && form.Fold(x.Number) != "" {
				domestic(p, r, i, day.Year())
			}
		}
	})
}

// domestic checks the number of an earlier Chinese application; year is that of its date, or 1970.
func domestic(p *check.Pass, r *patent.Request, i, year int) {
	x := r.Priorities[i]
	at := form.Priority(r, i, form.Number, x.Number)
	no, err := ident.ParseApplicationNo(x.Number)
	switch {
	case err != nil:
		form.At(p, at, fmt.Sprintf("第%d项优先权的在先申请号“%s”有误：%s", i+1, x.Number, err), "对照在先申请的受理通知书改正")
	case year > 1970 && no.Year() != year:
		form.At(p, at, fmt.Sprintf("第%d项优先权的在先申请号“%s”是%d年的号码，与在先申请日“%s”不符", i+1, x.Number, no.Year(), x.Date), "核对在先申请号和在先申请日")
	case p.App.Kind != patent.Design && p.App.Kind != "" && no.Type().Right() == ident.Design:
		form.At(p, at, fmt.Sprintf("第%d项优先权的在先申请“%s”是外观设计，不能作为%s的优先权基础", i+1, x.Number, p.App.Kind), "删去该项优先权要求，或者核对在先申请号")
	}
}
