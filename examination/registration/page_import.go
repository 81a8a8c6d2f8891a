package registration

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// xlsx is the media type of a spreadsheet.
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// importForm takes the file; nothing is entered by it.
type importForm struct {
	File form.File `json:"file" label:"填写好的表格" en:"The filled-in list" required:"true" size:"20M" accept:".xlsx,.csv" help:"先下载模板；一行一家，最多 5000 行。上传后先核对，不会立即写入" helpen:"Download the template first; one a row, at most 5,000. Nothing is entered before you have seen the check"`
}

// importPage takes a file and leads to its dry run.
func (d *Desk) importPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("批量导入已备案主体", "Import registered entities"), At: "/registration",
		Crumbs:  []web.Link{{Href: "/registration", Label: c.T("备案主体", "Register")}},
		Actions: []web.Link{{Href: "/registration/import/template", Label: c.T("下载模板", "Download the template")}}}
	f := form.New(c, form.Describe(importForm{}, rules()))
	f.Submit, f.Cancel = c.T("上传并核对", "Upload and check"), "/registration"
	var in importForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	b, err := d.planFile(c, &in)
	if err != nil {
		if !f.Refused(err) {
			return err
		}
		return c.RenderForm(f)
	}
	return c.Redirect(fmt.Sprintf("/registration/import/%d", b.ID))
}

// planFile makes the dry run of a file.
func (d *Desk) planFile(c *web.Ctx, in *importForm) (*batch, error) {
	r, err := in.File.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	return d.plan(c.Context(), worklist.Actor(c), data)
}

// importTemplate sends the empty list with its explanations.
func (d *Desk) importTemplate(c *web.Ctx) error {
	var buf bytes.Buffer
	if err := sheet.WriteTemplate(&buf, "备案主体", importColumns(), "一行填写一家申请主体或代理机构；日期写作 2026-11-22。", "代码列请保持文本格式。"); err != nil {
		return err
	}
	return c.Download(c.T("备案主体导入模板.xlsx", "register-template.xlsx"), xlsx, &buf)
}

// batchOf loads the file named in the address.
func (d *Desk) batchOf(c *web.Ctx) (b *batch, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		b, err = d.batch(c.Context(), tx, worklist.Actor(c).Center, id)
		return err
	})
	return b, err
}

// confirmForm is the decision to enter what the dry run showed.
type confirmForm struct {
	Sure bool `json:"sure" label:"已核对上面的结果，确认导入" en:"I have looked at the check; bring them in" required:"true"`
}

// importBatch shows the dry run, brings the rows in when that is confirmed, and shows how far it
// came. Sending it again goes on where it stopped.
func (d *Desk) importBatch(c *web.Ctx) error {
	b, err := d.batchOf(c)
	if err != nil {
		return err
	}
	f := form.New(c, form.Describe(confirmForm{}, rules()))
	f.Submit, f.Cancel, f.Action = c.T("确认导入", "Bring in"), "/registration/import", fmt.Sprintf("/registration/import/%d", b.ID)
	var in confirmForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok && b.State != "done" {
		if err := d.confirmBatch(c, b); err != nil {
			return err
		}
		c.Flash(web.Green, c.T(fmt.Sprintf("导入完成：成功 %d 家，未成功 %d 家", b.Done, b.Failed), fmt.Sprintf("Done: %d brought in, %d not", b.Done, b.Failed)))
		return c.Redirect(fmt.Sprintf("/registration/import/%d", b.ID))
	}
	return d.showBatch(c, b, f)
}

// importTimeout is how long bringing in may take.
const importTimeout = 10 * time.Minute

// confirmBatch enters what the dry run showed, unless that was done.
func (d *Desk) confirmBatch(c *web.Ctx, b *batch) error {
	if b.State == "done" {
		return nil
	}
	return d.run(c.Context(), worklist.Actor(c), b)
}

// rowTag shows what becomes, or became, of a row.
func rowTag(c *web.Ctx, state string) web.Tag {
	switch state {
	case rowNew:
		return web.Tag{Tone: web.Blue, Text: c.T("新增", "New")}
	case rowSame:
		return web.Tag{Tone: web.Grey, Text: c.T("已有", "Same")}
	case rowDone:
		return web.Tag{Tone: web.Green, Text: c.T("已导入", "Brought in")}
	case rowError:
		return web.Tag{Tone: web.Red, Text: c.T("错误", "Error")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T("冲突", "Conflict")}
}

// maxShown bounds the rows on the page; the file of failures has them all.
const maxShown = 500

// showBatch shows the counts, the form to confirm while there is something to enter, and the rows.
func (d *Desk) showBatch(c *web.Ctx, b *batch, f *form.Form) error {
	count := map[string]int{}
	t := web.Table{Title: c.T("逐行结果", "Row by row"), Head: []string{c.T("行", "Row"), c.T("名称", "Name"), c.T("结果", "Result"), c.T("说明", "Why")}, Numbers: []int{0}}
	for _, r := range b.Rows {
		count[r.State]++
		if len(t.Rows) < maxShown {
			t.Rows = append(t.Rows, []web.Cell{{Text: strconv.Itoa(r.Line)}, {Text: r.Values["name"]}, {Tag: rowTag(c, r.State)}, {Text: r.Why}})
		}
	}
	kv := web.KV{Title: c.T("核对结果", "Check")}
	for _, s := range []string{rowNew, rowDone, rowSame, rowConflict, rowError} {
		kv.Add(rowTag(c, s).Text, strconv.Itoa(count[s]))
	}
	kv.Add(c.T("进度", "Progress"), fmt.Sprintf("%d / %d", b.Done+b.Failed, b.Total))
	c.Page = web.Page{Title: c.T("导入核对", "Import"), At: "/registration", Crumbs: []web.Link{{Href: "/registration/import", Label: c.T("批量导入", "Import")}}}
	if count[rowConflict]+count[rowError] > 0 {
		c.Page.Actions = []web.Link{{Href: fmt.Sprintf("/registration/import/%d/failed", b.ID), Label: c.T("下载未导入的行", "Download rows not brought in")}}
	}
	blocks := []web.Block{kv}
	if b.State != "done" && count[rowNew] > 0 {
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", append(blocks, t))
}

// importFailed sends only the rows that were not brought in, each with the reason, to be mended
// and uploaded again.
func (d *Desk) importFailed(c *web.Ctx) error {
	b, err := d.batchOf(c)
	if err != nil {
		return err
	}
	e := b.failures()
	e.Person, e.Time = worklist.Actor(c).Name, c.Now()
	var buf bytes.Buffer
	if _, err := sheet.WriteXLSX(&buf, e); err != nil {
		return err
	}
	return c.Download(c.T("未导入的主体.xlsx", "not-imported.xlsx"), xlsx, &buf)
}
