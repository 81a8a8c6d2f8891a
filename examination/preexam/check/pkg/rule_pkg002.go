package pkg

import (
	"fmt"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// pkg002 leaves designs to DSG-001. A document that is there but cannot be read is PKG-006. A
// document whose file is there but empty is missing all the same.
func pkg002() check.Rule {
	r := bundled(rule.Meta{
		ID: "PKG-002", Title: "必要的申请文件齐全（请求书、说明书、权利要求书、摘要；实用新型还有附图）",
		English: "The mandatory documents are all there",
		Basis:   []rule.Cite{cite.Rules("第四十四条第（一）项"), cite.Act("第二十六条"), cite.Act("第二十七条")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		type document struct {
			part patent.Part
			code []string
		}
		need := []document{
			{patent.RequestForm, []string{"110101", "120101"}}, {patent.Claims, []string{"100001"}},
			{patent.Description, []string{"100002"}}, {patent.Abstract, []string{"100004"}},
		}
		if p.App.Kind == patent.UtilityModel {
			need = append(need, document{patent.Drawings, []string{"100003"}})
		}
		for _, d := range need {
			coded := slices.ContainsFunc(d.code, p.App.HasForm)
			switch {
			case p.App.Has(d.part) || d.part == patent.RequestForm && p.App.Request != nil:
			case coded && unread(p.App, d.part):
			case coded:
				p.Whole(d.part, fmt.Sprintf("案卷包中的%s没有内容", d.part), fmt.Sprintf("补充%s的内容后重新导出案卷包", d.part))
			default:
				p.Whole(d.part, fmt.Sprintf("案卷包中缺少%s", d.part), fmt.Sprintf("补充%s；缺少必要文件的申请不予受理", d.part))
			}
		}
	})
	r.For = []patent.Kind{patent.Invention, patent.UtilityModel}
	return r
}

// unread reports whether the reader met the part and could not read it.
func unread(app *patent.Application, part patent.Part) bool {
	return slices.ContainsFunc(app.Losses, func(l patent.Loss) bool { return l.Part == part })
}
