package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub023 is sure of the first applicant. A natural person behind an organisation is allowed in
// some centers, so there it warns. The register knows natural persons by their registration,
// the form by type or code.
func sub023() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-023", Title: "第一申请人是单位，不是个人",
		English: "The first applicant is an organisation, not a natural person",
		Basis:   []rule.Cite{basis.Center("备案主体为企事业单位")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, a := range r.Applicants {
			if !form.Natural(a) && !entry(p.Facts.Registry, i).Natural {
				continue
			}
			f := form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("第%d申请人“%s”是个人，快速预审面向备案的企事业单位", i+1, a.Name),
				"以备案的单位作为第一申请人，或者按普通程序申请")
			if i > 0 {
				f.Severity = rule.Warning
			}
		}
	})
}
