package qua

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/similarity"
)

const (
	manyIngredients = 40  // with an amount each, in one sentence
	manySentences   = 60  // from which on a text is measured
	fromTemplate    = 0.8 // share of the sentences that are another one with other words in it
)

// ingredient finds a substance with its amount in parts, percent or grams.
var ingredient = regexp.MustCompile(`\p{Han}{1,12}[0-9]+(?:\.[0-9]+)?(?:\s*[-~～—至]\s*[0-9]+(?:\.[0-9]+)?)?\s*(?:重量份|质量份|份|wt%|%|％|g|克|mg|kg)`)

// qua005: a formula of very many substances, and a description most of whose sentences are one sentence
// with exchanged words. That a machine helped to write is no defect; these are signs that nobody made
// what the text describes.
func qua005() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-005", Title: "内容不是主要由计算机随机生成",
		English: "The content is not random",
		Basis:   []rule.Cite{order77("第三项"), notice411("第（四）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Run: func(p *check.Pass) {
		for _, part := range []patent.Part{patent.Claims, patent.Description} {
			if formula(p, part) {
				break
			}
		}
		var all []string
		for s := range strings.FieldsFuncSeq(p.Text(patent.Description).Text, func(r rune) bool { return strings.ContainsRune("。；;！？\n", r) }) {
			all = append(all, s)
		}
		n, near := similarity.Repeated(all)
		if n >= manySentences && float64(near) >= fromTemplate*float64(n) {
			p.Whole(patent.Description, fmt.Sprintf("说明书的%d个句子中有%d个只是另一句换了个别词语，可能由模板或者程序生成", n, near), research)
		}
	}}
}

// formula reports a sentence with a very long list of ingredients.
func formula(p *check.Pass, part patent.Part) bool {
	text := p.Text(part).Text
	at := 0
	for s := range strings.SplitAfterSeq(text, "。") {
		var m [][]int
		if numerals(s) >= manyIngredients { // which most sentences have not
			m = ingredient.FindAllStringIndex(s, -1)
		}
		if len(m) >= manyIngredients {
			first := m[0]
			for !utf8.RuneStart(s[first[0]]) {
				first[0]++
			}
			p.At(part, at+first[0], at+first[1], fmt.Sprintf("一个配方列有%d种原料及其用量，可能由程序随机组合", len(m)),
				"说明各原料的作用和配比的选择依据，并附实验记录；不起作用的原料请删去")
			return true
		}
		at += len(s)
	}
	return false
}

func numerals(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
