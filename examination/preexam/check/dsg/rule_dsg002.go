package dsg

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// usualName is the length of a product name, in characters without white space.
const usualName = 20

// noProduct are names that say of no product what it is.
var noProduct = regexp.MustCompile(`^(?:新产品|产品|外观|造型|图案|款式|样式|作品|物品|用品)$`)

// dsg002 counts the name and sees that it names a product. Whether it fits the Locarno class
// is for the classifier.
func dsg002() check.Rule {
	return design(rule.Meta{
		ID: "DSG-002", Title: "产品名称写明产品种类，一般不超过20个字",
		English: "The product name names a kind of product in at most 20 characters",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		switch n := w.Count(); {
		case n == 0:
		case n > usualName:
			f := w.All(p, fmt.Sprintf("产品名称有%d个字，一般不得超过%d个字", n, usualName), fmt.Sprintf("缩短到%d个字以内，只写产品种类；确需较长的（如带图形用户界面的产品）请说明", usualName))
			if isInterface(p) {
				f.Severity = rule.Warning
			}
		case noProduct.MatchString(form.Fold(w.Text)):
			w.All(p, fmt.Sprintf("产品名称“%s”没有写明是什么产品", w.Text), "写明产品的种类，使其与洛迦诺分类的小类相符")
		}
	})
}
