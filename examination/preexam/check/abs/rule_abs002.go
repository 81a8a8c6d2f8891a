package abs

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// maxRunes is the length of an abstract: code points without white space, punctuation counted.
const maxRunes = 300

// abs002: at most 300 characters. The message gives the count and the quote is what is too much,
// so that the applicant sees where to cut. Lines that only name the paper or its figure are not
// counted.
func abs002() check.Rule {
	return about(rule.Meta{
		ID: "ABS-002", Title: "说明书摘要文字部分（包括标点符号）不超过300字",
		English: "The abstract has at most 300 characters, punctuation included",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.5.1", rule.Source), cite.Guide("第二部分第二章2.4", rule.Source)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		t := p.Text(patent.Abstract)
		n, over, end := 0, 0, 0
		for _, s := range body(t) {
			line := s.Of(t.Text)
			for i := 0; i < len(line); {
				if end := prose.HanEnd(line, i); end > i {
					if first := n + 1; first <= maxRunes+1 && n+(end-i)/3 > maxRunes {
						over = s.Start + i + 3*(maxRunes+1-first)
					}
					n, i = n+(end-i)/3, end
					continue
				}
				r, w := utf8.DecodeRuneInString(line[i:])
				at := i
				i += w
				// Zero-width characters come from copying and count for nobody.
				if unicode.IsSpace(r) || r == 0x200b || r == 0xfeff {
					continue
				}
				if n++; n == maxRunes+1 {
					over = s.Start + at
				}
			}
			end = s.End
		}
		if n > maxRunes {
			p.At(patent.Abstract, over, end, fmt.Sprintf("摘要共%d字（含标点，不含空格），超过%d字，从此处起多%d字", n, maxRunes, n-maxRunes),
				"删去具体细节、重复的特征和效果的展开，只保留技术问题、技术方案的要点和主要用途")
		}
	})
}
