package clm

import (
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm017: a table in a claim must make it clearer. The machine cannot tell whether the table
// is clearer, so it only shows it.
func clm017() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-017", Title: "权利要求中一般不使用表格，除非使用表格能够更清楚地说明要求保护的客体",
			English: "Claims contain tables only where that is clearer",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.3", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			const remedy = "能用文字表述的改为文字；确需使用的，说明使用表格更为清楚的理由"
			blocks(p, patent.Table, func(where claim.Span, claimed string) {
				found(p, where, claimed+"中使用了表格", remedy)
			})
			s := p.Claims()
			for i := range s.Claims {
				if c := &s.Claims[i]; strings.Contains(s.Body(c), "\t") {
					rows(s, c, func(row claim.Span) {
						p.Once(strconv.Itoa(c.Start)).At(patent.Claims, row.Start, row.End, number(c)+"中使用了表格", remedy)
					})
				}
			}
		},
	}
}

// rows visits the lines of a claim that are rows of a table.
func rows(s *claim.Set, c *claim.Claim, visit func(claim.Span)) {
	at := c.Body.Start
	for line := range strings.Lines(s.Body(c)) {
		if words := strings.TrimSpace(line); tabular(line) {
			k := strings.Index(line, words)
			visit(claim.Span{Start: at + k, End: at + k + len(words)})
		}
		at += len(line)
	}
}
