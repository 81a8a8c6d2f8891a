package drw

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// drw001: the numbers under the drawings. Sub-figures (图2A, 图2(b)) count for their figure; the
// number may come from the label or from the attribute of the file.
func drw001() check.Rule {
	return about(rule.Meta{
		ID: "DRW-001", Title: "附图按图1、图2……顺序连续编号，只有一幅也编为图1",
		English: "Drawings are numbered consecutively from 1 without gaps, a single one too",
		Basis:   []rule.Cite{cite.Rules("第二十一条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		seen := map[prose.Figure]bool{}
		has := map[int]bool{}
		last, order := 0, true
		for _, f := range p.App.Figures {
			fig, ok := prose.FigureOf(f)
			if !ok {
				report(p, f, "没有可以识别的图号", "在附图下方标注“图1”“图2”等图号；只有一幅附图也标注“图1”")
				continue
			}
			if seen[fig] {
				report(p, f, fmt.Sprintf("的图号%s与另一幅附图重复", fig), "每幅附图使用不同的图号；同一图的分图写作图1a、图1b")
			}
			seen[fig], has[fig.Number] = true, true
			if fig.Number < last && order {
				order = false
				report(p, f, fmt.Sprintf("排在图%d之后", last), "按图号从小到大的顺序排列附图").Severity = rule.Warning
			}
			last = max(last, fig.Number)
		}
		if missing := gaps(has, last); missing != "" {
			p.Whole(patent.Drawings, fmt.Sprintf("附图编号不连续，缺少%s", missing), "补充所缺附图，或者将附图重新顺序编号，并同时修改附图说明和正文")
		}
	})
}

func gaps(has map[int]bool, last int) string {
	var out []string
	for n := 1; n < last && len(out) < 10; n++ {
		if !has[n] {
			out = append(out, fmt.Sprintf("图%d", n))
		}
	}
	return strings.Join(out, "、")
}
