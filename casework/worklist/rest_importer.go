package worklist

import (
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// An ImportReport is a list that is being brought in, with what becomes of each line.
type ImportReport struct {
	ID     string         `json:"id"`
	State  string         `json:"state" doc:"planned 已核对未写入、running 写入中、done 已完成"`
	New    int            `json:"new" doc:"将写入的行数"`
	Done   int            `json:"done"`
	Failed int            `json:"failed"`
	Rows   []ImportedLine `json:"rows"`
}

// An ImportedLine is one line of the list.
type ImportedLine struct {
	Line  int    `json:"line"`
	Name  string `json:"name"`
	State string `json:"state" doc:"new、same、conflict、error 或 done"`
	Case  string `json:"case,omitempty" doc:"写入后的案件"`
	Why   string `json:"why,omitempty"`
}

// report is a list as programs see it.
func (m *Importer) report(c *web.Ctx, b *importBatch) ImportReport {
	out := ImportReport{ID: rest.ID(b.ID), State: b.State, New: b.Total, Done: b.Done, Failed: b.Failed, Rows: []ImportedLine{}}
	for i := range b.Lines {
		l := &b.Lines[i]
		out.Rows = append(out.Rows, ImportedLine{l.Line, l.Values[m.Show], l.State, rest.ID(l.Case), l.why(c)})
	}
	return out
}

// Rest returns what programs can do of the pages: template, dry run, confirmation, report.
func (m *Importer) Rest() []rest.Endpoint {
	file, confirm := form.Describe(importForm{}, nil), form.Describe(importConfirm{}, nil)
	at, sheet := "/"+m.Chart+"/imports", []string{xlsxType}
	title := func(zh, en string) web.Text { return web.Text{m.Title[0] + "：" + zh, m.Title[1] + ": " + en} }
	return []rest.Endpoint{
		{Method: "GET", Path: at + "/template", Act: m.Act, Title: title("模板", "template"), Pages: []string{"GET " + m.Path + "/template"}, Files: sheet, Handle: rest.File(m.templateFile)},
		{Method: "POST", Path: at, Act: m.Act, Title: title("上传表格并核对（不写入）", "check a list; nothing is entered"), Pages: []string{"GET " + m.Path, "POST " + m.Path}, Body: file,
			Answer: ImportReport{}, Status: 201, Timeout: minute, Handle: func(c *rest.Call) (any, error) {
				var in importForm
				if err := c.Read(file, &in); err != nil {
					return nil, err
				}
				b, err := m.planFile(c.Ctx, &in)
				if err != nil {
					return nil, err
				}
				return m.report(c.Ctx, b), nil
			}},
		{Method: "GET", Path: at + "/{id}", Act: m.Act, Title: title("核对或写入的逐行结果", "line by line, what becomes of the list"), Pages: []string{"GET " + m.Path + "/{id}"},
			Answer: ImportReport{}, Handle: func(c *rest.Call) (any, error) {
				b, err := m.batchOf(c.Ctx)
				if err != nil {
					return nil, err
				}
				return m.report(c.Ctx, b), nil
			}},
		// A line that was brought in is not brought in twice, so a call that broke off can be made again.
		{Method: "POST", Path: at + "/{id}", Act: m.Act, Title: title("确认写入；中断后可再次调用，接着写", "bring in what was checked; goes on where it stopped"),
			Pages: []string{"POST " + m.Path + "/{id}"}, Body: confirm, Answer: ImportReport{}, Once: true, Timeout: 10 * minute, Handle: func(c *rest.Call) (any, error) {
				b, err := m.batchOf(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in importConfirm
				if err := c.Read(confirm, &in); err != nil || b.State == "done" {
					return m.report(c.Ctx, b), err
				}
				if err := m.run(c.Context(), Actor(c.Ctx), b); err != nil {
					return nil, err
				}
				return m.report(c.Ctx, b), nil
			}},
		{Method: "GET", Path: at + "/{id}/failed", Act: m.Act, Title: title("未写入的行", "lines that were not brought in"), Pages: []string{"GET " + m.Path + "/{id}/failed"},
			Files: sheet, Handle: rest.File(m.failedFile)},
	}
}
