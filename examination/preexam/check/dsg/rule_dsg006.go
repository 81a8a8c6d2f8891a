package dsg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsg006 asks for the six faces or a word about each that is missing. Flat products are
// DSG-008; of a user interface only the face that shows it is needed.
func dsg006() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-006", Title: "立体产品提交六面正投影视图；省略的，提交设计要点所涉各面的视图和立体图并说明原因",
		English: "A three-dimensional product is shown from six sides, or omitted views are explained",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2", rule.Known), cite.Rules("第三十一条第一款")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		if isFlat(p) || isInterface(p) {
			return
		}
		for _, x := range products(viewsOf(p.App)) {
			missing := x.missing()
			if len(missing) == len(faces()) && !x.has("立体图") { // unnamed pictures are DSG-009
				continue
			}
			var silent []string
			for _, v := range missing {
				if _, ok := omitted(p, v); !ok {
					silent = append(silent, v)
				}
			}
			switch {
			case len(silent) > 0:
				p.Whole(patent.Pictures, fmt.Sprintf("%s视图不全：缺少%s，简要说明也没有写明省略的原因", x.called(), strings.Join(silent, "、")),
					"补充所缺的视图；可以省略的，在简要说明中写明省略哪一视图和原因")
			case len(missing) > 0 && !x.has("立体图") && len(faces())-len(missing) < 4:
				p.Whole(patent.Pictures, fmt.Sprintf("%s省略了%s，没有立体图", x.called(), strings.Join(missing, "、")), "省略较多视图的，补充立体图").Severity = rule.Warning
			}
		}
	})
}
