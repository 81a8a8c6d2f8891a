package pkg

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

// Shares of characters by which a part is judged. A part of few letters is left alone.
const (
	leastLetters = 60
	leastHan     = 0.3  // Chinese characters among characters and foreign words
	mostKana     = 0.05 // Japanese syllables among characters
)

// pkg003 counts Chinese characters against words, not letters, of other scripts: a text about
// TensorRT is still Chinese. Sequences and formulas are too few words to matter.
func pkg003() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "PKG-003", Title: "申请文件使用中文",
		English: "The documents are written in Chinese",
		Basis:   []rule.Cite{cite.Rules("第三条"), cite.Rules("第四十四条第（二）项")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		for _, part := range []patent.Part{patent.Claims, patent.Description, patent.Abstract, patent.Brief} {
			t := p.Text(part)
			han, kana, foreign := scripts(t.Text)
			if han+kana+foreign < leastLetters {
				continue
			}
			switch total := float64(han + kana + foreign); {
			case float64(kana) > mostKana*total:
				p.Whole(part, fmt.Sprintf("%s含有大量日文假名，不是用中文撰写的", part), "提交中文译文")
			case float64(han) < leastHan*total:
				p.Whole(part, fmt.Sprintf("%s不是用中文撰写的", part), "提交中文译文；外国人名、地名和科技术语没有统一中文译文的，在中文后注明原文")
			}
		}
	}}
}

// scripts counts Chinese characters, Japanese syllables and words of other scripts.
func scripts(s string) (han, kana, foreign int) {
	word := false
	for i := 0; i < len(s); {
		if end := prose.HanEnd(s, i); end > i {
			han, i, word = han+(end-i)/3, end, false
			continue
		}
		c, w := utf8.DecodeRuneInString(s[i:])
		i += w
		letter := false
		switch {
		case c < 0x80:
			letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		case c == '，' || c == '。' || c == '、' || c == '；' || c == '：': // what is not Chinese is mostly this
		case c >= 0x4e00 && c <= 0x9fff || unicode.Is(unicode.Han, c):
			han++
		case unicode.In(c, unicode.Hiragana, unicode.Katakana):
			kana++
		default:
			letter = unicode.IsLetter(c)
		}
		if letter && !word {
			foreign++
		}
		word = letter
	}
	return han, kana, foreign
}
