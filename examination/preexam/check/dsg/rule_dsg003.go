package dsg

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/req/naming"
	"zhibao/law/rule"
)

// eras only warn: 明式 and 唐式 have become names of styles.
var eras = regexp.MustCompile(`(?:唐|宋|元|明|清|民国)(?:代|朝|式)|明清|\p{Han}{1,4}(?:王朝|时期|时代)|[0-9０-９]{2}年代`)

// dsg003 is sure of models, marks and full names; a place may be part of the name of a product.
func dsg003() check.Rule {
	return design(rule.Meta{
		ID: "DSG-003", Title: "产品名称中不得含有人名、地名、国名、单位名称、商标、代号、型号或历史时代",
		English: "The product name contains no names of persons, places or units, marks, models or eras",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		const fix = "删去该词，只写产品种类"
		for _, h := range naming.Proper(w.Text, p.App.Request) {
			f := w.At(p, h.Start, h.End, fmt.Sprintf("产品名称中的“%s”像是%s", h.Words(w.Text), h.What), fix)
			if !h.Sure {
				f.Severity = rule.Warning
			}
		}
		for _, m := range codeName.FindAllStringIndex(w.Text, -1) {
			w.At(p, m[0], m[1], fmt.Sprintf("产品名称中的“%s”像是代号或者型号", w.Text[m[0]:m[1]]), fix).Severity = rule.Warning
		}
		for _, m := range eras.FindAllStringIndex(w.Text, -1) {
			w.At(p, m[0], m[1], fmt.Sprintf("产品名称中的“%s”像是历史时代", w.Text[m[0]:m[1]]), fix).Severity = rule.Warning
		}
	})
}

// codeName is a code in brackets or at the end of a name: 台灯（A款）, 台灯LM-2026. 2026A型 is a model.
var codeName = regexp.MustCompile(`[（(](?:[A-Za-z0-9０-９-]+|[A-Za-z0-9一二三四五六七八九十]{1,3}(?:款|号|型))[）)]|[A-Za-z]+[-－]?[0-9０-９]{2,}$`)
