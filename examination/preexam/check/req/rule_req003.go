package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/req/naming"
	"zhibao/law/rule"
)

// req003 is sure of models, marks, full names of places and parties; other names may be part
// of a technical term and are left to the examiner. Inventors and applicants of the same form
// are the best list of names there is.
func req003() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-003", Title: "名称中不得含有人名、地名、商标、型号或商品名称",
		English: "The title contains no names of persons or places, trademarks, models or trade names",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		for _, h := range naming.Proper(w.Text, p.App.Request) {
			f := w.At(p, h.Start, h.End, fmt.Sprintf("名称中的“%s”像是%s", h.Words(w.Text), h.What),
				"删去该词，改用表示技术主题的通用名称；如它是技术术语的一部分，请说明")
			if !h.Sure {
				f.Severity = rule.Warning
			}
		}
	})
}
