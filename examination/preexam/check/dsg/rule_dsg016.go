package dsg

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

// dsg016 compares with the full name, because with several designs 立体图 alone designates nothing.
func dsg016() check.Rule {
	return explained(rule.Meta{
		ID: "DSG-016", Title: "简要说明指定的图片或照片存在，且只有一幅",
		English: "The designated picture exists, and is one",
		Basis:   []rule.Cite{cite.Rules("第三十一条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		s, name, ok := designation(p)
		if !ok || len(p.App.Views) == 0 {
			return
		}
		if all := slices.Compact(viewName.FindAllString(form.Fold(s.words), -1)); len(all) > 1 && !omission.MatchString(s.words) {
			p.At(patent.Brief, s.start, s.end, fmt.Sprintf("指定了%d幅图片（%s）", len(all), strings.Join(all, "、")), "只指定一幅最能表明设计要点的图片或照片")
			return
		}
		for _, v := range viewsOf(p.App) {
			if v.label == name {
				return
			}
		}
		p.At(patent.Brief, s.start, s.end, fmt.Sprintf("指定的“%s”不在提交的图片中", name), "改为已提交的一幅视图的名称；多项设计应写明是哪一项，例如“设计1立体图”")
	})
}
