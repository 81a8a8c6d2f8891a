package qua

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua001: texts of one hand that are alike without being the same. The same text is SUB-018, a text
// that was abnormal QUA-012, and one that is put together from the same paragraphs QUA-002.
func qua001() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-001", Title: "与同一或者关联申请人的其他申请没有明显相同的内容",
		English: "The text is not alike to other filings of the same or linked applicants",
		Basis:   []rule.Cite{order77("第一项"), notice411("第（一）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		e, told := p.Facts.Earlier, map[string]bool{}
		for _, r := range batch(e) {
			told[r.CaseNo] = true
		}
		var most float64
		var cases []string
		for _, d := range e.Duplicates {
			if e.Limits.Similar <= 0 || !d.Linked || d.Abnormal || d.Similarity < e.Limits.Similar || e.Limits.Same(d) || told[d.CaseNo] {
				continue
			}
			most = max(most, d.Similarity)
			cases = append(cases, d.Inside())
		}
		if len(cases) == 0 {
			return
		}
		p.Whole(patent.Whole, fmt.Sprintf("与同一或者关联申请人的另外%d件预审申请内容相似，最高%.0f%%，本中心自%.0f%%起提示", len(cases), most*100, e.Limits.Similar*100),
			"说明各件解决的技术问题和方案的区别；实质是同一方案的，合并申请或者撤回").Inside = strings.Join(cases, "；")
	}}
}
