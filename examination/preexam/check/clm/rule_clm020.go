package clm

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

// clm020: a sign in the claims is one of the description, and means the same part. Names are
// compared by their ends, since a reader cannot always tell where a name begins: 支撑板 and
// 下支撑板 are taken for one. Each sign with its name is reported once.
func clm020() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-020", Title: "权利要求中的附图标记应当与说明书及附图中的一致", English: "Signs in the claims are those of the description and drawings",
			Basis: []rule.Cite{cite.Rules("第二十一条第二款"), cite.Rules("第二十二条第三款")},
			Level: rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			if !p.App.Has(patent.Description) {
				return
			}
			s, known := p.Claims(), signNames(p)
			text := p.Text(patent.Description).Text
			for i := range s.Claims {
				for _, g := range s.Claims[i].Signs {
					key := g.Name + "\x00" + g.Sign
					if !g.Bracketed || known.has(g) || stated(text, g.Name, g.Sign) {
						continue
					}
					where := signed(s.Source, g)
					if names := distinct(known[g.Sign]); len(names) > 0 {
						p.Once(key).At(patent.Claims, where.Start, where.End, fmt.Sprintf("附图标记%s在权利要求中是“%s”，在说明书中是“%s”", g.Sign, g.Name, strings.Join(names, "、")),
							"统一附图标记与部件名称：同一标记在各处只表示同一部件")
						continue
					}
					p.Once(key).At(patent.Claims, where.Start, where.End, fmt.Sprintf("附图标记%s（%s）在说明书中没有出现", g.Sign, g.Name), "在说明书和附图中补上该标记，或者更正、删去权利要求中的标记")
				}
			}
		},
	}
}

// signed returns the name with its sign and the bracket behind it.
func signed(text string, g prose.Sign) claim.Span {
	out := claim.Span{Start: min(g.NameSpan.Start, g.Start), End: g.End}
	for _, bracket := range []string{"）", ")"} {
		if strings.HasPrefix(text[g.End:], bracket) {
			out.End += len(bracket)
		}
	}
	return out
}

// stated reports whether the description states the name with the sign in so many words.
func stated(text, name, sign string) bool {
	return strings.Contains(text, name+sign) || strings.Contains(text, name+"("+sign+")") || strings.Contains(text, name+"（"+sign+"）")
}

// distinct returns at most three different names.
func distinct(names []string) (out []string) {
	for _, n := range names {
		if n != "" && !slices.Contains(out, n) && len(out) < 3 {
			out = append(out, n)
		}
	}
	return out
}
