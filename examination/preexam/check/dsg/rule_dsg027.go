package dsg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// priorityMonths is how long priority of a design lasts. It cannot be restored.
const priorityMonths = 6

// dsg027 counts to the planned filing day, because pre-examination takes time.
func dsg027() check.Rule {
	r := design(rule.Meta{
		ID: "DSG-027", Title: "外观设计的优先权期限（6个月）在计划提交日之前没有届满",
		English: "The priority period of six months has not ended by the planned day of filing",
		Basis:   []rule.Cite{cite.Act("第二十九条")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		r, plan := p.App.Request, form.Planned(p)
		for i, x := range r.Priorities {
			start, ok := form.ParseDay(x.Date)
			if !ok || start > p.On {
				continue
			}
			if end := form.PriorityEnd(start, priorityMonths).Due; plan > end {
				form.At(p, form.Priority(r, i, form.Date, x.Date), fmt.Sprintf("第%d项优先权日 %s 起6个月已于 %s 届满，外观设计的优先权不能恢复", i+1, start.Chinese(), end.Chinese()),
					"删去该项优先权要求；在先申请已公开的，请评估是否仍有新颖性")
			}
		}
	})
	r.Needs = []check.Need{check.Form}
	return r
}
