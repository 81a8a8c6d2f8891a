package preexam

import (
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// marksQuery chooses one batch of marks.
type marksQuery struct {
	Batch string `json:"batch" label:"批次" en:"Batch" max:"100" help:"不填为最近 5000 条" helpen:"The latest 5,000 where empty"`
}

// compareQuery chooses two versions.
type compareQuery struct {
	A int64 `json:"a" label:"前一版" en:"One version" min:"1" help:"不填为最新版" helpen:"The latest where empty"`
	B int64 `json:"b" label:"后一版" en:"The other version" min:"1" help:"不填为最新版" helpen:"The latest where empty"`
}

// A BatchResult is what became of one file of a batch.
type BatchResult struct {
	File   string `json:"file"`
	OK     bool   `json:"ok"`
	Case   string `json:"case,omitempty" doc:"所建草稿；尚未提交"`
	Title  string `json:"title,omitempty"`
	Must   int    `json:"must" doc:"必须补正的缺陷数；重复调用时不再给出"`
	Should int    `json:"should"`
	Why    string `json:"why,omitempty"`
}

// Rest returns what programs can do of the pages beside the moves. What reads a text is recorded as
// it is on the pages.
func (d *Desk) Rest() rest.Module {
	q := form.Describe(marksQuery{}, nil)
	const mark, batch = 2 << 20, 4 << 20
	es := []rest.Endpoint{
		{Method: "GET", Path: "/preexam/marks", Act: ActMarks, Title: web.Text{"加快标识清单（非官方格式）", "Marks, in a format of our own"}, Pages: []string{"GET /preexam/marks"}, Query: q, Answer: MarkFile{},
			Handle: func(c *rest.Call) (any, error) {
				rows, _, err := d.restMarks(c, q)
				return markFile(rows), err
			}},
		{Method: "GET", Path: "/preexam/marks/sheet", Act: ActMarks, Title: web.Text{"加快标识清单（XLSX）", "Marks as a spreadsheet"}, Pages: []string{"GET /preexam/marks"}, Query: q,
			Files: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, Handle: func(c *rest.Call) (any, error) {
				rows, batch, err := d.restMarks(c, q)
				if err != nil {
					return nil, err
				}
				return nil, d.marksSheet(c.Ctx, rows, batch)
			}},
		// Each row is a move under a key made of its content: a file sent again changes nothing.
		{Method: "POST", Path: "/preexam/progress", Act: ActMarks, Title: web.Text{"导入后续审查进程，逐行给出结果", "Import the progress at the office; answers row by row"},
			Pages: []string{"GET /preexam/progress", "POST /preexam/progress"}, Body: d.progressIn, Answer: []ProgressResult{}, Once: true, Limit: mark, Timeout: 10 * time.Minute,
			Handle: func(c *rest.Call) (any, error) {
				var in progressForm
				if err := c.Read(d.progressIn, &in); err != nil {
					return nil, err
				}
				out, err := d.importProgress(c.Ctx, &in)
				return rest.List(out), err
			}},
		// Each file gets keys made of that of the call.
		{Method: "POST", Path: "/preexam/batch", Act: ActBatch, Title: web.Text{"批量上传案卷包，每个文件一件草稿，逐件给出自检结果", "Many packages: a draft and a self-check for each"},
			Pages: []string{"GET /preexam/batch", "POST /preexam/batch"}, Body: d.batch, Answer: []BatchResult{}, Once: true, Limit: batch, Timeout: batchTimeout, Handle: d.restBatch},
	}
	return rest.Module{Acts: []rest.Act{{Code: ActIdentity, Title: web.Text{"查看一致性比对", "See the identity check"}}, {Code: ActArchive, Title: web.Text{"下载案卷", "Download the file of a case"}},
		{Code: ActMarks, Title: web.Text{"导出标识清单、导入审查进程", "Export marks, import progress"}}}, Endpoints: append(es, d.restTexts()...)}
}

// restMarks lists the marks of the batch that was asked for.
func (d *Desk) restMarks(c *rest.Call, s *form.Schema) ([]MarkRow, string, error) {
	var q marksQuery
	if err := c.Ask(s, &q); err != nil {
		return nil, "", err
	}
	rows, err := d.marked(c.Ctx, q.Batch)
	return rows, q.Batch, err
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
	out := []BatchResult{}
	for _, b := range all {
		r := BatchResult{File: b.file, OK: b.why == "", Title: b.title, Must: b.must, Should: b.should, Why: b.why}
		if b.k != nil {
			r.Case = rest.ID(b.k.ID)
		}
		// The title stands with what names it: a key without that act gets none.
		if b.k != nil && !d.office.Policy.May(worklist.Actor(c.Ctx).Subject, casework.ActName, b.k.Object()) {
			r.Title = ""
		}
		out = append(out, r)
	}
	return out, err
}
