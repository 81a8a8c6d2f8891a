package sub

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// shutStatus are the words in a status that shut the fast lane. The register names its states
// in its own words; a ban beside the status is stated separately.
var shutStatus = regexp.MustCompile(`暂停|取消|注销|撤销|黑名单|禁止`)

// sub006 asks about every applicant: a banned one must not pass as the second name on the
// form. The reason and the end of the ban come from the register. A ban beside a good status,
// as after a decision of the same day, counts as well.
func sub006() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-006", Title: "申请人没有被暂停、取消备案或者列入黑名单",
		English: "No applicant is suspended, cancelled or on the blacklist",
		Basis:   []rule.Cite{basis.Notice("一、（四）")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		for i, a := range r.Applicants {
			e := entry(f, i)
			if !barred(e) {
				continue
			}
			why := e.Banned
			if why == "" {
				why = "备案状态为“" + e.Status + "”"
			}
			form.At(p, form.Applicant(r, i, form.Name, a.Name), fmt.Sprintf("第%d申请人“%s”不能使用快速审查通道：%s", i+1, a.Name, why),
				"限制期满或者备案恢复之后再提交；认为有误的，向本中心提出异议")
		}
	})
}
