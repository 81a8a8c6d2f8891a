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

// sub003 compares with the register and the mandate where they are known. Brackets of another
// width and white space make no difference. An applicant missing from the mandate has given no
// power to the agency.
func sub003() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-003", Title: "请求书中的申请人名称与备案名称、委托书中的名称一致，使用正式全称",
		English: "Applicants' names equal those of the register and of the mandate",
		Basis:   []rule.Cite{cite.Rules("第十九条"), cite.Guide("第一部分第一章4.1.3", rule.Known)},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		principals := form.Values(p.Text(patent.Mandate), "委托人签章")
		for i, a := range r.Applicants {
			if form.Fold(a.Name) == "" {
				continue
			}
			at := form.Applicant(r, i, form.Name, a.Name)
			if e := entry(p.Facts.Registry, i); e.Found && e.Name != "" && !form.Same(e.Name, a.Name) {
				form.At(p, at, fmt.Sprintf("第%d申请人“%s”与备案名称“%s”不一致", i+1, a.Name, e.Name), "使用与营业执照和备案一致的正式全称；已更名的，先变更备案信息")
			}
			if len(principals) > 0 && !slices.ContainsFunc(principals, func(s string) bool { return strings.Contains(form.Fold(s), form.Fold(a.Name)) }) {
				form.At(p, at, fmt.Sprintf("专利代理委托书的委托人是“%s”，没有第%d申请人“%s”", strings.Join(principals, "、"), i+1, a.Name),
					"使委托书的委托人与请求书的申请人一致，每个申请人都应委托")
			}
		}
	})
}
