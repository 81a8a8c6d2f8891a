package clm

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm037: title or abstract name what is claimed. It is enough that the last two characters of
// the subject name occur, so that 折叠支架 is reflected in 支架. Media, programs and bare
// words for a category are not judged.
func clm037() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-037", Title: "独立权利要求的主题应当在发明名称或摘要中有所反映",
			English: "The subject of an independent claim appears in title or abstract",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.1", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			where := p.App.Title + "\n" + p.Text(patent.Abstract).Text
			if strings.TrimSpace(where) == "" {
				return
			}
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				if c.Kind != claim.Independent || c.Subject == "" || c.Category == claim.Medium || c.Category == claim.Program || generics[claim.Head(c.Subject)] || reflected(claim.Head(c.Subject), where) {
					continue
				}
				at(p, c.SubjectAt, fmt.Sprintf("独立%s的主题“%s”在发明名称和摘要中没有反映", number(c), clip(c.Subject, 30)), "发明名称应当反映要求保护的主题和类型，据此修改发明名称或主题名称")
			}
		},
	}
}

// reflected reports whether a text names the end of a subject name: for 折叠支架, 支架.
func reflected(name, text string) bool {
	runes := []rune(name)
	if len(runes) < 2 {
		return true
	}
	for n := 2; n <= min(3, len(runes)); n++ {
		if strings.Contains(text, string(runes[len(runes)-n:])) {
			return true
		}
	}
	// A chemical or Latin name is not judged by its last letters.
	return utf8.RuneLen(runes[len(runes)-1]) < 3 || strings.Contains(text, string(runes[:2]))
}
