package sub

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub008 counts the agents from the form alone; where they practise is known only if the
// agency registered its agents. Licence numbers are compared without the marks between their
// digits.
func sub008() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-008", Title: "代理师在所委托的机构执业，且不超过两名",
		English: "Agents practise in the agency named, and are at most two",
		Basis:   []rule.Cite{basis.Agency("第十一条"), cite.Guide("第一部分第一章4.1.6", rule.Known)},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if n := len(r.Agency.Agents); n > 2 {
			form.At(p, form.Agent(r, 2, form.Name, r.Agency.Agents[2].Name), fmt.Sprintf("请求书填写了%d名代理师，最多两名", n), "保留不超过两名代理师")
		}
		f := p.Facts.Registry
		if f == nil || f.Agency == nil || !f.Agency.Found || len(f.Agency.Agents) == 0 {
			return
		}
		for i, g := range r.Agency.Agents {
			if g.Licence != "" && !slices.ContainsFunc(f.Agency.Agents, func(l string) bool { return licence(l) == licence(g.Licence) }) {
				form.At(p, form.Agent(r, i, form.Licence, g.Licence), fmt.Sprintf("代理师“%s”（%s）不在代理机构“%s”登记的执业代理师中", g.Name, g.Licence, r.Agency.Name),
					"核对资格证号；代理师已变动的，由机构先更新登记")
			}
		}
	})
}

// licence drops the marks between the digits of a licence number.
func licence(s string) string {
	return strings.ToUpper(strings.NewReplacer(".", "", "-", "").Replace(form.Fold(s)))
}
