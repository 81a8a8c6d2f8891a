package sub

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub024 asks about the applicant named first, as the guidelines do. Hong Kong, Macao and
// Taiwan count as places without a seat on the mainland. [K] A place of business in China,
// stated on the form, makes the agency optional.
func sub024() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-024", Title: "在中国没有经常居所或者营业所的外国申请人委托代理机构",
		English: "A foreign first applicant without a seat in China acts through an agency",
		Basis:   []rule.Cite{cite.Act("第十八条第一款")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if len(r.Applicants) == 0 || r.Agency.Name != "" || !form.Abroad(r.Applicants[0].Country) || seated(r) {
			return
		}
		a := r.Applicants[0]
		form.At(p, form.Applicant(r, 0, form.Country, a.Country), fmt.Sprintf("第一申请人“%s”的国籍或总部所在地是“%s”，没有委托专利代理机构", a.Name, a.Country),
			"委托依法设立的专利代理机构办理；在中国有经常居所或者营业所的，在请求书中写明")
	})
}

// seated reports whether the form states a place of business in China for the first applicant.
func seated(r *patent.Request) bool {
	return slices.ContainsFunc(r.Other, func(x patent.Pair) bool {
		return strings.Contains(x.Name, "营业所") && !strings.Contains(x.Name, "其他申请人") && form.Mainland(x.Value)
	})
}
