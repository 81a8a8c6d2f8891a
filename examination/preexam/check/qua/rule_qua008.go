package qua

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// qua008: a field is the main class that the case states, a subclass of the IPC.
func qua008() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-008", Title: "发明人短期内没有在多个领域大量申请",
		English: "No inventor files a lot in several fields within a short time",
		Basis:   []rule.Cite{order77("第五项"), notice411("第（三）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Earlier}, Run: func(p *check.Pass) {
		l, r := p.Facts.Earlier.Limits, p.App.Request
		for _, x := range p.Facts.Earlier.Inventors {
			if l.Prolific <= 0 || x.Filings < l.Prolific || x.Fields < l.Fields {
				continue
			}
			for i, v := range r.Inventors {
				if v.Name == x.Name {
					form.At(p, form.Inventor(r, i, form.Name, v.Name), fmt.Sprintf("发明人“%s”90日内在本中心作为发明人的申请有%d件，涉及%d个技术领域，达到提示的%d件、%d个领域",
						x.Name, x.Filings, x.Fields, l.Prolific, l.Fields), "说明该发明人在各件中的实际贡献；没有实质贡献的，更正发明人")
					break
				}
			}
		}
	}}
}
