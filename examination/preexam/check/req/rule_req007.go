package req

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req007 compares what the title names with the independent claims, products against methods.
// A title such as A和B的制备方法 can be read in two ways and is then not judged.
func req007() check.Rule {
	r := titled(rule.Meta{
		ID: "REQ-007", Title: "名称写明权利要求的全部类型（产品、方法）",
		English: "The title names every category of the independent claims",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		title := categories(w.Bare())
		product, method := 0, 0 // numbers of the first independent claims
		for _, c := range p.Claims().Claims {
			switch {
			case !c.Independent() || c.Category == "":
			case c.Category.IsProduct() && product == 0:
				product = c.Number
			case !c.Category.IsProduct() && method == 0:
				method = c.Number
			}
		}
		if w.Text == "" || product+method == 0 {
			return
		}
		const fix = "使名称包括全部独立权利要求的主题，例如“一种…及其制备方法”；或者修改权利要求"
		switch {
		case product > 0 && !title.mayProduct:
			w.All(p, fmt.Sprintf("权利要求%d请求保护产品，而名称只写了方法", product), fix)
		case method > 0 && !title.method:
			w.All(p, fmt.Sprintf("权利要求%d请求保护方法或用途，而名称中没有写明", method), fix)
		case product == 0 && title.product:
			w.All(p, "名称写明了产品，而独立权利要求都是方法或用途", fix)
		case method == 0 && title.method:
			w.All(p, "名称写明了方法或用途，而独立权利要求都是产品", fix)
		}
	})
	r.Part = patent.Claims
	return r
}

// A naming of categories: product and method are certain, mayProduct is possible.
type categoryNames struct{ product, mayProduct, method bool }

// titleJoint parts the subjects of a title. ownMethod is the method of a product named before
// it, which makes that product a subject of its own.
var (
	titleJoint = regexp.MustCompile(`以及|及其|及|和|与|、|，`)
	ownMethod  = regexp.MustCompile(`(?:以及其|及其|及|和其|与其|、)[^及其和与、]{0,12}(?:方法|工艺|用途|应用)`)
	methodEnds = regexp.MustCompile(`(?:方法|工艺|用途|应用|流程|法|使用|制备|合成|处理|过程)$`)
)

// categories reads a title. Only the last of several parts, or one before 及其…方法, is certain to
// be a subject of its own.
func categories(title string) (c categoryNames) {
	parts := titleJoint.Split(title, -1)
	for i, part := range parts {
		method := methodEnds.MatchString(part)
		c.method = c.method || method
		c.mayProduct = c.mayProduct || !method
		c.product = c.product || !method && i == len(parts)-1
	}
	c.product = c.product || c.mayProduct && strings.Contains(title, "及其") && ownMethod.MatchString(title)
	return c
}
