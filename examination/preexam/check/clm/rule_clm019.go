package clm

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/noun"
	"zhibao/patent/prose"
)

// clm019: a reference sign stands in brackets. A bare number counts as a sign when the
// description uses it as one, or when the claims elsewhere put it in brackets. Names with an
// ordinal figure, as 色层1, look like signs; without a description that uses the figure as a
// sign they are left alone, unless they fill a gap in the signs of the claims.
func clm019() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-019", Title: "附图标记应当放在相应的技术特征之后的括号内", English: "Reference signs stand in brackets behind their feature",
			Basis: []rule.Cite{cite.Rules("第二十二条第四款")},
			Level: rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			known := signNames(p)
			bracketed, used := map[string]bool{}, map[string]bool{}
			for i := range s.Claims {
				for _, g := range s.Claims[i].Signs {
					if g.Bracketed {
						bracketed[g.Name+"\x00"+g.Sign], used[g.Sign] = true, true
					}
				}
			}
			for i := range s.Claims {
				for _, g := range s.Claims[i].Signs {
					key := g.Name + "\x00" + g.Sign
					if g.Bracketed || !known.has(g) && !(len(known) == 0 && (bracketed[key] || missed019(used, g.Sign))) || spanned(s.Source[g.End:]) {
						continue
					}
					p.Once(key).At(patent.Claims, min(g.NameSpan.Start, g.Start), g.End, fmt.Sprintf("附图标记%s没有放在括号内", g.Sign), fmt.Sprintf("改为“%s（%s）”", g.Name, g.Sign))
				}
			}
		},
	}
}

// missed019 reports a number that is the one missing in the series of signs in brackets: 7, where 5, 6 and
// 8 are signs.
func missed019(used map[string]bool, sign string) bool {
	n, err := strconv.Atoi(sign)
	has := func(n int) bool { return used[strconv.Itoa(n)] }
	return err == nil && len(used) >= 5 && !used[sign] && has(n-1) && (has(n-2) || has(n+1))
}

// spanned reports a number that goes on as a range or a ratio, or as 3D.
func spanned(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("—–-~～:：%％.．Dd°", r)
}

// signs are the names that the description gives to each reference sign.
type signs map[string][]string

// signNames gathers the signs of the description and of its table.
func signNames(p *check.Pass) signs {
	out := signs{}
	if !p.App.Has(patent.Description) {
		return out
	}
	d := p.Prose()
	for _, e := range d.Table {
		out[e.Sign] = append(out[e.Sign], e.Name)
	}
	for _, g := range d.Signs {
		out[g.Sign] = append(out[g.Sign], g.Name)
	}
	return out
}

// has reports whether the description gives the sign that name, or one that ends like it.
func (k signs) has(g prose.Sign) bool {
	for _, name := range k[g.Sign] {
		if noun.Same(name, g.Name) {
			return true
		}
	}
	return false
}
