package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

func post002() check.Rule {
	return reported(rule.Meta{
		ID: "POST-002", Title: "申请日在预审合格通知书的有效期内",
		English: "The filing date lies within the validity of the pass",
		Basis:   []rule.Cite{basis.CenterOwn("预审合格后的提交期限")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		if f.FilingDate.IsZero() {
			return
		}
		switch {
		case !f.ValidUntil.IsZero() && f.FilingDate > f.ValidUntil:
			p.Whole(patent.Whole, fmt.Sprintf("申请日 %s 晚于预审合格的有效期 %s", f.FilingDate.Chinese(), f.ValidUntil.Chinese()),
				"超过有效期的不予报送；因国家知识产权局系统故障等原因迟延的，提交证明请求延期")
		case !f.PassedOn.IsZero() && f.FilingDate < f.PassedOn:
			p.Whole(patent.Whole, fmt.Sprintf("申请日 %s 早于预审合格的日期 %s", f.FilingDate.Chinese(), f.PassedOn.Chinese()), "预审合格之前已经正式提交的申请不予报送；核对申请日")
		}
	})
}
