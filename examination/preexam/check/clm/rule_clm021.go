package clm

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// maxBracket is how many characters brackets may hold to be a remark.
const maxBracket = 200

// brackets finds the innermost pairs of either width on one line; pairs of mixed width occur and are
// taken too.
func brackets(body string) (out [][]int) {
	for start := 0; start < len(body); start++ {
		c := body[start]
		if c != '(' && c != 0xef && c != 0xe3 { // the first bytes of the four
			continue
		}
		open, n := utf8.DecodeRuneInString(body[start:])
		var pair string
		switch open {
		case '(', '（':
			pair = "()（）"
		case '【':
			pair = "【】"
		case '〔':
			pair = "〔〕"
		default:
			continue
		}
		if end := closed021(body, start+n, pair); end > 0 {
			out = append(out, []int{start, end})
			start = end - 1
		}
	}
	return out
}

// closed021 returns the end of brackets that hold words from i on, 0 if another one opens before they
// are closed.
func closed021(body string, i int, pair string) int {
	for count := 0; i < len(body) && count <= maxBracket; count++ {
		r, w := utf8.DecodeRuneInString(body[i:])
		switch {
		case r == '\n':
			return 0
		case (r < utf8.RuneSelf || r >= 0x3000 && r < 0x3100 || r >= 0xff00) && strings.ContainsRune(pair, r):
			if count > 0 && strings.ContainsRune(")）】〕", r) {
				return i + w
			}
			return 0
		}
		i += w
	}
	return 0
}

// clm021: brackets hold signs and formulas; words in them leave open whether they limit. An
// abbreviation in Latin letters is only noted. Signs, symbols, units, steps, chemical names
// and formulas written in words are allowed. Nothing is said about abbreviations in Latin
// letters, which practice accepts.
func clm021() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-021", Title: "除附图标记、化学式和数学式外，权利要求中应当尽量避免使用括号", English: "No brackets except for signs and formulas",
			Basis: []rule.Cite{cite.Guide("第二部分第二章3.2.2", rule.Known)},
			Level: rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				for _, m := range brackets(body) {
					inner := strings.Trim(body[m[0]:m[1]], "(（）)【】〔〕")
					if !worded(inner) || radical(body, m, inner) || computed(body[:m[0]], inner) {
						continue
					}
					at(p, claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]}, fmt.Sprintf("%s使用括号加入说明“%s”，保护范围因此不清楚", number(c), clip(inner, 30)),
						"需要限定的，去掉括号写入句中；不需要的，删去")
				}
			}
		},
	}
}

// computed reports the brackets of a formula that is written in words.
func computed(front, inner string) bool {
	if strings.ContainsAny(inner, "×÷=＝+") || strings.Contains(inner, " / ") || strings.Contains(inner, " - ") {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(front, " "))
	return strings.ContainsRune("=＝×÷*/+Σ∑√", r)
}

// worded reports whether brackets hold Chinese words that are no unit, sign or label of a step or
// formula.
func worded(inner string) bool {
	han := 0
	for _, r := range inner {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	if han == 0 || han == 1 && (utf8.RuneCountInString(inner) > 1 || strings.Contains("甲乙丙丁戊己庚辛壬癸克份个式仲叔正异", inner)) {
		return false
	}
	for _, w := range []string{"重量份", "质量份", "体积比", "质量比", "重量比", "摩尔比", "质量分数", "体积分数", "重量百分比", "质量百分比"} {
		if inner == w {
			return false
		}
	}
	return !ordinal.MatchString(inner)
}

// locants are the numbers in front of a chemical name: 2-甲基-2-噁唑啉, N,N-二甲基.
var locants = regexp.MustCompile(`^(?:[0-9]+|[NOα-ω])(?:[,，、][0-9NO]+)*['′]?-`)

// ordinal is what brackets hold as the label of a step or of a formula.
var ordinal = regexp.MustCompile(`^[一二三四五六七八九十]+$|^[0-9一二三四五六七八九十IVX]+[、,，和至-].{0,20}[0-9一二三四五六七八九十IVX]+$`)

// radical reports the brackets of a chemical name, as in 聚（甲基）丙烯酸 or N-(羟基乙基).
func radical(body string, m []int, inner string) bool {
	if locants.MatchString(inner) {
		return true
	}
	for _, w := range []string{"甲基", "乙基", "丙基", "丁基", "苯基", "基", "氧", "烯", "酸", "酯", "醇", "胺", "酮", "醛", "酚", "醚", "烷", "炔", "酰", "啉", "唑", "啶", "嗪", "苯", "萘", "氟", "氯", "溴"} {
		if !strings.HasSuffix(inner, w) {
			continue
		}
		after, _ := utf8.DecodeRuneInString(body[m[1]:])
		return unicode.Is(unicode.Han, after) || after == '-' || after == ']' || after == ')' || after == '）' || unicode.IsLetter(after)
	}
	return false
}
