package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub005 follows the center's policy: where only the first applicant must be registered, it
// has nothing to say.
func sub005() check.Rule {
	r := registered(rule.Meta{
		ID: "SUB-005", Title: "共同申请人符合本中心的备案要求",
		English: "Co-applicants meet the center's demand for registration",
		Basis:   []rule.Cite{basis.CenterOwn("共同申请人备案要求")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		if p.Facts.Settings.CoApplicants != "all" {
			return
		}
		for i, a := range r.Applicants {
			e := entry(f, i)
			if i == 0 || e.Found && e.Active {
				continue
			}
			state := "没有在本中心备案"
			if e.Found {
				state = fmt.Sprintf("的备案状态为“%s”", e.Status)
			}
			form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("本中心要求全部申请人备案，第%d申请人“%s”%s", i+1, a.Name, state),
				"为该申请人办理备案，或者调整申请人")
		}
	})
	r.Needs = append(r.Needs, check.Settings)
	return r
}
