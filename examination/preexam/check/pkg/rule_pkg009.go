package pkg

import (
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg009 goes by the file and not by the lists, which PKG-007 compares. The law gives three
// years for the request; the fast lane does not. A scan of the request under its Chinese name
// is accepted and left to the clerk.
func pkg009() check.Rule {
	r := bundled(rule.Meta{
		ID: "PKG-009", Title: "发明申请附有实质审查请求书，不请求延迟审查",
		English: "An invention comes with the request for examination, without asking for a delay",
		Basis:   []rule.Cite{basis.Center("同时请求实质审查"), cite.Act("第三十五条")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		named := func(e patent.Entry) bool { return strings.Contains(e.Name, "实质审查请求书") }
		if !p.App.HasForm("110401") && !slices.ContainsFunc(p.App.Entries, named) {
			p.Whole(patent.Whole, "案卷包中没有实质审查请求书（110401）", "补充实质审查请求书，与申请同时提交")
		}
		for _, x := range p.App.Accompanying["110401"] {
			if strings.Contains(x.Name, "延迟审查") && form.Ticked(x.Value) {
				p.Whole(patent.Whole, "实质审查请求书同时请求延迟审查，与快速审查相矛盾", "取消延迟审查请求")
				break
			}
		}
	})
	r.For = []patent.Kind{patent.Invention}
	return r
}
