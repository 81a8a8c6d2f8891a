package req

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// depositInText is a number of the three depositaries on the mainland, in the spellings met in
// descriptions.
var depositInText = regexp.MustCompile(`(?i)(?:CGMCC|CCTCC|GDMCC)[\s　]*(?:(?:NO|№)\.?)?[\s　:：]*(?:M[\s　]*)?\d{3,}`)

// req024 compares deposit numbers without spaces, dots and the sign for number, which every
// depositary writes differently. A number in the description alone may be that of a strain
// anyone can buy, and is a warning.
func req024() check.Rule {
	r := filled(rule.Meta{
		ID: "REQ-024", Title: "生物材料样品的保藏单位、日期、编号和分类命名在请求书和说明书中都写明",
		English: "Depositary, date, number and name of a biological sample stand in form and description",
		Basis:   []rule.Cite{cite.Rules("第二十七条")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		words := p.Text(patent.Description).Text
		text := ""
		if len(r.Deposits) > 0 {
			text = tight(words)
		}
		for i, d := range r.Deposits {
			var lack []string
			for _, v := range []struct{ value, name string }{{d.Unit, "保藏单位"}, {d.Date, "保藏日期"}, {d.Number, "保藏编号"}, {d.Name, "分类命名（拉丁文名称）"}} {
				if form.Fold(v.value) == "" {
					lack = append(lack, v.name)
				}
			}
			if len(lack) > 0 {
				form.At(p, form.Deposit(r, i, form.Number, d.Number), fmt.Sprintf("第%d个生物材料样品没有填写%s", i+1, strings.Join(lack, "、")), "在请求书的生物材料样品一栏补全")
			}
			if text != "" && form.Fold(d.Number) != "" && !strings.Contains(text, tight(d.Number)) {
				form.At(p, form.Deposit(r, i, form.Number, d.Number), fmt.Sprintf("说明书中没有写明保藏编号“%s”", d.Number),
					"在说明书中写明分类命名（注明拉丁文名称）、保藏单位、保藏日期和保藏编号")
			}
		}
		if len(r.Deposits) > 0 || !strings.Contains(words, "MCC") && !strings.Contains(words, "CTCC") {
			return
		}
		if at := depositInText.FindStringIndex(words); at != nil {
			p.At(patent.Description, at[0], at[1], fmt.Sprintf("说明书提到保藏编号“%s”，请求书没有填写生物材料样品", words[at[0]:at[1]]),
				"需要保藏的新生物材料，在请求书中填写保藏信息并提交保藏和存活证明；公众已能得到的，可不填写").Severity = rule.Warning
		}
	})
	r.For = []patent.Kind{patent.Invention}
	return r
}

// tight drops white space, dots and the sign for numbers, which are written in many ways.
func tight(s string) string {
	return strings.NewReplacer(".", "", "NO", "", "№", "", ":", "").Replace(strings.ToUpper(form.Fold(s)))
}
