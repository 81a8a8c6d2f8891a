package clm

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// A formula begins with the symbol that it defines and goes on as far as signs of a formula reach.
// Chinese characters end it.
var (
	formula  = regexp.MustCompile(`[A-Za-zα-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω_'′]*\s*(?:\([a-zA-Z0-9, ]*\)|（[a-zA-Z0-9，]*）)?\s*[=＝]\s*[-A-Za-z0-9α-ωΑ-Ω_'′+−*×·÷/^()（）\[\]{}∑√∫.|% ]*`)
	symbol   = regexp.MustCompile(`[A-Za-zα-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω_'′]*`)
	chemical = regexp.MustCompile(`CH|OH|NH|COO|=O|C=|N=|=N|≡`)
	measured = regexp.MustCompile(`[0-9]\s*[A-Za-zμΩ]+$`)
)

// functions are names in formulas that need no definition.
var functions = map[string]bool{"sin": true, "cos": true, "tan": true, "arctan": true, "arcsin": true, "arccos": true, "log": true, "ln": true,
	"lg": true, "exp": true, "max": true, "min": true, "e": true, "π": true, "sqrt": true, "abs": true, "mod": true, "lim": true, "arg": true,
	"argmax": true, "argmin": true, "sum": true, "sign": true, "sgn": true, "softmax": true, "sigmoid": true, "tanh": true, "ReLU": true,
	"Softmax": true, "d": true, "dt": true, "dx": true, "i": true, "j": true, "k": true, "T": false}

// clm018: every symbol on the right side of a formula is explained in the claim or in one it
// rests on; the left side is what the formula defines. Defined is a symbol that stands
// somewhere in words, as in 其中W表示位移 or 压力F. Chemical formulas, units behind numbers,
// names of functions and plain assignments are no formulas here.
func clm018() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-018", Title: "公式中的每个符号应当在本项或者所引用的权利要求中有定义",
			English: "Every symbol of a formula is defined in the claim or in those it refers to",
			Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			var plain []string // bodies without their formulas
			for i := range s.Claims {
				body := s.Body(&s.Claims[i])
				if strings.ContainsAny(body, "=＝") {
					body = formula.ReplaceAllStringFunc(body, func(f string) string { return left(f) })
				}
				plain = append(plain, body)
			}
			for i := range s.Claims {
				if strings.ContainsAny(s.Body(&s.Claims[i]), "=＝") {
					undefined(p, s, i, plain)
				}
			}
		},
	}
}

// left keeps of a simple assignment such as "n=3" its symbol, which it defines, and nothing of a
// formula.
func left(f string) string {
	name, value, _ := strings.Cut(strings.ReplaceAll(f, "＝", "="), "=")
	if len(symbol.FindAllString(measured.ReplaceAllString(strings.TrimSpace(value), ""), -1)) == 0 {
		return " " + name + " "
	}
	return " "
}

// undefined judges the formulas of claim i. plain holds the bodies of all claims without formulas, in
// which a symbol must stand.
func undefined(p *check.Pass, s *claim.Set, i int, plain []string) {
	c := &s.Claims[i]
	body := s.Body(c)
	told := map[string]bool{}
	for _, m := range formula.FindAllStringIndex(body, -1) {
		f := body[m[0]:m[1]]
		if left(f) != " " || !strings.ContainsAny(f, "+-−*×·÷/^∑√∫") || chemical.MatchString(f) || strings.Contains(f, "==") {
			continue
		}
		var none []string
		var where []claim.Span
		for _, k := range symbol.FindAllStringIndex(f, -1) {
			w := f[k[0]:k[1]]
			if k[0] == 0 || told[w] || functions[w] || len(w) > 12 || operand(f, k) {
				continue
			}
			defined := func(n int) bool { return stands(plain[n], w) }
			if defined(i) || len(c.Alternatives) > 0 && len(s.Backing(defined).Missing(i)) == 0 {
				continue
			}
			told[w] = true
			where = append(where, claim.Span{Start: c.Body.Start + m[0] + k[0], End: c.Body.Start + m[0] + k[1]})
			none = append(none, w)
		}
		if len(none) > 0 {
			list := strings.Join(none[:min(len(none), 8)], "、")
			at(p, where[0], fmt.Sprintf("%s的公式“%s”中，符号%s没有定义", number(c), clip(strings.TrimSpace(f), 40), list),
				fmt.Sprintf("在公式之后写明“其中，%s表示……”", none[0]))
			for _, s := range where[1:] {
				also(p, s)
			}
		}
	}
}

// operand reports letters that are no symbol: a unit behind the last figure, or the T of a
// transposed matrix.
func operand(f string, k []int) bool {
	return unicode.IsDigit(rune(f[k[0]-1])) && k[1] == len(strings.TrimRight(f, " ")) || f[k[0]-1] == '^' && f[k[0]:k[1]] == "T"
}

// stands reports whether the symbol stands in the text by itself; of a run of letters that is a
// product, each letter may be defined for itself.
func stands(text, w string) bool {
	if alone(text, w) {
		return true
	}
	letters := 0
	for _, r := range w {
		if !unicode.IsLetter(r) || !alone(text, string(r)) {
			return false
		}
		letters++
	}
	return letters > 1 && letters <= 3
}

// alone reports whether w stands in the text and is no piece of a longer symbol.
func alone(text, w string) bool {
	for at := 0; ; {
		k := strings.Index(text[at:], w)
		if k < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+k])
		after, _ := utf8.DecodeRuneInString(text[at+k+len(w):])
		if !ascii(before) && !ascii(after) {
			return true
		}
		at += k + len(w)
	}
}

// ascii reports a character that can continue a symbol.
func ascii(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r >= 'α' && r <= 'ω' || r == '_'
}
