package dsg

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsg008 holds for products that say they are flat, or are flat by name. Whether the back is
// without design is what the explanation says.
func dsg008() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-008", Title: "平面产品提交主视图和后视图；设计要点仅涉及一面的，可以只提交该面视图",
		English: "A flat product is shown from front and back, or from the one side that matters",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		if !isFlat(p) || isInterface(p) {
			return
		}
		for _, x := range products(viewsOf(p.App)) {
			for _, v := range []string{"主视图", "后视图"} {
				if _, ok := omitted(p, v); x.has(v) || ok || v == "后视图" && oneSided(p) {
					continue
				}
				p.Whole(patent.Pictures, fmt.Sprintf("平面产品%s缺少%s，简要说明也没有写明省略的原因", x.called(), v), "补充该视图；该面没有设计要点的，在简要说明中写明省略")
			}
		}
	})
}

// oneSided reports whether the brief explanation says that the design is on one side only.
func oneSided(p *check.Pass) bool {
	return oneSide.MatchString(p.Text(patent.Brief).Text)
}

// oneSide is how explanations say that the other side is plain.
var oneSide = regexp.MustCompile(`(?:仅|只)(?:涉及|在|位于)(?:一面|一个面|正面|主视图)|单面|背面(?:无|没有)(?:设计|图案)`)
