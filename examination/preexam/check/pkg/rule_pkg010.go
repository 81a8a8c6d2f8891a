package pkg

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// waiver is the declaration in either order of words, within one sentence.
var waiver = regexp.MustCompile(`放弃[^。；\n]{0,20}主动修改|主动修改[^。；\n]{0,12}放弃`)

// pkg010 finds the declaration in the request for examination, which goes to the office; only where that could not be read is the promise to the center in the undertaking enough. Whether
// the center wants the declaration is its own setting, off by default.
func pkg010() check.Rule {
	r := bundled(rule.Meta{
		ID: "PKG-010", Title: "发明申请声明放弃主动修改的权利",
		English: "An invention waives the right to amend of one's own accord",
		Basis:   []rule.Cite{basis.CenterKnown("放弃主动修改"), cite.Rules("第五十七条")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		if !p.Facts.Settings.NoAmendment {
			return
		}
		request := p.App.Accompanying["110401"]
		if len(request) == 0 && waiver.MatchString(p.Text(patent.Undertaking).Text) {
			return
		}
		for _, x := range request {
			if waiver.MatchString(x.Name) && form.Ticked(x.Value) {
				return
			}
		}
		p.Whole(patent.Whole, "没有放弃主动修改权利的声明，本中心要求在请求实质审查时声明", "在实质审查请求书中勾选“声明本申请人放弃专利主动修改权利”")
	})
	r.For, r.Needs = []patent.Kind{patent.Invention}, append(r.Needs, check.Settings)
	return r
}
