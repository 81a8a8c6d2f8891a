package dsg

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// setWords are what an explanation says of the articles of a set.
var setWords = words.New(words.List(`套件 成套 套装 各件 组合使用 同时使用 同时出售 设计构思`), nil)

// dsg019 is asked where the form or the names of the views claim a set.
func dsg019() check.Rule {
	return asked(rule.Meta{
		ID: "DSG-019", Title: "成套产品属于同一大类，习惯上同时出售或者使用，设计构思相同",
		English: "The articles of a set are of one class, sold or used together, of one concept",
		Basis:   []rule.Cite{cite.Rules("第四十条第二款")},
		Level:   rule.Law, Severity: rule.Warning, Version: 1,
	}, func(p *check.Pass) {
		stated := p.App.Request != nil && p.App.Request.SetProducts > 1
		if !stated && len(groupNumbers(p, "套件")) < 2 {
			return
		}
		p.Ask(patent.Pictures, "各套件是否不属于同一大类、习惯上并不同时出售或者同时使用，或者设计构思不相同，不能作为成套产品合案申请？",
			"不属于成套产品的，分为几件申请提交", append(titled(p), spoken(p, setWords)...)...)
	})
}
