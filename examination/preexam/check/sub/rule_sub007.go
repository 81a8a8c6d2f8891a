package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub007 is silent where the register was not asked about the agency. A code that differs is a
// slip of the form and only an error. The list of assured agencies is demanded by some centers
// only; the register says whether by this one.
func sub007() check.Rule {
	return registered(rule.Meta{
		ID: "SUB-007", Title: "代理机构已在本中心登记、没有被暂停，并符合精准服务保障名单的要求",
		English: "The agency is registered with the center, active, and on the assured list if demanded",
		Basis:   []rule.Cite{basis.Center("代理机构登记")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request, f *check.RegistryFacts) {
		a, e := r.Agency, f.Agency
		if a.Name == "" || e == nil {
			return
		}
		at := form.Agency(r, form.Name, a.Name)
		switch {
		case !e.Found:
			form.At(p, at, fmt.Sprintf("代理机构“%s”没有在本中心登记", a.Name), "由该机构先办理登记，或者由申请人自行提交")
		case !e.Active:
			form.At(p, at, fmt.Sprintf("代理机构“%s”的登记已被暂停或者取消", a.Name), "更换代理机构，或者由申请人自行提交")
		case e.AssuredNeeded && !e.Assured:
			form.At(p, at, fmt.Sprintf("代理机构“%s”不在专利代理机构精准服务保障名单上，本中心要求在名单上", a.Name), "更换名单上的代理机构，或者由申请人自行提交")
		case e.Code != "" && a.Code != "" && !form.Same(e.Code, a.Code):
			form.At(p, form.Agency(r, form.Code, a.Code), fmt.Sprintf("代理机构代码“%s”与登记的“%s”不一致", a.Code, e.Code), "核对代理机构代码").Severity = rule.Error
		}
	})
}
