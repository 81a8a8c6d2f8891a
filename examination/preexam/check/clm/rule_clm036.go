package clm

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/noun"
)

// usual036 are parts that every computer has and a description need not name.
var usual036 = map[string]bool{"处理器": true, "存储器": true, "计算机程序": true, "计算机": true, "存储介质": true, "电子设备": true, "程序指令": true,
	"计算机指令": true, "计算机程序指令": true, "可执行指令": true, "程序代码": true, "通信接口": true, "总线": true}

// clm036: the claims call a thing as the description does. Looked for are the names behind
// 所述, as they are the terms of the claim. The suggestion names a near term of the
// description where there is one.
func clm036() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-036", Title: "权利要求中的技术用语应当与说明书中的一致",
			English: "Terms in the claims are those of the description",
			Basis:   []rule.Cite{cite.Rules("第二十二条第三款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			if !p.App.Has(patent.Description) {
				return
			}
			s := p.Claims()
			text := p.Text(patent.Description).Text
			described := noun.TextOf(text)
			for i := range s.Claims {
				c := &s.Claims[i]
				for _, m := range named036(s, c) {
					n := utf8.RuneCountInString(m.Name)
					if usual036[m.Name] || n < 3 || n > 8 || described.Names(m.Name) || slices.ContainsFunc(m.Shorter(), func(r noun.Reading) bool { return r.In(described) }) {
						continue
					}
					p.Once(m.Name).At(patent.Claims, m.Start, m.End, fmt.Sprintf("%s使用的“%s”在说明书中没有出现", number(c), m.Name), suggest036(text, m.Name))
				}
			}
		},
	}
}

// suggest036 names a term of the description that ends or begins like the one that is missing.
func suggest036(text, name string) string {
	runes := []rune(name)
	for n := len(runes) - 1; n >= 2; n-- {
		for _, part := range []string{string(runes[:n]), string(runes[len(runes)-n:])} {
			if strings.Contains(text, part) {
				return fmt.Sprintf("与说明书统一用语（说明书中有含“%s”的用语），或者在说明书中补充相应记载", part)
			}
		}
	}
	return "与说明书统一用语，或者在说明书中补充相应记载"
}

// named036 returns what a claim calls by name: things that it refers back to and that were
// introduced, and parts with a reference sign.
func named036(s *claim.Set, c *claim.Claim) (out []noun.Mention) {
	for _, m := range mentions(s, c) {
		if noun.TextOf(s.Source[:m.Start]).Names(m.Name) {
			out = append(out, m)
		}
	}
	for _, g := range c.Signs {
		if g.Bracketed {
			out = append(out, noun.Mention{Start: g.NameSpan.Start, End: g.NameSpan.End, Name: g.Name, Closed: true})
		}
	}
	return out
}
