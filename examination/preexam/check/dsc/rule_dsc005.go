package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc005: no reference to claims by number. Such a reference changes its meaning when the claims
// are amended. Mention of the claims as a whole (所附权利要求书) is usual and allowed.
func dsc005() check.Rule {
	return about(rule.Meta{
		ID: "DSC-005", Title: "说明书不得使用“如权利要求……所述的……”一类的引用语",
		English: "The description does not refer to claims by number",
		Basis:   []rule.Cite{cite.Rules("第二十条第三款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 2,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		const word = "权利要求"
		for i, told := 0, 0; ; {
			j := strings.Index(text[i:], word)
			if j < 0 {
				return
			}
			start := i + j
			i = start + len(word)
			end, ok := claimReference(text, start, i)
			if !ok {
				continue
			}
			i = end
			if told++; told > maxFindings {
				p.Also(patent.Description, start, end)
				continue
			}
			p.At(patent.Description, start, end, fmt.Sprintf("说明书中使用了引用语“%s”", text[start:end]),
				"删去对权利要求编号的引用，把所引用的技术方案在说明书中直接写出")
		}
	})
}

// numerals are what a list of claim numbers may be made of.
const numerals = "0123456789０１２３４５６７８９一二三四五六七八九十至到、，,和或及与以～~－-—中的任意何一项个之 "

// claimReference reports whether 权利要求 at start, ending at i, opens a reference such as
// 如权利要求1至3任一项所述, and returns its end. 权利要求书 and a number that nothing refers
// with, as in the report of a search, are none.
func claimReference(text string, start, i int) (end int, ok bool) {
	end = i
	number := false
	// 90 bytes are thirty Chinese characters, more than any list of claims in practice.
	for _, r := range text[i:min(len(text), i+90)] {
		if !strings.ContainsRune(numerals, r) {
			break
		}
		number = number || r >= '0' && r <= '9' || r >= '０' && r <= '９'
		end += len(string(r))
	}
	rest := text[end:]
	for _, w := range []string{"所述", "所限定", "所记载", "所要求", "所定义", "限定的", "记载的"} {
		if number && strings.HasPrefix(rest, w) {
			return end + len(w), true
		}
	}
	return end, false
}
