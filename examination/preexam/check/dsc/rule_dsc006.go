package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc006: no advertising. The words are a closed list with the technical terms that contain them;
// words about markets and fame are only a hint.
func dsc006() check.Rule {
	return about(rule.Meta{
		ID: "DSC-006", Title: "说明书不得使用商业性宣传用语",
		English: "The description contains no advertising",
		Basis:   []rule.Cite{cite.Rules("第二十条第三款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		for _, m := range words.Commercial().Find(text) {
			p.Once(m.Word).At(patent.Description, m.Start, m.End, fmt.Sprintf("使用了商业性宣传用语“%s”", m.Word),
				"删去该用语，改用能够由技术特征或数据说明的客观描述")
		}
		for _, m := range words.Praise().Find(text) {
			p.Once(m.Word).At(patent.Description, m.Start, m.End, fmt.Sprintf("“%s”近于商业性宣传", m.Word),
				"删去与技术无关的市场或声誉评价，只写技术效果").Severity = rule.Warning
		}
	})
}
