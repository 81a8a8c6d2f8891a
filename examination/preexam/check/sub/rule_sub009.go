package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub009 trusts that the quota left does not count this very case. An applicant who is not
// registered has no quota to exhaust.
func sub009() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-009", Title: "第一申请人本年度的预审额度还有余量",
		English: "The first applicant has quota left this year",
		Basis:   []rule.Cite{basis.Center("备案主体预审额度")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		if len(r.Applicants) == 0 || !entry(f, 0).Found || f.QuotaLeft > 0 {
			return
		}
		year := f.QuotaYear
		if year == 0 {
			year = p.On.Year()
		}
		form.At(p, form.Applicant(r, 0, form.Name, r.Applicants[0].Name), fmt.Sprintf("第一申请人“%s”%d年度的预审额度已用完", r.Applicants[0].Name, year),
			"符合条件的，申请增加额度；否则下一年度再提交，或者按普通程序申请")
	})
}
