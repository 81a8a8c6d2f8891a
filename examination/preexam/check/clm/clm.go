// Package clm (权利要求书检查) holds the rules about the claims, CLM-001 to CLM-045: numbering,
// references, form of a claim, clear words, antecedents, and what the claims owe the description.
//
// Notice 1.2.3. Each rule is one file; CLM-038, 039, 044 and 045 are questions to the examiner.
package clm

import (
	"embed"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample files of the rules.
func Samples() embed.FS { return samples }

// Rules returns the rules, in the order of the catalogue.
func Rules() []check.Rule {
	return []check.Rule{
		clm001(), clm002(), clm003(), clm004(), clm005(), clm006(), clm007(), clm008(), clm009(), clm010(),
		clm011(), clm012(), clm013(), clm014(), clm015(), clm016(), clm017(), clm018(), clm019(), clm020(),
		clm021(), clm022(), clm023(), clm024(), clm025(), clm026(), clm027(), clm028(), clm029(), clm030(),
		clm031(), clm032(), clm033(), clm034(), clm035(), clm036(), clm037(), clm038(), clm039(), clm040(), clm041(), clm042(),
		clm043(), clm044(), clm045(),
	}
}

// textual are the kinds whose application has claims.
func textual() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }

// at reports a finding at a span of the claims.
func at(p *check.Pass, s claim.Span, message, suggestion string) *check.Finding {
	return p.At(patent.Claims, s.Start, s.End, message, suggestion)
}

// also adds a further place in the claims to the finding reported last.
func also(p *check.Pass, s claim.Span) { p.Also(patent.Claims, s.Start, s.End) }

// number names a claim in a message: 权利要求3.
func number(c *claim.Claim) string {
	if c.Number == 0 {
		return "未编号的权利要求"
	}
	return "权利要求" + strconv.Itoa(c.Number)
}

// join writes numbers as 1、3、5.
func join(list []int) string {
	var b strings.Builder
	for i, n := range list {
		if i > 0 {
			b.WriteString("、")
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// path writes a chain of parents as 权利要求4→2→1.
func path(list []int) string {
	var b strings.Builder
	b.WriteString("权利要求")
	for i, n := range list {
		if i > 0 {
			b.WriteString("→")
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// clip returns at most n characters of s for a message.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

// length counts the characters of s without white space, as the office counts.
func length(s string) (n int) {
	for i := 0; i < len(s); {
		if end := prose.HanEnd(s, i); end > i {
			n += (end - i) / 3
			i = end
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if i += w; !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// tail returns the span of the last n characters of a span, without white space at its end.
func tail(text string, s claim.Span, n int) claim.Span {
	end := s.Start + len(strings.TrimRightFunc(text[s.Start:s.End], unicode.IsSpace))
	start := end
	for ; n > 0 && start > s.Start; n-- {
		_, w := utf8.DecodeLastRuneInString(text[s.Start:start])
		start -= w
	}
	return claim.Span{Start: start, End: end}
}

// whole returns the first characters of a claim, for findings about all of it.
func whole(s *claim.Set, c *claim.Claim) claim.Span {
	end := c.Start
	for n := 0; n < 20 && end < c.End; n++ {
		_, w := utf8.DecodeRuneInString(s.Source[end:c.End])
		end += w
	}
	return claim.Span{Start: c.Start, End: end}
}

// clause returns the part of a body between two marks of punctuation that holds [start, end).
func clause(text string, body claim.Span, start, end int) claim.Span {
	const marks = "，,；;。：:\n"
	out := body
	if i := strings.LastIndexAny(text[body.Start:start], marks); i >= 0 {
		_, w := utf8.DecodeRuneInString(text[body.Start+i:])
		out.Start = body.Start + i + w
	}
	if i := strings.IndexAny(text[end:body.End], marks); i >= 0 {
		out.End = end + i
	}
	return out
}
