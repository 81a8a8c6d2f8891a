package preexam

import (
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/twin"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// Rest returns what programs can do of the pages beside the moves. What reads a text is recorded as
// it is on the pages.
func (d *Desk) Rest() rest.Module {
	m := twin.Module(&twin.Handlers{ActIdentity: ActIdentity, ActArchive: ActArchive, ActMarks: ActMarks, ActBatch: ActBatch, Marks: d.restMarks, MarksSheet: d.restMarksSheet,
		Progress: d.restProgress, Batch: d.restBatch, Versions: d.restVersions, Version: d.restVersion, Compare: d.restCompare, Identity: d.restIdentity, Template: d.progressTemplate,
		Original: d.originalPage, Figure: d.figurePage, Archive: d.archivePage, Differing: d.identityFigure, MarkFile: MarkFile{}, ProgressIn: d.progressIn, BatchIn: d.batch,
		MarksIn: form.Describe(twin.MarksQuery{}, nil), ComparedIn: form.Describe(twin.CompareQuery{}, nil), Timeout: batchTimeout})
	m.Endpoints = append(m.Endpoints, d.importer().Rest()...)
	return m
}

// restMarked lists the marks of the batch that was asked for.
func (d *Desk) restMarked(c *rest.Call) ([]MarkRow, string, error) {
	var q twin.MarksQuery
	if err := c.Ask(form.Describe(q, nil), &q); err != nil {
		return nil, "", err
	}
	rows, err := d.marked(c.Ctx, q.Batch)
	return rows, q.Batch, err
}

// restMarks answers them.
func (d *Desk) restMarks(c *rest.Call) (any, error) {
	rows, _, err := d.restMarked(c)
	return markFile(rows), err
}

// restMarksSheet sends them as a spreadsheet.
func (d *Desk) restMarksSheet(c *rest.Call) (any, error) {
	rows, batch, err := d.restMarked(c)
	if err != nil {
		return nil, err
	}
	return nil, d.marksSheet(c.Ctx, rows, batch)
}

// restProgress imports the progress at the office.
func (d *Desk) restProgress(c *rest.Call) (any, error) {
	var in progressForm
	if err := c.Read(d.progressIn, &in); err != nil {
		return nil, err
	}
	out, err := d.importProgress(c.Ctx, &in)
	return rest.List(out), err
}

// restBatch makes a draft of each file.
func (d *Desk) restBatch(c *rest.Call) (any, error) {
	f := c.Form(d.batch)
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error { return d.clients(c.Ctx, tx, f) }); err != nil {
		return nil, err
	}
	var in batchForm
	if err := c.ReadForm(f, &in); err != nil {
		return nil, err
	}
	all, err := d.bringAll(c.Ctx, in)
	out := []twin.BatchResult{}
	for _, b := range all {
		r := twin.BatchResult{File: b.file.Name, OK: b.why == nil, Must: b.must, Should: b.should}
		if b.why != nil {
			r.Why = c.Say(c.Explain(b.why))
		}
		if b.k != nil {
			r.Case = rest.ID(b.k.ID)
		}
		// The title stands with what names it: a key without that act gets none.
		if b.k != nil && d.office.Policy.May(worklist.Actor(c.Ctx).Subject, casework.ActName, b.k.Object()) {
			r.Title = b.k.Title
		}
		out = append(out, r)
	}
	return out, err
}

// restVersions answers which versions there are, to everybody who sees the case.
func (d *Desk) restVersions(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	out := []twin.PaperVersion{}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, worklist.Actor(c.Ctx), id)
		if err != nil {
			return err
		}
		vs, err := versions(c.Context(), tx, k.ID)
		for _, v := range vs {
			out = append(out, twin.PaperVersion{No: v.No, Purpose: v.Purpose, At: v.At.In(calendar.Shanghai()), Rules: v.Rules})
		}
		return err
	})
	return out, err
}

// restVersion answers one version for examination with all that stands on the desk. Reading it is
// an event of the case.
func (d *Desk) restVersion(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	no, err := c.Number("version")
	if err != nil {
		return nil, err
	}
	x, err := d.openText(c.Ctx, worklist.Actor(c.Ctx), id, no, "申请文件")
	if err != nil {
		return nil, err
	}
	v, fs := x.v, x.fs
	out := twin.VersionText{No: v.No, At: v.At.In(calendar.Shanghai()), Text: map[string]string{}, Files: []twin.OriginalFile{}, Figures: []twin.FigureOf{}, Findings: []twin.VersionFinding{}}
	for _, p := range reading.Order() {
		if t := v.App.Text(p).Text; t != "" {
			out.Text[string(p)] = t
		}
	}
	for i, f := range v.Files {
		out.Files = append(out.Files, twin.OriginalFile{N: i, Name: f.Name, Size: f.Size, SHA256: f.SHA256})
	}
	for i, f := range slices.Concat(v.App.Figures, v.App.Views) {
		out.Figures = append(out.Figures, twin.FigureOf{N: i, Label: f.Label, Width: f.Width, Height: f.Height})
	}
	// Before submission there are no findings of the desk, only the report of the upload.
	if len(fs) == 0 {
		fs = fromReport(v)
	}
	for _, f := range fs {
		out.Findings = append(out.Findings, versionFinding(f))
	}
	return out, nil
}

// versionFinding is a finding of the desk for programs.
func versionFinding(f *DeskFinding) twin.VersionFinding {
	x := &f.Finding
	return twin.VersionFinding{ID: rest.ID(f.ID), Status: f.Status, Manual: f.Manual, Rule: x.Rule, Severity: string(x.Severity), Basis: x.Basis, Part: string(x.Part), Claim: x.Claim,
		Paragraph: x.Paragraph, Quote: x.Quote, Start: x.Start, End: x.End, Message: x.Message, Suggestion: x.Suggestion, Reason: f.Reason}
}

// runs are the pieces of a compared row.
func runs(ps []piece) []twin.TextRun {
	out := []twin.TextRun{}
	for _, p := range ps {
		out = append(out, twin.TextRun(p))
	}
	return out
}

// restCompare answers what changed between two versions.
func (d *Desk) restCompare(c *rest.Call) (any, error) {
	var q twin.CompareQuery
	if err := c.Ask(form.Describe(q, nil), &q); err != nil {
		return nil, err
	}
	_, view, err := d.compared(c.Ctx, q.A, q.B)
	out := twin.Comparison{A: view.A, B: view.B, Same: view.Same, Parts: []twin.PartCompared{}}
	for _, p := range view.Parts {
		part := twin.PartCompared{Part: p.Title}
		for _, r := range p.Rows {
			part.Rows = append(part.Rows, twin.RowCompared{Place: r.Place, What: r.Word, Left: runs(r.Left), Right: runs(r.Right)})
		}
		out.Parts = append(out.Parts, part)
	}
	return out, err
}

// restIdentity answers whether the filed text is the passed text, and every place where it is not.
func (d *Desk) restIdentity(c *rest.Call) (any, error) {
	x, err := d.readFiling(c.Ctx)
	if err != nil {
		return nil, err
	}
	f := x.f
	out := twin.IdentityCheck{ApplicationNo: f.ApplicationNo, Filed: f.Filed, Paid: f.Paid, Same: len(f.Body.Differ) == 0, Batch: f.Batch, Differ: []twin.DifferenceOf{}, Findings: []twin.RuleFinding{}}
	if !f.Marked.IsZero() {
		out.Marked = f.Marked.In(calendar.Shanghai())
	}
	for _, y := range f.Body.Differ {
		out.Differ = append(out.Differ, twin.DifferenceOf{Part: y.Part, Place: y.Place, Passed: y.Passed, Filed: y.Filed})
	}
	for _, y := range filingFindings(f) {
		out.Findings = append(out.Findings, twin.RuleFinding{Rule: y.Rule, Message: y.Message})
	}
	return out, nil
}
