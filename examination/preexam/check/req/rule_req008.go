package req

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// titleMarks are punctuation marks that a title may have anywhere; ASCII marks are allowed
// inside formulas such as 1,3-丁二烯 or 2.4GHz.
const titleMarks = "、（）()-－—–‐·・/+@&＠＆"

// req008 reports each mark once, because a pair of quotation marks is one mistake. Marks
// inside formulas, numbers and foreign words belong to the subject. The rule is practice, not
// law: no article forbids a comma.
func req008() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-008", Title: "名称中除顿号、括号和连字符外不使用标点符号",
		English: "The title has no punctuation except enumeration commas, brackets and hyphens",
		Basis:   []rule.Cite{basis.Practice("名称的标点符号")},
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		seen := ""
		for i, c := range w.Text {
			if strings.ContainsRune(seen, c) || !(unicode.IsPunct(c) || unicode.IsSymbol(c)) || strings.ContainsRune(titleMarks, c) || technicalSign(w.Text, i, c) {
				continue
			}
			seen += string(c)
			w.At(p, i, i+utf8.RuneLen(c), fmt.Sprintf("名称中使用了标点符号“%c”", c), "删去该标点；并列的内容用顿号或者“和”“及”连接")
		}
	})
}

// technicalSign reports whether the sign at i belongs to a formula, number or foreign word: a
// letter or digit stands on both sides, or it is a sign of quantity.
func technicalSign(s string, i int, c rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(c):])
	switch {
	case strings.ContainsRune("%‰℃°′″'~～×±<>≤≥=", c) || c >= 0x2190 && c <= 0x22FF:
		return true
	case c == '’': // 4’ for 4′
		return unicode.IsDigit(before)
	case !strings.ContainsRune(",.:;\"[]*_#^", c):
		return false
	}
	inside := func(r rune) bool {
		return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || unicode.Is(unicode.Greek, r) || strings.ContainsRune("-()[]',", r)
	}
	return (inside(before) || c == '[') && (inside(after) || c == ']')
}
