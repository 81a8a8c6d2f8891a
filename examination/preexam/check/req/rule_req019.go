package req

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

// req019 only warns: a superfluous representative is ignored by the office, but shows that the
// form was filled in without thought. Forms name the representative, or the number of the
// applicant; both are understood.
func req019() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-019", Title: "只有两个以上申请人且未委托代理机构时才指定代表人，代表人为申请人之一",
		English: "A representative is named only by several applicants without an agency, from among them",
		Basis:   []rule.Cite{cite.Rules("第十七条第三款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if form.Fold(r.Representative) == "" {
			return
		}
		at := form.Plain(r.Representative, "代表人", "Representative")
		switch {
		case len(r.Applicants) < 2:
			form.At(p, at, fmt.Sprintf("只有一个申请人，却填写了代表人“%s”", r.Representative), "清空代表人一栏")
		case r.Agency.Name != "":
			form.At(p, at, fmt.Sprintf("已委托专利代理机构，却填写了代表人“%s”", r.Representative), "清空代表人一栏")
		case !slices.ContainsFunc(r.Applicants, func(a patent.Applicant) bool { return represents(r.Representative, a.Name) }):
			form.At(p, at, fmt.Sprintf("代表人“%s”不是申请人之一", r.Representative), "从申请人中指定一个代表人；不指定的，第一申请人为代表人")
		}
	})
}

// represents also knows the forms 第一申请人 and 1.
func represents(who, applicant string) bool {
	return form.Same(who, applicant) || strings.Contains(who, "申请人") || strings.Trim(form.Fold(who), "0123456789") == ""
}
