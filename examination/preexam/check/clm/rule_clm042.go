package clm

import (
	"fmt"
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// clm042: the same claim twice. Compared are letters and figures, reference included: the same
// words on another parent are another claim.
func clm042() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-042", Title: "不得有内容重复的权利要求",
			English: "No two claims with the same content",
			Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			seen := map[string]int{}
			for i := range s.Claims {
				c := &s.Claims[i]
				text := bare042(s.Body(c))
				if text == "" {
					continue
				}
				if first, ok := seen[text]; ok {
					at(p, whole(s, c), fmt.Sprintf("%s与权利要求%d内容相同", number(c), first), "删去其中一项，并相应修改其后的编号和引用关系")
					continue
				}
				seen[text] = c.Number
			}
		},
	}
}

// bare042 returns the letters and figures of a body, which two equal claims share.
func bare042(body string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x4e00 && r <= 0x9fff || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, body)
}
