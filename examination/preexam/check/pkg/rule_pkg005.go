package pkg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg005 is a warning and never a refusal: new codes appear every year, and a code we do not
// know is not therefore wrong. Each code is reported once, however many files bear it.
func pkg005() check.Rule {
	return bundled(rule.Meta{
		ID: "PKG-005", Title: "案卷包中没有未知的表格代码",
		English: "The package holds no unknown form codes",
		Basis:   []rule.Cite{basis.Practice("表格代码")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		seen := map[string]bool{}
		for _, f := range p.App.Forms {
			if f.Known || f.Code == "" || seen[f.Code] {
				continue
			}
			seen[f.Code] = true
			p.Whole(patent.Whole, fmt.Sprintf("系统不认识表格代码 %s（%s），其内容没有检查", f.Code, f.Entry), "核对表格代码；确需提交的，由受理员人工查看")
		}
	})
}
