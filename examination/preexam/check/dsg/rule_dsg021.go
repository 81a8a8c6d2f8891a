package dsg

import (
	"fmt"
	"regexp"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// partName is 产品的局部. partStated are the ways of saying what is protected; partExplicit says
// that the design is a partial one.
var (
	partName     = regexp.MustCompile(`\p{Han}的\p{Han}`)
	partStated   = regexp.MustCompile(`(?:要求|请求)?保护的(?:局部|部分)|局部外观设计|(?:实线|虚线)|不要求保护|不请求保护|半透明层|局部为`)
	partExplicit = regexp.MustCompile(`局部外观设计|(?:要求|请求)保护的局部`)
)

// dsg021 goes by the form's declaration. That the lines really are dashed is for the eye.
func dsg021() check.Rule {
	return design(rule.Meta{
		ID: "DSG-021", Title: "局部外观设计的名称写明整体产品和局部，简要说明写明要求保护的部分",
		English: "A partial design names product and part, and the explanation says what is protected",
		Basis:   []rule.Cite{cite.Rules("第三十条第二款"), cite.Rules("第三十一条第三款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		r, w := p.App.Request, form.TitleOf(p)
		text := p.Text(patent.Brief).Text
		if r == nil || !r.Partial {
			if m := partExplicit.FindStringIndex(text); m != nil && r != nil {
				p.At(patent.Brief, m[0], m[1], "简要说明写的是局部外观设计，请求书没有声明局部外观设计", "在请求书中勾选局部外观设计；不是的，删去该表述")
			}
			return
		}
		if w.Text != "" && !partName.MatchString(w.Text) && !isInterface(p) {
			w.All(p, fmt.Sprintf("局部外观设计的名称“%s”没有写明是哪种产品的哪一局部", w.Text), "写作“产品的局部”，例如“汽车的车门”“杯子的把手”")
		}
		if p.App.Has(patent.Brief) && !partStated.MatchString(text) {
			p.Whole(patent.Brief, "请求书声明局部外观设计，简要说明没有写明要求保护的部分", "写明要求保护的局部；以虚线与实线结合表示的，写明实线所示为要求保护的部分")
		}
		if len(p.App.Views) > 0 && !slices.ContainsFunc(viewsOf(p.App), func(v view) bool { return slices.Contains(faces(), v.name) || v.name == "立体图" }) {
			p.Whole(patent.Pictures, "局部外观设计没有整体产品的视图", "提交整体产品的视图，并标明要求保护的局部")
		}
	})
}
