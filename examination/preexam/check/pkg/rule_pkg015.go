package pkg

import (
	"fmt"
	"regexp"
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
	"（待定）", "(待定)", "【待定】", "XX公司", "XX有限公司", "XX大学", "XX年XX月", "××公司", "××大学",
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
		Level:   rule.Advice, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
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
			for _, n := range draftNotes(text) {
				p.At(part, n[0], n[1], fmt.Sprintf("文中有像是撰写过程中的批注“%s”", clip(text[n[0]:n[1]], 30)), "处理后删去该批注")
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

// draftNote is a note in brackets that asks somebody to do something to the text.
var draftNote = regexp.MustCompile(`^[（(【\[][^）)】\]]{0,20}(?:请|需要?|待|应)[^）)】\]]{0,20}(?:补充|确认|核实|核对|完善|填写|修改|删除|替换)[^）)】\]]{0,30}[）)】\]]`)

// noteWords are those whose presence makes it worth looking at a bracket.
var noteWords = sync.OnceValue(func() *words.Matcher { return words.New([]string{"（", "(", "【"}, nil) })

// draftNotes returns the places of notes to the author. To be one, a bracket must address a
// person or this very place of the text: steps of a method confirm and delete things as well. A
// placeholder inside is reported by itself.
func draftNotes(text string) (out [][2]int) {
	if !addressedWords().Any(text) {
		return nil
	}
	for _, m := range noteWords().Find(text) {
		window := text[m.Start:min(len(text), m.Start+300)]
		if end := draftNote.FindStringIndex(window); end != nil && addressed.MatchString(window[:end[1]]) && !leftovers().Any(window[:end[1]]) {
			out = append(out, [2]int{m.Start, m.Start + end[1]})
		}
	}
	return out
}

// addressedWords are where addressed can match at all, so that most texts are passed over in one go.
var addressedWords = sync.OnceValue(func() *words.Matcher {
	return words.New([]string{"请发明人", "请申请人", "请代理人", "请代理师", "请客户", "此处", "这里", "本段", "后删", "再删", "待补", "待确认", "待核"}, nil)
})

var addressed = regexp.MustCompile(`请(?:发明人|申请人|代理人|代理师|客户)|此处|这里|本段|后删|再删|待补|待确认|待核`)
