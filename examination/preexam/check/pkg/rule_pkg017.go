package pkg

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

// pkg017 reads the typed name beside the seal. With an agency the agency's is enough; without
// one that of any applicant, since a representative may sign for all. A wrong name under an
// agency only warns, since seals are checked by eye anyway.
func pkg017() check.Rule {
	return filled(rule.Meta{
		ID: "PKG-017", Title: "请求书有申请人或者代理机构的签章",
		English: "The request form is signed by the applicants or the agency",
		Basis:   []rule.Cite{cite.Rules("第十九条第（六）项"), cite.Rules("第一百四十六条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		signed := form.Fold(r.Signature)
		at := form.Plain(r.Signature, "签章", "Signature")
		who := make([]string, 0, 1+len(r.Applicants))
		if r.Agency.Name != "" {
			who = append(who, r.Agency.Name)
		} else {
			for _, a := range r.Applicants {
				who = append(who, a.Name)
			}
		}
		is := func(name string) bool { return form.Fold(name) != "" && strings.Contains(signed, form.Fold(name)) }
		switch {
		case signed == "":
			p.Whole(patent.RequestForm, "请求书没有签章", "由申请人签章；委托代理机构的，由代理机构签章")
		case len(who) == 0 || slices.ContainsFunc(who, is):
		case r.Agency.Name != "":
			form.At(p, at, fmt.Sprintf("已委托代理机构“%s”，请求书的签章却是“%s”", r.Agency.Name, r.Signature), "由代理机构签章").Severity = rule.Warning
		default:
			form.At(p, at, fmt.Sprintf("请求书的签章“%s”不是申请人“%s”", r.Signature, strings.Join(who, "、")), "由申请人签章，名称与申请人一栏一致")
		}
	})
}
