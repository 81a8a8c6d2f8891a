package cnv

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// twice001 are words that are never written twice in a row on purpose. A verb before a noun that begins
// with it is common (连接连接件, 固定固定板), so words of two characters must be of this list.
var twice001 = strings.Fields(`所述 以及 其中 具有 设有 用于 其特征 根据 如图 并且 从而 进而 或者 从权 本发明 本实用新型 进一步 包括`)

// alone001 are single characters of which two in a row are a slip, with what makes them right: 目的的, 为了了解.
var alone001 = []struct{ char, before, behind string }{{"的", "目", "士"}, {"了", "", "解"}, {"且", "", ""}, {"述", "", "职"}, {"该", "", ""}}

// joints001 are characters around which words follow themselves in good language: 待加工的工件的工件号.
const joints001 = "的和或及与对第每各一为"

const (
	leastRun = 3 // characters of a sequence that is never right when it is repeated
	mostRun  = 12
)

// cnv001 finds what was typed or pasted twice: a few small words, and any three to twelve characters that
// follow themselves.
func cnv001() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "CNV-001", Title: "没有连续重复的字词",
		English: "No word is typed twice in a row",
		Basis:   observed("连续重复字"),
		Level:   rule.Advice, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, Run: func(p *check.Pass) {
		for _, part := range written() {
			text := p.Text(part).Text
			for i := 0; i < len(text); {
				n := again(text, i)
				if n > 0 {
					p.Once(text[i:i+n]).At(part, i, i+2*n, fmt.Sprintf("“%s”连续重复", text[i:i+n]), "删去重复的字词；确需重复的，保留即可")
					i += 2 * n
					continue
				}
				_, w := utf8.DecodeRuneInString(text[i:])
				i += w
			}
		}
	}}
}

// again returns the length of what stands twice in a row at i, or 0.
func again(text string, i int) int {
	const han = 3 // bytes of a Chinese character
	if i+2*han > len(text) || !chinese(text[i:]) {
		return 0
	}
	for _, x := range alone001 {
		if two := x.char + x.char; strings.HasPrefix(text[i:], two) && !(x.before != "" && strings.HasSuffix(text[:i], x.before)) &&
			!(x.behind != "" && strings.HasPrefix(text[i+len(two):], x.behind)) {
			return len(x.char)
		}
	}
	for _, w := range twice001 {
		if strings.HasPrefix(text[i:], w) && strings.HasPrefix(text[i+len(w):], w) {
			return len(w)
		}
	}
	// A counting word may be doubled: 一层层一层层, 一个接一个. What begins with 一 or 第 is left alone.
	if strings.HasPrefix(text[i:], "一") || strings.HasPrefix(text[i:], "第") {
		return 0
	}
	n := 0
	for runes := 1; runes <= mostRun; runes++ {
		if i+n+han > len(text) || !chinese(text[i+n:]) {
			return 0
		}
		if n += han; runes >= leastRun && i+2*n <= len(text) && text[i:i+n] == text[i+n:i+2*n] && !even(text[i:i+n]) {
			if strings.ContainsAny(text[i:i+n], joints001) {
				return 0
			}
			return n
		}
	}
	return 0
}

// even reports a sequence of one character alone, such as 〇〇〇 or 某某某.
func even(s string) bool {
	const han = 3
	return s == strings.Repeat(s[:han], len(s)/han)
}

// chinese reports whether the text begins with a Chinese character.
func chinese(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x4e00 && r <= 0x9fff
}
