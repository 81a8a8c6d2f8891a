package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// Limits of the title, in characters without white space.
const (
	usualTitle = 25
	mostTitle  = 60 // in special cases, as some of chemistry
)

// req002 counts code points without white space, as the office does. A title between the two
// limits is only a warning: the guidelines allow it in special cases, and who judges those is
// the examiner.
func req002() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-002", Title: "名称一般不超过25个字，最多60个字",
		English: "A title has 25 characters as a rule and 60 at most",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.1", rule.Source), cite.Guide("第二部分第二章2.2.1", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		switch n := w.Count(); {
		case n > mostTitle:
			w.All(p, fmt.Sprintf("名称有%d个字，超过%d个字的上限", n, mostTitle),
				fmt.Sprintf("将名称缩短到%d个字以内，只写主题和类型，不写具体特征", usualTitle)).Severity = rule.Fatal
		case n > usualTitle:
			w.All(p, fmt.Sprintf("名称有%d个字，一般不得超过%d个字", n, usualTitle),
				fmt.Sprintf("尽量缩短到%d个字以内；确有必要的（如某些化学发明）最多%d个字", usualTitle, mostTitle)).Severity = rule.Warning
		}
	})
}
