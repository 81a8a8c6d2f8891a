package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// req027 reads the form; that a figure is designated elsewhere, as in 100005, is accepted.
// Figures are compared as figures: 1, 图1 and 图 1 are one.
func req027() check.Rule {
	r := filled(rule.Meta{
		ID: "REQ-027", Title: "有附图的，在请求书中指定一幅摘要附图，且该图存在",
		English: "One drawing is designated for the abstract, and it exists",
		Basis:   []rule.Cite{cite.Rules("第二十六条第二款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass, r *patent.Request) {
		d, at := p.App.Abstract, form.Plain(r.AbstractFigure, "摘要附图", "图号", "AbstractFigure")
		stated := r.AbstractFigure
		if stated == "" {
			stated = d.Figure
		}
		switch {
		case len(p.App.Figures) == 0 && r.AbstractFigure != "":
			form.At(p, at, fmt.Sprintf("没有说明书附图，请求书却指定“%s”为摘要附图", r.AbstractFigure), "补充说明书附图，或者清空摘要附图一栏")
		case len(p.App.Figures) == 0:
		case stated == "" && d.File == "":
			p.Whole(patent.RequestForm, fmt.Sprintf("有%d幅附图，没有指定摘要附图", len(p.App.Figures)), "在请求书的摘要附图一栏填写最能说明技术特征的一幅图的图号，例如“图1”")
		case d.Count > 1:
			form.At(p, at, fmt.Sprintf("指定了%d幅摘要附图（%s）", d.Count, stated), "只指定最能说明技术特征的一幅")
		case stated != "" && !drawn(p, stated):
			form.At(p, at, fmt.Sprintf("指定的摘要附图“%s”不在说明书附图中", stated), "改为说明书附图中已有的图号")
		}
	})
	r.For = technical()
	return r
}

// drawn reports whether the drawings hold the figure; 1 stands for 图1.
func drawn(p *check.Pass, name string) bool {
	name = form.Fold(name)
	want, ok := prose.ParseFigure(name)
	if !ok {
		want, ok = prose.ParseFigure("图" + name)
	}
	for _, f := range p.App.Figures {
		label := form.Fold(f.Label)
		if have, known := prose.ParseFigure(label); label == name || ok && known && prose.Covers(have, want) {
			return true
		}
	}
	return false
}
