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

// dsc019: Chinese for foreign terms. Originals in brackets, titles in quotation marks, symbols,
// abbreviations and names in program code may stand; a run of ordinary foreign words, or letters
// of a script that no symbol uses, may not.
func dsc019() check.Rule {
	return about(rule.Meta{
		ID: "DSC-019", Title: "外文术语附有中文译文，不成段使用外文",
		English: "Foreign terms carry a Chinese translation; there are no foreign passages",
		Basis:   []rule.Cite{cite.Rules("第三条")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		t := p.Text(patent.Description)
		for s := range prose.Sentences(t.Text, prose.Span{End: len(t.Text)}) {
			if !suspicious(s.Of(t.Text)) {
				continue
			}
			for _, f := range foreignRuns(t.Text, s) {
				words := f.Of(t.Text)
				// A term that is used throughout is one finding.
				p.Once(words).At(patent.Description, f.Start, f.End, fmt.Sprintf("“%s”使用外文而没有中文译文", clip(words, 60)),
					"改写为中文；没有统一译文的术语，在中文译名后用括号注明原文")
			}
		}
	})
}

// minWords is how many foreign words in a row make a passage.
// Shorter runs are names of products, methods and bacteria.
const minWords = 6

// foreignRuns returns the passages of foreign words in a sentence, and words in Japanese, Korean,
// Cyrillic or Arabic letters. What stands in brackets or quotation marks is the original of a
// Chinese word or a title, and may stand.
func foreignRuns(text string, in prose.Span) (out []prose.Span) {
	depth, start, end, words := 0, -1, 0, 0
	closeRun := func() {
		if words >= minWords {
			out = append(out, prose.Span{Start: start, End: end})
		}
		start, words = -1, 0
	}
	for i := in.Start; i < in.End; {
		r, w := utf8.DecodeRuneInString(text[i:in.End])
		switch {
		case strings.ContainsRune("(（[【《“\"‘「", r) && !(r == '"' && depth > 0):
			closeRun()
			depth++
		case strings.ContainsRune(")）]】》”\"’」", r):
			closeRun()
			depth = max(0, depth-1)
		case depth > 0:
		case strange(r):
			j := endOf(text, i, in.End, strange)
			if closeRun(); j-i >= 3*w || utf8.RuneCountInString(text[i:j]) >= 3 {
				out = append(out, prose.Span{Start: i, End: j})
			}
			i = j
			continue
		case r < 0x250 && unicode.IsLetter(r):
			j := endOf(text, i, in.End, func(r rune) bool { return r < 0x250 && unicode.IsLetter(r) || r == '\'' })
			if word(text[i:j]) {
				if words++; start < 0 {
					start = i
				}
				end = j
			} else {
				closeRun()
			}
			i = j
			continue
		case r != ' ' && r != ',' && r != '-':
			closeRun()
		}
		i += w
	}
	closeRun()
	return out
}

// suspicious reports, by bytes alone, whether a sentence can hold what foreignRuns looks for.
func suspicious(s string) bool {
	letters := 0
	for i := range len(s) {
		switch c := s[i]; {
		case upper(c) || lower(c) || c >= 0xc3 && c <= 0xc9:
			letters++
		case c >= 0xd0 && c <= 0xdb || c >= 0xea && c <= 0xed || c == 0xe3 && i+1 < len(s) && s[i+1] != 0x80:
			return true
		}
	}
	return letters >= 2*minWords-1
}

// word reports an ordinary foreign word: small letters behind at most one capital. Symbols,
// abbreviations and identifiers are none.
func word(s string) bool {
	return strings.ToLower(s[1:]) == s[1:] && (len(s) > 1 || s == "a")
}

// strange reports letters of scripts that no technical symbol uses.
func strange(r rune) bool {
	return r >= 0x3041 && r <= 0x30fa || r >= 0xac00 && r <= 0xd7a3 || r >= 0x400 && r <= 0x4ff || r >= 0x600 && r <= 0x6ff
}

// endOf returns where the run of characters that begins at i and for which in holds ends.
func endOf(s string, i, limit int, in func(rune) bool) int {
	for i < limit {
		r, w := utf8.DecodeRuneInString(s[i:limit])
		if !in(r) {
			break
		}
		i += w
	}
	return i
}
