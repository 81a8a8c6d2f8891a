package exchange

import (
	"time"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// marksQuery chooses one batch of marks.
type marksQuery struct {
	Batch string `json:"batch" label:"批次" en:"Batch" max:"100" help:"不填为最近 5000 条" helpen:"The latest 5,000 where empty"`
}

// Rest returns what programs can do of the pages.
func (d *Desk) Rest() []rest.Endpoint {
	q, sheets := form.Describe(marksQuery{}, nil), []string{xlsx}
	return []rest.Endpoint{
		{Method: "GET", Path: "/preexam/marks", Act: d.Act, Title: web.Text{"加快标识清单（非官方格式）", "Marks, in a format of our own"}, Pages: []string{"GET /preexam/marks"}, Query: q, Answer: MarkFile{},
			Handle: d.restMarks},
		{Method: "GET", Path: "/preexam/marks/sheet", Act: d.Act, Title: web.Text{"加快标识清单（XLSX）", "Marks as a spreadsheet"}, Pages: []string{"GET /preexam/marks"}, Query: q,
			Files: sheets, Handle: d.restMarksSheet},
		{Method: "GET", Path: "/preexam/progress/template", Act: d.Act, Title: web.Text{"审查进程的导入模板", "Template for the progress"}, Pages: []string{"GET /preexam/progress/template"},
			Files: sheets, Handle: rest.File(d.progressTemplate)},
		// Each row is a move under a key made of its content: a file sent again changes nothing.
		{Method: "POST", Path: "/preexam/progress", Act: d.Act, Title: web.Text{"导入后续审查进程，逐行给出结果", "Import the progress at the office; answers row by row"},
			Pages: []string{"GET /preexam/progress", "POST /preexam/progress"}, Body: progressIn(), Answer: []ProgressResult{}, Once: true, Limit: 2 << 20, Timeout: 10 * time.Minute, Handle: d.restProgress},
	}
}

// restMarked lists the marks of the batch that was asked for.
func (d *Desk) restMarked(c *rest.Call) ([]MarkRow, string, error) {
	var q marksQuery
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
	if err := c.Read(progressIn(), &in); err != nil {
		return nil, err
	}
	out, err := d.importProgress(c.Ctx, &in)
	return rest.List(out), err
}
