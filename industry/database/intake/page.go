package intake

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

const (
	path  = "/intake"
	place = path + "/{id}"
)

// maxUpload bounds an uploaded file; larger ones are put into the server's folder.
const maxUpload = 200 << 20

// Module returns the pages.
func (d *Desk) Module() web.Module {
	var routes []web.Route
	add := func(method, pattern string, h func(*web.Ctx) error) {
		routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: database.ActEnter, Handler: h, Limit: maxUpload + 1<<20, Timeout: 5 * time.Minute})
	}
	add("GET", path, d.listPage)
	add("POST", path, d.listPage)
	add("GET", place, d.importPage)
	add("POST", place, d.importPage)
	add("POST", place+"/columns", d.columnPage)
	add("GET", place+"/refused", d.refusedFile)
	return web.Module{Name: "intake", Routes: routes}
}

// newForm is what a person gives.
type newForm struct {
	File   form.File    `json:"file" label:"上传文件" en:"Upload a file" size:"200M" accept:".xml,.zip,.gz,.xlsx,.xls,.csv,.txt,.tsv,.sgm,.sgml,.html,.greenbook,.dat" help:"各局公布的 XML（可打包为 zip），或检索系统导出的表格；只能是已公布的文献" helpen:"XML published by an office, also as a zip, or a list exported from a search service; published documents only"`
	Path   string       `json:"path" label:"或服务器上的文件" en:"Or a file on the server" widget:"select" options:"*" help:"放在数据目录的 intake 文件夹中的文件和文件夹，适合很大的数据" helpen:"Files and folders in the folder intake of the data folder, for large data"`
	Source string       `json:"source" label:"数据来源" en:"Source" required:"true" max:"120" help:"例如：国家知识产权局公布数据、智慧芽导出。同一来源请用同一名称，列的对应关系按来源记住" helpen:"Such as the published data of CNIPA. Use the same name for the same source: what its columns mean is remembered by it"`
	AsOf   calendar.Day `json:"as_of" label:"数据截至" en:"As of" widget:"date" required:"true" help:"此日以后的变化，该来源并不知晓；较旧的数据只补空缺，不覆盖较新的" helpen:"The source knows nothing of later changes; older data only fills gaps"`
}

// fresh is the form with what can be chosen.
func (d *Desk) fresh(c *web.Ctx) (*form.Form, error) {
	names, err := d.Folders()
	if err != nil {
		return nil, err
	}
	f := form.New(c, form.Describe(newForm{}, nil)).Fill(newForm{AsOf: d.office.Today()})
	f.Submit, f.Action = c.T("上传并查看", "Upload and look"), path
	f.Options("path", folders(names))
	// A choice among nothing would only puzzle.
	if len(names) == 0 {
		f.Without("path")
	}
	return f, nil
}

// folders are the choices of the server's folder.
func folders(names []string) (out []form.Option) {
	for _, n := range names {
		out = append(out, form.Option{Value: n, Label: web.Text{n, n}})
	}
	return out
}

// plan keeps what was given.
func (d *Desk) plan(ctx context.Context, a casework.Actor, in *newForm) (m *Import, err error) {
	defer fault.Wrap(&err, "plan import")
	// One or the other: which of two files is meant nobody could say later.
	n := New{Center: a.Center, Account: a.Account, Name: a.Name, Source: in.Source, AsOf: in.AsOf}
	switch {
	case in.Path != "" && !in.File.IsZero():
		return nil, fault.New(fault.Invalid, "intake.both", "上传文件与服务器上的文件请只选一种").At("path")
	case in.Path != "":
		i, err := d.onServer(in.Path)
		if err != nil {
			return nil, err
		}
		n.Items = append(n.Items, i)
	case !in.File.IsZero():
		n.Items = append(n.Items, Item{Name: in.File.Name})
	}
	if err := d.check(&n); err != nil {
		return nil, err
	}
	// The import has its number before the file is stored, which lies under it.
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		if m, err = d.Plan(ctx, tx, n); err != nil || in.File.IsZero() {
			return err
		}
		return d.keep(ctx, tx, m, in.File)
	})
	return m, err
}

// keep stores an uploaded file under the key of the center.
func (d *Desk) keep(ctx context.Context, tx *store.Tx, m *Import, f form.File) error {
	key, err := d.office.Keys.Center(ctx, tx, m.Center)
	if err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	ref, err := d.Blobs.Put(ctx, key, fmt.Sprintf("intake/%d", m.ID), io.LimitReader(r, maxUpload+1), maxUpload)
	if err != nil {
		return err
	}
	m.Items[0].Blob = ref
	if err := casework.HoldFiles(ctx, tx, m.Center, d.Now(), ref.Address); err != nil {
		return err
	}
	return save(ctx, tx, m)
}

// listPage shows the sources with their age and the imports, and takes a new one.
func (d *Desk) listPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("文献导入", "Import of documents"), At: path}
	f, err := d.fresh(c)
	if err != nil {
		return err
	}
	var in newForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		m, err := d.plan(c.Context(), worklist.Actor(c), &in)
		if err == nil {
			return c.Redirect(fmt.Sprintf("%s/%d", path, m.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	center := worklist.Actor(c).Center
	feeds, err := d.Feeds(c.Context(), center)
	if err != nil {
		return err
	}
	all, err := d.List(c.Context(), center, 100)
	if err != nil {
		return err
	}
	state, err := d.Holding.State(c.Context(), center)
	if err != nil {
		return err
	}
	note := web.Notice{Tone: web.Blue, Title: fmt.Sprintf(c.T("文献库现有 %d 件已公布文献", "The center holds %d published documents"), state.Documents),
		Text: c.T("先上传并查看识别结果，必要时更正各列的含义，试导入后再写入。同一公开号只保留一件，再次导入时合并，原有内容保留在历史中。", "Upload first and see what is recognised, set columns right where needed, try it, then import. Each publication is kept once; another import is merged, and what was there stays in its history.")}
	return c.Render("page-blocks", []web.Block{note, feedTable(c, feeds), f, importTable(c, all)})
}

// feedTable lists the sources. None is shown as healthy that is empty or old.
func feedTable(c *web.Ctx, feeds []Feed) web.Table {
	t := web.Table{Title: c.T("数据来源", "Sources"), Head: []string{c.T("来源", "Source"), c.T("状态", "State"), c.T("数据截至", "As of"), c.T("距今（天）", "Days ago"), c.T("最近一次导入完成", "Last import"), c.T("新增文献", "Documents new")}, Numbers: []int{3, 5},
		Empty: c.T("还没有导入过数据。检索不到不表示没有专利。", "Nothing was imported yet. That nothing is found does not mean that there is nothing.")}
	// Age is counted from the state of the data, not from the day of the import.
	for _, f := range feeds {
		days := "—"
		if !f.AsOf.IsZero() {
			days = strconv.Itoa(f.Days)
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Source}, {Tag: f.Tag(c)}, {Text: dash(f.AsOf.String())}, {Text: days}, {Text: moment(f.Last)}, {Text: strconv.FormatInt(f.Documents, 10)}})
	}
	return t
}

// Tag says how a source is.
func (f *Feed) Tag(c *web.Ctx) web.Tag {
	switch {
	case f.AsOf.IsZero():
		return web.Tag{Tone: web.Red, Text: c.T("没有数据", "Empty")}
	case f.Stale:
		return web.Tag{Tone: web.Amber, Text: c.T("过期", "Out of date")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("正常", "In order")}
}

// dash stands where there is nothing.
func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// moment writes a moment as people of the center read it.
func moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(calendar.Shanghai()).Format("2006-01-02 15:04")
}

// Title is a state in both languages.
func (s State) Title() web.Text {
	return map[State]web.Text{Planned: {"待导入", "Not begun"}, Checking: {"试导入中", "Being tried"}, Checked: {"已试导入", "Tried"}, Running: {"导入中", "Running"}, Paused: {"已暂停", "Paused"}, Done: {"已完成", "Done"}, Cancelled: {"已取消", "Cancelled"}, Failed: {"未能读取", "Failed"}}[s]
}

// tag shows a state.
func (s State) tag(c *web.Ctx) web.Tag {
	tone := map[State]web.Tone{Checking: web.Blue, Running: web.Blue, Checked: web.Purple, Paused: web.Amber, Done: web.Green, Failed: web.Red}[s]
	return web.Tag{Tone: tone, Text: c.Say(s.Title())}
}

// importTable lists imports.
func importTable(c *web.Ctx, all []*Import) web.Table {
	t := web.Table{Title: c.T("导入历史（最近 100 次）", "Imports, the last 100"), Head: []string{c.T("时间", "When"), c.T("来源", "Source"), c.T("数据截至", "As of"), c.T("文件", "Files"), c.T("状态", "State"), c.T("新增", "New"), c.T("变更", "Changed"), c.T("无变化", "Unchanged"), c.T("未导入", "Refused"), c.T("办理人", "By")},
		Numbers: []int{5, 6, 7, 8}, Empty: c.T("没有导入记录。", "None yet.")}
	for _, m := range all {
		// The first says which it was; a folder is one.
		name := ""
		if len(m.Items) > 0 {
			name = m.Items[0].Name
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: moment(m.At), Href: fmt.Sprintf("%s/%d", path, m.ID)}, {Text: m.Source}, {Text: m.AsOf.String()}, {Text: name}, {Tag: m.State.tag(c)},
			number(m.New), number(m.Changed), number(m.Unchanged), number(m.Refused), {Text: m.Name}})
	}
	return t
}

// number is a cell with a count.
func number(n int64) web.Cell { return web.Cell{Text: strconv.FormatInt(n, 10)} }
