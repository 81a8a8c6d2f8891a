package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

func post006() check.Rule {
	return reported(rule.Meta{
		ID: "POST-006", Title: "一个申请号只用于一个案件",
		English: "One application number belongs to one case",
		Basis:   []rule.Cite{basis.Ours("申请号唯一")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		if f.UsedElsewhere != "" {
			p.Whole(patent.Whole, fmt.Sprintf("申请号“%s”已经用于案件 %s", f.ApplicationNo, f.UsedElsewhere), "核对两个案件的申请号，改正填错的一个")
		}
	})
}
