package dsg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsg020 asks for prefixes where the form declares several designs, and for the declaration
// where there are prefixes.
func dsg020() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-020", Title: "多项外观设计的每幅图以“设计1”“套件1”等连续编号开头",
		English: "With several designs the name of every view begins with the number of its design, without gaps",
		Basis:   []rule.Cite{cite.Rules("第四十条第三款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		designs, set := similar(p.App), 0
		if r := p.App.Request; r != nil {
			set = r.SetProducts
		}
		series(p, "设计", "相似外观设计", designs)
		series(p, "套件", "成套产品", set)
		if len(groupNumbers(p, "设计"))+len(groupNumbers(p, "套件")) == 0 {
			if designs > 1 || set > 1 {
				p.Whole(patent.Pictures, "请求书声明了多项外观设计，图片名称没有“设计1”“套件1”等编号", "在每幅图的名称前加编号，例如“设计1主视图”“套件2立体图”")
			}
			return
		}
		for i, v := range viewsOf(p.App) {
			if v.group == "" && v.label != "" && !strings.Contains(v.name, "组合") && !strings.Contains(v.name, "参考图") {
				about(p, v, fmt.Sprintf("%s没有写明属于哪一项设计", v.title(i)), "在名称前加“设计1”“套件1”等编号")
			}
		}
	})
}

// series checks one series of prefixes against the number declared, 0 if none is declared and
// 1 if the form only has the box ticked.
func series(p *check.Pass, group, what string, declared int) {
	have := groupNumbers(p, group)
	for i, n := range have {
		if n != i+1 {
			p.Whole(patent.Pictures, fmt.Sprintf("“%s”的编号不连续：缺少“%s%d”", group, group, i+1), "从1开始连续编号")
			break
		}
	}
	at := form.Box(what, "SimilarDesigns", "SetProducts")
	switch {
	case len(have) > 1 && declared == 0 && p.App.Request != nil:
		p.Whole(patent.RequestForm, fmt.Sprintf("图片中有%d项“%s”，请求书没有声明%s", len(have), group, what), fmt.Sprintf("在请求书中勾选%s并填写项数", what))
	case len(have) > 0 && declared > 1 && declared != len(have):
		form.At(p, at, fmt.Sprintf("请求书声明%s%d项，图片中有%d项", what, declared, len(have)), "核对项数和图片的编号")
	}
}
