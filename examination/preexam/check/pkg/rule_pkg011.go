package pkg

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg011 reads the fields of the mandate. A scanned sheet has none; then a person looks at the
// seals. Which party is which shows in the field names: 委托人 is the applicant, 被委托人 the agency.
func pkg011() check.Rule {
	r := filled(rule.Meta{
		ID: "PKG-011", Title: "委托代理机构的，附有填写完整、签章的专利代理委托书",
		English: "With an agency there is a mandate, filled in and signed",
		Basis:   []rule.Cite{cite.Rules("第十七条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		if r.Agency.Name == "" {
			return
		}
		t := p.Text(patent.Mandate)
		if t.Text == "" {
			noMandate(p, r)
			return
		}
		if !slices.ContainsFunc(t.Blocks, func(b patent.Block) bool { return b.Kind == patent.Field }) {
			return
		}
		if name := form.Values(t, "代理机构名称"); len(name) > 0 && !form.Same(name[0], r.Agency.Name) {
			p.Whole(patent.Mandate, fmt.Sprintf("委托书的代理机构“%s”与请求书的“%s”不一致", name[0], r.Agency.Name), "以同一机构名义填写委托书和请求书")
		}
		if title := form.Values(t, "发明名称"); len(title) > 0 && form.Fold(r.Title) != "" && !form.Same(title[0], r.Title) {
			p.Whole(patent.Mandate, fmt.Sprintf("委托书的发明名称“%s”与请求书的“%s”不一致", title[0], r.Title), "统一名称")
		}
		scan := len(form.Values(t, "图片或照片"))+len(form.Values(t, "扫描件")) > 0
		for _, x := range []struct{ field, what string }{{"指定代理人", "指定的专利代理师"}, {"委托人签章", "委托人的签字或者盖章"}, {"被委托人签章", "代理机构的签章"}} {
			if len(form.Values(t, x.field)) == 0 {
				f := p.Whole(patent.Mandate, fmt.Sprintf("委托书没有%s", x.what), "补全委托书；有签章的扫描件由受理员人工核对")
				if scan {
					f.Severity = rule.Warning
				}
			}
		}
	})
	r.Needs = append(r.Needs, check.Bundle)
	return r
}

// noMandate accepts a general mandate by its number and, with a warning, the form's
// declaration that the data agree with a mandate.
func noMandate(p *check.Pass, r *patent.Request) {
	for _, x := range r.Other {
		if strings.Contains(x.Name, "总委托书") && form.Fold(x.Value) != "" {
			return
		}
	}
	if p.App.HasForm("100007") || p.App.HasForm("100021") || form.Enclosed(p.App, "委托书") {
		p.Whole(patent.Mandate, "专利代理委托书没有可以读取的文字", "由受理员人工核对委托权限和签章").Severity = rule.Info
		return
	}
	form.At(p, form.Agency(r, form.Name, r.Agency.Name), fmt.Sprintf("已委托“%s”，案卷包中没有专利代理委托书", r.Agency.Name),
		"补充由申请人和代理机构签章的专利代理委托书，或者填写总委托书编号；请求书中的声明不能代替委托书")
}
