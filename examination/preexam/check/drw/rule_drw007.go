package drw

import (
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// drw007: photographs, by what the list of figures says and by the shades of the picture.
// Micrographs and the like can be shown in no other way and are excepted by their words.
func drw007() check.Rule {
	return about(rule.Meta{
		ID: "DRW-007", Title: "附图一般不使用照片，金相结构、组织细胞等除外",
		English: "Drawings are no photographs, except where nothing else can show the thing",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.3", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		d := p.Prose()
		for _, f := range p.App.Figures {
			words := wordsOf(d, f)
			if excused(words) || !photograph(f) && !says(words, "照片", "实物图", "实拍") {
				continue
			}
			report(p, f, "疑为照片", "改为线条图；只有金相结构、组织细胞等无法用线条表示的内容才使用照片")
		}
	})
}

// wordsOf returns what the list of figures says of a drawing.
func wordsOf(d *prose.Description, f patent.Figure) string {
	fig, ok := prose.FigureOf(f)
	if !ok {
		return ""
	}
	if i := entryOf(d, fig); i >= 0 {
		return d.Figures[i].Words.Of(d.Text.Text)
	}
	return ""
}

func excused(words string) bool {
	return says(words, "显微", "金相", "电镜", "SEM", "TEM", "细胞", "组织", "切片", "荧光", "染色", "电泳", "影像", "CT", "造影", "超声",
		"免疫", "菌落", "形貌", "微观", "光谱", "热成像", "遥感")
}

func says(words string, any ...string) bool {
	for _, w := range any {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}

// photograph reports a picture in which half of the places are neither paper nor ink. A drawing
// of lines leaves most of the sheet white.
func photograph(f patent.Figure) bool {
	n, middle := len(f.Cells)/3, 0
	for i := 0; i+2 < len(f.Cells); i += 3 {
		grey := (int(f.Cells[i]) + int(f.Cells[i+1]) + int(f.Cells[i+2])) / 3
		if grey > 24 && grey < 215 {
			middle++
		}
	}
	return n >= 100 && middle*2 > n
}
