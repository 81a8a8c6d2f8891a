// Package exchange (与国家知识产权局的交换) is what goes to the office and comes from it as files, in
// formats of our own (非官方格式): the marks that were sent, and the progress of the examination there.
package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// Desk is the exchange of one procedure.
type Desk struct {
	Office func() *casework.Office
	Act    string // who may
	// Step is the move, with its input, that records an event of the examination at the office.
	Step func(what string, day calendar.Day) (move string, input any)
}

// Routes returns the pages.
func (d *Desk) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/preexam/marks", Act: d.Act, Handler: d.marksPage},
		{Method: "GET", Pattern: "/preexam/progress", Act: d.Act, Handler: d.progressPage},
		{Method: "GET", Pattern: "/preexam/progress/template", Act: d.Act, Handler: d.progressTemplate},
		{Method: "POST", Pattern: "/preexam/progress", Act: d.Act, Handler: d.progressPage, Limit: 32 << 20, Timeout: 10 * time.Minute},
	}
}

// A MarkRow is one mark in the export. The format is ours (非官方格式, version 1): the official one
// of the channel to CNIPA is not public.
type MarkRow struct {
	Number        string       `json:"case"` // number of the case at the center
	ApplicationNo string       `json:"application_no"`
	Kind          string       `json:"kind"`
	Filed         calendar.Day `json:"filed"`
	Marked        time.Time    `json:"marked"`
	Batch         string       `json:"batch"` // name given when marking, or the day
	id            int64
}

// marks lists the marks of a batch, or of all batches.
func marks(ctx context.Context, tx *store.Tx, center int64, batch string) (_ []MarkRow, err error) {
	defer fault.Wrap(&err, "list marks")
	// The latest 5,000: what is older is found by its batch.
	rows, err := tx.Query(ctx, `SELECT case_id, application_no, filed_day, marked_at, batch FROM preexam_filing
		WHERE center_id = $1 AND marked_at > 0 AND ($2 = '' OR batch = $2) ORDER BY marked_at DESC LIMIT 5000`, center, batch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []MarkRow
	for rows.Next() {
		var m MarkRow
		var filed, marked int64
		if err := rows.Scan(&m.id, &m.ApplicationNo, &filed, &marked, &m.Batch); err != nil {
			return nil, err
		}
		m.Filed, m.Marked = calendar.Day(filed), time.UnixMicro(marked)
		out = append(out, m)
	}
	return out, rows.Err()
}

// marked lists the marks of the actor's center with their cases.
func (d *Desk) marked(c *web.Ctx, batch string) (out []MarkRow, err error) {
	a := worklist.Actor(c)
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		rows, err := marks(c.Context(), tx, a.Center, batch)
		if err != nil {
			return err
		}
		for _, m := range rows {
			// Through the policy like every other look at a case; a marker sees all of the center.
			k, err := d.Office().Get(c.Context(), tx, a, m.id)
			if err != nil {
				return err
			}
			m.Number, m.Kind = k.Number, k.Kind
			out = append(out, m)
		}
		return nil
	})
	return out, err
}

// A MarkFile is the export of the marks.
type MarkFile struct {
	Format   string    `json:"format"`
	Version  int       `json:"version"`
	Official bool      `json:"official" doc:"非官方格式"`
	Marks    []MarkRow `json:"marks"`
}

// markFile puts the marks into the export.
func markFile(rows []MarkRow) MarkFile {
	return MarkFile{Format: "zhibao-marks", Version: 1, Marks: rest.List(rows)}
}

// marksPage shows the marks by batch and exports them as a file.
func (d *Desk) marksPage(c *web.Ctx) error {
	batch := c.Query("batch")
	out, err := d.marked(c, batch)
	if err != nil {
		return err
	}
	switch c.Query("format") {
	case "json":
		b, err := json.MarshalIndent(markFile(out), "", "  ")
		if err != nil {
			return err
		}
		return c.Download("marks-"+batch+".json", "application/json", bytes.NewReader(b))
	case "xlsx":
		return d.marksSheet(c, out, batch)
	}
	t := web.Table{Title: c.T("加快标识", "Marks"), Head: []string{c.T("批次", "Batch"), c.T("案号", "Number"), c.T("申请号", "Application number"), c.T("类型", "Kind"), c.T("申请日", "Filed"), c.T("报送", "Marked")},
		Empty: c.T("还没有报送过加快标识。", "Nothing was marked yet.")}
	for _, m := range out {
		t.Rows = append(t.Rows, []web.Cell{{Text: m.Batch, Href: "/preexam/marks?batch=" + m.Batch}, {Text: m.Number, Href: fmt.Sprintf("/case/%d", m.id)}, {Text: m.ApplicationNo},
			{Text: worklist.Kind(c, m.Kind)}, {Text: m.Filed.String()}, {Text: m.Marked.In(calendar.Shanghai()).Format("2006-01-02 15:04")}})
	}
	c.Page = web.Page{Title: c.T("报送清单", "Marks"), Sub: batch, Actions: []web.Link{{Href: "/preexam/marks?format=json&batch=" + batch, Label: c.T("导出 JSON", "Export JSON")},
		{Href: "/preexam/marks?format=xlsx&batch=" + batch, Label: c.T("导出 XLSX", "Export XLSX")}, {Href: "/preexam/progress", Label: c.T("导入审查进程", "Import progress"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{t})
}

// xlsx is the media type of a spreadsheet.
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// marksSheet sends the same rows as a spreadsheet. That the format is not official stands in the
// name of the sheet, so that nobody takes it for one.
func (d *Desk) marksSheet(c *web.Ctx, rows []MarkRow, batch string) error {
	cells := make([][]any, len(rows))
	for i, m := range rows {
		cells[i] = []any{m.Batch, m.Number, m.ApplicationNo, m.Kind, m.Filed.String(), m.Marked}
	}
	e := sheet.Export{Name: "加快标识（非官方格式）", Rows: sheet.Slice(cells), Person: worklist.Actor(c).Name, Time: c.Now(), Filter: batch,
		Columns: []sheet.Column{{Title: "批次"}, {Title: "案号"}, {Title: "申请号"}, {Title: "类型"}, {Title: "申请日"}, {Title: "报送时间", Kind: sheet.Moment}}}
	var buf bytes.Buffer
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download("加快标识 "+batch+".xlsx", xlsx, &buf)
}

// progressForm is a file of events, typed from or exported by the office's own pages.
type progressForm struct {
	File form.File `json:"file" label:"审查进程文件" en:"Progress file" required:"true" accept:".xlsx,.csv" size:"20M" help:"三列：申请号、事件、日期；模板中可选全部事件。重复导入不会重复登记" helpen:"Three columns: application number, event and date; the template offers all events. What was imported before is not recorded again"`
}

// progressIn describes the form.
func progressIn() *form.Schema { return form.Describe(progressForm{}, nil) }

// Columns are those of the progress file (非官方格式, version 1): the official exchange is
// not public.
func Columns() []sheet.Column {
	events := []string{"受理", "初审合格", "公布", "进入实审", "审查意见", "答复", "授权通知", "登记", "标识失败", "授权", "驳回", "视为撤回", "转普通程序", "列为非正常申请"}
	return []sheet.Column{{Key: "no", Title: "申请号", Required: true, Max: 30, Help: "带校验位的申请号，如 202410123456.X；可带 CN 或 ZL"},
		{Key: "what", Title: "事件", Required: true, Choices: events, Help: "国家知识产权局审查中发生的事件"},
		{Key: "day", Title: "日期", Kind: sheet.Date, Required: true, Help: "事件发生之日"}}
}

// progressTemplate sends the empty list with its explanations.
func (d *Desk) progressTemplate(c *web.Ctx) error {
	var buf bytes.Buffer
	if err := sheet.WriteTemplate(&buf, "审查进程", Columns(), "一行填写一个事件；同一申请号可有多行。", "非官方格式，第 1 版。"); err != nil {
		return err
	}
	return c.Download(c.T("审查进程导入模板.xlsx", "progress-template.xlsx"), xlsx, &buf)
}

// progressPage imports events of the examination by CNIPA from a file. Each row is a move of its
// own with a key made of its content: importing a file again changes nothing.
func (d *Desk) progressPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("导入审查进程", "Import progress"), At: "/preexam/marks", Crumbs: []web.Link{{Href: "/preexam/marks", Label: c.T("报送清单", "Marks")}},
		Actions: []web.Link{{Href: "/preexam/progress/template", Label: c.T("下载模板", "Download the template")}}}
	f := form.New(c, progressIn())
	f.Submit, f.Cancel = c.T("导入", "Import"), "/preexam/marks"
	var in progressForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		if err != nil {
			return err
		}
		return c.RenderForm(f)
	}
	results, err := d.importProgress(c, &in)
	if err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	t := web.Table{Title: c.T("结果", "Results"), Head: []string{c.T("行", "Row"), c.T("申请号", "Application number"), c.T("事件", "Event"), c.T("结果", "Outcome")}}
	for _, r := range results {
		line := web.Cell{}
		if r.Line != 0 {
			line.Text = fmt.Sprint(r.Line)
		}
		t.Rows = append(t.Rows, []web.Cell{line, {Text: r.ApplicationNo}, {Text: r.What}, {Text: r.Text, Over: !r.OK}})
	}
	return c.Render("page-blocks", []web.Block{t})
}

// A ProgressResult is what became of one row of a file, or what is wrong with one.
type ProgressResult struct {
	Line          int    `json:"line,omitempty"`
	ApplicationNo string `json:"application_no,omitempty"`
	What          string `json:"what,omitempty"`
	OK            bool   `json:"ok"`
	Text          string `json:"text"`
}

// importProgress takes the rows of a file. Good rows are taken although others are bad; the results
// say which, so that the file can be corrected and imported again as a whole.
func (d *Desk) importProgress(c *web.Ctx, in *progressForm) (out []ProgressResult, err error) {
	r, err := in.File.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, 20<<20))
	if err != nil {
		return nil, err
	}
	got, err := sheet.Read(data, Columns(), sheet.Limits{})
	if err != nil {
		return nil, err
	}
	for _, p := range got.Problems {
		out = append(out, ProgressResult{Text: c.Word(p.String())})
	}
	for _, row := range got.Rows {
		text, bad := d.takeProgress(c, row.Values)
		out = append(out, ProgressResult{Line: row.Line, ApplicationNo: row.Values["no"], What: row.Values["what"], OK: !bad, Text: text})
	}
	return out, nil
}

// takeProgress makes the move of one row and says what became of it.
func (d *Desk) takeProgress(c *web.Ctx, v map[string]string) (text string, bad bool) {
	no, err := ident.ParseApplicationNo(v["no"])
	if err != nil {
		return c.Say(c.Explain(err)), true
	}
	day, err := calendar.ParseDay(v["day"])
	if err != nil {
		return c.Say(c.Explain(err)), true
	}
	move, input := d.Step(v["what"], day)
	r := casework.Request{Actor: worklist.Actor(c), Move: move, Input: input, Key: "progress/" + string(no) + "/" + v["what"] + "/" + day.String()}
	var res casework.Outcome
	for range 3 {
		if res.Case, res.Replayed, err = d.known(c, string(no), &r); err != nil || res.Replayed {
			break
		}
		r.Case, r.Expected = res.Case.ID, res.Case.Version
		// Somebody else may have been faster, perhaps with the same file.
		if res, err = d.Office().Move(c.Context(), r); fault.CodeOf(err) != "case.version" {
			break
		}
	}
	switch {
	case err != nil:
		return c.Say(c.Explain(err)), true
	case res.Replayed:
		return c.T("以前已导入", "imported before"), false
	}
	return c.T("已登记", "recorded"), false
}

// known finds the case of an application number, and whether the event that a request records is there already,
// whoever imported it: the office reports nothing twice on one day.
func (d *Desk) known(c *web.Ctx, no string, r *casework.Request) (k *casework.Case, there bool, err error) {
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		var id int64
		if err := tx.Row(c.Context(), `SELECT case_id FROM preexam_filing WHERE center_id = $1 AND application_no = $2`, r.Actor.Center, no).Scan(&id); err != nil {
			return fault.New(fault.Missing, "preexam.unknown_number", "本中心没有上报过这个申请号，请核对").Because(err)
		}
		if k, err = d.Office().Get(c.Context(), tx, r.Actor, id); err != nil {
			return err
		}
		what, ok := r.Input.(interface{ Noted() string })
		events, err := d.Office().Events(c.Context(), tx, k.Center, id)
		day := r.Key[strings.LastIndexByte(r.Key, '/')+1:]
		there = ok && slices.ContainsFunc(events, func(e casework.Event) bool {
			return e.Move == r.Move && e.Meta.Notes["day"] == day && (e.Meta.Notes["what"] == what.Noted() || e.To == what.Noted())
		})
		return err
	})
	return k, there, err
}
