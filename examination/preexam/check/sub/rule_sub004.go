package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/division"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub004 goes by the registered seat, not by the address in the form, which may be that of a
// branch. One who is not registered at all has no seat to judge. The area is named as the
// divisions are, so that an applicant sees which center would be theirs.
func sub004() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-004", Title: "提交时第一申请人的注册地在本中心的服务区域内",
		English: "The first applicant's registered seat lies in the center's area on submission",
		Basis:   []rule.Cite{basis.Center("备案主体注册或登记地在本区域内")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		e := entry(f, 0)
		if len(r.Applicants) == 0 || !e.Found || e.InArea {
			return
		}
		area := ""
		if s := p.Facts.Settings; s != nil && s.Area != "" {
			place, _ := division.Lookup((s.Area + "000000")[:max(6, len(s.Area))])
			area = "（" + place.String() + "）"
		}
		form.At(p, form.Applicant(r, 0, form.Name, r.Applicants[0].Name), fmt.Sprintf("第一申请人“%s”的注册地不在本中心的服务区域%s内", r.Applicants[0].Name, area),
			"向注册地所在的保护中心提出预审请求；注册地已迁入的，先变更备案信息")
	})
}
