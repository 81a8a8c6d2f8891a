package qua

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua011: SUB-012 tells that this application lies outside the applicant's business. That several of
// a year do is another thing, and told here.
func qua011() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-011", Title: "没有多次申请经营范围以外的技术",
		English: "The applicant does not file outside its business again and again",
		Basis:   []rule.Cite{order77("第五项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		e := p.Facts.Earlier
		if e.IsOutside && e.Limits.Outside > 0 && e.Outside >= e.Limits.Outside {
			p.Whole(patent.RequestForm, fmt.Sprintf("一年内在本中心提交的%d件中，连同本件有%d件的技术领域与经营范围没有关联，达到提示的%d件", e.Filings, e.Outside, e.Limits.Outside), research)
		}
	}}
}
