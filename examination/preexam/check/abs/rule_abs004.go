package abs

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs004: no advertising, by the same closed list as for the description.
func abs004() check.Rule {
	return about(rule.Meta{
		ID: "ABS-004", Title: "摘要不得使用商业性宣传用语",
		English: "The abstract contains no advertising",
		Basis:   []rule.Cite{cite.Rules("第二十六条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		text := p.Text(patent.Abstract).Text
		for _, m := range words.Commercial().Find(text) {
			p.Once(m.Word).At(patent.Abstract, m.Start, m.End, fmt.Sprintf("摘要使用了商业性宣传用语“%s”", m.Word), "删去该用语，只写技术方案的要点和主要用途")
		}
		for _, m := range words.Praise().Find(text) {
			p.Once(m.Word).At(patent.Abstract, m.Start, m.End, fmt.Sprintf("“%s”近于商业性宣传", m.Word),
				"删去与技术无关的市场或声誉评价").Severity = rule.Warning
		}
	})
}
