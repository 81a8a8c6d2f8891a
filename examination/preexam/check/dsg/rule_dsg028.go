package dsg

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/internal/imagery"
	"zhibao/law/rule"
	"zhibao/patent"
)

// unlike is the likeness of outlines below which two designs are shown to the eye. Half of the pairs of
// different objects are below it, and of objects drawn twice not one in twenty.
const unlike = 0.4

// dsg028 compares each design with the basic one by the outlines of the views that both have. The pattern
// inside an outline is for the eye, and so is what makes designs similar.
func dsg028() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-028", Title: "合案申请的相似外观设计与基本设计确实相似",
		English: "Similar designs are really similar to the basic design",
		Basis:   []rule.Cite{cite.Rules("第四十条第一款")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		var all []product
		for _, x := range products(viewsOf(p.App)) {
			if x.views[0].group == "设计" {
				all = append(all, x)
			}
		}
		base := basic(p, all)
		for i := range all {
			if i == base {
				continue
			}
			like, n, same := compared(all[base], all[i])
			switch {
			case n == 0:
			case same:
				p.Whole(patent.Pictures, fmt.Sprintf("“%s”与基本设计“%s”的%d幅视图完全相同", all[i].name, all[base].name, n), "核对是否放错了图片；相同的设计只提交一项")
			case like < unlike:
				p.Whole(patent.Pictures, fmt.Sprintf("“%s”与基本设计“%s”的外形差别较大（%d幅视图的轮廓平均重合约%.0f%%）", all[i].name, all[base].name, n, like*100),
					"核对二者是否相似；不相似的，另行提出申请")
			}
		}
	})
}

// basic returns the index of the design that the explanation calls basic, or of the first.
func basic(p *check.Pass, all []product) int {
	if m := baseDesign.FindStringSubmatch(form.Fold(p.Text(patent.Brief).Text)); m != nil {
		for i, x := range all {
			if x.views[0].number == ordinal(m[1]+m[2]) {
				return i
			}
		}
	}
	return 0
}

// compared returns how alike the outlines of the orthographic views of two designs are in the mean, of
// how many, and whether all pictures are the same.
func compared(a, b product) (like float64, n int, same bool) {
	same = true
	for _, name := range faces() {
		x, y := a.view(name), b.view(name)
		if x == nil || y == nil {
			continue
		}
		f, okF := imagery.FormOf(x.Cells, x.Width, x.Height)
		g, okG := imagery.FormOf(y.Cells, y.Width, y.Height)
		if !okF || !okG {
			continue
		}
		like += f.Like(&g)
		n++
		same = same && x.Pixels != "" && x.Pixels == y.Pixels
	}
	return like / float64(max(n, 1)), n, same && n > 0
}

// view returns the first view of the name, or nil.
func (x product) view(name string) *view {
	for i := range x.views {
		if x.views[i].name == name {
			return &x.views[i]
		}
	}
	return nil
}
