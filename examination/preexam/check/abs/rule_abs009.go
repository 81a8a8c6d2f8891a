package abs

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// abs009: no pictures in the text of the abstract. The figure that accompanies it is another part
// of the papers and is not counted here.
func abs009() check.Rule {
	return about(rule.Meta{
		ID: "ABS-009", Title: "摘要文字部分除一个化学式外没有插图",
		English: "The text of the abstract contains no picture but one chemical formula",
		Basis:   []rule.Cite{cite.Rules("第二十六条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		pictures, formulas := 0, 0
		for _, b := range p.Text(patent.Abstract).Blocks {
			switch b.Kind {
			case patent.Picture:
				pictures++
			case patent.Formula:
				formulas++
			}
		}
		if pictures > 0 {
			p.Whole(patent.Abstract, fmt.Sprintf("摘要文字部分有%d幅插图", pictures), "删去插图；摘要附图在请求书中以图号指定")
		}
		if formulas > 1 {
			p.Whole(patent.Abstract, fmt.Sprintf("摘要中有%d个化学式或者公式", formulas), "只保留最能说明发明的一个化学式").Severity = rule.Warning
		}
	})
}
