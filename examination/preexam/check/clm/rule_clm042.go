package clm

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
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
			first := map[uint64]*claim.Claim{}
			for i := range s.Claims {
				c := &s.Claims[i]
				hash := hash042(s.Body(c))
				if hash == 0 {
					continue
				}
				// Two bodies of one hash are compared in full.
				if f := first[hash]; f != nil && bare042(s.Body(f)) == bare042(s.Body(c)) {
					at(p, whole(s, c), fmt.Sprintf("%s与权利要求%d内容相同", number(c), f.Number), "删去其中一项，并相应修改其后的编号和引用关系")
				} else if f == nil {
					first[hash] = c
				}
			}
		},
	}
}

// kept042 reports a character that counts where claims are compared.
func kept042(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// hash042 is a number that bodies with the same letters and figures share, 0 for one without any.
func hash042(body string) (h uint64) {
	for i := 0; i < len(body); {
		for end := prose.HanEnd(body, i); i < end; i += 3 {
			h = (h ^ uint64(body[i])<<16 ^ uint64(body[i+1])<<8 ^ uint64(body[i+2])) * 0x100000001b3
		}
		r, w := utf8.DecodeRuneInString(body[i:])
		if i += w; w > 0 && kept042(r) {
			h = (h ^ uint64(r)) * 0x100000001b3
		}
	}
	return h
}

// bare042 returns the letters and figures of a body, which two equal claims share.
func bare042(body string) string {
	return strings.Map(func(r rune) rune {
		if kept042(r) {
			return r
		}
		return -1
	}, body)
}
