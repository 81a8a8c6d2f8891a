package sub

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub001 asks only about the first applicant, who carries the case. One who is shut out is
// reported by SUB-006 with the reason, and not here too. An applicant whose registration is
// still being reviewed is told its state. Papers that name only others than the party that
// brings them in are somebody else's package, however well that one is registered.
func sub001() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-001", Title: "第一申请人是本中心备案有效的主体",
		English: "The first applicant is actively registered with this center",
		Basis:   []rule.Cite{basis.Center("第一申请人为备案主体")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		if len(r.Applicants) == 0 {
			return
		}
		a, e := r.Applicants[0], entry(f, 0)
		at := form.Applicant(r, 0, form.Name, a.Name)
		switch {
		case !e.Found:
			form.At(p, at, fmt.Sprintf("第一申请人“%s”没有在本中心备案", a.Name), "先在本中心办理主体备案，备案成功后再提交；已备案的，核对名称和统一社会信用代码")
		case !e.Active && !barred(e):
			form.At(p, at, fmt.Sprintf("第一申请人“%s”的备案状态为“%s”，尚未生效", a.Name, e.Status), "备案成功后再提交预审请求")
		case f.Owner != "" && !slices.ContainsFunc(f.Applicants, func(e check.Registrant) bool { return e.Owner }):
			form.At(p, at, fmt.Sprintf("请求书的申请人是“%s”，不是提交本请求的备案主体“%s”", a.Name, f.Owner), "核对是否传错案卷包；由申请人以自己的账号提交")
		}
	})
}

// barred reports whether the register shuts the applicant out, which is SUB-006.
func barred(e check.Registrant) bool {
	return e.Banned != "" || shutStatus.MatchString(e.Status)
}
