package sub

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// seals open the line on which an undertaking is signed.
var seals = words.New(words.List(`盖章 签章 公章 签字 签名`), nil)

// sub020 shows the line that should carry the seal and whose seal it should be. An undertaking that
// is not enclosed is SUB-019.
func sub020() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-020", Title: "承诺书有申请人的签字或者盖章",
		English: "The undertaking is signed or sealed by the applicant",
		Basis:   []rule.Cite{basis.Center("预审承诺书的签章")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Manual, Version: 1,
	}, Needs: []check.Need{check.Form, check.Bundle}, Run: func(p *check.Pass) {
		r := p.App.Request
		found := p.Clauses(patent.Undertaking, seals)
		if !p.App.Has(patent.Undertaking) && scanned(p.App) == "" {
			return
		}
		for i, a := range r.Applicants {
			found = append(found, form.Show(p, form.Applicant(r, i, form.Name, a.Name))...)
		}
		p.Ask(patent.Undertaking, "请看承诺书原件：是否缺少签字或者盖章，或者签章不是请求书所列申请人的？", "由全体申请人在承诺书上签字或者盖章后重新提交", found...)
	}}
}
