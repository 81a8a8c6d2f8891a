package qua

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua010 sees inventors come and go between the versions of one case. Transfers after grant are
// recorded by CNIPA and not here, so they are left to the examiner.
func qua010() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-010", Title: "没有虚假变更发明人、设计人",
		English: "Inventors are not exchanged",
		Basis:   []rule.Cite{order77("第七项"), notice411("第（七）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Needs: []check.Need{check.Form, check.Earlier}, Run: func(p *check.Pass) {
		c := p.Facts.Earlier.Changed
		var what []string
		if len(c.Added) > 0 {
			what = append(what, fmt.Sprintf("增加了“%s”", strings.Join(c.Added, "、")))
		}
		if len(c.Removed) > 0 {
			what = append(what, fmt.Sprintf("去掉了“%s”", strings.Join(c.Removed, "、")))
		}
		if len(what) > 0 {
			p.Whole(patent.RequestForm, "与上一版相比，请求书的发明人"+strings.Join(what, "，"), "说明变更的原因，并附发明人对本申请实质性贡献的证明；误填的，说明即可")
		}
	}}
}
