package dsg

import (
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// omitReason are the reasons that the guidelines and practice accept: symmetry, sameness, not
// seen in use, nothing to see.
var omitReason = regexp.MustCompile(`对称|相同|一致|不常见|不常看到|不易看到|不容易看到|看不到|不可见|不易见到|不易观察|底面|背面|较薄|很薄|厚度|平面产品|平面|无设计要点|没有设计要点|不涉及设计要点|不含设计要点|不表达|` +
	`无设计|常规设计|惯常设计|惯用设计|使用时朝|贴合|安装面|不要求保护`)

// dsg025 finds the omission and asks for its reason in the same sentence or the one before.
func dsg025() check.Rule {
	return explained(rule.Meta{
		ID: "DSG-025", Title: "省略视图的，写明理由（如对称、相同或者使用时看不到）",
		English: "Omitted views are justified: symmetric, identical, or not seen in use",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		before := ""
		for _, s := range sentences(p) {
			if omission.MatchString(s.words) && strings.Contains(s.words, "视图") && !omitReason.MatchString(before+s.words) {
				p.At(patent.Brief, s.start, s.end, "省略了视图，没有写明理由", "写明理由，例如“左视图与右视图对称，省略左视图”“底面不常见，省略仰视图”")
			}
			before = s.words
		}
	})
}
