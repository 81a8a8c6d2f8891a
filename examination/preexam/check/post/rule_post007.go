package post

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

func post007() check.Rule {
	return reported(rule.Meta{
		ID: "POST-007", Title: "提交后没有著录项目变更、撤回、逾期答复等违反承诺的情形",
		English: "After filing there is no change of data, withdrawal or late answer against the undertaking",
		Basis:   []rule.Cite{basis.CenterKnown("快速通道承诺事项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		for _, b := range f.Breaches {
			p.Whole(patent.Whole, fmt.Sprintf("提交后有违反承诺的情形：%s", b), "说明原因；违反承诺的可能退出快速通道")
		}
	})
}
