package um

import (
	"fmt"
	"strconv"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// um002: utility models protect products only.
func um002() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "UM-002", Title: "实用新型只保护产品，不得要求保护方法或用途", English: "A utility model claims products only, no method and no use",
			Basis: []rule.Cite{cite.Act("第二条第三款"), cite.Guide("第一部分第二章6", rule.Known)},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1},
		For: utilityModel(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind == claim.Dependent || c.Category != claim.Method && c.Category != claim.Use {
					continue
				}
				p.At(patent.Claims, c.SubjectAt.Start, c.SubjectAt.End,
					fmt.Sprintf("权利要求%s的主题“%s”是%s，不属于实用新型的保护客体", strconv.Itoa(c.Number), c.Subject, c.Category.Title()),
					"删去该项及其从属权利要求，或者改写为产品权利要求；需要保护方法的，申请发明专利")
			}
		},
	}
}
