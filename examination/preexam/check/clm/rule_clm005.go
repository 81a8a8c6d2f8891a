package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm005: nothing but the figures before a claim, no titles between claims. Readers leave the
// heading of the part itself, 权利要求书, in place; it is no title between claims.
func clm005() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-005", Title: "编号前不得冠以“权利要求”或“权项”，权利要求书中不得有标题",
			English: "No word before a claim number, no headings in the claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.3", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				if c := &s.Claims[i]; c.Prefixed {
					at(p, claim.Span{Start: c.Start, End: c.Body.Start}, fmt.Sprintf("编号%d前冠有“权利要求”", c.Number), fmt.Sprintf("改为“%d.”", c.Number))
				}
			}
			t := p.Text(patent.Claims)
			for _, b := range t.Blocks {
				words := strings.Join(strings.Fields(t.Of(b)), "")
				if (b.Kind == patent.Heading || b.Kind == patent.TitleLine) && words != "" && words != "权利要求书" {
					p.At(patent.Claims, b.Start, b.End, fmt.Sprintf("权利要求书中有标题“%s”", clip(words, 20)), "删去标题，权利要求书只写各项权利要求")
				}
			}
		},
	}
}
