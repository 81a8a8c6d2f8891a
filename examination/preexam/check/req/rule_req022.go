package req

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req022 asks only where an earlier Chinese application is claimed: by the office named, or by the
// number where none is.
func req022() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-022", Title: "本国优先权的在先申请没有要求过优先权、没有被授权、不是分案申请",
		English: "The base of a domestic priority has claimed none, is not granted and no divisional",
		Basis:   []rule.Cite{cite.Rules("第三十五条")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Manual, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		var found []check.Passage
		for i, x := range r.Priorities {
			_, err := ident.ParseApplicationNo(x.Number)
			if form.Mainland(x.Country) || x.Country == "" && err == nil {
				found = append(found, form.Show(p, form.Priority(r, i, form.Number, x.Number), form.Priority(r, i, form.Date, x.Date))...)
			}
		}
		if len(found) > 0 {
			p.Ask(patent.RequestForm, "请查在先申请：是否已经要求过优先权、已经被授予专利权，或者属于分案申请，因而不能作为本国优先权的基础？",
				"删去该项优先权要求；保留的，在先申请自后一申请提出之日起即视为撤回", found...)
		}
	})
}
