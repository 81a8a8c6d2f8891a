package preexam

import (
	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/archive"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/twin"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// Rest returns what programs can do of the pages beside the moves. What reads a text is recorded as
// it is on the pages.
func (d *Desk) Rest() rest.Module {
	m := twin.Module(&twin.Handlers{ActIdentity: ActIdentity, ActArchive: archive.Act, ActBatch: ActBatch, Batch: d.restBatch, Versions: d.restVersions, Version: d.restVersion,
		Compare: d.restCompare, Identity: d.restIdentity, Original: d.originalPage, Annotated: d.annotatedPage, Figure: d.figurePage, Archive: d.archive().Page, BatchIn: d.batch,
		ComparedIn: form.Describe(twin.CompareQuery{}, nil), Timeout: batchTimeout})
	m.Acts = append(m.Acts, rest.Act{Code: ActMarks, Title: web.Text{"导出标识清单、导入审查进程", "Export marks, import progress"}})
	m.Endpoints = append(m.Endpoints, d.exchange().Rest()...)
	m.Acts = append(m.Acts, rest.Act{Code: ActPublished, Title: web.Text{"维护已公布专利比对库", "Keep the published applications to compare with"}})
	m.Endpoints = append(m.Endpoints, d.published().Rest()...)
	m.Endpoints = append(m.Endpoints, d.importer().Rest()...)
	m.Endpoints = append(m.Endpoints, d.proofs().Rest()...)
	return m
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
		vs, err := record.Versions(c.Context(), tx, k.Center, k.ID)
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
	// Before submission there are no findings of the desk, only the report of the upload.
	if len(fs) == 0 {
		fs = fromReport(v)
	}
	return twin.TextOf(v, fs), nil
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
