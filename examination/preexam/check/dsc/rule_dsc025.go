package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	names "zhibao/examination/preexam/check/req/naming"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc025: trade marks and model numbers. Whether a generic name or parameters stand beside them is
// for the examiner; each kind is told once with its number of places.
func dsc025() check.Rule {
	return about(rule.Meta{
		ID: "DSC-025", Title: "不以注册商标、型号或者商品名作为对产品的唯一说明",
		English: "Trade marks, model numbers and trade names are not the only definition of a thing",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.7", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 3,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		type place struct{ start, end int }
		told := map[string][]place{}
		var order []string
		for _, m := range brands.Find(text) {
			end := m.End + model(text[m.End:])
			// A model is named by Latin letters or figures; 型号为同一种 is none.
			if strings.HasPrefix(m.Word, "型号") && end == m.End {
				continue
			}
			key := m.Word
			if told[key] == nil {
				order = append(order, key)
			}
			told[key] = append(told[key], place{m.Start, end})
		}
		for _, h := range names.Branded(text) {
			key := h.Words(text)
			if told[key] == nil {
				order = append(order, key)
			}
			told[key] = append(told[key], place{h.Start, h.End})
		}
		for _, key := range order {
			for _, w := range told[key] {
				p.Once(key).At(patent.Description, w.start, w.end, fmt.Sprintf("以“%s”说明产品，共%d处", text[w.start:w.end], len(told[key])),
					"写明该产品的通用名称、结构、成分或者参数；型号、商标只能作为补充，注册商标应当注明")
			}
		}
	})
}

// brands are the words that introduce a brand or a model number.
var brands = words.New(words.List("® ™ 注册商标 商品名为 商品名称为 商标名 牌号为 型号为 型号是 型号采用 型号选用 型号可以为 型号可为 型号：型"),
	words.List("型号为准"))

// model returns the length of the model number at the beginning of s.
func model(s string) int {
	s, blanks := strings.TrimLeft(s, " “\""), len(s)-len(strings.TrimLeft(s, " “\""))
	n := 0
	for n < len(s) && n < 40 && (upper(s[n]) || lower(s[n]) || s[n] >= '0' && s[n] <= '9' || s[n] == '-' || s[n] == '/') {
		n++
	}
	// A single letter behind 型号为 is a variable rather than a model.
	if n < 2 {
		return 0
	}
	return blanks + n
}
