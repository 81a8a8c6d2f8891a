package um

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// um006: since 2024-01-20 the preliminary examination of a utility model asks whether it obviously
// lacks novelty or inventive step. No machine can answer; the independent claims are laid out.
func um006() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-006", Title: "实用新型不应明显不具备新颖性、创造性", English: "A utility model does not obviously lack novelty or inventive step",
			Basis: []rule.Cite{cite.Rules("第五十条第一款第（二）项"), cite.Act("第二十二条")},
			Level: rule.Law, Severity: rule.Warning, Auto: rule.Manual, Since: calendar.MustDay("2024-01-20"), Version: 1},
		For: utilityModel(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			var found []check.Passage
			for i := range s.Claims {
				if c := &s.Claims[i]; c.Independent() {
					found = append(found, p.Passage(patent.Claims, c.Body.Start, c.Body.End))
				}
			}
			if len(found) > 0 {
				p.Ask(patent.Claims, "经初步检索，独立权利要求是否明显不具备新颖性或者创造性（初步判断，以国家知识产权局审查结果为准）？",
					"与检索到的文献相区别，或者陈述理由", found...)
			}
		},
	}
}
