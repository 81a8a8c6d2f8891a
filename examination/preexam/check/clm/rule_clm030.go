package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// narrative030 holds the phrases with which descriptions begin their account of problem and purpose.
var narrative030 = words.New(words.List(`本发明的目的 本申请的目的 本实用新型的目的 发明目的 目的在于 目的是为了 目的是 旨在 为了解决 用以解决 以解决 为解决 为了克服 为克服 现有技术中 现有技术的 有鉴于此 众所周知
 由于现有 随着科技 随着社会 现有的产品 现有产品 现有的装置 现有的设备 传统技术中 往往不够 往往存在 存在的问题 缺点在于 不足之处 有益效果`), words.List("目的是否 目的是指"))

// clm030: a purpose is no feature. Only set phrases are found; whether a longer passage limits
// the claim is for the examiner.
func clm030() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-030", Title: "权利要求中不得写入发明目的、背景等叙述",
			English: "No narrative of purpose or background in claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.2.3", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Info, Auto: rule.Heuristic, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			once(p, narrative030, nil, func(h hit) (string, string) {
				return fmt.Sprintf("%s有关于目的或背景的叙述“%s”", number(h.claim), h.word), "删去，写入说明书；权利要求只写技术特征"
			})
		},
	}
}
