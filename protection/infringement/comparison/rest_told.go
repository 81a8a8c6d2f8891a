package comparison

import (
	"fmt"

	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/protection/infringement/comparison/table"
)

// told is a comparison for programs.
func (s *sheet) told(c *web.Ctx) ComparisonOf {
	t := &s.table
	out := ComparisonOf{Version: s.No, By: s.Name, Fixed: s.Fixed, Number: t.Patent.Number, Title: t.Patent.Title, Design: t.Patent.Design, Filed: t.Patent.Filed,
		Claims: []ComparedClaim{}, Views: []ComparedView{}, Priors: []ComparedPrior{}, Lacks: []string{}, Pictures: []ComparedPicture{}}
	if s.No > 0 {
		out.At, out.What = s.At, s.Version.words(c)
	}
	for i := range t.Claims {
		out.Claims = append(out.Claims, claimOf(t, &t.Claims[i]))
	}
	for i := range t.Priors {
		out.Priors = append(out.Priors, referenceOf(t, &t.Priors[i]))
	}
	for _, v := range t.Present() {
		p := t.Pair(v.Code)
		out.Views = append(out.Views, ComparedView{View: v.Code, Patent: rest.ID(p.Patent), Product: rest.ID(p.Product), Verdict: string(p.Verdict), Note: p.Note, By: p.Name, At: p.At, Rev: p.Rev})
	}
	for _, p := range t.Pictures {
		out.Pictures = append(out.Pictures, ComparedPicture{ID: rest.ID(p.ID), Side: string(p.Side), View: p.View, Name: p.Name, SHA256: p.Original.SHA256, Located: p.Located, MM: p.MM})
	}
	if o := t.Overall; o.Done() {
		out.Overall = &ComparedDesign{Class: o.Class, ClassNote: o.ClassNote, Verdict: string(o.Verdict), Note: o.Note, Outcome: string(t.Protects()), By: o.Name, At: o.At, Rev: o.Rev}
	}
	for _, l := range t.Lacks() {
		out.Lacks = append(out.Lacks, c.Word(fmt.Sprint(l)))
	}
	return out
}

// claimOf is a claim for programs. What follows for it is told of claims behind an asserted one too.
func claimOf(t *table.Table, x *table.Claim) ComparedClaim {
	out := ComparedClaim{Number: x.Number, Asserted: x.Asserted, Text: x.Text, Outcome: string(t.Covers(x.Number)), Features: []ComparedFeature{}}
	for i := range x.Features {
		f := &x.Features[i]
		v := ComparedFeature{ID: rest.ID(f.ID), Label: x.Label(i), Text: f.Text, Role: string(f.Role), Product: f.Product, Verdict: string(f.Verdict), Reason: f.Reason, Means: f.Means, Function: f.Function,
			Effect: f.Effect, Obvious: f.Obvious, Estoppel: string(f.Estoppel), Dedication: string(f.Dedication), Evidence: []ComparedRef{}, By: f.Name, At: f.At, Rev: f.Rev}
		for _, r := range f.Evidence {
			v.Evidence = append(v.Evidence, ComparedRef{Number: r.Number, X: r.X, Y: r.Y, W: r.W, H: r.H, Page: r.Page, Time: r.Time, Caption: r.Caption})
		}
		out.Features = append(out.Features, v)
	}
	return out
}

// referenceOf is a reference of a defence for programs.
func referenceOf(t *table.Table, p *table.Prior) ComparedPrior {
	out := ComparedPrior{ID: rest.ID(p.ID), Citation: p.Citation, Published: p.Published, Claim: p.Claim, Outcome: string(t.Stands(p)), Rows: []ComparedShow{}}
	for _, id := range t.Shown(p) {
		r := p.Row(id)
		out.Rows = append(out.Rows, ComparedShow{Feature: fmt.Sprint(id), Verdict: string(r.Verdict), Note: r.Note, Rev: r.Rev})
	}
	return out
}
