package qua

import (
	"fmt"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// Claim 1 of 383 published applications of all fields has 164 characters in the middle, 727 at
// the 99th percentile and 841 at most; of fixed values such as 12mm it has none in the middle, 27
// at the 99th percentile and 43 at most. The limits lie about there.
const (
	longClaim   = 1000
	manyNumbers = 30
)

// qua006: a first claim that is far longer, or holds far more numbers, than claims usually do. The
// provisions of 2023 count claims that are narrowed without reason among the signs of abnormal filing.
func qua006() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-006", Title: "权利要求1没有与解决技术问题无关的繁琐限定",
		English: "Claim 1 is not narrowed needlessly",
		Basis:   []rule.Cite{order77("第四项")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Part: patent.Claims, Run: func(p *check.Pass) {
		claims := p.Claims().Claims
		if len(claims) == 0 {
			return
		}
		text := p.Text(patent.Claims).Text
		body := text[claims[0].Start:claims[0].End]
		n, fixed := prose.Runes(body), values(body)
		var why string
		switch {
		case n > longClaim:
			why = fmt.Sprintf("权利要求1长达%d字，超过绝大多数申请", n)
		case fixed > manyNumbers:
			why = fmt.Sprintf("权利要求1限定了%d个具体数值，超过绝大多数申请", fixed)
		default:
			return
		}
		p.At(patent.Claims, claims[0].Start, min(claims[0].End, claims[0].Start+opening(body)), why+"，可能为规避现有技术而作了无关的缩限或者堆叠",
			"只保留解决技术问题的必要技术特征，其余写入从属权利要求；确有必要的，说明各特征与技术效果的关系")
	}}
}

// opening returns the length of the first twenty characters.
func opening(s string) int {
	n := 0
	for i := range s {
		if n == 20 {
			return i
		}
		n++
	}
	return len(s)
}

// values counts the numbers of s that measure: with a fraction, or with a unit behind them.
func values(s string) (n int) {
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		fraction := false
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.') {
			fraction = fraction || s[i] == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9'
			i++
		}
		r, _ := utf8.DecodeRuneInString(s[i:])
		if fraction || r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '%') || unit(r) {
			n++
		}
	}
	return n
}

func unit(r rune) bool {
	switch r {
	case '％', '℃', '°', '份', '克', '毫', '厘', '微', '纳', '米', '秒', '度', 'μ', 'Ω', '小', '分':
		return true
	}
	return false
}
