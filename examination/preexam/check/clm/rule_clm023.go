package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// loose023 holds the four terms of the guidelines with their usual variants.
var loose023 = words.New(words.List("例如 比如 譬如 最好是 最好为 最好在 最好能 最好 尤其是 必要时 如有必要"),
	words.List("实施例如 实例如 示例如 案例如 比例如 范例如 病例如 图例如 条例如 惯例如 比如下 例如下 非必要时 最好坏 最好结果 最好值 最好解 最好位置 最好的"))

// clm023: words of choice leave the scope open. The guidelines name four and “similar” ones;
// 比如 and 譬如 are such. The exceptions are words that only contain them: 实施例如下,
// 配比如下.
func clm023() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-023", Title: "权利要求中不得出现“例如”“最好是”“尤其是”“必要时”等用语",
			English: "No wording of example, preference or necessity in claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.2.2", rule.Source)},
			Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			each(p, loose023, func(h hit) {
				at(p, h.span, fmt.Sprintf("%s使用“%s”，在一项权利要求中限定出不同的保护范围", number(h.claim), h.word),
					fmt.Sprintf("删去“%s”及其引出的内容，或者将该内容另写为从属权利要求", h.word))
			})
		},
	}
}
