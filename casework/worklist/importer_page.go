package worklist

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// xlsxType is the media type of a spreadsheet.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// maxImport bounds the file.
const maxImport = 20 << 20

// Routes returns the pages of the importer.
func (m *Importer) Routes() []web.Route {
	var out []web.Route
	add := func(method, pattern string, h func(*web.Ctx) error, limit int64, timeout time.Duration) {
		out = append(out, web.Route{Method: method, Pattern: m.Path + pattern, Act: m.Act, Handler: h, Limit: limit, Timeout: timeout})
	}
	add("GET", "", m.filePage, 0, 0)
	add("POST", "", m.filePage, maxImport+1<<20, minute)
	add("GET", "/template", m.templateFile, 0, 0)
	add("GET", "/{id}", m.batchPage, 0, 0)
	add("POST", "/{id}", m.batchPage, 0, 10*minute)
	add("GET", "/{id}/failed", m.failedFile, 0, 0)
	return out
}

// importForm takes the file; nothing is entered by it.
type importForm struct {
	File form.File `json:"file" label:"填写好的表格" en:"The filled-in list" required:"true" size:"20M" accept:".xlsx,.csv" help:"先下载模板；最多 5000 行。上传后先逐行核对，不会立即写入" helpen:"Download the template first; at most 5,000 rows. Nothing is entered before you have seen the check"`
}

// filePage takes a file and leads to its dry run.
func (m *Importer) filePage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.Say(m.Title), At: m.At}
	for _, l := range m.Also {
		if m.Office().Policy.Ever(Actor(c).Subject, l.Act) {
			c.Page.Actions = append(c.Page.Actions, web.Link{Href: l.Href, Label: c.Say(l.Label)})
		}
	}
	c.Page.Actions = append(c.Page.Actions, web.Link{Href: m.Path + "/template", Label: c.T("下载模板", "Download the template"), Tone: web.Blue})
	f := form.New(c, form.Describe(importForm{}, nil))
	f.Submit = c.T("上传并核对", "Upload and check")
	var in importForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return m.showFile(c, f)
	}
	b, err := m.planFile(c, &in)
	if err != nil {
		if !f.Refused(err) {
			return err
		}
		return m.showFile(c, f)
	}
	return c.Redirect(fmt.Sprintf("%s/%d", m.Path, b.ID))
}

// planFile makes the dry run of a file.
func (m *Importer) planFile(c *web.Ctx, in *importForm) (*importBatch, error) {
	r, err := in.File.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return nil, err
	}
	return m.plan(c.Context(), Actor(c), data)
}

// showFile shows what the list is for, the form, and the files sent before.
func (m *Importer) showFile(c *web.Ctx, f *form.Form) error {
	var before []importBatch
	err := m.Office().DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		before, err = m.recent(c.Context(), tx, Actor(c))
		return err
	})
	if err != nil {
		return err
	}
	blocks := []web.Block{web.Notice{Tone: web.Blue, Title: c.Say(m.Help.Title), Text: c.Say(m.Help.Text)}, f}
	if len(before) > 0 {
		t := web.Table{Title: c.T("最近上传的表格", "Lists sent before"), Head: []string{c.T("上传时间", "Sent at"), c.T("进展", "Progress"), c.T("待转入", "To bring in"), c.T("已转入", "Brought in"),
			c.T("未成功", "Refused")}, Numbers: []int{2, 3, 4}}
		for _, b := range before {
			word := map[string]string{"planned": c.T("已核对，尚未转入", "Checked, not brought in"), "running": c.T("转入中断，可继续", "Stopped half-way, can go on"), "done": c.T("已完成", "Done")}[b.State]
			t.Rows = append(t.Rows, []web.Cell{{Text: b.At.In(calendar.Shanghai()).Format("2006-01-02 15:04"), Href: fmt.Sprintf("%s/%d", m.Path, b.ID)},
				{Text: word}, {Text: strconv.Itoa(b.Total - b.Done - b.Failed)}, {Text: strconv.Itoa(b.Done)}, {Text: strconv.Itoa(b.Failed)}})
		}
		blocks = append(blocks, t)
	}
	return c.Render("page-blocks", blocks)
}

// templateFile sends the empty list with its explanations.
func (m *Importer) templateFile(c *web.Ctx) error {
	var buf bytes.Buffer
	if err := sheet.WriteTemplate(&buf, m.Name, m.Columns, m.Notes...); err != nil {
		return err
	}
	return c.Download(c.T(m.Name+"转入模板.xlsx", m.Chart+"-template.xlsx"), xlsxType, &buf)
}

// batchOf loads the file named in the address.
func (m *Importer) batchOf(c *web.Ctx) (b *importBatch, err error) {
	id, err := ID(c, "id")
	if err != nil {
		return nil, err
	}
	err = m.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		b, err = m.batch(c.Context(), tx, Actor(c), id)
		return err
	})
	return b, err
}

// importConfirm is the decision to enter what the dry run showed.
type importConfirm struct {
	Sure bool `json:"sure" label:"已核对上面的结果，确认转入" en:"I have looked at the check; bring them in" required:"true"`
}

// batchPage shows the dry run, brings the lines in when that is confirmed, and shows how far it
// came. Sending it again goes on where it stopped.
func (m *Importer) batchPage(c *web.Ctx) error {
	b, err := m.batchOf(c)
	if err != nil {
		return err
	}
	here := fmt.Sprintf("%s/%d", m.Path, b.ID)
	f := form.New(c, form.Describe(importConfirm{}, nil))
	f.Submit, f.Cancel, f.Action = c.T("确认转入", "Bring in"), m.Path, here
	var in importConfirm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok && b.State != "done" {
		if err := m.run(c.Context(), Actor(c), b); err != nil {
			return err
		}
		c.Flash(web.Green, c.T(fmt.Sprintf("转入完成：成功 %d %s，未成功 %d %s", b.Done, m.Unit[0], b.Failed, m.Unit[0]),
			fmt.Sprintf("Done: %d %s brought in, %d not", b.Done, m.Unit[1], b.Failed)))
		return c.Redirect(here)
	}
	return m.showBatch(c, b, f)
}

// lineTag shows what becomes, or became, of a line.
func lineTag(c *web.Ctx, state string) web.Tag {
	switch state {
	case lineNew:
		return web.Tag{Tone: web.Blue, Text: c.T("可转入", "New")}
	case lineSame:
		return web.Tag{Tone: web.Grey, Text: c.T("已有", "Same")}
	case lineDone:
		return web.Tag{Tone: web.Green, Text: c.T("已转入", "Brought in")}
	case lineError:
		return web.Tag{Tone: web.Red, Text: c.T("错误", "Error")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T("冲突", "Conflict")}
}

// why joins the problems of a line, each with its cell.
func (l *importLine) why(c *web.Ctx) string {
	var out []string
	for _, p := range l.Problems {
		s := c.Word(p.Message)
		if p.Title != "" {
			s = fmt.Sprintf(c.T("%s%d（%s）：%s", "%s%d (%s): %s"), p.Column, p.Line, c.Word(p.Title), s)
		}
		out = append(out, s)
	}
	return strings.Join(out, c.T("；", "; "))
}

// maxShown bounds the lines on the page; the file of failures has them all.
const maxShown = 500

// showBatch shows the counts, the form to confirm while there is something to enter, and the
// lines, those with something wrong first.
func (m *Importer) showBatch(c *web.Ctx, b *importBatch, f *form.Form) error {
	count := map[string]int{}
	t := web.Table{Title: c.T("逐行结果", "Row by row"), Head: []string{c.T("行", "Row"), m.showTitle(c), c.T("结果", "Result"), c.T("说明", "Why")}, Numbers: []int{0}}
	for _, wrong := range []bool{true, false} {
		for _, l := range b.Lines {
			if (l.State == lineError || l.State == lineConflict) != wrong {
				continue
			}
			count[l.State]++
			cell := web.Cell{Text: l.Values[m.Show]}
			if l.Case != 0 {
				cell.Href = fmt.Sprintf("/case/%d", l.Case)
			}
			if len(t.Rows) < maxShown {
				t.Rows = append(t.Rows, []web.Cell{{Text: strconv.Itoa(l.Line)}, cell, {Tag: lineTag(c, l.State)}, {Text: l.why(c)}})
			}
		}
	}
	kv := web.KV{Title: c.T("核对结果", "Check")}
	for _, s := range []string{lineNew, lineDone, lineSame, lineConflict, lineError} {
		kv.Add(lineTag(c, s).Text, strconv.Itoa(count[s]))
	}
	kv.Add(c.T("进度", "Progress"), fmt.Sprintf("%d / %d", b.Done+b.Failed, b.Total))
	c.Page = web.Page{Title: c.T("转入核对", "Check before bringing in"), At: m.At, Crumbs: []web.Link{{Href: m.Path, Label: c.Say(m.Title)}}}
	if count[lineConflict]+count[lineError] > 0 {
		c.Page.Actions = []web.Link{{Href: fmt.Sprintf("%s/%d/failed", m.Path, b.ID), Label: c.T("下载未转入的行", "Download rows not brought in")}}
	}
	blocks := []web.Block{kv}
	if b.State != "done" && count[lineNew] > 0 {
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", append(blocks, t))
}

// showTitle is the heading of the column that names a line.
func (m *Importer) showTitle(c *web.Ctx) string {
	for _, col := range m.Columns {
		if col.Key == m.Show {
			return c.T(col.Title, "Entry")
		}
	}
	return ""
}

// failedFile sends only the lines that were not brought in, each with the reason, to be mended
// and uploaded again.
func (m *Importer) failedFile(c *web.Ctx) error {
	b, err := m.batchOf(c)
	if err != nil {
		return err
	}
	e := m.failures(b)
	e.Person, e.Time = Actor(c).Name, c.Now().In(calendar.Shanghai())
	var buf bytes.Buffer
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(c.T("未转入的"+m.Name+".xlsx", m.Chart+"-not-imported.xlsx"), xlsxType, &buf)
}
