package dsg

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// mostSimilar is the greatest number of similar designs in one application.
const mostSimilar = 10

// The basic design is named before or after its number.
var (
	baseDesign = regexp.MustCompile(`设计\s*([0-9０-９]+|[一二三四五六七八九十])[^。；\n]{0,10}基本设计|基本设计[^。；\n]{0,6}设计\s*([0-9０-９]+|[一二三四五六七八九十])`)
	baseWord   = "基本设计"
)

// dsg018 counts designs by the prefixes of the views and by the form, and takes the greater.
// Whether they are similar is for the eye.
func dsg018() check.Rule {
	return design(rule.Meta{
		ID: "DSG-018", Title: "相似外观设计不超过10项，简要说明指定其中一项为基本设计",
		English: "Similar designs are at most ten, and one is named as the basic design",
		Basis:   []rule.Cite{cite.Rules("第三十一条第二款"), cite.Rules("第四十条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		numbers := designNumbers(p)
		n := max(len(numbers), similar(p.App))
		if n < 2 {
			return
		}
		if n > mostSimilar {
			p.Whole(patent.Pictures, fmt.Sprintf("有%d项相似外观设计，一件申请不得超过%d项", n, mostSimilar), "分为几件申请提交")
		}
		text := form.Fold(p.Text(patent.Brief).Text)
		m := baseDesign.FindStringSubmatch(text)
		switch {
		case !p.App.Has(patent.Brief):
		case m == nil && !strings.Contains(text, baseWord):
			p.Whole(patent.Brief, fmt.Sprintf("有%d项相似外观设计，简要说明没有指定基本设计", n), "写明其中哪一项是基本设计，例如“设计1为基本设计”")
		case m != nil && len(numbers) > 0 && !slices.Contains(numbers, ordinal(m[1]+m[2])):
			p.Whole(patent.Brief, fmt.Sprintf("指定为基本设计的“设计%s”不在提交的图片中", m[1]+m[2]), "改为已提交的一项设计")
		}
	})
}

// similar is the number of similar designs that the form states.
func similar(a *patent.Application) int {
	if a.Request == nil {
		return 0
	}
	return a.Request.SimilarDesigns
}

// designNumbers returns the numbers of the prefixes 设计1, 设计2 … in order.
func designNumbers(p *check.Pass) []int { return groupNumbers(p, "设计") }

// groupNumbers returns the numbers of one prefix in ascending order, each once.
func groupNumbers(p *check.Pass, group string) (out []int) {
	for _, v := range viewsOf(p.App) {
		if v.group == group && !slices.Contains(out, v.number) {
			out = append(out, v.number)
		}
	}
	slices.Sort(out)
	return out
}
