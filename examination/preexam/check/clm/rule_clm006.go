package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm006: an independent claim is written in two parts. Uses, storage media and programs,
// whose nature calls for another form, are left alone. Many claims of translated applications
// use 包括 or 其中 instead. That is allowed where the nature of the invention asks for it,
// hence a warning and not a demand.
func clm006() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-006", Title: "独立权利要求应当包括前序部分和特征部分", English: "Independent claims have a preamble and a characterising part",
			Basis: []rule.Cite{cite.Rules("第二十四条第一款、第二款")},
			Level: rule.Law, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind != claim.Independent || !c.Transition.Empty() || c.Category == claim.Use || c.Category == claim.Medium ||
					c.Category == claim.Program || c.Subject == "" || strings.HasPrefix(c.Subject, "所述") {
					continue
				}
				at(p, c.SubjectAt, fmt.Sprintf("独立%s没有用“其特征在于”划分前序部分和特征部分", number(c)),
					fmt.Sprintf("写成“一种%s，包括……（与现有技术共有的特征），其特征在于，……（区别特征）”；发明的性质不适于这种方式的，可以用其他方式撰写", clip(c.Subject, 20)))
			}
		},
	}
}
