package sub

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub025 lays out whom the examiner may be close to. Nothing that the center holds tells it.
func sub025() check.Rule {
	return filled(rule.Meta{
		ID: "SUB-025", Title: "预审员与申请人、代理机构没有应当回避的关系",
		English: "The examiner has no relation to applicant or agency that demands recusal",
		Basis:   []rule.Cite{cite.Rules("第四十二条")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		var who []form.Field
		for i, a := range r.Applicants {
			who = append(who, form.Applicant(r, i, form.Name, a.Name))
		}
		if r.Agency.Name != "" {
			who = append(who, form.Agency(r, form.Name, r.Agency.Name))
		}
		for i, a := range r.Agency.Agents {
			who = append(who, form.Agent(r, i, form.Name, a.Name))
		}
		if found := form.Show(p, who...); len(found) > 0 {
			p.Ask(patent.RequestForm, "本案预审员是否为申请人或者代理人的近亲属，与本申请有利害关系，或者曾在申请人、代理机构任职等可能影响公正审查，应当回避？",
				"申请人不必修改；预审员申请回避，由中心改派他人", found...)
		}
	})
}
