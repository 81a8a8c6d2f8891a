package abs

import (
	"cmp"
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// abs007: the figure for the abstract. That one is missing can be said only of a package or a
// request form; that the designated one exists is checked against the drawings or, without them,
// against the list of figures.
func abs007() check.Rule {
	return about(rule.Meta{
		ID: "ABS-007", Title: "有附图的申请指定一幅最能说明技术特征的附图作为摘要附图",
		English: "Where there are drawings, the one that shows the invention best is designated for the abstract",
		Basis:   []rule.Cite{cite.Rules("第二十六条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		a := p.App
		label := a.Abstract.Figure
		if label == "" && a.Request != nil {
			label = a.Request.AbstractFigure
		}
		// 细则第二十六条第二款 speaks of one figure.
		if a.Abstract.Count > 1 {
			p.Whole(patent.Abstract, fmt.Sprintf("指定了%d幅摘要附图", a.Abstract.Count), "只保留一幅最能说明技术特征的附图")
			return
		}
		if label == "" {
			// Only a package or a request form would have to say it.
			if len(a.Figures) > 0 && a.Abstract.File == "" && a.Publication == nil && (a.Package || a.Request != nil) {
				p.Whole(patent.Abstract, "申请有附图，但没有指定摘要附图", "在请求书“摘要附图”一栏填写图号，例如“1”")
			}
			return
		}
		figureExists(p, label)
	})
}

// figureExists checks the designated figure against the drawings, or the list of figures where
// there are no drawings to compare with.
func figureExists(p *check.Pass, label string) {
	fig, ok := prose.ParseFigure(label)
	if !ok {
		p.Whole(patent.Abstract, fmt.Sprintf("摘要附图写作“%s”，不是图号", label), "填写图号，例如“图1”")
		return
	}
	found, known := false, false
	for _, f := range p.App.Figures {
		g, named := prose.FigureOf(f)
		known = true
		found = found || !named || prose.Covers(g, fig)
	}
	d := p.Prose()
	if !known && len(d.Figures) > 0 {
		known, found = true, d.Listed(fig)
	}
	if known && !found {
		p.Whole(patent.Abstract, fmt.Sprintf("指定的摘要附图%s不存在", fig), "改为说明书附图中已有的图号")
		return
	}
	for _, e := range d.Figures {
		for _, g := range e.Figures {
			if prose.Covers(g, fig) && priorArt(e.Words.Of(d.Text.Text)) {
				p.Whole(patent.Abstract, fmt.Sprintf("指定的摘要附图%s是现有技术的附图（%s）", fig, cmp.Or(e.Words.Of(d.Text.Text), label)),
					"改为最能说明本申请技术特征的附图").Severity = rule.Warning
				return
			}
		}
	}
}

// priorArt reports whether the words of a figure say that it shows what was known before.
func priorArt(words string) bool {
	for _, w := range []string{"现有技术", "背景技术", "传统的", "已有技术", "常规的"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
