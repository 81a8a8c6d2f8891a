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

// clm007: a dependent claim opens with the number and the subject name of what it refers to.
// Three things are reported: a reference without the name of the subject, a reference in
// Chinese figures, and a claim that plainly limits another and refers to none. Whether the
// name is the right one is for CLM-011.
func clm007() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-007", Title: "从属权利要求的引用部分应当写明引用的权利要求编号和主题名称",
			English: "A dependent claim opens with the number and subject of the claim it refers to",
			Basis:   []rule.Cite{cite.Rules("第二十五条第一款")},
			Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				switch {
				case c.Kind == claim.Dependent:
					opening(p, s, c)
				case i > 0 && len(c.References) == 0 && headless(s.Body(c)):
					at(p, whole(s, c), fmt.Sprintf("%s没有引用部分，看不出从属于哪一项权利要求", number(c)),
						fmt.Sprintf("以“根据权利要求N所述的%s，其特征在于，”开头", clip(s.Claims[0].Subject, 20)))
				}
			}
		},
	}
}

// opening judges the first reference of a dependent claim and proposes the wording with the subject
// name of the claim that it refers to.
func opening(p *check.Pass, s *claim.Set, c *claim.Claim) {
	r := &c.References[0]
	if r.Chinese {
		at(p, r.Span, fmt.Sprintf("引用的权利要求编号用中文数字书写：“%s”", s.Words(r.Span)), fmt.Sprintf("改用阿拉伯数字：“权利要求%s”", join(r.Numbers))).Severity = rule.Warning
	}
	if c.Subject != "" {
		return
	}
	name := "……"
	if parent := s.Claim(r.Numbers[0]); parent != nil && parent.Subject != "" {
		name = clip(parent.Subject, 20)
	}
	words := strings.TrimRight(strings.TrimSpace(s.Words(r.Span)), "的所述")
	at(p, r.Span, fmt.Sprintf("引用部分“%s”之后没有写明主题名称", s.Words(r.Span)), fmt.Sprintf("改为“%s所述的%s”", words, name))
}

// headless reports a claim that plainly limits another one and names none.
func headless(body string) bool {
	for _, w := range []string{"所述", "其中，所述", "其中所述", "其特征在于", "该", "还包括", "进一步包括", "上述"} {
		if strings.HasPrefix(strings.TrimSpace(body), w) {
			return true
		}
	}
	return false
}
