package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/req/naming"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
)

// req004 uses the list of the description and the abstract, so that a word is advertising
// either everywhere or nowhere. Technical terms such as 完美匹配层 are excepted there. Praise of
// markets and fame comes close to advertising and only warns.
func req004() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-004", Title: "名称中不得含有商业性宣传用语",
		English: "The title contains no advertising",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 3,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		for _, m := range words.Commercial().Find(w.Text) {
			w.At(p, m.Start, m.End, fmt.Sprintf("名称中使用了商业性宣传用语“%s”", m.Word), "删去该用语，只写技术主题")
		}
		for _, m := range words.Praise().Find(w.Text) {
			w.At(p, m.Start, m.End, fmt.Sprintf("名称中的“%s”近于商业性宣传", m.Word), "删去该用语，只写技术主题").Severity = rule.Warning
		}
		for _, h := range naming.Flattering(w.Text) {
			w.At(p, h.Start, h.End, fmt.Sprintf("名称中的“%s”像是%s", h.Words(w.Text), h.What), "删去该用语，只写技术主题").Severity = rule.Warning
		}
	})
}
