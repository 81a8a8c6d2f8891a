package qua

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua007 sets filings against the insured staff, because neither the number of researchers nor the
// registered capital is in the register of the center.
func qua007() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-007", Title: "申请数量与申请人的研发能力和成立时间相称",
		English: "The number of filings fits the size and the age of the applicant",
		Basis:   []rule.Cite{order77("第五项"), notice411("第（三）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Earlier, check.Registry}, Run: func(p *check.Pass) {
		e, r := p.Facts.Earlier, p.Facts.Registry
		if l := e.Limits; l.PerHead > 0 && r.Insured > 0 && float64(e.Filings) > l.PerHead*float64(r.Insured) {
			p.Whole(patent.RequestForm, fmt.Sprintf("一年内在本中心提交%d件，备案的社保参保人数为%d人，超过每人%g件", e.Filings, r.Insured, l.PerHead), research)
		}
		age := months(r.Established, p.On)
		if l := e.Limits; l.Burst > 0 && !r.Established.IsZero() && age < l.Young && e.Filings >= l.Burst {
			p.Whole(patent.RequestForm, fmt.Sprintf("申请人成立%d个月，不足%d个月，一年内在本中心提交%d件，达到%d件", age, l.Young, e.Filings, l.Burst), research)
		}
	}}
}

// months returns how many whole months lie between two days.
func months(from, to calendar.Day) int {
	y, m, d := from.Civil()
	y2, m2, d2 := to.Civil()
	n := (y2-y)*12 + int(m2) - int(m)
	if d2 < d {
		n--
	}
	return n
}
