package dsg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsg001 takes the place of PKG-002 for designs, whose papers are others. A form that could
// not be read is there all the same.
func dsg001() check.Rule {
	r := design(rule.Meta{
		ID: "DSG-001", Title: "外观设计申请的请求书、图片或照片、简要说明齐全",
		English: "Request form, pictures and brief explanation are all there",
		Basis:   []rule.Cite{cite.Rules("第四十四条第（一）项")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		lack := func(part patent.Part, there bool) {
			if !there {
				p.Whole(part, fmt.Sprintf("案卷包中缺少%s", part), fmt.Sprintf("补充%s；缺少必要文件的申请不予受理", part))
			}
		}
		lack(patent.RequestForm, p.App.Request != nil || p.App.Has(patent.RequestForm))
		lack(patent.Pictures, p.App.Has(patent.Pictures))
		lack(patent.Brief, p.App.Has(patent.Brief))
	})
	r.Needs = []check.Need{check.Bundle}
	return r
}
