package clm

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

// code041 finds identifiers with underscores, calls, names of files, statements of common languages,
// operators that formulas do not have, and paths.
var code041 = regexp.MustCompile(`\b[A-Za-z]{2,}[0-9]*(?:_[A-Za-z0-9]+)+|\b[a-z]{2,}[A-Z][A-Za-z]*\([^()（）]{0,60}\)|\b[a-z]{2,}[A-Z][a-z]{2,}[A-Za-z]*\b|\b(?:if|for|while|switch)\s?\(|[A-Za-z0-9_-]+\.(?:exe|bat|bin|dat|cfg|png|jpg|pdf|md|php|jar|zip|dll|txt|py|java|cpp|js|json|xml|csv|sql|docx|xlsx|sh|ini|log|html|apk|yaml)\b|(?:printf|System\.out|import |public static|SELECT |INSERT INTO|#include)|&&|\|\||[a-z]==[a-z0-9]|[A-Z]:\\[A-Za-z]`)

// clm041: code and identifiers are not the language of claims. Symbols with a subscript, as
// T_max, are formulas. Only runs of ASCII characters are searched.
func clm041() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-041", Title: "权利要求中不宜出现程序代码、变量名、文件名",
			English: "No code, variable names or file names in claims",
			Basis:   []rule.Cite{cite.Practice("程序代码与标识符")},
			Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				for _, run := range latin(body) {
					if !coded(body[run.Start:run.End]) {
						continue
					}
					for _, m := range code041.FindAllStringIndex(body[run.Start:run.End], -1) {
						where := claim.Span{Start: c.Body.Start + run.Start + m[0], End: c.Body.Start + run.Start + m[1]}
						w := s.Words(where)
						if run.Start+m[1] < run.End && ascii(rune(body[run.Start+m[1]])) && ascii(rune(w[len(w)-1])) {
							continue
						}
						p.Once(strconv.Itoa(c.Start)+w).At(patent.Claims, where.Start, where.End, fmt.Sprintf("%s中出现程序代码、标识符或文件名“%s”", number(c), clip(w, 40)), "改用中文技术术语表述其含义")
					}
				}
			}
		},
	}
}

// coded reports whether a run has any of the signs without which code041 cannot match: an identifier
// of several words, the bracket behind a word of a language, the dot before an ending, an operator, or a
// keyword.
func coded(run string) bool {
	for i := 1; i < len(run); i++ {
		before, c, behind := run[i-1], run[i], byte(0)
		if i+1 < len(run) {
			behind = run[i+1]
		}
		switch {
		case c == '_' && word041(before) && word041(behind), c == '.' && behind >= 'a' && behind <= 'z', c == before && strings.IndexByte("&|=", c) >= 0, c == '\\',
			c == '(' && (strings.IndexByte("freh", before) >= 0 || before <= ' '), c == 'i' && before == '#',
			c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z':
			return true
		}
	}
	for _, w := range []string{"printf", "import ", "public static", "SELECT ", "INSERT INTO"} {
		if strings.Contains(run, w) {
			return true
		}
	}
	return false
}

// word041 reports a letter or figure.
func word041(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// latin returns the runs of ASCII characters that can hold code: with a letter, and not short.
func latin(s string) (out []claim.Span) {
	start, letters := -1, false
	for i := 0; i <= len(s); i++ {
		if start < 0 {
			i = prose.HanEnd(s, i)
		}
		switch {
		case i < len(s) && s[i] < 0x80:
			if start < 0 {
				start, letters = i, false
			}
			letters = letters || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == '&' || s[i] == '|'
		case start >= 0:
			if letters && i-start > 1 {
				out = append(out, claim.Span{Start: start, End: i})
			}
			start = -1
		}
	}
	return out
}
