package preexam

import (
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/rule"
)

// batchForm brings in many packages at once, each a request of its own.
type batchForm struct {
	Client string      `json:"client" label:"为哪一家申请主体提交" en:"For which client" widget:"select" options:"*"`
	Kind   string      `json:"kind" label:"申请类型" en:"Kind" widget:"select" options:"=由系统识别=Find out,发明=Invention,实用新型=Utility model,外观设计=Design"`
	Files  []form.File `json:"files" label:"案卷包" en:"Packages" required:"true" max:"50" size:"200M" accept:".zip,.docx,.xml,.txt,.md" help:"每个文件是一件申请的完整案卷包，一次最多 50 件；逐件给出自检结果，确认后再分别提交" helpen:"One file for each application, at most 50; each is checked, and submitted by you afterwards"`
}

// maxBatch bounds the body of one batch.
// 1 GB: fifty packages are rarely more than a few MB each.
const maxBatch = 1 << 30

// batchPage makes a draft of each file and shows what was found in each.
func (d *Desk) batchPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("批量上传案卷包", "Upload many packages"), Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}}}
	f := form.New(c, d.batch)
	f.Submit, f.Cancel = c.T("上传并自检", "Upload and check"), "/work"
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error { return d.clients(c, tx, f) }); err != nil {
		return err
	}
	var in batchForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	all, err := d.bringAll(c, in)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("结果", "Results"), Head: []string{c.T("文件", "File"), c.T("名称", "Title"), c.T("必须补正", "Must"), c.T("建议修改", "Should"), c.T("说明", "Remark")}, Numbers: []int{2, 3}}
	for _, b := range all {
		t.Rows = append(t.Rows, b.row(c))
	}
	return c.Render("page-blocks", []web.Block{t, web.Notice{Tone: web.Amber, Title: c.T("尚未提交", "Not submitted yet"),
		Text:  c.T("以上均为草稿。请逐件打开查看自检结果，并点“提交预审请求”。", "These are drafts. Open each, look at the self-check, and submit it."),
		Links: []web.Link{{Href: "/work", Label: c.T("回到我的案件", "My cases")}}}})
}

// brought is what became of one file of a batch.
type brought struct {
	file         string
	k            *casework.Case // the draft; nil where none was made
	title        string
	must, should int
	why          string // it was not brought in
}

// bringAll makes a draft of each file.
func (d *Desk) bringAll(c *web.Ctx, in batchForm) (out []brought, err error) {
	// One key for the batch, from which each file gets two: sending the batch again makes nothing
	// twice, even if the first attempt broke off half-way.
	key, err := c.Idem()
	if err != nil {
		return nil, err
	}
	for i, file := range in.Files {
		out = append(out, d.bring(c, in, file, fmt.Sprintf("%.40s-%d", key, i)))
	}
	return out, nil
}

// bring makes the draft of one file; what is wrong with it is said in its row, and the others go
// on.
func (d *Desk) bring(c *web.Ctx, in batchForm, file form.File, key string) brought {
	a := worklist.Actor(c)
	out := brought{file: file.Name}
	opened, err := d.office.Move(c.Context(), casework.Request{Actor: a, Chart: "preexam", Move: "create", Key: key + "-o",
		Input: &Create{Client: in.Client, Kind: in.Kind}})
	if err != nil {
		out.why = fault.MessageOf(err)
		return out
	}
	out.k = opened.Case
	up := &Upload{Files: []form.File{file}, Kind: in.Kind}
	res, err := d.office.Move(c.Context(), casework.Request{Actor: a, Case: opened.Case.ID, Move: "upload", Expected: opened.Case.Version, Key: key + "-u", Input: up})
	if err != nil {
		out.why = fault.MessageOf(err)
		return out
	}
	// Nil when the move was replayed: the counts are then on the page of the draft.
	if up.prepared != nil {
		out.must = up.prepared.report.Count(rule.Fatal) + up.prepared.report.Count(rule.Error)
		out.should = up.prepared.report.Count(rule.Warning)
	}
	out.k, out.title = res.Case, res.Case.Title
	return out
}

// row shows what became of the file.
func (b *brought) row(c *web.Ctx) []web.Cell {
	if b.why != "" {
		return []web.Cell{{Text: b.file}, {}, {}, {}, {Text: b.why, Over: true}}
	}
	title := b.title
	if title == "" {
		title = c.T("（未能识别名称）", "(no title found)")
	}
	return []web.Cell{{Text: b.file}, {Text: title, Href: fmt.Sprintf("/preexam/%d/desk", b.k.ID)}, {Text: fmt.Sprint(b.must)}, {Text: fmt.Sprint(b.should)}, {}}
}

// batchTimeout is how long one batch may take.
const batchTimeout = 20 * time.Minute
