package abs

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs001: an abstract belongs to the papers. Nothing is said of a description that was handed in
// alone, since the other parts may exist elsewhere.
func abs001() check.Rule {
	r := about(rule.Meta{
		ID: "ABS-001", Title: "发明和实用新型专利申请提交说明书摘要",
		English: "An application for an invention or utility model has an abstract",
		Basis:   []rule.Cite{cite.Act("第二十六条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		a := p.App
		// A description handed in alone says nothing about the rest of the papers.
		if !a.Has(patent.Abstract) && (a.Package || a.Has(patent.Claims)) {
			p.Whole(patent.Abstract, "申请文件中没有说明书摘要", "补充说明书摘要，写明名称、所属技术领域、技术问题、技术方案的要点和主要用途，不超过300字")
		}
	})
	r.Part = patent.Description
	return r
}
