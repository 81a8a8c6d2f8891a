package dsc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc016: support of the claims, clause by clause. A clause is compared by runs of three
// characters, so that another order of words is still support; one finding a claim, at the clause
// that is worst.
func dsc016() check.Rule {
	r := about(rule.Meta{
		ID: "DSC-016", Title: "权利要求的技术特征在说明书中有记载",
		English: "Features of the claims are found in the description",
		Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		claims := p.Text(patent.Claims).Text
		if p.Prose().Section(prose.Embodiments) == nil && p.Prose().Section(prose.Content) == nil {
			return
		}
		var known trigrams
		// The whole description supports a claim, not only the embodiments.
		known.add(p.Text(patent.Description).Text)
		for _, c := range p.Claims().Claims {
			var lacking []prose.Span
			worst, share := 0, minShare
			for s := range clauses(claims, prose.Span{Start: c.Start, End: c.End}) {
				words := s.Of(claims)
				// What refers to another claim is no feature.
				if strings.Contains(words, "权利要求") || chinese(words) < minClause {
					continue
				}
				got := known.share(words)
				if got < minShare {
					lacking = append(lacking, s)
				}
				if got < share {
					worst, share = len(lacking)-1, got
				}
			}
			for i := range lacking {
				// The least known first, since it stands in the message.
				s := lacking[(worst+i)%len(lacking)]
				p.Once(fmt.Sprint(c.Start)).At(patent.Claims, s.Start, s.End, fmt.Sprintf("权利要求%d有%d处特征在说明书中找不到相应的记载，例如“%s”",
					c.Number, len(lacking), s.Of(claims)), "在具体实施方式中补充与之对应的说明，用词与权利要求一致；说明书没有公开的内容不能写入权利要求")
			}
		}
	})
	r.Part = patent.Claims
	return r
}

// A clause is judged from so many Chinese characters on, and found lacking where fewer than this share
// of its runs of three characters occur anywhere in the description.
const (
	minClause = 14
	minShare  = 0.3
)

// chinese counts Chinese characters; formulas and numbers do not make a clause a feature.
func chinese(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// clauses yields the parts of a claim between its marks.
func clauses(text string, in prose.Span) func(func(prose.Span) bool) {
	return func(yield func(prose.Span) bool) {
		start := in.Start
		for i := in.Start; i < in.End; {
			r, n := utf8.DecodeRuneInString(text[i:in.End])
			i += n
			if i < in.End && !strings.ContainsRune("，。；：,;\n", r) {
				continue
			}
			end := i
			if strings.ContainsRune("，。；：,;\n", r) {
				end -= n
			}
			if start < end && !yield(prose.Span{Start: start, End: end}) {
				return
			}
			start = i
		}
	}
}

// trigrams is a set of runs of three characters, as bits of their hash: a foreign run may seem
// known by chance, a known one never foreign.
// Two million bits, 256 KB whatever the length of the text.
type trigrams [1 << 15]uint64

// each visits the runs of three characters of s. Blanks, digits and brackets are left out, since
// claims carry signs in brackets that the description writes without.
func each(s string, visit func(hash uint32)) {
	var a, b rune
	n := 0
	for _, r := range s {
		if r <= ' ' || r == 0x3000 || r >= '0' && r <= '9' || strings.ContainsRune("（）()", r) {
			continue
		}
		if n++; n >= 3 {
			h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77 ^ uint32(r)*0xC2B2AE3D
			visit((h ^ h>>15) & (1<<21 - 1))
		}
		a, b = b, r
	}
}

// add puts the runs of s into the set.
func (t *trigrams) add(s string) { each(s, func(h uint32) { t[h>>6] |= 1 << (h & 63) }) }

// share returns which part of the runs of s is in the set, 1 if s has none.
func (t *trigrams) share(s string) float64 {
	all, hit := 0, 0
	each(s, func(h uint32) {
		all++
		hit += int(t[h>>6] >> (h & 63) & 1)
	})
	if all == 0 {
		return 1
	}
	return float64(hit) / float64(all)
}
