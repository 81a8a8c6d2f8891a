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

// methodTitle is anchored at the end: 一种工艺品陈列架 is a product.
var methodTitle = regexp.MustCompile(`(?:方法|工艺|用途|应用|工艺流程|配方)$`)

// req010 is fatal because a utility model protects shape and structure alone; a method cannot
// be cured by correction. 工艺品 and the like do not end in the word.
func req010() check.Rule {
	r := titled(rule.Meta{
		ID: "REQ-010", Title: "实用新型的名称不得以“方法”“工艺”“用途”结尾",
		English: "The title of a utility model does not end in method, process or use",
		Basis:   []rule.Cite{cite.Act("第二条第三款")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		name := strings.TrimRight(w.Text, "。 　")
		if m := methodTitle.FindStringIndex(name); m != nil {
			w.At(p, m[0], m[1], fmt.Sprintf("实用新型只保护产品的形状、构造，名称却以“%s”结尾", name[m[0]:m[1]]),
				"将名称改为产品名称并只请求保护产品；要保护方法或用途的，应申请发明专利")
		}
	})
	r.For = []patent.Kind{patent.UtilityModel}
	return r
}
