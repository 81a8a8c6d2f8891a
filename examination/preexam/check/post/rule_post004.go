package post

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// post004 compares applicants as a list: the first one decides about the fast lane.
func post004() check.Rule {
	return reported(rule.Meta{
		ID: "POST-004", Title: "受理通知书上的名称和申请人与案件一致",
		English: "Title and applicants on the filing receipt are those of the case",
		Basis:   []rule.Cite{basis.Center("受理通知书与案件一致")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, f *check.FilingFacts) {
		if f.Title != "" && f.PassedTitle != "" && !form.Same(f.Title, f.PassedTitle) {
			p.Whole(patent.Whole, fmt.Sprintf("受理通知书的名称“%s”与预审合格的名称“%s”不一致", f.Title, f.PassedTitle), "核对是否上报了另一件申请")
		}
		if len(f.Applicants) > 0 && len(f.PassedNames) > 0 && !slices.EqualFunc(f.Applicants, f.PassedNames, form.Same) {
			p.Whole(patent.Whole, fmt.Sprintf("受理通知书的申请人“%s”与预审合格的“%s”不一致", strings.Join(f.Applicants, "、"), strings.Join(f.PassedNames, "、")),
				"申请人及其顺序不得变动；核对是否上报了另一件申请")
		}
	})
}
