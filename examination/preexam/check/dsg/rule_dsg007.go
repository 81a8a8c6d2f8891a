package dsg

import (
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// oneFace says that the design lies in one face alone.
var oneFace = regexp.MustCompile(`(?:仅|只)(?:在于|在|位于|涉及)[^。；]{0,6}(?:正面|主视图|前面|顶面|一个面)|其余各面无设计要点|其他各面无设计要点`)

// dsg007 is asked of a product without a perspective view, unless its explanation says that one face
// alone matters. Where so few faces are shown that a perspective view is a must, DSG-006 says so.
func dsg007() check.Rule {
	return asked(rule.Meta{
		ID: "DSG-007", Title: "设计要点涉及两个以上面的立体产品提交立体图",
		English: "A perspective view is filed if the design lies in more than one face",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Version: 1,
	}, func(p *check.Pass) {
		if isFlat(p) || isInterface(p) || oneFace.MatchString(p.Text(patent.Brief).Text) {
			return
		}
		for _, x := range products(viewsOf(p.App)) {
			if n := len(faces()) - len(x.missing()); n >= 4 && !x.has("立体图") {
				p.Ask(patent.Pictures, x.called()+"视图中没有立体图，设计要点是否涉及两个以上的面，需要用立体图表示？", "补充立体图；设计要点只在一个面的，在简要说明中写明", spoken(p, points)...)
				return
			}
		}
	})
}
