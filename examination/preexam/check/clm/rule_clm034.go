package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// longest034 is the length in characters, white space not counted, from which a claim is long.
const longest034 = 800

// clm034: a very long claim protects little. Length alone proves nothing; the hint asks for a
// second look.
func clm034() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-034", Title: "权利要求过长，保护范围可能过窄",
			English: "A very long claim may be too narrow",
			Basis:   []rule.Cite{cite.Quality("权利要求字数")},
			Level:   rule.Advice, Severity: rule.Info, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if len(s.Body(c)) <= longest034 {
					continue // no more characters than bytes
				}
				if n := length(s.Body(c)); n > longest034 {
					at(p, whole(s, c), fmt.Sprintf("%s共%d字，超过%d字", number(c), n, longest034), "检查是否写入了解决技术问题所不必要的特征，非必要的移到从属权利要求")
				}
			}
		},
	}
}
