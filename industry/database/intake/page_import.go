package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/patent/reader/export"
)

// xlsxType is the media type of a spreadsheet.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// shown bounds the refused rows on the page; the file has them all.
const shown = 200

// doForm says what to do with an import.
type doForm struct {
	Do string `json:"do" label:"办理" en:"What to do" widget:"select" options:"*" required:"true"`
}

// columnForm says what a column means.
type columnForm struct {
	Heading string `json:"heading" label:"表头" en:"Heading" widget:"select" options:"*" required:"true" max:"200"`
	Field   string `json:"field" label:"含义" en:"Meaning" widget:"select" options:"*" required:"true" help:"按来源记住，以后同一来源的表格照此读取" helpen:"Remembered for the source: later lists of it are read alike"`
}

// unread is the choice for a column that is not read; an empty value would be no choice.
const unread = "-"

// importOf reads the import of the address.
func (d *Desk) importOf(c *web.Ctx) (*Import, error) {
	id, err := strconv.ParseInt(c.Path("id"), 10, 64)
	if err != nil {
		return nil, fault.New(fault.Missing, "intake.missing", "没有这次导入，请在“文献导入”的历史中查找")
	}
	return d.Find(c.Context(), worklist.Actor(c).Center, id)
}

// doing is the form with what can be done now; nil where nothing can.
func (m *Import) doing(c *web.Ctx, here string) *form.Form {
	var can []form.Option
	for _, s := range steps {
		if slices.Contains(s.from, m.State) {
			can = append(can, form.Option{Value: s.act, Label: web.Text{s.zh, s.en}})
		}
	}
	if len(can) == 0 {
		return nil
	}
	f := form.New(c, form.Describe(doForm{}, nil)).Fill(doForm{Do: can[0].Value})
	f.Options("do", can)
	f.Submit, f.Action, f.Cancel = c.T("办理", "Do it"), here, path
	return f
}

// importPage shows an import and does what is asked.
func (d *Desk) importPage(c *web.Ctx) error {
	m, err := d.importOf(c)
	if err != nil {
		return err
	}
	here := fmt.Sprintf("%s/%d", path, m.ID)
	// What can be done depends on the state; the form of a state that is over is refused.
	f := m.doing(c, here)
	if f != nil {
		var in doForm
		ok, err := f.Read(&in)
		if err != nil {
			return err
		}
		if ok {
			_, err := d.Do(c.Context(), m.Center, m.ID, in.Do)
			if err == nil {
				c.Flash(web.Green, c.T("已办理；进度请刷新查看", "Done; reload to see how far it is"))
				return c.Redirect(here)
			}
			if !f.Refused(err) {
				return err
			}
		}
	} else if c.Posted() {
		return fault.New(fault.Conflict, "intake.state", "导入的状态已经改变，不能这样办理；请刷新页面后再试")
	}
	return d.show(c, m, f, nil)
}

// show shows an import. A form of columns that was refused is handed in.
func (d *Desk) show(c *web.Ctx, m *Import, f, cf *form.Form) error {
	here := fmt.Sprintf("%s/%d", path, m.ID)
	c.Page = web.Page{Title: m.Source, Sub: c.T("文献导入", "Import of documents"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("文献导入", "Import of documents")}, {Label: m.Source}}, State: m.State.tag(c)}
	refused, err := d.Refused(c.Context(), m.Center, m.ID, shown)
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: here + "/refused", Label: c.T("下载未导入的行", "Download what was refused")})
	}
	c.Page.Actions = append(c.Page.Actions, web.Link{Href: here, Label: c.T("刷新", "Reload")})
	// What went wrong stands first.
	blocks := []web.Block{}
	if m.Error != "" {
		blocks = append(blocks, web.Notice{Tone: web.Red, Title: c.T("未能读取", "It could not be read"), Text: c.Word(m.Error)})
	}
	blocks = append(blocks, m.progress(c))
	if f != nil {
		blocks = append(blocks, f)
	}
	// What a file seems to be matters until it is imported.
	if slices.Contains([]State{Planned, Checked, Failed}, m.State) {
		more, err := d.looks(c, m, cf)
		if err != nil {
			return err
		}
		blocks = append(blocks, more...)
	}
	return c.Render("page-blocks", append(blocks, refusedTable(c, m, refused)))
}

// progress shows how far the import is.
func (m *Import) progress(c *web.Ctx) web.KV {
	kv := web.KV{Title: c.T("进度", "Progress")}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("状态", "State"), Tag: m.State.tag(c)})
	names := []string{}
	// Names as the person gave them.
	for _, i := range m.Items {
		names = append(names, i.Name)
	}
	kv.Add(c.T("文件", "Files"), strings.Join(names, c.T("、", ", "))).Add(c.T("数据来源", "Source"), m.Source).Add(c.T("数据截至", "As of"), m.AsOf.String()).Add(c.T("识别的格式", "Formats"), dash(m.formats(c)))
	if m.Total > 0 {
		kv.Add(c.T("已读取", "Read"), fmt.Sprintf(c.T("%s，共 %s（%d%%）", "%s of %s (%d%%)"), lang.Size(m.Bytes), lang.Size(m.Total), m.Percent()))
	}
	if m.Trial.Sum() > 0 {
		kv.Add(c.T("试导入结果", "The trial said"), m.Trial.words(c)+c.T("，于 ", ", at ")+moment(m.Tried))
	}
	kv.Add(c.T("件数", "Documents"), m.Counts.words(c))
	if m.Ignored > 0 {
		kv.Add(c.T("不含文献而略过的文件", "Files without documents, passed over"), strconv.Itoa(m.Ignored))
	}
	if m.State == Running || m.State == Checking {
		kv.Add(c.T("速度", "Speed"), fmt.Sprintf(c.T("%.0f 件/秒", "%.0f documents a second"), m.Rate)).Add(c.T("预计剩余", "Time left"), m.left(c))
	}
	kv.Add(c.T("办理人", "By"), m.Name+" "+moment(m.At)).Add(c.T("完成时间", "Ended"), moment(m.Ended))
	return kv
}

// Percent is how much was read.
func (m *Import) Percent() int {
	if m.Total == 0 {
		return 0
	}
	return int(min(100, m.Bytes*100/m.Total))
}

// left guesses the time that is left from what was read since the beginning.
func (m *Import) left(c *web.Ctx) string {
	if m.Bytes == 0 || m.Rate == 0 || m.Sum() == 0 {
		return "—"
	}
	// Bytes are known before the documents are counted.
	perDocument := float64(m.Bytes) / float64(m.Sum())
	t := time.Duration(float64(m.Total-m.Bytes) / perDocument / m.Rate * float64(time.Second)).Round(time.Second)
	if t < time.Minute {
		return c.T("不到 1 分钟", "less than a minute")
	}
	return fmt.Sprintf(c.T("约 %d 分钟", "about %d minutes"), int(t.Minutes()+0.5))
}

// words are counts in a sentence.
func (n Counts) words(c *web.Ctx) string {
	return fmt.Sprintf(c.T("新增 %d，变更 %d，无变化 %d，未导入 %d", "%d new, %d changed, %d unchanged, %d refused"), n.New, n.Changed, n.Unchanged, n.Refused)
}

// formatTitles are the formats in both languages.
var formatTitles = map[string]web.Text{"cn-xml-2006": {"中国专利 XML（2006）", "Chinese XML of 2006"}, "cn-xml-2.2.1": {"中国专利 XML（V2.2.1）", "Chinese XML V2.2.1"}, "us-grant-xml": {"美国授权 XML", "US grants"}, "us-application-xml": {"美国申请 XML", "US applications"},
	"us-pap": {"美国申请 PAP（2001–2004）", "US applications 2001–2004"}, "us-sgml": {"美国授权 ST.32（2001–2004）", "US grants 2001–2004"}, "us-greenbook": {"美国授权 Green Book（1976–2001）", "US Green Book 1976–2001"}, "us-brs": {"美国专利全文文本", "US full text"},
	"jp-xml": {"日本公报 XML", "Japanese XML"}, "ep-st36": {"欧洲专利 ST.36", "European ST.36"}, "docdb": {"DOCDB / OPS", "DOCDB / OPS"}, "st96-patent": {"ST.96 专利", "ST.96 patents"}, "st96-design": {"ST.96 外观设计", "ST.96 designs"},
	"incopat": {"incoPat 导出表", "incoPat list"}, "patsnap": {"智慧芽导出表", "PatSnap list"}, "lens": {"Lens 导出表", "Lens list"}, "patentscope": {"PATENTSCOPE 导出表", "PATENTSCOPE list"}, "google": {"Google Patents 导出表", "Google Patents list"},
	"espacenet": {"Espacenet 导出表", "Espacenet list"}, "derwent": {"Derwent / Thomson 导出表", "Derwent list"}, "table": {"其他专利清单", "another list"}}

// formats are the formats that were seen, in words.
func (m *Import) formats(c *web.Ctx) string {
	var out []string
	for _, f := range m.Formats {
		out = append(out, c.Say(formatTitles[f]))
	}
	return strings.Join(out, c.T("、", ", "))
}

// looks shows what the files seem to be, and lets a person say what a column is.
func (d *Desk) looks(c *web.Ctx, m *Import, cf *form.Form) ([]web.Block, error) {
	seen, err := d.Look(c.Context(), m)
	if err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return []web.Block{web.Notice{Tone: web.Red, Title: c.T("未能读取", "It could not be read"), Text: c.Say(c.Explain(err))}}, nil
		}
		return nil, err
	}
	t := web.Table{Title: c.T("识别结果", "What the files seem to be"), Head: []string{c.T("文件", "File"), c.T("格式", "Format"), c.T("说明", "Remark")}, Empty: c.T("没有可识别的文件。", "No file is recognised.")}
	// Of several lists the first is shown; the others mostly have the same columns.
	blocks := []web.Block{}
	var form *form.Form
	for _, l := range seen {
		row := []web.Cell{{Text: l.Name}, {Text: dash(c.Say(formatTitles[l.Format]))}, {}}
		if l.Error != nil {
			row[1], row[2] = web.Cell{Tag: web.Tag{Tone: web.Red, Text: c.T("不能识别", "Not recognised")}}, web.Cell{Text: c.Say(c.Explain(l.Error))}
		}
		t.Rows = append(t.Rows, row)
		if len(l.Columns) > 0 && form == nil {
			blocks = append(blocks, l.table(c))
			if form = cf; form == nil {
				form = columnsForm(c, m, l.Columns)
			}
		}
	}
	blocks = append([]web.Block{t}, blocks...)
	if form != nil {
		blocks = append(blocks, form)
	}
	return blocks, nil
}

// table shows the columns of a list with what they mean and what stands in them.
func (l *Look) table(c *web.Ctx) web.Table {
	// A person judges by what stands in the column.
	t := web.Table{Title: c.T("各列的含义", "What the columns mean"), Head: []string{c.T("表头", "Heading"), c.T("含义", "Meaning"), c.T("前几行", "First rows")}}
	for i, col := range l.Columns {
		if col.Title == "" {
			continue
		}
		var some []string
		for _, r := range l.Sample {
			if i < len(r) && r[i] != "" {
				some = append(some, clip(r[i]))
			}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: clip(col.Title)}, {Text: fieldTitle(c, col.Field)}, {Text: dash(strings.Join(some, " ┃ "))}})
	}
	return t
}

// clip makes a long text fit into a cell.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// fieldTitle is a field in words.
func fieldTitle(c *web.Ctx, key string) string {
	for _, f := range export.Fields() {
		if f.Key == key {
			return c.T(f.Title, f.English)
		}
	}
	return c.T("不读取", "Not read")
}

// columnsForm lets a person say what a column is.
func columnsForm(c *web.Ctx, m *Import, cols []export.Column) *form.Form {
	f := form.New(c, form.Describe(columnForm{}, nil))
	f.Action, f.Submit, f.Intro = fmt.Sprintf("%s/%d/columns", path, m.ID), c.T("更正", "Set right"), c.T("某一列识别得不对，或没有识别的，在这里指定。", "Where a column was taken wrongly, or not at all, say here what it is.")
	f.Options("heading", headingOptions(cols))
	f.Options("field", fieldOptions())
	return f
}

// headingOptions are the columns of a list as choices.
func headingOptions(cols []export.Column) (out []form.Option) {
	for _, c := range cols {
		if c.Title != "" && len([]rune(c.Title)) <= 200 {
			out = append(out, form.Option{Value: c.Title, Label: web.Text{c.Title, c.Title}})
		}
	}
	return out
}

// fieldOptions are what a column can mean, as choices.
func fieldOptions() (out []form.Option) {
	for _, f := range export.Fields() {
		out = append(out, form.Option{Value: f.Key, Label: web.Text{f.Title, f.English}})
	}
	return append(out, form.Option{Value: unread, Label: web.Text{"不读取", "Not read"}})
}

// columnPage remembers what a column means.
func (d *Desk) columnPage(c *web.Ctx) error {
	m, err := d.importOf(c)
	if err != nil {
		return err
	}
	cols, err := d.columns(c, m)
	if err != nil {
		return err
	}
	f := columnsForm(c, m, cols)
	var in columnForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := d.set(c, m, &in); err == nil {
			c.Flash(web.Green, c.T("已更正，并按来源记住", "Set right, and remembered for the source"))
			return c.Redirect(fmt.Sprintf("%s/%d", path, m.ID))
		} else if !f.Refused(err) {
			return err
		}
	}
	return d.show(c, m, m.doing(c, fmt.Sprintf("%s/%d", path, m.ID)), f)
}

// set remembers a decision about a column.
func (d *Desk) set(c *web.Ctx, m *Import, in *columnForm) error {
	field := in.Field
	if field == unread {
		field = export.Skip
	}
	return d.Decide(c.Context(), m.Center, m.Source, in.Heading, field)
}

// columns are those of the first list among the files, also one of which the number was not recognised.
func (d *Desk) columns(c *web.Ctx, m *Import) ([]export.Column, error) {
	seen, err := d.Look(c.Context(), m)
	if err != nil {
		return nil, err
	}
	for _, l := range seen {
		if len(l.Columns) > 0 {
			return l.Columns, nil
		}
	}
	return nil, nil
}
