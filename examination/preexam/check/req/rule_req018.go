package req

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req018 gathers what is lacking in one finding for the agency and one for each agent, because
// that is how the form is filled in. A form without any of it has no agency and nothing to
// say.
func req018() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-018", Title: "委托代理机构的，写明机构名称和代码、代理师姓名、资格证号和电话",
		English: "Agency name and code, agents' names, licence numbers and telephones are given",
		Basis:   []rule.Cite{cite.Rules("第十九条第（四）项")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		a := r.Agency
		if a.Name == "" && a.Code == "" && len(a.Agents) == 0 {
			return
		}
		var lack []string
		if a.Name == "" {
			lack = append(lack, "机构名称")
		}
		if a.Code == "" {
			lack = append(lack, "机构代码")
		}
		if len(a.Agents) == 0 {
			lack = append(lack, "专利代理师")
		}
		if len(lack) > 0 {
			at := form.Agency(r, form.Name, a.Name)
			if a.Name == "" {
				at = form.Agency(r, form.Code, a.Code)
			}
			form.At(p, at, fmt.Sprintf("专利代理机构一栏没有填写%s", strings.Join(lack, "、")), "补全该栏；不委托代理机构的，将该栏清空")
		}
		if a.Code != "" {
			if _, err := ident.ParseAgencyCode(a.Code); err != nil {
				form.At(p, form.Agency(r, form.Code, a.Code), fmt.Sprint(err), "填写代理机构的5位代码")
			}
		}
		for i, g := range a.Agents {
			agent(p, r, i, g)
		}
	})
}

// agent reports one agent; how many there may be is SUB-008.
func agent(p *check.Pass, r *patent.Request, i int, g patent.Agent) {
	var lack []string
	for _, x := range []struct{ value, name string }{{g.Name, "姓名"}, {g.Licence, "资格证号"}, {g.Phone, "电话"}} {
		if form.Fold(x.value) == "" {
			lack = append(lack, x.name)
		}
	}
	if len(lack) > 0 {
		form.At(p, form.Agent(r, i, form.Name, g.Name), fmt.Sprintf("第%d代理师“%s”没有填写%s", i+1, g.Name, strings.Join(lack, "、")), "在专利代理机构一栏补全该代理师的信息")
	}
}
