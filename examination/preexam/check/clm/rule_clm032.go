package clm

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// ranges032 finds a range or bound, a pause, a word of preference and another number; a few characters
// may name the quantity again between.
var ranges032 = regexp.MustCompile(`[0-9０-９.]+\s*[%％℃°A-Za-zμΩ·/]{0,8}\s*(?:[-~～–—－至到]\s*[0-9０-９.]+\s*[%％℃°A-Za-zμΩ·/个克份重量质小时分钟秒]{0,10}|以上|以下)[，,、；;（(]\s*(?:(?:更|进一步|最|特别)?(?:优选地?|较佳地?|最好|优选范围|特别是|尤其是)|更?进一步地?[为是])[^0-9，,；;。]{0,12}[0-9０-９.]+`)

// clm032: one claim holds one range of a quantity. Found are two ranges joined by 优选 and its
// like. Two ranges of different quantities are not taken for one.
func clm032() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-032", Title: "一项权利要求中不得同时写入同一参数的两个数值范围",
			English: "One claim states one range of a quantity",
			Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				if !strings.Contains(body, "选") && !strings.Contains(body, "佳") && !strings.Contains(body, "最好") && !strings.Contains(body, "特别") && !strings.Contains(body, "进一步") {
					continue
				}
				for _, m := range ranges032.FindAllStringIndex(body, -1) {
					at(p, claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]}, fmt.Sprintf("%s对同一参数写了两个数值范围：“%s”", number(c), clip(body[m[0]:m[1]], 40)), "保留一个范围，优选的范围另写为从属权利要求")
				}
			}
		},
	}
}
