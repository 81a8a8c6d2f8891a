package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub002 decides the check character from the form alone; it compares with the register where
// that is known. A code of nine characters gets the advice to look for the one of eighteen:
// old forms still ask for it. Natural persons have identity numbers (REQ-013), and applicants
// from abroad have neither.
func sub002() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-002", Title: "统一社会信用代码的校验码正确，且与备案记录一致",
		English: "The unified social credit code is valid and equals the registered one",
		Basis:   []rule.Cite{basis.Standard("GB 32100", "2015"), cite.Rules("第十九条第（二）项")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		for i, a := range r.Applicants {
			if a.Code == "" || form.Natural(a) || form.Abroad(a.Country) {
				continue
			}
			at := form.Applicant(r, i, form.Code, a.Code)
			code, err := ident.ParseUSCC(a.Code)
			if err != nil {
				fix := "对照营业执照或者事业单位法人证书改正"
				if _, old := ident.ParseOrgCode(a.Code); old == nil {
					fix = "这是9位的组织机构代码；填写营业执照上的18位统一社会信用代码"
				}
				form.At(p, at, fmt.Sprintf("第%d申请人“%s”的%s", i+1, a.Name, err), fix)
				continue
			}
			if e := entry(p.Facts.Registry, i); e.Found && e.Code != "" && form.Fold(e.Code) != string(code) {
				form.At(p, at, fmt.Sprintf("第%d申请人“%s”的统一社会信用代码 %s 与备案记录 %s 不一致", i+1, a.Name, code, e.Code),
					"核对代码；代码已变更的，先变更备案信息")
			}
		}
	})
}
