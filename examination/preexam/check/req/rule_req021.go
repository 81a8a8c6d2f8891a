package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
	"zhibao/patent"
)

// Priority lasts this long, and can be restored for so much longer.
const (
	priorityMonths = 12
	restoreMonths  = 2
	priorityAlarm  = 30 // days before the end from which the report reminds of it
)

// req021 counts to the planned filing day, because pre-examination takes time; where the
// center has not planned one, to the day of the check. Designs are DSG-027. Within thirty days
// of the end it reminds, because a round of corrections may take as long.
func req021() check.Rule {
	r := filled(rule.Meta{
		ID: "REQ-021", Title: "发明和实用新型的优先权期限（12个月）在计划提交日之前没有届满",
		English: "The priority period of twelve months has not ended by the planned day of filing",
		Basis:   []rule.Cite{cite.Act("第二十九条"), cite.Rules("第三十六条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		plan := form.Planned(p)
		for i, x := range r.Priorities {
			start, ok := form.ParseDay(x.Date)
			if !ok || start > p.On {
				continue
			}
			end := form.PriorityEnd(start, priorityMonths)
			last := term.Compute(calendar.Public(), term.Input{Start: end.Due, Length: term.Months(restoreMonths), Regime: term.PatentLaw}).Due
			at, note := form.Priority(r, i, form.Date, x.Date), ""
			if end.Provisional {
				note = "（该年放假安排尚未公布，暂按周末推算）"
			}
			switch {
			case plan > last:
				form.At(p, at, fmt.Sprintf("第%d项优先权日 %s 起12个月已于 %s 届满%s，可以请求恢复的期限也已于 %s 届满", i+1, start.Chinese(), end.Due.Chinese(), note, last.Chinese()),
					"删去该项优先权要求")
			case plan > end.Due:
				form.At(p, at, fmt.Sprintf("第%d项优先权日 %s 起12个月于 %s 届满%s，计划提交日 %s 已超过", i+1, start.Chinese(), end.Due.Chinese(), note, plan.Chinese()),
					fmt.Sprintf("在 %s 之前提交并同时请求恢复优先权、说明正当理由，或者删去该项优先权要求", last.Chinese()))
			case int(end.Due-plan) <= priorityAlarm:
				form.At(p, at, fmt.Sprintf("第%d项优先权将于 %s 届满%s，距计划提交日还有%d天", i+1, end.Due.Chinese(), note, int(end.Due-plan)),
					"预审需要时间，请留意在届满之前完成正式提交").Severity = rule.Info
			}
		}
	})
	r.For = technical()
	return r
}
