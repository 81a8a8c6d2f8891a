package dsg

import (
	"fmt"
	"math"
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sizeTolerance is the relative difference up to which two sizes are equal: the cells by which
// a picture is seen are a forty-eighth of it each.
const sizeTolerance = 0.15

// dsg010 measures what is drawn in the six faces on a plain ground and compares the sizes that
// two views have in common.
func dsg010() check.Rule {
	return shown(rule.Meta{
		ID: "DSG-010", Title: "各视图比例一致，相应的尺寸对应",
		English: "All views have one scale, and corresponding sizes agree",
		Basis:   []rule.Cite{cite.Guide("第一部分第三章4.2", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, func(p *check.Pass) {
		if isFlat(p) || isInterface(p) {
			return
		}
		for _, x := range products(viewsOf(p.App)) {
			size := map[string]extent{}
			for _, v := range x.views {
				if e, ok := measure(v.Figure); ok && slices.Contains(faces(), v.name) {
					size[v.name] = e
				}
			}
			for _, c := range []struct {
				a, b, what string
				of         func(extent) float64
				and        func(extent) float64
			}{
				{"主视图", "后视图", "宽", wide, wide}, {"主视图", "后视图", "高", high, high}, {"主视图", "左视图", "高", high, high}, {"左视图", "右视图", "宽", wide, wide},
				{"左视图", "右视图", "高", high, high}, {"主视图", "俯视图", "宽", wide, wide}, {"俯视图", "仰视图", "宽", wide, wide}, {"俯视图", "仰视图", "高", high, high},
				{"左视图", "俯视图", "宽（俯视图的高）", wide, high},
			} {
				a, okA := size[c.a]
				b, okB := size[c.b]
				if s, t := c.of(a), c.and(b); okA && okB && math.Abs(s-t) > sizeTolerance*max(s, t) {
					p.Whole(patent.Pictures, fmt.Sprintf("%s%s与%s的%s不对应（约%.0f与%.0f）", x.called(), c.a, c.b, c.what, s, t), "各视图按同一比例绘制或者拍摄，使相应的尺寸一致")
				}
			}
		}
	})
}

// wide and high name the side that two views have in common.
func wide(e extent) float64 { return e.width }
func high(e extent) float64 { return e.height }
