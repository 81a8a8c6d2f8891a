package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm016: claims hold no pictures. Formulas that travel as pictures are marked as formulas by
// the file and are none. The quote is what stands before the picture, because a picture has no
// words.
func clm016() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-016", Title: "权利要求中不得有插图", English: "Claims contain no drawings",
			Basis: []rule.Cite{cite.Rules("第二十二条第三款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			blocks(p, patent.Picture, func(where claim.Span, claimed string) {
				found(p, where, claimed+"中有插图", "删去插图，用文字表述技术特征；化学式或数学式应当按公式插入")
			})
		},
	}
}

// blocks calls found for every block of the kind, with the words of the claim before it.
func blocks(p *check.Pass, kind patent.BlockKind, say func(where claim.Span, claimed string)) {
	s := p.Claims()
	for _, b := range p.Text(patent.Claims).Blocks {
		if b.Kind != kind {
			continue
		}
		c := s.At(b.Start)
		if c == nil && b.Start > 0 {
			c = s.At(b.Start - 1)
		}
		if c == nil {
			say(claim.Span{}, "权利要求书")
			continue
		}
		where := tail(s.Source, claim.Span{Start: c.Start, End: max(b.Start, c.Start)}, 12)
		if where.Empty() {
			where = whole(s, c)
		}
		say(where, number(c))
	}
}

// found reports at a place, or about the claims as a whole if there is none.
func found(p *check.Pass, where claim.Span, message, suggestion string) {
	if where.Empty() {
		p.Whole(patent.Claims, message, suggestion)
		return
	}
	at(p, where, fmt.Sprintf("%s（引文之后）", message), suggestion)
}
