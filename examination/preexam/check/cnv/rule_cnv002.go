package cnv

import (
	"fmt"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// cnv002 looks where DSC-029 does not: at claims, abstract and brief explanation. Characters of private
// use are shown by the computer alone on which they were typed, and pictures that are characters by none
// that prints.
func cnv002() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "CNV-002", Title: "权利要求书、摘要和简要说明中没有异常符号",
		English: "No odd characters in claims, abstract and brief explanation",
		Basis:   observed("异常符号"),
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		for _, part := range written() {
			if part == patent.Description {
				continue
			}
			text := p.Text(part).Text
			for at := 0; ; {
				if at = prose.HanEnd(text, at); at == len(text) {
					break
				}
				r, w := utf8.DecodeRuneInString(text[at:])
				i := at
				at += w
				what := odd(r)
				if what == "" {
					continue
				}
				p.Once(string(r)).At(part, i, i+max(1, utf8.RuneLen(r)), fmt.Sprintf("此处有%s（U+%04X）", what, r), "改为通用的文字或者符号；公式和特殊符号可以用图片插入")
			}
		}
	}}
}

// odd says what an odd character is, or nothing.
func odd(r rune) string {
	switch {
	case r == utf8.RuneError:
		return "无法识别的字符"
	case r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7f && r <= 0x9f:
		return "控制字符"
	case r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000:
		return "私用区字符"
	case r >= 0x1f300 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf && r != '℃' && !usual(r):
		return "表情或者图形符号"
	}
	return ""
}

// usual are signs of that range which drawings and formulas use: the sexes, musical signs, circled digits.
func usual(r rune) bool {
	return r == '♀' || r == '♂' || r >= '♩' && r <= '♯' || r >= '❶' && r <= '➓' || r == '★' || r == '☆' || r == '✓' || r == '✔'
}
