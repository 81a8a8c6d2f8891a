package pkg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Printable area of an A4 sheet with margins of 25, 25, 15 and 15 mm.
const (
	printWidth  = 210 - 25 - 15
	printHeight = 297 - 25 - 15
)

// pkg013 sees of the page format only what the model holds: the declared size of drawings.
// Margins and letters of a PDF are for the eye. A sheet may be turned, so the longer side is
// held against the height.
func pkg013() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "PKG-013", Title: "版式为A4，上、左页边距25毫米，下、右15毫米，附图不超出版心",
		English: "Pages are A4 with the prescribed margins, and drawings fit into them",
		Basis:   []rule.Cite{cite.Guide("第五部分第一章4.1至5.6节", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Part: patent.Drawings, Run: func(p *check.Pass) {
		for _, f := range p.App.Figures {
			w, h := min(f.MMWidth, f.MMHeight), max(f.MMWidth, f.MMHeight)
			if w > printWidth || h > printHeight {
				p.Whole(patent.Drawings, fmt.Sprintf("“%s”的图幅为%.0f×%.0f毫米，超出A4版心（%d×%d毫米）", f.Label, f.MMWidth, f.MMHeight, printWidth, printHeight),
					"缩小该图，或者将其分为几幅图分别编号").Paragraph = f.Label
			}
		}
	}}
}
