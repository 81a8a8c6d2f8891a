package req

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req009 points at the form; that the description opens with the right title is DSC-001, and
// the other documents are compared by XD-001. White space and the width of brackets make no
// difference; 一种 does.
func req009() check.Rule {
	return filled(rule.Meta{
		ID: "REQ-009", Title: "请求书中的名称与说明书（简要说明）中的名称一致",
		English: "The title of the request form is that of the description or brief explanation",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if form.Fold(r.Title) == "" {
			return
		}
		for _, t := range p.App.Titles {
			if t.Part != patent.Description && t.Part != patent.Brief || t.Title == "" || plain(t.Title) == plain(r.Title) {
				continue
			}
			form.At(p, form.Title(r), fmt.Sprintf("请求书中的名称“%s”与%s中的名称“%s”不一致", r.Title, t.Part, t.Title),
				"统一名称：确认哪一个正确，并改正另一处")
		}
	})
}

// plain also drops a closing full stop, which a heading sometimes has.
func plain(s string) string { return strings.TrimRight(form.Fold(s), "。.") }
