package preexam

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/reader"
	"zhibao/patent/secrecy"
)

// batchForm brings in many packages at once, each a request of its own.
type batchForm struct {
	Client string      `json:"client" label:"为哪一家申请主体提交" en:"For which client" widget:"select" options:"*" help:"不选则按各案卷包请求书中的第一申请人识别，须已委托贵机构" helpen:"Left open, the first applicant in each package decides; it must have entrusted your agency"`
	Kind   string      `json:"kind" label:"申请类型" en:"Kind" widget:"select" options:"=由系统识别=Find out,发明=Invention,实用新型=Utility model,外观设计=Design"`
	Files  []form.File `json:"files" label:"案卷包" en:"Packages" required:"true" max:"50" size:"64M,.zip=200M" accept:".zip,.docx,.xml,.txt,.md" help:"每个文件是一件申请的完整案卷包，一次最多 50 件；逐件给出自检结果，确认后再分别提交" helpen:"One file for each application, at most 50; each is checked, and submitted by you afterwards"`
	secrecy.Declared
	consent.Given
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
	t := web.Table{Title: c.T("结果", "Results"), Head: []string{c.T("文件", "File"), c.T("大小", "Size"), c.T("申请主体", "Applicant"), c.T("名称", "Title"),
		c.T("必须补正", "Must"), c.T("建议修改", "Should"), c.T("结果", "Result")}, Numbers: []int{1, 4, 5}}
	for _, b := range all {
		t.Rows = append(t.Rows, b.row(c))
	}
	return c.Render("page-blocks", []web.Block{t, web.Notice{Tone: web.Amber, Title: c.T("尚未提交", "Not submitted yet"),
		Text:  c.T("以上均为草稿。请逐件打开查看自检结果；可在“我的案件”中勾选多件，一次“批量提交”。", "These are drafts. Open each and look at the self-check; in My cases many can be submitted at once."),
		Links: []web.Link{{Href: "/work?state=draft", Label: c.T("查看草稿", "See the drafts")}}}})
}

// brought is what became of one file of a batch.
type brought struct {
	file         form.File
	client       string
	k            *casework.Case // the draft; nil where none was made
	must, should int
	why          error // it was not brought in
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
		b := brought{file: file}
		// What is wrong with one file is said in its row, and the others go on.
		if b.why = d.bring(c, in, &b, fmt.Sprintf("%.40s-%d", key, i)); fault.KindOf(b.why) == fault.Internal && b.why != nil {
			return nil, b.why
		}
		out = append(out, b)
	}
	return out, nil
}

// bring makes the draft of one file and tells for whom, what it is and what the self-check found.
func (d *Desk) bring(c *web.Ctx, in batchForm, b *brought, key string) error {
	a := worklist.Actor(c)
	client, err := d.clientOf(c, in, b.file)
	if err != nil {
		return err
	}
	open := &Create{Kind: in.Kind}
	if client.ID != a.Party {
		open.Client = strconv.FormatInt(client.ID, 10)
	}
	opened, err := d.office.Move(c.Context(), casework.Request{Actor: a, Chart: "preexam", Move: "create", Key: key + "-o", Input: open})
	if err != nil {
		return err
	}
	up := &Upload{Files: []form.File{b.file}, Declared: in.Declared, Given: in.Given, Kind: in.Kind}
	out, err := d.office.Move(c.Context(), casework.Request{Actor: a, Case: opened.Case.ID, Move: "upload", Expected: opened.Case.Version, Key: key + "-u", Input: up})
	if err != nil {
		return d.undo(c, opened.Case, key, err)
	}
	b.k, b.client = out.Case, client.Name
	// Nil when the move was replayed: the counts are then on the page of the draft.
	if up.prepared != nil {
		b.must = up.prepared.report.Count(rule.Fatal) + up.prepared.report.Count(rule.Error)
		b.should = up.prepared.report.Count(rule.Warning)
	}
	return nil
}

// row shows what became of the file.
func (b *brought) row(c *web.Ctx) []web.Cell {
	row := []web.Cell{{Text: b.file.Name}, {Text: lang.Size(b.file.Size)}}
	if b.why != nil {
		return append(row, web.Cell{}, web.Cell{}, web.Cell{}, web.Cell{}, web.Cell{Text: c.Say(c.Explain(b.why)), Over: true})
	}
	title := b.k.Title
	if title == "" {
		title = c.T("（未能识别名称）", "(no title found)")
	}
	return append(row, web.Cell{Text: b.client}, web.Cell{Text: title, Href: fmt.Sprintf("/preexam/%d/desk", b.k.ID)}, web.Cell{Text: fmt.Sprint(b.must)},
		web.Cell{Text: fmt.Sprint(b.should)}, web.Cell{Tag: web.Tag{Tone: web.Green, Text: c.T("已建草稿", "Draft made")}})
}

// undo discards the draft of a file that could not be read, so that no empty one stays behind, and
// returns why.
func (d *Desk) undo(c *web.Ctx, k *casework.Case, key string, why error) error {
	_, err := d.office.Move(c.Context(), casework.Request{Actor: worklist.Actor(c), Case: k.ID, Move: "discard", Expected: k.Version, Key: key + "-d", Input: &Discard{}})
	if err != nil && fault.KindOf(err) == fault.Internal {
		return err
	}
	return why
}

// clientOf finds for whom a package is: the party of the person itself, the client that was chosen,
// or the client of the agency whom the package names as its first applicant.
func (d *Desk) clientOf(c *web.Ctx, in batchForm, file form.File) (client *party.Party, err error) {
	a := worklist.Actor(c)
	chosen, _ := strconv.ParseInt(in.Client, 10, 64)
	var clients []*party.Party
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		switch {
		case !a.Is(casework.AgencyRole):
			client, err = party.Get(c.Context(), tx, a.Center, a.Party)
		case chosen != 0:
			client, err = party.Get(c.Context(), tx, a.Center, chosen)
		default:
			clients, err = party.Clients(c.Context(), tx, a.Party, d.office.Today())
		}
		return err
	})
	if err != nil || client != nil {
		return client, err
	}
	app, err := reader.ReadFiles(c.Context(), plainFiles([]form.File{file}), reader.Options{Kind: patent.Kind(in.Kind)})
	if err != nil {
		return nil, err
	}
	if app.Request == nil || len(app.Request.Applicants) == 0 {
		return nil, fault.New(fault.Invalid, "preexam.client", "未能从案卷包识别申请人，请在上方选择为哪一家申请主体提交后重新上传").At("client")
	}
	first := app.Request.Applicants[0]
	for _, p := range clients {
		if p.Code == strings.TrimSpace(first.Code) || p.Name == first.Name || slices.Contains(p.Former, first.Name) {
			return p, nil
		}
	}
	return nil, fault.New(fault.Forbidden, "preexam.mandate", "第一申请人“%s”未委托贵机构，或委托已到期；请由该主体在备案页面“委托代理机构”后重新上传", first.Name)
}

// batchTimeout is how long one batch may take.
const batchTimeout = 20 * time.Minute
